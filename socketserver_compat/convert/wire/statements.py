"""Follows values through statements: assignments, branches, loops, classes.

Each method takes a statement and the variables before it, and returns the
variables after it, or None if they are the same object.
"""
import ast

from .._tree import index_of, walk
from . import helpers, knowledge, scopes
from .kinds import (ABOUT_STRINGS, COST_ARGUMENT, COST_ASSIGN, COST_RETURN,
                    COST_STORE, COST_USE, TEXT, WIRE)
from .model import Class, Env, Family, Function
from .names import (kind_of_type, normal_name, shape_name, shapes_of_type,
                    takes_all_strings, type_test)
from .notation import split_top

# Methods that have to return text on 3.
SHOWING = ('__str__', '__repr__', '__format__')
KINDS_OF_METHODS = ('staticmethod', 'classmethod', 'property')
# What a KeyError may be caught as.
LOOKUP_ERRORS = ('LookupError', 'StandardError', 'Exception', 'BaseException')
# What Python's own code raises with words that are not the same on 3.
WORDED = LOOKUP_ERRORS + (
    'TypeError', 'AttributeError', 'NameError', 'SyntaxError',
    'UnicodeError', 'struct.error')
STREAMS = ('stdin', 'stdout', 'stderr')
OUTPUT = ('stdout', 'stderr')
# Whose ValueError says other words on 3; int(), float() and unpacking are
# made to say the old ones.
READERS = ('load', 'loads', 'index', 'decode')
VALUE_ERRORS = ('ValueError', 'StandardError', 'Exception', 'BaseException')


class Statements(object):
    """The part of the Interpreter that evaluates statements."""

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
        if isinstance(node.op, ast.Add) and value.is_string() and (
                set(old.find().shapes) == set(['list'])):
            # A list gets the characters of a string.
            self.graph.flow(self.iterate(value, node.value, node.value),
                            old.get('list'))
            self.graph.flow(old, result)
        elif old.find().shapes or self.is_settled():
            # A bytearray takes bytes, but becomes none: wait for what it is.
            self.binary(node, node.op, old, value, result, None, node.value)
        if isinstance(target, ast.Name):
            self.assign_name(target.id, result, env, node)
        else:
            self.assign(target, result, env, None)

    def assign(self, target, value, env, place, cost=COST_ASSIGN):
        """Assign a value that stands at a place of the source."""
        if isinstance(target, ast.Name):
            cell = self.node_cell(target, 'variable')
            self.graph.flow(value, cell, place, cost, None, 'assigned')
            self.assign_name(target.id, cell, env, target)
            if self.is_unknown(value):
                shared = self.shared_cell(target.id)
                if shared is not None and shared.is_string():
                    self.string(cell)
        elif isinstance(target, ast.Attribute):
            base = self.eval(target.value, env)
            content = value.get('file')
            if base.has(('lib', 'sys')) and target.attr in STREAMS and (
                    content is not None and content.find().fixed == WIRE
                    and not any(map(value.has, STREAMS))):
                place = place or self.direct.get(target)
                self.operations[(target, 'stream')] = (
                    'stream', target, place)
                return
            if base.has(('lib', 'sys')) and target.attr in OUTPUT:
                self.print_into(value, target)
            for cls in base.classes():
                setter = cls.accessor('setters', target.attr)
                if setter is not None:
                    self.call_function(setter, [(value, place)], {}, target,
                                       True)
            for cell in self.attribute_cells(base, target.attr):
                self.graph.flow(value, cell, place, COST_STORE, None,
                                'assigned')
        elif isinstance(target, ast.Subscript):
            self.store_item(target, value, env, place)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self.unpack(target, value, env, place)

    def print_into(self, stream, node):
        """Let the write() of a class in the file take what is printed."""
        for cls in stream.classes():
            method = cls.find('write')
            if method is not None:
                text = self.string(self.node_cell(node, 'printed text'), TEXT)
                self.graph.add(text, 'decoded')
                self.call_function(method, [(text, None)], {}, node, True)

    def unpack(self, target, value, env, place):
        count = len(target.elts)
        if value.has('list') and self.is_error_shown() and (
                isinstance(place, (ast.Call, ast.Subscript, ast.Name))
                and getattr(getattr(place, 'func', None), 'id',
                            None) != helpers.UNPACK
                and not any(isinstance(part, ast.Starred)
                            for part in target.elts)):
            self.operations[(target, 'unpack')] = (
                'unpack error', place, count)
        for index, part in enumerate(target.elts):
            cell = self.node_cell(part, 'part')
            items = value.get(('tuple', count))
            direct = None
            if items:
                if isinstance(place, (ast.Tuple, ast.List)):
                    direct = place.elts[index]
                    self.direct[part] = direct
                self.graph.flow(items[index], cell)
            # element() would make one of what the items hold.
            element = None if items else self.element(value, part)
            if element is None and not items and value.is_string():
                element = self.iterate(value, place, target)
            if element is not None:
                self.graph.flow(element, cell)
            self.graph.pass_unknown(value, cell)
            if isinstance(part, ast.Starred):
                part = part.value
                rest = self.node_cell(part, 'rest')
                self.graph.add(rest, 'list', cell)
                cell = rest
            self.assign(part, cell, env, direct and None)

    def store_item(self, target, value, env, place):
        base = self.eval(target.value, env)
        index = self.eval(index_of(target), env)
        element = base.get('list')
        if element:
            if isinstance(target.slice, ast.Slice):
                other = self.element(value, target)
                if other is not None:
                    self.graph.flow(other, element)
            else:
                self.graph.flow(value, element, place, COST_STORE, None,
                                'stored')
        if base.has('buffer') and value.is_string() and place is not None:
            if isinstance(target.slice, ast.Slice):
                self.demand(value, place, WIRE, why='sent')
            else:
                self.operations[(target, 'one byte')] = ('one byte', place)
        pair = base.get('dict')
        if pair:
            self.graph.flow(index, pair[0], index_of(target),
                            COST_USE, None, 'key')
            item = self.item_cell(
                pair, getattr(index_of(target), 'value', None))
            self.graph.flow(value, item, place, COST_STORE, None, 'stored')
        for cls in base.classes():
            method = cls.find('__setitem__')
            if method is not None:
                self.call_function(method, [
                    (index, index_of(target)), (value, place)], {},
                    target, True)

    def shared_cell(self, name):
        """Return the cell of a variable that other scopes use, or None."""
        scope = self.scope
        if name in scope.globals:
            scope = self.scopes[self.tree]
        if name in scope.shared or scope is not self.scope:
            return self.cell((scope.node, 'shared', name))
        return None

    def assign_name(self, name, cell, env, node):
        shared = self.shared_cell(name)
        if shared is not None:
            self.graph.flow(cell, shared)
            if name not in self.scope.globals or (
                    self.scopes[self.tree] is self.scope):
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
            self.filter(test, 'some', test.id, yes,
                        lambda shape: shape != 'none')
        elif isinstance(test, ast.Compare) and isinstance(
                test.left, ast.Name) and isinstance(
                    test.comparators[0], ast.Constant) and (
                        test.comparators[0].value is None):
            if isinstance(test.ops[0], (ast.IsNot, ast.NotEq)):
                yes, no = no, yes
            elif not isinstance(test.ops[0], (ast.Is, ast.Eq)):
                return
            self.filter(test, 'none', test.left.id, yes,
                        lambda shape: shape == 'none')
            self.filter(test, 'some', test.left.id, no,
                        lambda shape: shape != 'none')
        elif type_test(test):
            name, types = type_test(test)
            if isinstance(test, ast.Compare) and isinstance(
                    test.ops[0], (ast.IsNot, ast.NotEq, ast.NotIn)):
                yes, no = no, yes
            self.narrow_type(test, name, types, yes, no)

    def narrow_type(self, test, name, types, yes, no):
        shapes = shapes_of_type(types)
        if shapes is not None:
            self.filter(test, 'yes', name, yes, lambda shape: shape_name(
                shape) in shapes)
            self.filter(test, 'no', name, no, lambda shape: shape_name(
                shape) not in shapes)
            return
        if takes_all_strings(types):
            self.filter(test, 'yes', name, yes, lambda shape: (
                shape in ABOUT_STRINGS))
            self.filter(test, 'no', name, no, lambda shape: (
                shape not in ABOUT_STRINGS))
            return
        kind = kind_of_type(types)
        if kind is None or name not in yes.names:
            return
        cell = self.node_cell(test, 'narrowed')
        self.string(cell, kind)
        yes.names[name] = cell
        before = self.use(no.names[name]) if name in no.names else None
        if before is not None and (before.is_string()
                                   or before.find().unknown):
            other = self.node_cell(test, 'otherwise')
            self.string(other, TEXT if kind == WIRE else WIRE)
            for shape in before.others():
                self.graph.add(other, shape, before.get(shape))
            no.names[name] = other

    def filter(self, node, branch, name, env, passes):
        """Let a variable have some of its shapes only, in one branch."""
        if name not in env.names:
            return
        cell = self.use(env.names[name])
        if name in self.scope.shared:
            return
        key = ('filtered', branch, name, cell)
        if all(passes(shape) for shape in cell.find().shapes):
            if (node, key) not in self.cells:
                return
        result = self.node_cell(node, key)
        result.find().sink = True
        for shape, field in list(cell.find().shapes.items()):
            if passes(shape):
                self.graph.add(result, shape, field)
        if result.is_string():
            self.graph.flow(cell, result)
        self.graph.pass_unknown(cell, result)
        env.names[name] = result

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
        phis = {}
        for name in self.bound_in_loop(node):
            if name in env.names or self.is_local(name):
                # Another round may have bound what is not bound before.
                before = [env.names[name]] if name in env.names else []
                phi = self.phi((node, 'loop', name), before)
                head.names[name] = phis[name] = phi
        frame = {'phis': phis, 'node': node, 'breaks': []}
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

    def is_local(self, name):
        """Tell whether a name is one of this function's alone."""
        return self.function is not None and (
            name in self.scope.names and
            name not in self.scope.shared and
            name not in self.scope.globals)

    def bound_in_loop(self, node):
        """Return the names that a loop's body binds, in order."""
        names = self.loop_names.get(node)
        if names is None:
            names = self.loop_names[node] = sorted(
                scopes.stored_names(node.body))
        return names

    def back_edge(self, frame, env):
        if env.dead:
            return
        for name in frame['phis']:
            if name in env.names:
                self.phi((frame['node'], 'loop', name),
                         [env.names[name]])

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
                            node.value, COST_RETURN, None, 'returned')
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
        outer = self.error_shown
        if any(map(shows_value_error, node.handlers)):
            self.error_shown = True
        elif any(map(catches_value_error, node.handlers)):
            self.error_shown = False
        body = self.exec_block(node.body, env.copy())
        self.error_shown = outer
        bound = self.log[start:]
        inside = before.copy()
        inside.dead = False
        for name, cell in bound:
            cells = [cell]
            if name in before.names:
                cells.append(before.names[name])
            inside.names[name] = self.phi((node, 'try', name), cells)
        body = self.exec_block(node.orelse, body)
        ends = [body]
        for handler in node.handlers:
            caught = inside.copy()
            if handler.type is not None:
                self.eval(handler.type, caught)
            if handler.name:
                cell = self.caught(handler, node)
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

    def caught(self, handler, tried):
        """Return the cell of the exception that a handler gets."""
        cell = self.node_cell(handler, 'error')
        kinds = [handler.type]
        if isinstance(handler.type, ast.Tuple):
            kinds = handler.type.elts
        for node in kinds:
            value = self.values.get(node)
            for shape in list(value.find().shapes) if value else ():
                if isinstance(shape, tuple) and shape[0] == 'class':
                    self.graph.add(cell, ('instance', shape[1]))
                elif isinstance(shape, tuple) and shape[0] == 'lib':
                    self.graph.add(cell, ('lib', '@error'))
                    if shape[1] in WORDED or shape[1] == 'ValueError' and (
                            any(map(reads, tried.body))):
                        self.graph.add(cell, 'worded')
                    if shape[1] == 'KeyError':
                        self.graph.add(cell, ('lib', '@keyerror'))
                    elif shape[1] in LOOKUP_ERRORS and any(
                            map(looks_up, tried.body)):
                        self.graph.add(cell, ('lib', '@lookup'))
                    if shape[1].endswith('.HTTPError'):
                        # It can be read as the response.
                        self.notation.give(cell, 'response',
                                           (handler, 'response'))
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
                index = self.eval(index_of(target), env)
                pair = base.get('dict')
                if pair:
                    self.graph.flow(index, pair[0], index_of(target))

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
        if owner is None and (node.name in helpers.SOURCES
                              or node.name in helpers.PRINTING
                              or node.name == helpers.URLOPEN):
            cell = self.node_cell(node, 'function')
            self.graph.add(cell, ('lib', node.name))
            self.assign_name(node.name, cell, env, node)
            return None
        function = self.declare(node, owner)
        for decorator in node.decorator_list:
            value = self.eval(decorator, env)
            if getattr(decorator, 'id', None) in KINDS_OF_METHODS:
                continue
            if not value.functions() and self.is_settled():
                function.escapes = True
        self.bind_defaults(function, env)
        saved = self.log
        if self.reader:
            self.exec_scope(node, function)
        else:
            self.exec_outermost(node, function)
        self.log = saved
        cell = self.node_cell(node, 'function')
        self.graph.add(cell, ('function', function))
        self.decorate(node, cell, env)
        self.assign_name(node.name, cell, env, node)
        return function

    def exec_outermost(self, node, function):
        """Evaluate a function, unless it would be the same as before."""
        bit = self.bits.setdefault(node, 1 << len(self.bits))
        if self.graph.stale & bit:
            self.graph.stale &= ~bit
            self.reader = bit
            self.exec_scope(node, function)
            self.reader = 0

    def declare(self, node, owner):
        """Return the function that a definition makes."""
        function = self.functions.get(node)
        if function is None:
            function = self.functions[node] = Function(
                node, owner, self.scopes[node].tested)
            self.outdate('definitions')
            function.is_generator = any(
                isinstance(child, (ast.Yield, ast.YieldFrom))
                for child in self.scopes[node].nodes)
            for decorator in node.decorator_list:
                name = getattr(decorator, 'id', None)
                if name in KINDS_OF_METHODS:
                    function.is_static = name
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
            fields = self.dict_fields(node)
            self.string(fields[0], TEXT)
            self.graph.add(cell, 'dict', fields)
        elif function.owner is not None and not function.is_static:
            if args.args and node is args.args[0]:
                self.add_instance(cell, function.owner)
        elif (function.is_static == 'classmethod' and function.owner
                and args.args and node is args.args[0]):
            for cls in function.owner.descendants():
                self.graph.add(cell, ('class', cls))
        elif (function.is_static == 'property' and function.owner
                and args.args and node is args.args[0]):
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
            self.outdate('definitions')
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
                        self.class_changed(cls)
                elif shape[0] == 'record class' and cls.record is None:
                    cls.record = shape[1], cell.get(shape)
                    self.class_changed(cls)
                elif shape[0] == 'lib' and shape[1] not in cls.stdlib:
                    cls.stdlib.append(shape[1])
                    self.class_changed(cls)
        cell = self.node_cell(node, 'class')
        self.graph.add(cell, ('class', cls))
        self.decorate(node, cell, env)
        self.assign_name(node.name, cell, env, node)
        self.exec_class_body(node, cls, env)

    def class_changed(self, cls):
        """Have all evaluated again that look at a class."""
        self.graph.changed = True
        self.graph.stale |= cls.family.readers
        self.outdate('definitions')

    def decorate(self, node, cell, env):
        """Let the decorators of the file get what they decorate."""
        for decorator in node.decorator_list:
            self.call_all(self.eval(decorator, env), [(cell, None)],
                          decorator)

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
        new.readers |= old.readers

    def exec_class_body(self, node, cls, env):
        scope, log = self.scope, self.log
        self.scope, self.log = self.scopes[node], []
        inside = env.copy()
        for statement in node.body:
            if isinstance(statement, scopes.FUNCTIONS) and not (
                    is_setter(statement)):
                # The methods above it call it, not one of a base class.
                cls.methods[statement.name] = self.declare(statement, cls)
        for statement in node.body:
            if isinstance(statement, scopes.FUNCTIONS):
                function = self.define(statement, inside, cls)
                if is_setter(statement):
                    self.know(cls, cls.setters, statement.name, function)
                    continue
                cls.methods[statement.name] = function
                self.called_by_library(function, cls)
            else:
                self.other_name(statement, cls)
                before = dict(inside.names)
                inside = self.exec_block([statement], inside)
                for name, cell in inside.names.items():
                    if before.get(name) is not cell:
                        self.use(cell)
                        self.graph.flow(
                            cell, self.class_attribute(cls, name))
        self.scope, self.log = scope, log

    def other_name(self, statement, cls):
        """__call__ = build: a method has two names."""
        call = getattr(statement, 'value', None)
        if isinstance(statement, ast.Assign) and isinstance(
                call, ast.Call) and (
                    getattr(call.func, 'id', None) == 'property'):
            for target in statement.targets:
                for table, given in zip((cls.properties, cls.setters),
                                        call.args):
                    name = getattr(given, 'id', None)
                    if isinstance(target, ast.Name) and name in cls.methods:
                        self.know(cls, table, target.id, cls.methods[name])
        if isinstance(statement, ast.Assign) and getattr(
                statement.value, 'id', None) in cls.methods:
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    self.know(cls, cls.methods, target.id,
                              cls.methods[statement.value.id])

    def know(self, cls, table, name, function):
        """Put a function of a class into one of its tables."""
        if name not in table:
            table[name] = function
            self.class_changed(cls)

    def called_by_library(self, function, cls):
        """Give the parameters of an overridden method what they get."""
        wanted = knowledge.CALLED_WITH.get(function.name)
        if function.name in knowledge.HTTP and not any(
                'send_response' in knowledge.LIBRARY_CLASSES.get(
                    name, knowledge.HTTP) for name in cls.stdlib_bases()):
            # The send_error() of a handler of SMTP is its own.
            wanted = None
        if any(name.endswith('.ContentHandler')
               for name in cls.stdlib_bases()):
            wanted = knowledge.SAX.get(function.name)
        if 'cmd.Cmd' in cls.stdlib_bases():
            wanted = knowledge.TYPED_LINES.get(
                function.name, '-S' if function.name.startswith(
                    'do_') else wanted)
        if 'code.InteractiveInterpreter' in cls.stdlib_bases() or (
                'code.InteractiveConsole' in cls.stdlib_bases()):
            wanted = knowledge.CONSOLE_LINES.get(function.name)
            if function.name == 'raw_input':
                self.string(self.return_cell(function), TEXT)
        if function.name == '__init__' and any(
                'client_address' in knowledge.LIBRARY_CLASSES.get(name, ())
                for name in cls.stdlib_bases()) and (
                    len(function.node.args.args) == 4):
            wanted = knowledge.HANDLED
        if wanted is None or not any(True for _ in cls.stdlib_bases()):
            return
        function.called = True
        if function.name in ('send_head', 'list_directory'):
            content = self.return_cell(function).get('file')
            if content is not None and content.find().fixed is None:
                content.find().fixed = WIRE
        names = function.node.args.args[1:]
        for parameter, text in zip(names, split_top(wanted[1:])):
            if not text.startswith('*'):
                cell = self.parameter(function, parameter)
                self.notation.give(cell, text, (parameter, 'given'))
        rest = function.node.args.vararg
        if rest and '*' in wanted:
            self.parameter(function, rest)
            self.notation.give(self.node_cell(rest, 'each'),
                               wanted.split('*')[1], (rest, 'given'))

    def class_attribute(self, cls, name):
        attributes = cls.family.attributes
        if name not in attributes:
            attributes[name] = self.cell((cls.node, 'attribute', name))
            self.store_any(cls.family, name)
            self.graph.stale |= cls.family.readers
            self.outdate(('guessed', name))
        return self.read(attributes[name])

    def any_attribute(self, family):
        """Return the cell of what is stored under names that nobody tells."""
        if family.any is None:
            family.any = self.cell((family, 'any attribute'))
            for name in family.attributes:
                self.store_any(family, name)
        return family.any

    def store_any(self, family, name):
        """Let an attribute that nothing else assigns hold that."""
        if family.any is not None and name not in self.attributes_stored:
            self.graph.flow(family.any, family.attributes[name])


def is_setter(node):
    """Tell whether this is decorated with @name.setter."""
    return any(getattr(decorator, 'attr', None) in ('setter', 'deleter')
               for decorator in getattr(node, 'decorator_list', ()))


def looks_up(statement):
    """Tell whether a statement may take something out of a dictionary.

    It may call a function of the file that does.
    """
    for node in walk(statement):
        if isinstance(node, ast.Subscript):
            index = index_of(node)
            if not isinstance(index, (ast.Slice, ast.Constant)) or (
                    isinstance(getattr(index, 'value', None), str)):
                return True
        elif isinstance(node, ast.Call) and 'self' == getattr(
                getattr(node.func, 'value', None), 'id', None):
            return True
    return False


def reads(statement):
    """Tell whether a statement calls what reads JSON or the like."""
    return any(isinstance(node, ast.Call)
               and getattr(node.func, 'attr', None) in READERS
               for node in walk(statement))


def catches_value_error(handler):
    """Tell whether a handler gets the error that an int() may raise."""
    kinds = getattr(handler.type, 'elts', [handler.type])
    return handler.type is None or any(
        getattr(kind, 'id', None) in VALUE_ERRORS for kind in kinds)


def shows_value_error(handler):
    """Tell whether a handler reads the error that an int() may raise."""
    return catches_value_error(handler) and any(
        getattr(node, 'attr', None) in ('exc_info', 'format_exc')
        or handler.name and getattr(node, 'id', None) == handler.name
        for statement in handler.body for node in walk(statement))
