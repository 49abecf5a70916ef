"""Follows the values of a program.

The whole file is evaluated again and again, with cells in place of values,
until no cell learns anything new.  Variables are told apart between their
assignments; where branches meet, a cell of its own takes what comes from
each, if it is read at all.  Functions are evaluated once per round, whoever
calls them, and only if a cell that they read has changed since: each cell has
a bit for each outermost function that reads it, or what holds it.
"""
import ast
import builtins
import functools

from . import calls, knowledge, scopes
from .expressions import Expressions
from .kinds import COST_RETURN, COST_USE, Cell, Graph, is_latin
from .model import Env
from .names import is_foreign_name, known_name
from .notation import Notation
from .statements import Statements, shows_value_error

BUILTINS = frozenset(dir(builtins)) | frozenset('''
    apply basestring buffer cmp coerce execfile file intern long raw_input
    reduce reload unichr unicode xrange __file__
    '''.split())
ROUNDS = 40


class Interpreter(Statements, Expressions, calls.Calls):
    """Evaluates one file; see the module's docstring."""

    def __init__(self, tree, literal, filters=False):
        self.tree = tree
        self.filters = filters      # list(filter(...)) was filter(...) of 2
        self.literal = literal      # gives the source of a node
        self.graph = Graph()
        self.cells = {}
        self.reader = 0     # the bit of the function that is evaluated
        self.bits = {}
        self.notation = Notation(self.graph, self.cell)
        self.scopes = scopes.find_scopes(tree)
        self.loop_names = {}
        self.evaluators = {}
        self.functions = {}
        self.classes = {}
        self.phis = {}
        self.used = {}      # in place of an ordered set
        self.operations = {}
        self.unicode_literals = _has_unicode_literals(tree)
        self.starred_modules = []
        self.joined_strings = set()
        self.assignments = {}      # of names, all in the file
        self.values = {}
        self.settled = False
        self.waiting = 0            # the functions that asked for that
        self.written = set()
        self.optional = set()
        self.may_be_none = set()    # x in `x or y`, where y is then taken
        self.tested = set()         # `x and y` in `x and y or z`
        self.groups = {}
        self.words = set()
        # Whether that of an int() at this place is shown; None: by a caller.
        self.error_shown = None
        self.errors_shown = None
        self.outputs = {}           # what commands print
        self.same_files = {}        # contents by what open() was given
        self.direct = {}            # what (a, b) = (x, y) gives to each
        self.opened_binary = {}     # the open() of each such file's content
        self.opened_text = {}       # that of others, where nothing is said
        self.csv_files = set()      # the contents of files that csv gets
        self.made_of = {}           # what a template of text makes of a value

    # -- cells ---------------------------------------------------------

    def cell(self, key, node=None):
        """Return the cell with this key, always the same one."""
        cell = self.cells.get(key)
        if cell is None:
            cell = self.cells[key] = Cell(node, self.reader)
            cell.number = len(self.cells)
        elif self.reader & ~cell.readers:
            self.read(cell)
        return cell

    def node_cell(self, node, tag='value'):
        cell = self.cells.get((node, tag))
        if cell is None or self.reader & ~cell.readers:
            return self.cell((node, tag), node)
        return cell

    def read(self, cell):
        """Remember that what is evaluated depends on a cell."""
        if self.reader & ~cell.readers:
            self.graph.read(cell, self.reader)
            cell.readers |= self.reader
        return cell

    def outdate(self, key):
        """Have all evaluated again that have asked for a cell."""
        cell = self.cells.get(key)
        if cell is not None:
            self.graph.stale |= cell.readers

    def string(self, cell, kind=None, why=None):
        """Let the cell hold a string, of this kind if one is given."""
        self.graph.add(cell, 'str')
        root = cell.find()
        if kind and root.fixed is None:
            root.fixed = kind
            root.why = root.why or why
        return cell

    def slot(self, node, tag, kind=None, why=None):
        """Return a cell for what a place of the source demands."""
        cell = self.node_cell(node, tag)
        cell.find().sink = True
        return self.string(cell, kind, why)

    def demand(self, cell, place, kind=None, why=None):
        """Demand a string, of a kind if one is given."""
        slot = self.slot(place, ('slot', why), kind, why)
        self.graph.flow(cell, slot, place, COST_USE, None, why)

    def beside_text(self, value, slot, result, always=False):
        """Text of http.server goes to a slot, beside text that is other.

        It is decoded again, unless all of the result is such text.
        """
        if is_latin(value.find()) and not value.has('wire') and (
                value.others() <= set(['none'])) and (
                    always or result.has('decoded') or result.has('wire')):
            self.graph.add(slot, 'decoded')
            self.graph.add(result, 'decoded')

    def beside_unknown(self, result):
        """Text of http.server is beside what is no such text, it seems."""
        if result.has('latin') and self.is_settled():
            self.graph.add(result, 'decoded')

    # -- dictionaries ----------------------------------------------------

    def dict_fields(self, node):
        """Return the cells of a dictionary that a node makes.

        These are its keys, the values stored under keys that are not known,
        and a record that has a cell for the values under each constant key.
        """
        return (self.node_cell(node, 'key'), self.node_cell(node, 'of'),
                self.node_cell(node, 'record'))

    def item_cell(self, fields, key):
        """Return the cell into which values under a key are stored."""
        record = fields[2].find()
        key = name_of(key)
        if key is None or record.has('closed'):
            return fields[1]
        cell = record.get(('key', key))
        if cell is None:
            cell = self.cell(('item', record.number, key))
            self.graph.add(record, ('key', key), cell)
        return cell

    def items_of(self, fields, key=None):
        """Return the cells of what may be under a key, or under any."""
        cells = [fields[1]]
        if name_of(key) is not None:
            cell = self.item_cell(fields, key)
            if cell is not fields[1]:
                cells.append(cell)
        else:
            cells.extend(
                cell for cell in fields[2].find().shapes.values()
                if isinstance(cell, Cell))
        return cells

    def any_item(self, fields):
        """Return one cell for all values of a dictionary."""
        cells = self.items_of(fields)
        if len(cells) == 1:
            return fields[1]
        result = self.cell(('any item', fields[2].find().number))
        for cell in cells:
            self.graph.flow(cell, result)
        return result

    def forget_demand(self, cell, place, why):
        """Take a demand back that was made when less was known."""
        slot = self.cells.get((place, ('slot', why)))
        if slot is not None:
            self.graph.flows.pop((cell, slot, place), None)

    # -- running ---------------------------------------------------------

    def run(self):
        """Evaluate the file until nothing changes."""
        for _stage in range(4):
            for _round in range(ROUNDS):
                self.graph.changed = False
                self.round()
                if not self.graph.changed:
                    break
            if not self.guess() and self.settled:
                break
            self.settled = True
            self.graph.stale |= self.waiting

    def is_settled(self):
        """Tell whether what is unknown now will stay so."""
        if not self.settled:
            self.waiting |= self.reader
        return self.settled

    def round(self):
        self.starred_modules = []
        self.returns = []
        self.exec_scope(self.tree, None)
        self.join_branches()

    def guess(self):
        """Mark what nothing in the file calls; tell if that is new."""
        changed = False
        for function in self.functions.values():
            if function.called and not function.escapes:
                continue
            for node in scopes.parameters(function.node.args):
                cell = self.parameter(function, node)
                root = cell.find()
                if not root.unknown and not root.shapes:
                    self.graph.make_unknown(root)
                    changed = True
        return changed

    def join_branches(self):
        """Connect the cells of joined branches that are read somewhere."""
        pending = list(self.used)
        while pending:
            phi = pending.pop()
            for cell in list(self.phis.get(phi, ())):
                self.graph.flow(cell, phi)
                if cell in self.phis and cell not in self.used:
                    self.used[cell] = True
                    pending.append(cell)

    def exec_scope(self, node, function):
        """Evaluate the body of a module or function."""
        outer = getattr(self, 'scope', None), getattr(self, 'function', None)
        loops = getattr(self, 'loops', None)
        shown, self.error_shown = self.error_shown, None
        self.scope, self.function = self.scopes[node], function
        self.loops = []
        self.log = []
        env = Env()
        if function is not None:
            for parameter in scopes.parameters(node.args):
                cell = self.parameter(function, parameter)
                self.assign_name(parameter.arg, cell, env, parameter)
        if isinstance(node.body, list):
            env = self.exec_block(node.body, env)
        else:
            value = self.eval(node.body, env)
            self.graph.flow(value, self.return_cell(function), node.body,
                            COST_RETURN)
        if function is not None and not env.dead:
            if isinstance(node.body, list) and not function.is_generator:
                self.graph.add(self.return_cell(function), 'none')
        self.scope, self.function = outer
        self.loops = loops
        self.error_shown = shown
        return env

    def exec_block(self, statements, env):
        for statement in statements:
            if env.dead:
                env = Env(env.names, True)
            method = self.method_for('exec_', statement)
            if method is not None:
                env = method(statement, env) or env
        return env

    def method_for(self, prefix, node):
        """Return the method that evaluates nodes of this type, or None."""
        kind = type(node)
        if kind not in self.evaluators:
            self.evaluators[kind] = getattr(self, prefix + kind.__name__, None)
        return self.evaluators[kind]

    def merge(self, node, tag, envs):
        """Return the variables after several branches."""
        alive = [env for env in envs if not env.dead]
        if not alive:
            return Env(dict(envs[0].names), True)
        first = alive[0].names
        if all(env.names == first for env in alive[1:]):
            return alive[0].copy()
        names = {}
        for env in alive:
            for name, cell in env.names.items():
                names.setdefault(name, [])
                if cell not in names[name]:
                    names[name].append(cell)
        result = Env()
        for name, cells in names.items():
            if len(cells) == 1:
                result.names[name] = cells[0]
            else:
                result.names[name] = self.phi((node, tag, name), cells)
        return result

    def phi(self, key, cells):
        phi = self.cell(key)
        known = self.phis.setdefault(phi, [])
        for cell in cells:
            if cell is not phi and cell not in known:
                known.append(cell)
                self.graph.changed = True
        return phi

    def nodes(self):
        """Yield the nodes of the file, but the module."""
        for scope in self.scopes.values():
            for node in scope.nodes:
                yield node

    @functools.cached_property
    def attributes_stored(self):
        """All names of attributes that are assigned in the file."""
        return set(node.attr for node in self.nodes()
                   if isinstance(node, ast.Attribute)
                   and isinstance(node.ctx, ast.Store))

    @functools.cached_property
    def names_read(self):
        """All names that are read anywhere in the file."""
        return set(node.id for node in self.nodes()
                   if isinstance(node, ast.Name)
                   and isinstance(node.ctx, ast.Load))

    @functools.cached_property
    def attributes_named(self):
        """All names of attributes in the file."""
        return set(node.attr for node in self.nodes()
                   if isinstance(node, ast.Attribute))

    def is_unnamed(self, method):
        """Tell whether only getattr() can reach a method."""
        return not (method.startswith('_') or method in ('handle', 'run')
                    or method in self.attributes_named
                    or method in knowledge.CALLED_WITH)

    def is_error_shown(self):
        """Tell whether the error of an int() at this place is shown."""
        if self.error_shown is not None:
            return self.error_shown
        if self.errors_shown is None:
            self.errors_shown = any(
                isinstance(node, ast.ExceptHandler)
                and shows_value_error(node)
                for node in self.nodes())
        return self.errors_shown

    # -- names and attributes --------------------------------------------

    def use(self, cell):
        if cell in self.phis and cell not in self.used:
            self.used[cell] = True
            self.graph.changed = True
        return cell

    def read_name(self, node, env):
        name = node.id
        if name in env.names:
            return self.use(env.names[name])
        scope = self.scope
        while scope is not None:
            if name in scope.names and name in scope.shared and (
                    not scope.is_class):
                return self.cell((scope.node, 'shared', name))
            scope = scope.parent
        module = self.scopes[self.tree]
        if name in module.names:
            return self.cell((self.tree, 'shared', name))
        cell = self.node_cell(node, 'builtin')
        for starred in self.starred_modules:
            dotted = '%s.%s' % (starred, name)
            dotted = knowledge.NAMES.get(dotted, dotted)
            if known_name(dotted):
                self.graph.add(cell, ('lib', dotted))
                return cell
        for starred in self.starred_modules:
            dotted = '%s.%s' % (starred, name)
            if is_foreign_name(dotted) and name not in BUILTINS:
                self.graph.add(cell, ('lib', dotted))
                return cell
        self.graph.add(cell, ('lib', name))
        self.give_value(cell, name, node)
        return cell

    eval_Name = read_name

    def give_value(self, cell, dotted, node):
        value = knowledge.VALUES.get(dotted)
        if value is not None:
            self.notation.give(cell, value, ('library', dotted))
            return True
        return False

    def attribute_cells(self, base, name):
        """Return the cells of an attribute, one for each class."""
        cells = []
        for shape in list(base.find().shapes):
            if not isinstance(shape, tuple):
                continue
            if shape[0] in ('instance', 'class'):
                cells.append(self.class_attribute(shape[1], name))
            elif shape == ('lib', 'server'):
                found = self.server_classes()
                for cls in found:
                    cells.append(self.class_attribute(cls, name))
                if not found:
                    cells.append(self.stdlib_attribute(shape, name))
            elif shape[0] in ('lib', 'function'):
                cells.append(self.stdlib_attribute(shape, name))
        if not cells and not base.find().shapes and self.is_settled():
            cells.extend(self.guess_attribute(name))
        return cells

    def server_classes(self):
        """Return the classes of the file that derive from a server's."""
        self.cell('definitions')
        return [cls for cls in self.classes.values()
                if any(knowledge.LIBRARY_CLASSES.get(name)
                       is knowledge.SERVER for name in cls.stdlib_bases())]

    def stdlib_attribute(self, shape, name):
        return self.cell(('library attribute', shape, name))

    def guess_attribute(self, name):
        """Return the attribute of this name of classes in the file."""
        found = []
        self.cell(('guessed', name))
        for cls in self.classes.values():
            cell = cls.family.attributes.get(name)
            if cell is not None and cell not in found:
                found.append(self.read(cell))
        return found


def _has_unicode_literals(tree):
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == '__future__':
            if any(alias.name == 'unicode_literals'
                   for alias in node.names):
                return True
    return False


def name_of(key):
    """Return a constant key as text, None if it is none.

    What was text may be bytes after a first run, which is to be no other.
    """
    if isinstance(key, bytes):
        return key.decode('latin-1')
    return key if isinstance(key, str) else None
