"""The values that the analysis knows, and how they are connected.

A Cell stands for all values that one place of a program may hold: an
expression, a variable between two assignments, an attribute, the elements of
a list.  Its *shapes* say what these values may be: a string, a number, a
socket, an instance of a class in the file.  Shapes only grow, so evaluating
the program again and again comes to an end.

Whether a string is bytes (WIRE) or text (TEXT) on 3 is no shape.  It is
decided for all cells at once, in cut.py, from the flows between the cells.
"""

WIRE = 'bytes'
TEXT = 'text'

# These say more about a string: that it comes from the wire, that it is text
# which was decoded as latin-1, or as the locale or the program says, that it
# is a literal that is not ASCII, that a command has printed it, that it is
# rather no string, but what json has read, or that the words of an error are
# in it, which another Python may word otherwise.
ABOUT_STRINGS = (
    'str', 'wire', 'latin', 'decoded', 'written', 'output', 'json',
    'worded', 'set')
# A value with no other shapes is a number, or None.
NUMBER_SHAPES = frozenset(['int', 'bool', 'float', 'none'])

# What it costs to convert a value at a place, in hundredths.  The places in
# which a person would rather not see a conversion cost more.
COST_USE = 100
COST_RECEIVER = 110
COST_ARGUMENT = 120
COST_RETURN = 160
COST_ASSIGN = 190
COST_STORE = 250
COST_FILE = 300
NEVER = 1000000

# All functions of a file, in a set that has a bit for each.
ALL = -1

# The bias of what len() counts, which came from the wire: bytes on 2.7.
MEASURED = 750


def filled(field):
    """Return how many parameters of a function have a value."""
    if field == 'bound':
        return 1
    return 0 if field is True else field


class Cell(object):
    """All values that one place of the program may hold."""

    __slots__ = ('parent', 'shapes', 'fixed', 'why', 'bias', 'unknown',
                 'ascii', 'text', 'node', 'targets', 'sink', 'number',
                 'readers', 'clash', 'differs')

    def __init__(self, node=None, readers=0):
        self.parent = None
        self.shapes = {}
        self.fixed = None       # WIRE or TEXT where nothing else can be
        self.clash = False      # can be nothing else, but both
        self.why = None         # what the value is used for, for the notes
        self.bias = 0           # > 0: rather bytes, < 0: rather text
        self.differs = False    # bytes of the wire would do otherwise as text
        self.unknown = False    # may be a string, of unknown origin
        self.ascii = False      # text that holds ASCII only
        self.text = False       # unicode on 2.7 as well
        self.node = node
        self.targets = []
        self.sink = False
        self.number = 0
        self.readers = readers  # the functions that read it, a bit for each

    def find(self):
        """Return the cell that stands for this one since a merge."""
        cell = self
        while cell.parent is not None:
            cell = cell.parent
        if cell is not self:
            self.parent = cell
        return cell

    def has(self, shape):
        cell = self if self.parent is None else self.find()
        return shape in cell.shapes

    def get(self, shape):
        cell = self if self.parent is None else self.find()
        return cell.shapes.get(shape)

    def is_string(self):
        cell = self if self.parent is None else self.find()
        return 'str' in cell.shapes

    def others(self):
        """Return the shapes besides that of a string."""
        return set(self.find().shapes).difference(ABOUT_STRINGS)

    def functions(self):
        """Return the functions of the file.

        Each with the number of its parameters that have a value: self of a
        bound method, and what partial() gives.
        """
        return [(shape[1], filled(field))
                for shape, field in self.find().shapes.items()
                if isinstance(shape, tuple) and shape[0] == 'function']

    def classes(self):
        """Return the classes of the file that have this as an instance."""
        return [shape[1] for shape in self.find().shapes
                if isinstance(shape, tuple) and shape[0] == 'instance']

    def has_method(self, name):
        """Tell whether one of these classes has a method of this name."""
        for shape in self.find().shapes:
            if shape.__class__ is tuple and shape[0] == 'instance' and (
                    shape[1].find(name)):
                return True
        return False

    def may_be_any_bytes(self):
        """Tell whether this is from outside, as bytes or decoded."""
        return self.has('wire') or self.has('decoded') or self.has('latin')

    def is_number(self):
        """Tell whether %s and %d show the same of it."""
        return set(self.find().shapes) == set(['int'])

    def is_integer(self):
        """Tell whether it is a number or a bool, which counts as one."""
        shapes = self.find().shapes
        return 'int' in shapes and set(shapes) <= set(['int', 'bool'])


def is_number_or_none(cell):
    """Tell whether a value is known to be a number or None, no more."""
    shapes = cell.find().shapes
    return bool(shapes) and NUMBER_SHAPES.issuperset(shapes)


def is_latin(cell):
    """Tell whether this is text that http.server decoded as latin-1."""
    return 'latin' in cell.shapes and 'decoded' not in cell.shapes


def _read_class(shape, readers):
    """Remember who looks at the class of a shape, if it has one."""
    if shape.__class__ is tuple and shape[0] in ('instance', 'class'):
        shape[1].family.readers |= readers


def _cells_in(field):
    """Return the cells of a shape's field."""
    if isinstance(field, Cell):
        return (field,)
    if isinstance(field, tuple):
        return [inner for inner in field if isinstance(inner, Cell)]
    return ()


class Flow(object):
    """Values of one cell come into another one, at a place of the source."""

    __slots__ = ('source', 'target', 'place', 'cost', 'back', 'why',
                 'merges')

    def __init__(self, source, target, place, cost, back, why):
        self.source = source
        self.target = target
        self.place = place      # the expression that can be wrapped, or None
        self.cost = cost        # of turning bytes into text here
        self.back = back        # of turning text into bytes here
        self.why = why
        self.merges = 0         # how many there were at the last copying


class Graph(object):
    """All cells and flows of one file."""

    def __init__(self):
        self.flows = {}
        self.changed = False
        self.merges = 0
        self.stale = ALL        # the functions that read what has changed

    def read(self, cell, readers):
        """Remember who reads a cell, and all that can be reached by it."""
        pending = [cell]
        while pending:
            root = pending.pop().find()
            if readers & ~root.readers:
                root.readers |= readers
                for shape, field in root.shapes.items():
                    _read_class(shape, readers)
                    pending.extend(_cells_in(field))

    def touch(self, cell, shape=None, field=True):
        """Remember that a cell has changed, and what shape it has got."""
        self.changed = True
        self.stale |= cell.readers
        _read_class(shape, cell.readers)
        for inner in _cells_in(field):
            self.read(inner, cell.readers)

    def make_unknown(self, cell):
        root = cell.find()
        if not root.unknown:
            root.unknown = True
            self.touch(root)

    def pass_unknown(self, source, target):
        if source.find().unknown:
            self.make_unknown(target)

    def add(self, cell, shape, field=True):
        """Add one shape to a cell; fields of equal shapes are merged."""
        if cell.parent is not None:
            cell = cell.find()
        have = cell.shapes.get(shape)
        if have is None:
            cell.shapes[shape] = field
            self.touch(cell, shape, field)
            self._pass_on(cell)
        elif have is not field:
            self._merge_fields(have, field)

    def add_dict(self, cell, key, value, record):
        """Add a dictionary that is made elsewhere, one cell for all values.

        Its record is closed: nothing is known of single keys.
        """
        self.add(record, 'closed')
        self.add(cell, 'dict', (key, value, record))

    def _merge_fields(self, one, other):
        if isinstance(one, Cell):
            if isinstance(other, Cell):
                self.merge(one, other)
        elif isinstance(one, tuple):
            for left, right in zip(one, other):
                self.merge(left, right)

    def merge(self, one, other):
        """Make two cells one."""
        one, other = one.find(), other.find()
        if one is other:
            return
        self.merges += 1
        other.parent = one
        readers = one.readers | other.readers
        self.read(one, readers)
        self.touch(one)
        one.clash = one.clash or other.clash or bool(
            one.fixed and other.fixed and one.fixed != other.fixed)
        one.fixed = one.fixed or other.fixed
        one.unknown = one.unknown or other.unknown
        one.ascii = one.ascii and other.ascii
        one.text = one.text or other.text
        one.bias += other.bias
        one.differs = one.differs or other.differs
        one.why = one.why or other.why
        one.node = one.node or other.node
        one.targets.extend(other.targets)
        shapes, other.shapes = other.shapes, {}
        for shape, field in shapes.items():
            self.add(one, shape, field)
        self._pass_on(one)

    def flow(self, source, target, place=None, cost=COST_USE, back=None,
             why=None):
        """Let the values of one cell come into another one."""
        # This is called more than all else, so find() only where needed.
        first = source if source.parent is None else source.find()
        last = target if target.parent is None else target.find()
        if first is last:
            return
        key = (source, target, place)
        known = self.flows.get(key)
        if known is not None:
            if known.merges != self.merges:
                known.merges = self.merges
                self._copy(first, last)
            elif first.text:
                self._copy_text(first, last)
            return
        if place is None:
            cost = back = NEVER
        self.flows[key] = Flow(source, target, place, cost,
                               cost if back is None else back, why)
        first.targets.append(target)
        self.flows[key].merges = self.merges
        self.changed = True
        self._copy(first, last)

    def same(self, one, other):
        """Let two cells have the same kind of string, both ways."""
        self.flow(one, other)
        self.flow(other, one)

    def _copy(self, source, target):
        have = target.shapes.get
        missing = [(shape, field) for shape, field in source.shapes.items()
                   if have(shape) is not field]
        for shape, field in missing:
            if not target.sink or shape in ABOUT_STRINGS[1:]:
                self.add(target, shape, field)
        self._copy_text(source, target)

    def _copy_text(self, source, target):
        if source.text and not target.text:
            target.text = True
            self.touch(target)

    def _pass_on(self, cell):
        pending = [cell]
        while pending:
            first = pending.pop().find()
            for target in list(first.targets):
                last = target.find()
                if last is first:
                    continue
                for shape, field in list(first.shapes.items()):
                    if last.sink and shape not in ABOUT_STRINGS[1:]:
                        continue
                    have = last.shapes.get(shape)
                    if have is None:
                        last.shapes[shape] = field
                        self.touch(last, shape, field)
                        pending.append(last)
                    elif have is not field:
                        self._merge_fields(have, field)
