"""What the interpreter knows of functions and classes, and variables."""


class Env(object):
    """The variables at one point of a function."""

    def __init__(self, names=None, dead=False):
        self.names = names or {}
        self.dead = dead

    def copy(self):
        return Env(dict(self.names), self.dead)


class Function(object):
    """A function, method or lambda of the file."""

    def __init__(self, node, owner, tested):
        self.node = node
        self.owner = owner          # the class of a method
        self.called = False
        self.escapes = False
        self.is_static = False
        self.name = getattr(node, 'name', '<lambda>')
        self.is_generator = False
        self.tested = tested        # names whose kind of string it tests


class Family(object):
    """The attributes of classes that inherit from each other."""

    def __init__(self):
        self.attributes = {}
        self.any = None         # what setattr() stores under any name
        self.readers = 0        # the functions that look at them, see Cell


class Class(object):
    """A class of the file."""

    def __init__(self, node, family):
        self.node = node
        self.family = family
        self.bases = []
        self.stdlib = []       # dotted names of bases outside
        self.methods = {}
        self.derived = []
        self.properties = {}    # made by calls of property()
        self.setters = {}
        self.record = None      # names and cells of a named tuple

    def ancestors(self):
        if not self.bases:
            return [self]
        seen, pending = [], [self]
        while pending:
            cls = pending.pop(0)
            if cls not in seen:
                seen.append(cls)
                pending.extend(cls.bases)
        return seen

    def descendants(self):
        if not self.derived:
            return [self]
        seen, pending = [], [self]
        while pending:
            cls = pending.pop(0)
            if cls not in seen:
                seen.append(cls)
                pending.extend(cls.derived)
        return seen

    def find(self, name):
        for cls in self.ancestors():
            if name in cls.methods:
                return cls.methods[name]
        return None

    def accessor(self, kind, name):
        """Return the getter or setter of a property, or None."""
        for cls in self.ancestors():
            if name in getattr(cls, kind):
                return getattr(cls, kind)[name]
        return None

    def stdlib_bases(self):
        for cls in self.ancestors():
            for name in cls.stdlib:
                yield name
