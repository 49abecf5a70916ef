"""Follows the values of a program through its statements.

The whole file is evaluated again and again, with cells in place of values,
until no cell learns anything new.  Variables are told apart between their
assignments; where branches meet, a cell of its own takes what comes from
each, if it is read at all.  Functions are evaluated once per round, whoever
calls them.
"""
import ast

from . import calls, helpers, knowledge, scopes
from .kinds import (ABOUT_STRINGS, COST_ARGUMENT, COST_ASSIGN, COST_RECEIVER, COST_RETURN,
                    COST_STORE, COST_USE, TEXT, WIRE, Cell, Graph)
from .notation import Notation, split_top

ROUNDS = 40

# Methods that have to return text on 3.
SHOWING = ('__str__', '__repr__', '__format__')


class Env(object):
    """The variables at one point of a function."""

    def __init__(self, names=None, dead=False):
        self.names = names or {}
        self.dead = dead

    def copy(self):
        return Env(dict(self.names), self.dead)


class Function(object):
    """A function, method or lambda of the file."""

    def __init__(self, node, owner):
        self.node = node
        self.owner = owner          # the class of a method
        self.called = False
        self.escapes = False
        self.is_static = False
        self.name = getattr(node, 'name', '<lambda>')
        self.is_generator = False


class Family(object):
    """The attributes of classes that inherit from each other."""

    def __init__(self):
        self.attributes = {}


class Class(object):
    """A class of the file."""

    def __init__(self, node, family):
        self.node = node
        self.family = family
        self.bases = []
        self.library = []       # dotted names of bases outside
        self.methods = {}
        self.derived = []

    def ancestors(self):
        seen, pending = [], [self]
        while pending:
            cls = pending.pop(0)
            if cls not in seen:
                seen.append(cls)
                pending.extend(cls.bases)
        return seen

    def descendants(self):
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

    def library_bases(self):
        for cls in self.ancestors():
            for name in cls.library:
                yield name


class Interpreter(calls.Calls):
    """Evaluates one file; see the module's docstring."""

    def __init__(self, tree, literal):
        self.tree = tree
        self.literal = literal      # gives the source of a node
        self.graph = Graph()
        self.cells = {}
        self.notation = Notation(self.graph, self.cell)
        self.scopes = scopes.find_scopes(tree)
        self.functions = {}
        self.classes = {}
        self.phis = {}
        self.used = {}      # in place of an ordered set
        self.operations = {}
        self.open_calls = {}
        self.unicode_literals = _has_unicode_literals(tree)
        self.starred_modules = []
        self.family_of_name = {}
        self.library_attributes = {}
        self.joined_strings = set()
        self.values = {}
        self.settled = False
        self.written = set()
        self.optional = set()

    # -- cells ---------------------------------------------------------

    def cell(self, key, node=None):
        """Return the cell with this key, always the same one."""
        cell = self.cells.get(key)
        if cell is None:
            cell = self.cells[key] = Cell(node)
            cell.number = len(self.cells)
        return cell

    def node_cell(self, node, tag='value'):
        return self.cell((id(node), tag), node)

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

    def demand(self, cell, place, kind=None, like=None, why=None, cost=None,
               back=None):
        """Demand a string of a kind, or of the kind of another cell."""
        slot = self.slot(place, ('slot', why), kind, why)
        if like is not None:
            self.graph.flow(slot, like)
        self.graph.flow(cell, slot, place, cost or COST_USE, back, why)
        return slot

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
                    root.unknown = True
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
        return env

    def exec_block(self, statements, env):
        for statement in statements:
            if env.dead:
                env = Env(env.names, True)
            method = getattr(self, 'exec_' + type(statement).__name__, None)
            if method is not None:
                env = method(statement, env) or env
            else:
                for child in ast.iter_child_nodes(statement):
                    if isinstance(child, ast.expr):
                        self.eval(child, env)
        return env

    def merge(self, node, tag, envs):
        """Return the variables after several branches."""
        alive = [env for env in envs if not env.dead]
        if not alive:
            return Env(dict(envs[0].names), True)
        if len(alive) == 1:
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
                result.names[name] = self.phi((id(node), tag, name), cells)
        return result

    def phi(self, key, cells):
        phi = self.cell(key)
        known = self.phis.setdefault(phi, [])
        for cell in cells:
            if cell is not phi and cell not in known:
                known.append(cell)
                self.graph.changed = True
        return phi

    # -- statements ------------------------------------------------------

    def exec_Expr(self, node, env):
        if not isinstance(node.value, ast.Constant):
            self.eval(node.value, env)

    def exec_Assign(self, node, env):
        value = self.eval(node.value, env)
        for target in node.targets:
            self.assign(target, value, env, node.value)

    def exec_AnnAssign(self, node, env):
        if node.value is not None:
            self.assign(node.target, self.eval(node.value, env), env,
                        node.value)

    def exec_AugAssign(self, node, env):
        target = node.target
        if isinstance(target, ast.Name):
            old = self.read_name(target, env)
        else:
            old = self.eval(target, env)
        value = self.eval(node.value, env)
        result = self.node_cell(node, 'augmented')
        self.binary(node, node.op, old, value, result, None, node.value)
        if isinstance(target, ast.Name):
            self.assign_name(target.id, result, env, node)
        else:
            self.graph.flow(result, old)

    def assign(self, target, value, env, place, cost=COST_ASSIGN):
        """Assign a value that stands at a place of the source."""
        if isinstance(target, ast.Name):
            cell = self.node_cell(target, 'variable')
            self.graph.flow(value, cell, place, cost)
            self.assign_name(target.id, cell, env, target)
        elif isinstance(target, ast.Attribute):
            base = self.eval(target.value, env)
            for cell in self.attribute_cells(base, target, True):
                self.graph.flow(value, cell, place, COST_STORE)
        elif isinstance(target, ast.Subscript):
            self.store_item(target, value, env, place)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self.unpack(target, value, env, place)
        elif isinstance(target, ast.Starred):
            cell = self.node_cell(target, 'rest')
            self.graph.add(cell, 'list', value)
            self.assign(target.value, cell, env, None)

    def unpack(self, target, value, env, place):
        count = len(target.elts)
        for index, part in enumerate(target.elts):
            cell = self.node_cell(part, 'part')
            items = value.get(('tuple', count))
            direct = None
            if items:
                if isinstance(place, (ast.Tuple, ast.List)):
                    direct = place.elts[index]
                self.graph.flow(items[index], cell)
            element = self.element(value, part)
            if element is not None and not items:
                self.graph.flow(element, cell)
            if value.find().unknown:
                cell.find().unknown = True
            if isinstance(part, ast.Starred):
                part = part.value
                rest = self.node_cell(part, 'rest')
                self.graph.add(rest, 'list', cell)
                cell = rest
            self.assign(part, cell, env, direct and None)

    def store_item(self, target, value, env, place):
        base = self.eval(target.value, env)
        index = self.eval(self.index_of(target), env)
        element = base.get('list')
        if element:
            if isinstance(target.slice, ast.Slice):
                other = self.element(value, target)
                if other is not None:
                    self.graph.flow(other, element)
            else:
                self.graph.flow(value, element, place, COST_STORE)
        pair = base.get('dict')
        if pair:
            self.graph.flow(index, pair[0], self.index_of(target))
            self.graph.flow(value, pair[1], place, COST_STORE)

    def assign_name(self, name, cell, env, node):
        scope = self.scope
        if name in scope.globals:
            scope = self.scopes[self.tree]
        if name in scope.shared or scope is not self.scope:
            shared = self.cell((id(scope.node), 'shared', name))
            self.graph.flow(cell, shared)
            if scope is self.scope:
                env.names[name] = shared
            return
        env.names[name] = cell
        self.log.append((name, cell))

    def exec_If(self, node, env):
        self.eval(node.test, env)
        yes, no = env.copy(), env.copy()
        self.narrow(node.test, yes, no)
        yes = self.exec_block(node.body, yes)
        no = self.exec_block(node.orelse, no)
        return self.merge(node, 'if', [yes, no])

    def narrow(self, test, yes, no):
        """Use a test of a variable's type in the branches."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            self.narrow(test.operand, no, yes)
        elif isinstance(test, ast.BoolOp):
            for value in test.values:
                if isinstance(test.op, ast.And):
                    self.narrow(value, yes, Env())
                else:
                    self.narrow(value, Env(), no)
        elif isinstance(test, ast.Name):
            self.filter(test, test.id, yes, lambda shape: shape != 'none')
        elif isinstance(test, ast.Compare) and isinstance(
                test.left, ast.Name) and isinstance(
                    test.comparators[0], ast.Constant) and (
                        test.comparators[0].value is None):
            if isinstance(test.ops[0], (ast.IsNot, ast.NotEq)):
                yes, no = no, yes
            elif not isinstance(test.ops[0], (ast.Is, ast.Eq)):
                return
            self.filter(test, test.left.id, yes,
                        lambda shape: shape == 'none')
            self.filter(test, test.left.id, no,
                        lambda shape: shape != 'none')
        elif (isinstance(test, ast.Call)
                and isinstance(test.func, ast.Name)
                and test.func.id == 'isinstance' and len(test.args) == 2
                and isinstance(test.args[0], ast.Name)):
            self.narrow_type(test, test.args[0].id, yes, no)

    def narrow_type(self, test, name, yes, no):
        shapes = shapes_of_type(test.args[1])
        if shapes is not None:
            self.filter(test, name, yes, lambda shape: shape_name(
                shape) in shapes)
            self.filter(test, name, no, lambda shape: shape_name(
                shape) not in shapes)
            return
        kind = self.kind_of_type(test.args[1])
        if kind is None or name not in yes.names:
            return
        cell = self.node_cell(test, 'narrowed')
        self.string(cell, kind)
        yes.names[name] = cell
        if kind == WIRE and name in no.names and self.use(
                no.names[name]).is_string():
            other = self.node_cell(test, 'otherwise')
            self.string(other, TEXT)
            no.names[name] = other

    def filter(self, node, name, env, passes):
        """Let a variable have some of its shapes only."""
        if name not in env.names:
            return
        cell = self.use(env.names[name])
        if name in self.scope.shared:
            return
        if all(passes(shape) for shape in cell.find().shapes):
            if (id(node), ('filtered', name, id(env.names[name]))
                    ) not in self.cells:
                return
        key = ('filtered', name, id(env.names[name]))
        result = self.node_cell(node, key)
        result.find().sink = True
        for shape, field in list(cell.find().shapes.items()):
            if passes(shape):
                self.graph.add(result, shape, field)
        if result.is_string():
            self.graph.flow(cell, result)
        if cell.find().unknown:
            result.find().unknown = True
        env.names[name] = result

    def kind_of_type(self, node):
        text = ast.dump(node)
        if "'bytes'" in text or "'binary_type'" in text:
            return WIRE
        if "'unicode'" in text or "'text_type'" in text:
            return TEXT
        return None

    def exec_While(self, node, env):
        endless = (isinstance(node.test, ast.Constant)
                   and bool(node.test.value))
        return self.loop(node, env, None, endless)

    def exec_For(self, node, env):
        iterable = self.eval(node.iter, env)
        element = self.iterate(iterable, node.iter, node)
        return self.loop(node, env, element, False)

    exec_AsyncFor = exec_For

    def loop(self, node, env, element, endless):
        head = env.copy()
        bound = set()
        for statement in node.body:
            bound |= scopes.stored_names(statement)
        for name in sorted(bound):
            if name in env.names:
                phi = self.phi((id(node), 'loop', name), [env.names[name]])
                head.names[name] = phi
        frame = {'head': head.names, 'node': node, 'breaks': []}
        self.loops.append(frame)
        body = head.copy()
        if element is None:
            self.eval(node.test, body)
            self.narrow(node.test, body, body.copy())
        else:
            self.assign(node.target, element, body, None)
        body = self.exec_block(node.body, body)
        self.back_edge(frame, body)
        self.loops.pop()
        after = []
        if not endless:
            left = head.copy()
            if element is not None and not body.dead:
                left = self.merge(node, 'ran', [left, body])
            after.append(self.exec_block(node.orelse, left))
        after.extend(frame['breaks'])
        if not after:
            return Env(dict(body.names), True)
        return self.merge(node, 'after', after)

    def back_edge(self, frame, env):
        if env.dead:
            return
        for name, phi in frame['head'].items():
            key = (id(frame['node']), 'loop', name)
            if self.cells.get(key) is phi and name in env.names:
                self.phi(key, [env.names[name]])

    def exec_Break(self, node, env):
        if self.loops:
            self.loops[-1]['breaks'].append(env.copy())
        return Env(env.names, True)

    def exec_Continue(self, node, env):
        if self.loops:
            self.back_edge(self.loops[-1], env)
        return Env(env.names, True)

    def exec_Return(self, node, env):
        if node.value is not None and self.function is not None:
            value = self.eval(node.value, env)
            self.graph.flow(value, self.return_cell(self.function),
                            node.value, COST_RETURN)
        elif self.function is not None and not self.function.is_generator:
            self.graph.add(self.return_cell(self.function), 'none')
        return Env(env.names, True)

    def exec_Assert(self, node, env):
        self.eval(node.test, env)
        if node.msg is not None:
            value = self.eval(node.msg, env)
            self.demand(value, node.msg, TEXT, why='library')
        yes = env.copy()
        self.narrow(node.test, yes, Env())
        return yes

    def exec_Raise(self, node, env):
        for child in ast.iter_child_nodes(node):
            self.eval(child, env)
        return Env(env.names, True)

    def exec_Try(self, node, env):
        start = len(self.log)
        before = env.copy()
        body = self.exec_block(node.body, env.copy())
        bound = self.log[start:]
        inside = before.copy()
        inside.dead = False
        for name, cell in bound:
            cells = [cell]
            if name in before.names:
                cells.append(before.names[name])
            inside.names[name] = self.phi((id(node), 'try', name), cells)
        body = self.exec_block(node.orelse, body)
        ends = [body]
        for handler in node.handlers:
            caught = inside.copy()
            if handler.type is not None:
                self.eval(handler.type, caught)
            if handler.name:
                cell = self.caught(handler)
                self.assign_name(handler.name, cell, caught, handler)
            ends.append(self.exec_block(handler.body, caught))
        result = self.merge(node, 'tried', ends)
        if node.finalbody:
            dead = result.dead
            if dead:
                result = inside.copy()
            result = self.exec_block(node.finalbody, result)
            result.dead = result.dead or dead
        return result

    exec_TryStar = exec_Try

    def caught(self, handler):
        """Return the cell of the exception that a handler gets."""
        cell = self.node_cell(handler, 'error')
        kinds = []
        if isinstance(handler.type, ast.Tuple):
            kinds = handler.type.elts
        elif handler.type is not None:
            kinds = [handler.type]
        for node in kinds:
            value = self.values.get(id(node))
            for shape in list(value.find().shapes) if value else ():
                if isinstance(shape, tuple) and shape[0] == 'class':
                    self.graph.add(cell, ('instance', shape[1]))
                elif isinstance(shape, tuple) and shape[0] == 'lib':
                    self.graph.add(cell, ('lib', '@error'))
        if not kinds:
            self.graph.add(cell, ('lib', '@error'))
        return cell

    def exec_With(self, node, env):
        for item in node.items:
            value = self.eval(item.context_expr, env)
            if item.optional_vars is not None:
                self.assign(item.optional_vars, value, env,
                            item.context_expr)
        return self.exec_block(node.body, env)

    exec_AsyncWith = exec_With

    def exec_Delete(self, node, env):
        for target in node.targets:
            if isinstance(target, ast.Subscript):
                base = self.eval(target.value, env)
                index = self.eval(self.index_of(target), env)
                pair = base.get('dict')
                if pair:
                    self.graph.flow(index, pair[0], self.index_of(target))

    def exec_Global(self, node, env):
        pass

    exec_Nonlocal = exec_Pass = exec_Global

    def exec_Import(self, node, env):
        for alias in node.names:
            name = alias.name if alias.asname else alias.name.split('.')[0]
            cell = self.node_cell(alias, 'module')
            self.graph.add(cell, ('lib', normal_name(name)))
            self.assign_name(alias.asname or name, cell, env, node)

    def exec_ImportFrom(self, node, env):
        for alias in node.names:
            if alias.name == '*':
                self.starred_modules.append(
                    normal_name(node.module or '.'))
                continue
            name = '%s.%s' % (node.module or '.', alias.name)
            cell = self.node_cell(alias, 'module')
            self.graph.add(cell, ('lib', normal_name(name)))
            self.assign_name(alias.asname or alias.name, cell, env, node)

    def exec_FunctionDef(self, node, env):
        self.define(node, env, None)

    exec_AsyncFunctionDef = exec_FunctionDef

    def define(self, node, env, owner):
        if node.name in helpers.SOURCES and owner is None:
            cell = self.node_cell(node, 'function')
            self.graph.add(cell, ('lib', node.name))
            self.assign_name(node.name, cell, env, node)
            return None
        function = self.functions.get(node)
        if function is None:
            function = self.functions[node] = Function(node, owner)
            function.is_generator = any(
                isinstance(child, (ast.Yield, ast.YieldFrom))
                for child in _own_nodes(node))
        for decorator in node.decorator_list:
            self.eval(decorator, env)
            name = getattr(decorator, 'id', None)
            if name in ('staticmethod', 'classmethod', 'property'):
                function.is_static = name
            elif self.settled:
                function.escapes = True
        self.bind_defaults(function, env)
        saved = self.log
        self.exec_scope(node, function)
        self.log = saved
        cell = self.node_cell(node, 'function')
        self.graph.add(cell, ('function', function))
        self.assign_name(node.name, cell, env, node)
        return function

    def bind_defaults(self, function, env):
        args = function.node.args
        plain = list(getattr(args, 'posonlyargs', [])) + list(args.args)
        pairs = list(zip(plain[len(plain) - len(args.defaults):],
                         args.defaults))
        pairs.extend(zip(args.kwonlyargs, args.kw_defaults))
        for parameter, default in pairs:
            if default is not None:
                value = self.eval(default, env)
                self.graph.flow(value, self.parameter(function, parameter),
                                default, COST_ARGUMENT)

    def parameter(self, function, node):
        cell = self.node_cell(node, 'parameter')
        args = function.node.args
        if node is args.vararg:
            self.graph.add(cell, 'list', self.node_cell(node, 'each'))
        elif node is args.kwarg:
            self.graph.add(cell, 'dict', (self.node_cell(node, 'key'),
                                          self.node_cell(node, 'each')))
        elif function.owner is not None and not function.is_static:
            if args.args and node is args.args[0]:
                self.graph.add(cell, ('instance', function.owner))
        elif function.is_static == 'classmethod' and args.args and (
                node is args.args[0]):
            for cls in function.owner.descendants():
                self.graph.add(cell, ('class', cls))
        elif function.is_static == 'property' and args.args and (
                node is args.args[0]):
            self.graph.add(cell, ('instance', function.owner))
        return cell

    def return_cell(self, function):
        cell = self.node_cell(function.node, 'return')
        if function.owner is not None and function.name in SHOWING:
            self.string(cell, TEXT)
        return cell

    def exec_ClassDef(self, node, env):
        cls = self.classes.get(node)
        if cls is None:
            cls = self.classes[node] = Class(node, Family())
        for base in node.bases:
            cell = self.eval(base, env)
            for shape in list(cell.find().shapes):
                if not isinstance(shape, tuple):
                    continue
                if shape[0] == 'class' and shape[1] not in cls.bases:
                    if shape[1] is not cls:
                        cls.bases.append(shape[1])
                        shape[1].derived.append(cls)
                        self.join_families(cls, shape[1])
                        self.graph.changed = True
                elif shape[0] == 'lib' and shape[1] not in cls.library:
                    cls.library.append(shape[1])
                    self.graph.changed = True
        cell = self.node_cell(node, 'class')
        self.graph.add(cell, ('class', cls))
        self.assign_name(node.name, cell, env, node)
        self.exec_class_body(node, cls, env)

    def join_families(self, one, other):
        old, new = one.family, other.family
        if old is new:
            return
        for name, cell in old.attributes.items():
            if name in new.attributes:
                self.graph.merge(new.attributes[name], cell)
            else:
                new.attributes[name] = cell
        for cls in self.classes.values():
            if cls.family is old:
                cls.family = new

    def exec_class_body(self, node, cls, env):
        scope, log = self.scope, self.log
        self.scope, self.log = self.scopes[node], []
        inside = env.copy()
        for statement in node.body:
            if isinstance(statement, scopes.FUNCTIONS):
                function = self.define(statement, inside, cls)
                cls.methods[statement.name] = function
                self.called_by_library(function, cls)
            else:
                before = dict(inside.names)
                inside = self.exec_block([statement], inside)
                for name, cell in inside.names.items():
                    if before.get(name) is not cell:
                        self.use(cell)
                        self.graph.flow(
                            cell, self.class_attribute(cls, name))
        self.scope, self.log = scope, log

    def called_by_library(self, function, cls):
        """Give the parameters of an overridden method what they get."""
        wanted = knowledge.CALLED_WITH.get(function.name)
        if wanted is None or not any(True for _ in cls.library_bases()):
            return
        function.called = True
        names = function.node.args.args[1:]
        for parameter, text in zip(names, split_top(wanted[1:])):
            if not text.startswith('*'):
                cell = self.parameter(function, parameter)
                self.notation.give(cell, text, (id(parameter), 'given'))

    def class_attribute(self, cls, name):
        attributes = cls.family.attributes
        if name not in attributes:
            attributes[name] = self.cell((id(cls.node), 'attribute', name))
        return attributes[name]

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
                return self.cell((id(scope.node), 'shared', name))
            scope = scope.parent
        module = self.scopes[self.tree]
        if name in module.names:
            return self.cell((id(self.tree), 'shared', name))
        cell = self.node_cell(node, 'builtin')
        for starred in self.starred_modules:
            dotted = '%s.%s' % (starred, name)
            dotted = knowledge.NAMES.get(dotted, dotted)
            if known_name(dotted):
                self.graph.add(cell, ('lib', dotted))
                return cell
        self.graph.add(cell, ('lib', name))
        self.give_value(cell, name, node)
        return cell

    def give_value(self, cell, dotted, node):
        value = knowledge.VALUES.get(dotted)
        if value is not None:
            self.notation.give(cell, value, ('library', dotted))
            return True
        return False

    def attribute_cells(self, base, node, store=False):
        """Return the cells of an attribute, one for each class."""
        cells = []
        for shape in list(base.find().shapes):
            if not isinstance(shape, tuple):
                continue
            if shape[0] in ('instance', 'class'):
                cells.append(self.class_attribute(shape[1], node.attr))
            elif shape == ('lib', 'server'):
                found = False
                for cls in list(self.classes.values()):
                    if any(knowledge.LIBRARY_CLASSES.get(name)
                           is knowledge.SERVER
                           for name in cls.library_bases()):
                        cells.append(self.class_attribute(cls, node.attr))
                        found = True
                if not found:
                    cells.append(self.library_attribute(shape, node.attr))
            elif shape[0] in ('lib', 'function'):
                cells.append(self.library_attribute(shape, node.attr))
        if self.settled and not cells and not base.find().shapes:
            cells.extend(self.guess_attribute(node.attr))
        return cells

    def library_attribute(self, shape, name):
        return self.cell(('library attribute', shape, name))

    def guess_attribute(self, name):
        """Return the attribute of this name of classes in the file."""
        found = []
        for cls in self.classes.values():
            cell = cls.family.attributes.get(name)
            if cell is not None and cell not in found:
                found.append(cell)
        return found

    # -- expressions -----------------------------------------------------

    def eval(self, node, env):
        method = getattr(self, 'eval_' + type(node).__name__, None)
        if method is not None:
            cell = self.values[id(node)] = method(node, env)
            return cell
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.eval(child, env)
        return self.node_cell(node)

    def eval_Name(self, node, env):
        return self.read_name(node, env)

    def eval_Constant(self, node, env):
        cell = self.node_cell(node)
        if cell.shapes or cell.parent:
            return cell
        value = node.value
        if isinstance(value, bytes):
            self.string(cell, WIRE)
        elif isinstance(value, str):
            self.string(cell)
            if node.kind == 'u' or self.unicode_literals:
                cell.fixed = TEXT
                cell.text = True
            else:
                cell.bias = -1 if is_ascii(value) else -30
                if cell.bias < -1:
                    self.graph.add(cell, 'decoded')
                if cell.bias < -1 and is_ascii(self.literal(node)):
                    cell.bias = 300     # '\\xff': meant as bytes
                self.operations[id(node)] = ('literal', node, cell)
        elif isinstance(value, bool) or isinstance(value, int):
            self.graph.add(cell, 'int')
        elif isinstance(value, float):
            self.graph.add(cell, 'float')
        elif value is None:
            self.graph.add(cell, 'none')
        return cell

    def eval_JoinedStr(self, node, env):
        for child in ast.walk(node):
            if isinstance(child, ast.FormattedValue):
                value = self.eval(child.value, env)
                self.note_container(value, child.value)
        return self.string(self.node_cell(node), TEXT)

    def eval_BinOp(self, node, env):
        left = self.eval(node.left, env)
        right = self.eval(node.right, env)
        result = self.node_cell(node)
        if isinstance(node.op, ast.Mod) and (
                left.is_string() and not left.has('int')):
            return self.percent(node, left, right, result, env)
        self.binary(node, node.op, left, right, result, node.left,
                    node.right)
        return result

    def binary(self, node, op, left, right, result, left_place,
               right_place):
        if isinstance(op, ast.Add):
            strings = left.is_string() or right.is_string()
            if strings:
                self.string(result)
                for number, (cell, place) in enumerate((
                        (left, left_place), (right, right_place))):
                    if cell.is_string() or not cell.find().shapes:
                        slot = self.slot(node, ('operand', number))
                        self.graph.flow(slot, result)
                        self.graph.flow(cell, slot, place, COST_USE, None,
                                        'added')
            for cell in (left, right):
                for shape in ('list', 'int', 'float', 'buffer'):
                    if cell.has(shape):
                        self.graph.add(result, shape, cell.get(shape))
                for shape in list(cell.find().shapes):
                    if isinstance(shape, tuple) and shape[0] == 'tuple':
                        self.add_tuples(left, right, result, node)
            if not strings and not left.find().shapes and (
                    not right.find().shapes):
                self.graph.flow(left, result)
        elif isinstance(op, ast.Mult):
            for cell, place in ((left, left_place), (right, right_place)):
                if cell.is_string():
                    self.string(result)
                    self.graph.flow(cell, result)
                if cell.has('list'):
                    self.graph.add(result, 'list', cell.get('list'))
            if not left.is_string() and not right.is_string():
                self.graph.add(result, 'int')
        elif isinstance(op, ast.Mod) and isinstance(node, ast.AugAssign) and (
                left.is_string()):
            self.string(result)
            self.graph.flow(left, result)
        else:
            for cell in (left, right):
                for shape in ('int', 'float', 'list', 'dict'):
                    if cell.has(shape):
                        self.graph.add(result, shape, cell.get(shape))

    def add_tuples(self, left, right, result, node):
        element = self.node_cell(node, 'of')
        for cell in (left, right):
            found = self.element(cell, node)
            if found is not None:
                self.graph.flow(found, element)
        self.graph.add(result, 'list', element)

    def eval_BoolOp(self, node, env):
        result = self.node_cell(node)
        is_or = isinstance(node.op, ast.Or)
        inside = env
        for number, value in enumerate(node.values):
            cell = self.eval(value, inside)
            if is_or and number < len(node.values) - 1:
                # Only what is true comes out of here.
                if isinstance(value, ast.BoolOp) and isinstance(
                        value.op, ast.And):
                    value = value.values[-1]
                    cell = self.values[id(value)]
                if cell.has('none'):
                    cell = self.without_none(value, cell)
            self.graph.flow(cell, result, value, COST_USE)
            yes, no = inside.copy(), inside.copy()
            self.narrow(value, yes, no)
            inside = no if is_or else yes
        return result

    def without_none(self, node, cell):
        result = self.node_cell(node, 'some')
        result.find().sink = True
        for shape, field in list(cell.find().shapes.items()):
            if shape != 'none':
                self.graph.add(result, shape, field)
        self.graph.flow(cell, result)
        return result

    def eval_IfExp(self, node, env):
        self.eval(node.test, env)
        result = self.node_cell(node)
        yes, no = env.copy(), env.copy()
        self.narrow(node.test, yes, no)
        for value, branch in ((node.body, yes), (node.orelse, no)):
            self.graph.flow(self.eval(value, branch), result, value,
                            COST_USE)
        return result

    def eval_UnaryOp(self, node, env):
        self.eval(node.operand, env)
        cell = self.node_cell(node)
        self.graph.add(cell, 'int')
        return cell

    def eval_NamedExpr(self, node, env):
        value = self.eval(node.value, env)
        self.assign(node.target, value, env, node.value)
        return value

    def eval_Compare(self, node, env):
        left, left_place = self.eval(node.left, env), node.left
        for number, (op, right_place) in enumerate(
                zip(node.ops, node.comparators)):
            right = self.eval(right_place, env)
            joint = self.node_cell(node, ('joint', number))
            if isinstance(op, (ast.In, ast.NotIn)):
                self.contained(joint, left, left_place, right, right_place)
            elif not isinstance(op, (ast.Is, ast.IsNot)):
                self.compare(joint, left, left_place, right, right_place)
            left, left_place = right, right_place
        cell = self.node_cell(node)
        self.graph.add(cell, 'int')
        return cell

    def compare(self, joint, left, left_place, right, right_place):
        joint.find().sink = True
        if left.is_string() or right.is_string():
            self.string(joint)
            self.graph.flow(left, joint, left_place, COST_USE, None,
                            'compared')
            self.graph.flow(right, joint, right_place, COST_USE, None,
                            'compared')
        for one, other in ((left, right), (right, left)):
            for shape, field in list(one.find().shapes.items()):
                if shape == 'list' or (isinstance(shape, tuple)
                                       and shape[0] == 'tuple'):
                    have = other.get(shape)
                    if have is not None:
                        self.compare_fields(field, have)

    def compare_fields(self, one, other):
        if isinstance(one, Cell):
            one, other = (one,), (other,)
        for left, right in zip(one, other):
            if left.is_string() and right.is_string():
                self.graph.same(left, right)

    def contained(self, joint, left, left_place, right, right_place):
        joint.find().sink = True
        self.string(joint)
        if right.is_string():
            self.graph.flow(right, joint, right_place, COST_USE, None,
                            'compared')
            self.graph.flow(left, joint, left_place, COST_USE, None,
                            'compared')
        element = None
        pair = right.get('dict')
        if pair:
            element = pair[0]
        elif not right.is_string():
            element = self.element(right, right_place)
        if element is not None:
            self.graph.flow(element, joint)
            self.graph.flow(left, joint, left_place, COST_USE, None,
                            'compared')

    def eval_Attribute(self, node, env):
        base = self.eval(node.value, env)
        result = self.node_cell(node)
        return self.attribute(node, base, result)

    def attribute(self, node, base, result):
        name = node.attr
        methods = False
        for shape in list(base.find().shapes):
            if not isinstance(shape, tuple):
                continue
            if shape[0] in ('instance', 'class'):
                methods = self.method_of(
                    shape[1], name, result, node) or methods
            elif shape[0] == 'lib':
                self.library_member(shape[1], name, result, node)
        if base.has('sock') and name == 'sock':
            self.graph.add(result, 'sock')
        if not methods:
            cells = self.attribute_cells(base, node)
            if len(cells) == 1 and not self.library_given(result):
                cells = [cells[0]]
            for cell in cells:
                self.use(cell)
            if len(cells) == 1 and not result.find().shapes and (
                    not result.targets):
                return cells[0]
            for cell in cells:
                self.graph.flow(cell, result)
        parts = base.get(('lib', '@url'))
        if isinstance(parts, Cell) and name not in ('port', 'geturl'):
            self.string(result)
            self.graph.flow(parts, result)
        content = base.get('file')
        if content is not None and name in ('read', 'readline'):
            self.graph.add(result, ('method', name), content)
        if base.has('sock') and name == 'recv':
            received = self.node_cell(node, 'received')
            self.notation.give(received, 'B', (id(node), 'received'))
            self.graph.add(result, ('method', name), received)
        if self.settled and not (base.find().shapes
                                 or result.find().shapes):
            calls.guess_by_name(self, name, result, node)
        return result

    def library_given(self, result):
        return bool(result.find().shapes)

    def method_of(self, cls, name, result, node):
        """Add the methods of this name; tell if there is one."""
        function = cls.find(name)
        if function is None:
            members = {}
            for dotted in cls.library_bases():
                table = knowledge.LIBRARY_CLASSES.get(dotted, {})
                if name in table:
                    members = table
                    break
            if name in members and isinstance(members[name], str):
                shared = self.class_attribute(cls, name)
                self.notation.give(shared, members[name],
                                   ('member', id(cls.family), name))
                return False
            if name in members:
                self.graph.add(result, ('member', members[name]))
                return name not in cls.family.attributes
        found = [function] if function else []
        for derived in cls.descendants():
            if name in derived.methods:
                if derived.methods[name] not in found:
                    found.append(derived.methods[name])
        for method in found:
            if method.is_static == 'property':
                method.called = True
                self.graph.flow(self.return_cell(method), result)
            else:
                self.graph.add(result, ('function', method),
                               'bound' if not method.is_static else True)
        return bool(found)

    def library_member(self, dotted, name, result, node):
        if dotted.startswith('@') or dotted in ('server',):
            table = knowledge.INSTANCES.get(dotted, {})
            if dotted == 'server':
                table = knowledge.SERVER
            member = table.get(name)
            if isinstance(member, tuple):
                self.graph.add(result, ('member', member))
            elif member is not None:
                self.notation.give(result, member, (id(node), name))
            elif dotted == '@error':
                self.notation.give(
                    result, {'message': 'S', 'strerror': 'S', 'errno': 'I',
                             'reason': 'S', 'filename': 'S', 'args': '[S]',
                             'code': 'I', 'msg': 'S'}.get(name, '?'),
                    (id(node), name))
            return
        full = '%s.%s' % (dotted, name)
        full = normal_name(full)
        if knowledge.VALUES.get(full):
            self.give_value(result, full, node)
            if not full.startswith('sys.std'):
                return
        self.graph.add(result, ('lib', full))

    def index_of(self, node):
        index = node.slice
        if type(index).__name__ == 'Index':
            return index.value
        return index

    def eval_Subscript(self, node, env):
        base = self.eval(node.value, env)
        index_node = self.index_of(node)
        result = self.node_cell(node)
        index = self.eval(index_node, env)
        if isinstance(index_node, ast.Slice):
            if base.is_string():
                slot = self.slot(node, 'sliced')
                self.graph.flow(base, slot, node.value, COST_RECEIVER)
                self.string(result)
                self.graph.flow(slot, result)
                self.sensitive(base, slot, 300)
            if base.others() or not base.is_string():
                self.copy_others(base, result)
            for shape, field in list(base.find().shapes.items()):
                if isinstance(shape, tuple) and shape[0] == 'tuple':
                    self.slice_tuple(node, shape, field, result)
            return result
        if base.is_string():
            self.string(result)
            slot = self.slot(node, 'indexed')
            self.graph.flow(base, slot, node.value, COST_RECEIVER)
            self.graph.flow(slot, result)
            self.sensitive(base, slot, 300)
            self.operations[id(node)] = ('index', node, slot)
        self.pick(node, base, index_node, index, result)
        return result

    def copy_others(self, source, target):
        for shape, field in list(source.find().shapes.items()):
            if shape not in ABOUT_STRINGS and not (
                    isinstance(shape, tuple) and shape[0] == 'tuple'):
                self.graph.add(target, shape, field)
        if source.find().unknown:
            target.find().unknown = True

    def sensitive(self, value, slot, amount):
        """An operation that differs between bytes and decoded text."""
        if value.has('decoded') and not value.has('wire'):
            amount //= 5
        elif not value.has('wire'):
            return
        if slot.find().bias < amount:
            slot.find().bias = amount

    def slice_tuple(self, node, shape, fields, result):
        index = self.index_of(node)
        bounds = []
        for bound in (index.lower, index.upper, index.step):
            if bound is None:
                bounds.append(None)
            elif isinstance(bound, ast.Constant):
                bounds.append(bound.value)
            else:
                return
        part = fields[slice(*bounds)]
        self.graph.add(result, ('tuple', len(part)), part)

    def pick(self, node, base, index_node, index, result):
        """Take one item out of a container."""
        constant = getattr(index_node, 'value', None)
        if isinstance(index_node, ast.UnaryOp) and isinstance(
                index_node.operand, ast.Constant):
            constant = index_node.operand.value
            if isinstance(constant, int):
                constant = -constant
        for shape, field in list(base.find().shapes.items()):
            if shape == 'list':
                self.graph.flow(field, result)
            elif shape == 'dict':
                self.graph.flow(index, field[0], index_node, COST_USE)
                self.graph.flow(field[1], result)
            elif isinstance(shape, tuple) and shape[0] == 'tuple':
                if isinstance(constant, int) and (
                        -len(field) <= constant < len(field)):
                    self.graph.flow(field[constant], result)
                elif not isinstance(constant, int):
                    for item in field:
                        self.graph.flow(item, result)
            elif shape == ('lib', '@headers'):
                self.notation.give(result, 'S', (id(node), 'header'))
            elif shape in ('int', 'buffer'):
                self.graph.add(result, 'int')

    def eval_Slice(self, node, env):
        for child in (node.lower, node.upper, node.step):
            if child is not None:
                self.eval(child, env)
        return self.node_cell(node)

    def eval_Tuple(self, node, env):
        fields = []
        for item in node.elts:
            value = self.eval(item, env)
            field = self.node_cell(item, 'item')
            self.graph.flow(value, field, item, COST_USE)
            if value.find().unknown:
                field.find().unknown = True
            fields.append(field)
        result = self.node_cell(node)
        self.graph.add(result, ('tuple', len(fields)), tuple(fields))
        return result

    def eval_List(self, node, env):
        result = self.node_cell(node)
        field = self.node_cell(node, 'of')
        self.graph.add(result, 'list', field)
        for item in node.elts:
            value = self.eval(item, env)
            if isinstance(item, ast.Starred):
                value = self.element(value, item) or value
                self.graph.flow(value, field)
            else:
                self.graph.flow(value, field, item, COST_USE)
        return result

    eval_Set = eval_List

    def eval_Starred(self, node, env):
        return self.eval(node.value, env)

    def eval_Dict(self, node, env):
        result = self.node_cell(node)
        fields = (self.node_cell(node, 'key'), self.node_cell(node, 'of'))
        self.graph.add(result, 'dict', fields)
        for key, value in zip(node.keys, node.values):
            if key is not None:
                self.graph.flow(self.eval(key, env), fields[0], key)
                self.graph.flow(self.eval(value, env), fields[1], value)
            else:
                other = self.eval(value, env)
                self.graph.flow(other, result)
        return result

    def eval_ListComp(self, node, env):
        inside = self.comprehend(node, env)
        result = self.node_cell(node)
        field = self.node_cell(node, 'of')
        self.graph.flow(self.eval(node.elt, inside), field, node.elt,
                        COST_USE, None, 'element')
        self.graph.add(result, 'list', field)
        return result

    eval_SetComp = eval_GeneratorExp = eval_ListComp

    def eval_DictComp(self, node, env):
        inside = self.comprehend(node, env)
        result = self.node_cell(node)
        fields = (self.node_cell(node, 'key'), self.node_cell(node, 'of'))
        self.graph.flow(self.eval(node.key, inside), fields[0], node.key)
        self.graph.flow(self.eval(node.value, inside), fields[1],
                        node.value)
        self.graph.add(result, 'dict', fields)
        return result

    def comprehend(self, node, env):
        inside = env.copy()
        for part in node.generators:
            iterable = self.eval(part.iter, inside)
            element = self.iterate(iterable, part.iter, part)
            self.bind_target(part.target, element, inside)
            for test in part.ifs:
                self.eval(test, inside)
        return inside

    def bind_target(self, target, element, env):
        if isinstance(target, ast.Name):
            env.names[target.id] = element
        elif isinstance(target, (ast.Tuple, ast.List)):
            count = len(target.elts)
            items = element.get(('tuple', count))
            for index, part in enumerate(target.elts):
                cell = self.node_cell(part, 'bound')
                if items:
                    self.graph.flow(items[index], cell)
                else:
                    each = self.element(element, part)
                    if each is not None:
                        self.graph.flow(each, cell)
                self.bind_target(part, cell, env)

    def iterate(self, iterable, place, node, as_list=False):
        """Return the cell of what iterating over a value gives."""
        result = self.node_cell(node, 'each')
        if iterable.is_string():
            slot = self.slot(node, 'iterated')
            self.graph.flow(iterable, slot, place, COST_RECEIVER)
            self.sensitive(iterable, slot, 300)
            self.string(result)
            self.graph.flow(slot, result)
            self.operations[(id(node), 'iterate')] = (
                'iterate', node, slot, place, iterable, as_list)
        element = self.element(iterable, node)
        if element is not None:
            self.graph.flow(element, result)
        if iterable.find().unknown:
            result.find().unknown = True
        return result

    def element(self, cell, node):
        """Return the cell of what a container holds, or None."""
        found = []
        for shape, field in list(cell.find().shapes.items()):
            if shape in ('list', 'file'):
                found.append(field)
            elif shape == 'dict':
                found.append(field[0])
            elif isinstance(shape, tuple) and shape[0] == 'tuple':
                found.extend(field)
            elif isinstance(shape, tuple) and shape[0] == 'instance':
                for name in ('next', '__next__', '__iter__'):
                    method = shape[1].find(name)
                    if method is not None:
                        method.called = True
                        made = self.return_cell(method)
                        if name == '__iter__':
                            made = made.get('list') or made
                        found.append(made)
        if not found:
            return None
        if len(found) == 1:
            return found[0]
        result = self.node_cell(node, 'element')
        for field in found:
            self.graph.flow(field, result)
        return result

    def eval_Lambda(self, node, env):
        function = self.functions.get(node)
        if function is None:
            function = self.functions[node] = Function(node, None)
        self.bind_defaults(function, env)
        saved = self.log
        inner = self.exec_scope(node, function)
        del inner
        self.log = saved
        cell = self.node_cell(node)
        self.graph.add(cell, ('function', function))
        return cell

    def eval_Yield(self, node, env):
        if self.function is not None and not isinstance(
                self.function.node, ast.Lambda):
            made = self.node_cell(self.function.node, 'yielded')
            self.graph.add(self.return_cell(self.function), 'list', made)
            if node.value is not None:
                self.graph.flow(self.eval(node.value, env), made,
                                node.value, COST_RETURN)
        return self.node_cell(node)

    def note_container(self, cell, place):
        self.operations.setdefault((id(place), 'shown'),
                                   ('shown', place, cell))


def shape_name(shape):
    return shape[0] if isinstance(shape, tuple) else shape


def shapes_of_type(node):
    """Return the shapes that a type in isinstance() means, or None."""
    types = node.elts if isinstance(node, ast.Tuple) else [node]
    shapes = set()
    for part in types:
        name = getattr(part, 'attr', getattr(part, 'id', None))
        found = {'list': ('list',), 'tuple': ('tuple',), 'dict': ('dict',),
                 'int': ('int',), 'long': ('int',), 'float': ('float',),
                 'integer_types': ('int',), 'set': ('list',),
                 'Exception': ('lib',)}.get(name)
        if found is None:
            return None
        shapes.update(found)
    return shapes


def normal_name(dotted):
    """Return the usual name of a module or of what is in it."""
    if dotted in knowledge.NAMES:
        return knowledge.NAMES[dotted]
    for module, name in knowledge.MODULES.items():
        if dotted == module:
            return name
        if dotted.startswith(module + '.'):
            dotted = name + dotted[len(module):]
            break
    if dotted.startswith('six.moves.builtins.'):
        dotted = dotted[len('six.moves.builtins.'):]
    return knowledge.NAMES.get(dotted, dotted)


def known_name(dotted):
    return (dotted in knowledge.FUNCTIONS or dotted in knowledge.VALUES
            or dotted in knowledge.LIBRARY_CLASSES
            or dotted in calls.SPECIAL)


def is_ascii(text):
    return all(ord(char) < 128 for char in text)


def _has_unicode_literals(tree):
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == '__future__':
            if any(alias.name == 'unicode_literals'
                   for alias in node.names):
                return True
    return False


def _own_nodes(function):
    pending = list(ast.iter_child_nodes(function))
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, scopes.SCOPES):
            pending.extend(ast.iter_child_nodes(node))
