"""Follows values through expressions, all but calls.

Each method takes an expression and the variables, and returns the cell of
its value.
"""
import ast

from .._tree import index_of
from . import calls, knowledge
from .formatting import literal_prefix
from .kinds import (ABOUT_STRINGS, COST_RECEIVER, COST_RETURN, COST_USE,
                    TEXT, WIRE, Cell, is_number_or_none)
from .model import Function
from .names import (
    is_ascii, is_foreign, is_type_of, is_utf8, normal_name)

# What a class names the methods for its operators.
OPERATORS = {
    ast.Add: ('add',), ast.Sub: ('sub',), ast.Mult: ('mul',),
    ast.Mod: ('mod',), ast.Div: ('div', 'truediv'),
    ast.FloorDiv: ('floordiv',), ast.LShift: ('lshift',),
    ast.RShift: ('rshift',), ast.BitOr: ('or',), ast.BitAnd: ('and',),
    ast.BitXor: ('xor',)}
# The same as methods: of x + y, of x += y, and of y in x + y.
METHODS = dict(
    (op, tuple(tuple('__%s%s__' % (prefix, name) for name in names)
               for prefix in ('', 'i', 'r')))
    for op, names in OPERATORS.items())
ORDERS = ('__eq__', '__ne__', '__lt__', '__le__', '__gt__', '__ge__',
          '__cmp__')


def is_added(cell, place, other):
    """Tell whether a variable is added to a string and to nothing else.

    Then it holds strings, if those were unknown that it was seen to get.
    """
    return isinstance(place, (ast.Name, ast.Attribute)) and is_number_or_none(
        cell) and other.is_string() and not other.others()


def is_mere_list(cell):
    """Tell whether a value is a list and nothing else."""
    return set(cell.find().shapes) == set(['list'])


class Expressions(object):
    """The part of the Interpreter that evaluates expressions."""

    def eval(self, node, env):
        try:
            method = self.evaluators[type(node)]
        except KeyError:
            method = self.method_for('eval_', node)
        if method is not None:
            cell = self.values[node] = method(node, env)
            return cell
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.eval(child, env)
        return self.node_cell(node)

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
                    self.graph.add(cell, 'written')
                if cell.bias < -1 and is_ascii(self.literal(node)):
                    cell.bias = 300     # '\\xff': meant as bytes
                    cell.differs = not is_utf8(value)
                self.operations[node] = ('literal', node, cell)
        elif isinstance(value, bool):
            self.notation.give(cell, 'Q', node)
        elif isinstance(value, int):
            self.graph.add(cell, 'int')
        elif isinstance(value, (float, complex)):
            self.graph.add(cell, 'float')
        elif value is None:
            self.graph.add(cell, 'none')
        return cell

    def eval_JoinedStr(self, node, env):
        for child in ast.walk(node):
            if isinstance(child, ast.FormattedValue):
                value = self.eval(child.value, env)
                self.note_container(value, child.value, False)
        return self.string(self.node_cell(node), TEXT)

    def may_be_string(self, cell):
        """Tell whether a value is a string, or nothing says what it is."""
        return cell.is_string() or not cell.find().shapes or is_foreign(cell)

    def is_unknown(self, cell):
        """Tell whether nothing says what a value is, or ever will."""
        return is_foreign(cell) or (
            not cell.find().shapes and self.is_settled())

    def eval_BinOp(self, node, env):
        left = self.eval(node.left, env)
        right = self.eval(node.right, env)
        result = self.node_cell(node)
        if isinstance(node.op, ast.Mod) and (
                left.is_string() and not left.has('int')
                or self.is_template(left, right)):
            return self.percent(node, left, right, result, env)
        self.binary(node, node.op, left, right, result, node.left,
                    node.right)
        return result

    def is_template(self, left, right):
        """Tell whether something unknown is a string, as in x % 'name'."""
        return self.is_unknown(left) and (right.is_string() or any(
            shape.__class__ is tuple and shape[0] == 'tuple'
            for shape in right.find().shapes))

    def binary(self, node, op, left, right, result, left_place,
               right_place):
        own, in_place, turned = METHODS.get(type(op), ((), (), ()))
        if isinstance(node, ast.AugAssign):
            own += in_place
        if self.own_operator(node, own, left, right, right_place, result) or (
                self.own_operator(node, turned, right, left, left_place,
                                  result)):
            return
        if isinstance(op, ast.Add) and isinstance(node, ast.BinOp) and (
                is_mere_list(left) or is_mere_list(right)):
            # What is added to a list is one, whatever else it might be.
            for cell in (left, right):
                if cell.has('list'):
                    self.graph.add(result, 'list', cell.get('list'))
        elif isinstance(op, ast.Add):
            strings = left.is_string() or right.is_string()
            if set(left.find().shapes) == set(['buffer']):
                if right.is_string():
                    self.demand(right, right_place, WIRE, why='added')
            elif strings:
                self.string(result)
                if self.is_unknown(left) or self.is_unknown(right):
                    self.beside_unknown(result)
                for number, (cell, place, other) in enumerate((
                        (left, left_place, right),
                        (right, right_place, left))):
                    if self.may_be_string(cell) or (
                            is_added(cell, place, other)):
                        slot = self.slot(node, ('operand', number))
                        self.graph.flow(slot, result)
                        self.beside_text(cell, slot, result)
                        self.graph.flow(cell, slot, place, COST_USE, None,
                                        'added')
            for cell in (left, right):
                for shape in ('list', 'int', 'float', 'buffer'):
                    if cell.has(shape):
                        self.graph.add(result, shape, cell.get(shape))
                for shape in list(cell.find().shapes):
                    if isinstance(shape, tuple) and shape[0] == 'tuple':
                        self.add_tuples(left, right, result, node)
            if not strings and result.has('int'):
                self.may_be_float(left, right, result)
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
                self.may_be_float(left, right, result)
        elif isinstance(op, ast.Mod) and isinstance(node, ast.AugAssign) and (
                left.is_string()):
            self.string(result)
            self.graph.flow(left, result)
        else:
            for cell in (left, right):
                for shape in ('int', 'float', 'list', 'dict'):
                    if cell.has(shape):
                        self.graph.add(result, shape, cell.get(shape))
            if isinstance(op, (ast.BitAnd, ast.BitOr, ast.BitXor)) and (
                    left.has('bool') and right.has('bool')):
                self.graph.add(result, 'bool')
            if isinstance(op, (ast.Sub, ast.Div, ast.Pow, ast.Mod)):
                self.may_be_float(left, right, result)

    def own_operator(self, node, names, cell, other, place, result):
        """Follow x + y into the __add__ of a class of the file."""
        found = False
        for cls in cell.classes():
            for name in names:
                method = cls.find(name)
                if method is not None:
                    self.call_function(method, [(other, place)], {}, node,
                                       True)
                    self.graph.flow(self.return_cell(method), result)
                    found = True
        return found and not cell.is_string()

    def may_be_float(self, left, right, result):
        """A number that comes of something unknown may be a float."""
        if left.has('float') or right.has('float') or not (
                left.find().shapes and right.find().shapes) and (
                    self.is_settled()):
            self.graph.add(result, 'float')

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
            is_tested = is_or and number < len(node.values) - 1
            if is_tested and isinstance(value, ast.BoolOp) and isinstance(
                    value.op, ast.And):
                # x and y or z: x itself comes out of nowhere.
                inner = value
                while isinstance(inner, ast.BoolOp) and isinstance(
                        inner.op, ast.And):
                    self.tested.add(inner)
                    inner = inner.values[-1]
            cell = self.eval(value, inside)
            if is_tested:
                # Only what is true comes out of here.
                while value in self.tested:
                    value = value.values[-1]
                    cell = self.values[value]
                if cell.has('none'):
                    cell = self.without_none(value, cell)
                    self.may_be_none.add(value)
            if node not in self.tested:
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
        value = self.eval(node.operand, env)
        cell = self.node_cell(node)
        is_not = isinstance(node.op, ast.Not)
        self.notation.give(cell, 'Q' if is_not else 'I', node)
        if value.has('float') and not is_not:
            self.graph.add(cell, 'float')
        return cell

    def eval_NamedExpr(self, node, env):
        value = self.eval(node.value, env)
        self.assign(node.target, value, env, node.value)
        return value

    def eval_Compare(self, node, env):
        left, left_place = self.eval(node.left, env), node.left
        if is_type_of(left_place):
            # type(x) is str
            self.operations[(node, 'isinstance')] = (
                'isinstance', self.value_of(left_place.args[0]),
                node.comparators[0])
        for number, (op, right_place) in enumerate(
                zip(node.ops, node.comparators)):
            right = self.eval(right_place, env)
            joint = self.node_cell(node, ('joint', number))
            if isinstance(op, (ast.In, ast.NotIn)):
                self.contained(joint, left, left_place, right, right_place)
            elif not isinstance(op, (ast.Is, ast.IsNot)) and not (
                    self.own_order(node, left, left_place, right,
                                   right_place)):
                self.compare(joint, left, left_place, right, right_place)
                if not isinstance(op, (ast.Eq, ast.NotEq)):
                    self.operations[(node, number)] = (
                        'order', node, left, right)
            left, left_place = right, right_place
        cell = self.node_cell(node)
        self.notation.give(cell, 'Q', node)
        return cell

    def own_order(self, node, left, left_place, right, right_place):
        """Follow x == y into the __eq__ of a class of the file."""
        result = self.node_cell(node, 'order')
        return self.own_operator(node, ORDERS, left, right, right_place,
                                 result) or self.own_operator(
            node, ORDERS, right, left, left_place, result)

    def compare(self, joint, left, left_place, right, right_place):
        joint.find().sink = True
        if left.is_string() or right.is_string():
            self.string(joint)
            self.graph.flow(left, joint, left_place, COST_USE, None,
                            'compared')
            self.graph.flow(right, joint, right_place, COST_USE, None,
                            'compared')
        for one, other in ((left, right), (right, left)):
            if set(other.find().shapes) == set(['buffer']) and (
                    one.is_string()):
                self.string(joint, WIRE)
        self.compare_items(left, right)

    def compare_items(self, one, other):
        """Two containers are compared: so are the strings in them."""
        for shape, field in list(one.find().shapes.items()):
            have = other.get(shape)
            if have is None:
                continue
            if shape == 'dict':
                self.compare_fields(*self.side_by_side(field, have))
            elif shape == 'list' or (isinstance(shape, tuple)
                                     and shape[0] == 'tuple'):
                self.compare_fields(field, have)

    def side_by_side(self, *both):
        """Return the cells of two dictionaries in the same order."""
        records = [dict((shape, cell) for shape, cell
                        in fields[2].find().shapes.items()
                        if isinstance(cell, Cell)) for fields in both]
        names = set().union(*records)
        return [list(fields[:2]) + [record.get(name, fields[1])
                                    for name in names]
                for fields, record in zip(both, records)]

    def compare_fields(self, one, other):
        if isinstance(one, Cell):
            one, other = (one,), (other,)
        for left, right in zip(one, other):
            if left.is_string() and right.is_string():
                self.graph.same(left, right)

    def contained(self, joint, left, left_place, right, right_place):
        joint.find().sink = True
        self.string(joint)
        if right.is_string() or left.is_string() and (
                is_foreign(right) or isinstance(right_place, ast.Call)
                and self.is_unknown(right)):
            self.graph.flow(right, joint, right_place, COST_USE, None,
                            'compared')
            self.graph.flow(left, joint, left_place, COST_USE, None,
                            'compared')
        if set(right.find().shapes) == set(['buffer']):
            self.demand(left, left_place, WIRE, why='compared')
            return
        element = None
        for cls in right.classes():
            method = cls.find('__contains__')
            if method is not None:
                self.call_function(method, [(left, left_place)], {},
                                   right_place, True)
                return
        pair = right.get('dict')
        if pair:
            element = pair[0]
        elif not right.is_string():
            element = self.element(right, right_place)
        if element is not None:
            if left.is_string() and is_foreign(element):
                self.string(element)
            elif left.is_string():
                self.foreign_items(right, joint, right_place)
            self.graph.flow(element, joint)
            self.graph.flow(left, joint, left_place, COST_USE, None,
                            'compared')
            self.compare_items(left, element)

    def foreign_items(self, value, joint, place):
        """Compare the names of other modules in x in (keys.A, keys.B)."""
        for item in getattr(place, 'elts', ()):
            cell = self.values.get(item)
            if cell is not None and is_foreign(cell):
                self.graph.flow(cell, joint, item, COST_USE, None,
                                'compared')

    def eval_Attribute(self, node, env):
        base = self.eval(node.value, env)
        result = self.node_cell(node)
        return self.attribute(node, base, result)

    def attribute(self, node, base, result):
        name = node.attr
        if name in ('__doc__', '__name__'):
            self.notation.give(result, 'S', (node, name))
            if name == '__doc__':
                self.graph.add(result, 'none')
            return result
        methods = False
        for shape in list(base.find().shapes):
            if not isinstance(shape, tuple):
                continue
            if shape[0] in ('instance', 'class'):
                methods = self.method_of(
                    shape[1], name, result, node) or methods
            elif shape[0] == 'lib':
                self.stdlib_member(shape[1], name, result, node)
                if name == 'args' and shape[1] in ('@keyerror', '@lookup'):
                    self.operations[(node, 'key')] = ('missing key', node)
                if base.has('worded') and name in ('args', 'message'):
                    self.graph.add(result.get('list') or result, 'worded')
            elif shape[0] == 'record' and name in shape[1]:
                self.graph.flow(base.get(shape)[shape[1].index(name)],
                                result)
        if name == '__dict__':
            for cls in base.classes():
                self.graph.add_dict(
                    result, self.string(self.node_cell(node, 'name'), TEXT),
                    self.any_attribute(cls.family),
                    self.node_cell(node, 'record'))
        elif not methods:
            cells = self.attribute_cells(base, name)
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
        if content is not None and name == 'write' and (
                content.find().fixed == WIRE):
            self.graph.add(result, ('member', ('B', 'N')))
        if base.has('sock') and name == 'recv':
            received = self.node_cell(node, 'received')
            self.notation.give(received, 'B', (node, 'received'))
            self.graph.add(result, ('method', name), received)
        if base.has('sock') and name in ('send', 'sendall'):
            self.graph.add(result, ('member', ('B', 'I')))
        if not (base.find().shapes or result.find().shapes) and (
                self.is_settled()):
            calls.guess_by_name(self, name, result, node)
        return result

    def method_of(self, cls, name, result, node):
        """Add the methods of this name; tell if there is one."""
        getter = cls.accessor('properties', name)
        if getter is not None:
            getter.called = True
            self.graph.flow(self.return_cell(getter), result)
            return True
        function = cls.find(name)
        if function is None:
            members = {}
            for dotted in cls.stdlib_bases():
                table = knowledge.LIBRARY_CLASSES.get(dotted, {})
                if name in table:
                    members = table
                    break
            if name in members and isinstance(members[name], str):
                shared = self.class_attribute(cls, name)
                self.notation.give(shared, members[name],
                                   ('member', cls.family, name))
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
        return bool(found) and name not in cls.family.attributes

    def stdlib_member(self, dotted, name, result, node):
        if dotted.startswith('@') or dotted in ('server',):
            table = knowledge.INSTANCES.get(dotted, {})
            if dotted == 'server':
                table = knowledge.SERVER
                found = [cls for cls in self.server_classes()
                         if cls.find(name) is not None]
                for cls in found:
                    self.method_of(cls, name, result, node)
                if found:
                    return
            member = table.get(name)
            if dotted == '@xmlrpc':
                # Any name is one of the server's, as is server.system.x.
                self.graph.add(result, ('lib', dotted))
            if isinstance(member, tuple):
                self.graph.add(result, ('member', member))
            elif member is not None:
                self.notation.give(result, member, (node, name))
            elif dotted == '@error':
                self.notation.give(
                    result, {'message': 'S', 'strerror': 'S', 'errno': 'I',
                             'reason': 'S', 'filename': 'S', 'args': '[S]',
                             'code': 'I', 'msg': 'S'}.get(name, '?'),
                    (node, name))
                if name == 'args':
                    # The number of an error, and what it means.
                    self.graph.add(result.get('list'), 'int')
            return
        full = '%s.%s' % (dotted, name)
        full = normal_name(full)
        if full.count('.') > 5:
            return      # node.next.next...
        if knowledge.VALUES.get(full):
            self.give_value(result, full, node)
            if not full.startswith('sys.std'):
                return
        self.graph.add(result, ('lib', full))

    def eval_Subscript(self, node, env):
        base = self.eval(node.value, env)
        index_node = index_of(node)
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
        if base.is_string() and (index.has('int')
                                 or not index.is_string()):
            self.string(result)
            slot = self.slot(node, 'indexed')
            self.graph.flow(base, slot, node.value, COST_RECEIVER)
            self.graph.flow(slot, result)
            self.sensitive(base, slot, 300)
            self.operations[node] = ('index', node, slot, base)
        else:
            self.operations.pop(node, None)
        self.get_item(node, base, index, index_node, result)
        self.pick(node, base, index_node, index, result)
        if isinstance(node.value, ast.Call) and getattr(
                node.value.func, 'id', None) in ('globals', 'locals'):
            self.named_functions(index_node, result)
        return result

    def named_functions(self, index_node, result):
        """globals()['cmd_' + name] is one of the functions so called."""
        prefix = literal_prefix(index_node)
        self.cell('definitions')
        for function in self.functions.values():
            if prefix and function.owner is None and (
                    function.name.startswith(prefix)):
                self.graph.add(result, ('function', function))

    def get_item(self, node, base, index, place, result):
        """Follow x[i] into the __getitem__ of a class of the file."""
        for cls in base.classes():
            for name in ('__getitem__', '__missing__'):
                method = cls.find(name)
                if method is not None:
                    self.call_function(method, [(index, place)], {}, node,
                                       True)
                    self.graph.flow(self.return_cell(method), result)

    def copy_others(self, source, target):
        for shape, field in list(source.find().shapes.items()):
            if shape not in ABOUT_STRINGS and not (
                    isinstance(shape, tuple) and shape[0] == 'tuple'):
                self.graph.add(target, shape, field)
        self.graph.pass_unknown(source, target)

    def sensitive(self, value, slot, amount):
        """An operation that differs between bytes and decoded text."""
        if value.has('wire') or value.has('written'):
            slot.find().differs = True
        elif value.has('decoded'):
            amount //= 5
        else:
            return
        if slot.find().bias < amount:
            slot.find().bias = amount

    def slice_tuple(self, node, shape, fields, result):
        index = index_of(node)
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
                index_node.op, ast.USub) and isinstance(
                    getattr(index_node.operand, 'value', None), int):
            constant = -index_node.operand.value
        for shape, field in list(base.find().shapes.items()):
            if shape == 'list':
                self.graph.flow(field, result)
            elif shape == 'dict':
                self.graph.flow(index, field[0], index_node, COST_USE,
                                None, 'key')
                for item in self.items_of(field, constant):
                    self.graph.flow(item, result)
            elif isinstance(shape, tuple) and shape[0] == 'tuple':
                if isinstance(constant, int) and (
                        -len(field) <= constant < len(field)):
                    self.graph.flow(field[constant], result)
                elif not isinstance(constant, int):
                    for item in field:
                        self.graph.flow(item, result)
            elif shape == ('lib', '@headers'):
                self.notation.give(result, 'T', (node, 'header'))
                self.operations[(node, 'header item')] = (
                    'header item', node, base)
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
            self.graph.pass_unknown(value, field)
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

    def eval_Set(self, node, env):
        result = self.eval_List(node, env)
        self.graph.add(result, 'set')
        return result

    def eval_Starred(self, node, env):
        return self.eval(node.value, env)

    def eval_Dict(self, node, env):
        result = self.node_cell(node)
        fields = self.dict_fields(node)
        self.graph.add(result, 'dict', fields)
        for key, value in zip(node.keys, node.values):
            if key is not None:
                self.graph.flow(self.eval(key, env), fields[0], key)
                item = self.item_cell(fields, getattr(key, 'value', None))
                self.graph.flow(self.eval(value, env), item, value)
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

    eval_GeneratorExp = eval_ListComp

    def eval_SetComp(self, node, env):
        result = self.eval_ListComp(node, env)
        self.graph.add(result, 'set')
        return result

    def eval_DictComp(self, node, env):
        inside = self.comprehend(node, env)
        result = self.node_cell(node)
        fields = self.dict_fields(node)
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
            self.operations[(node, 'iterate')] = (
                'iterate', node, slot, place, iterable, as_list)
        element = self.element(iterable, node)
        if element is not None:
            self.graph.flow(element, result)
        self.header_names(iterable, place)
        self.graph.pass_unknown(iterable, result)
        return result

    def header_names(self, value, place):
        """Remember where the names of headers are taken, one by one."""
        if value.has(('lib', '@headers')) and isinstance(place, ast.expr):
            self.operations[(place, 'header names')] = (
                'header names', place, None, value)

    def element(self, cell, node):
        """Return the cell of what a container holds, or None."""
        found = []
        for shape, field in list(cell.find().shapes.items()):
            if shape in ('list', 'file'):
                found.append(field)
            elif shape == 'dict':
                found.append(field[0])
            elif shape == ('lib', '@headers') and isinstance(
                    node, ast.expr):
                name = self.node_cell(node, 'header name')
                self.notation.give(name, 'A', (node, 'header name'))
                found.append(name)
            elif isinstance(shape, tuple) and shape[0] == 'tuple':
                found.extend(field)
            elif isinstance(shape, tuple) and shape[0] == 'instance':
                names = ('next', '__next__', '__iter__')
                if not any(shape[1].find(name) for name in names):
                    names = ('__getitem__',)
                for name in names:
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
            function = self.functions[node] = Function(
                node, None, self.scopes[node].tested)
        self.bind_defaults(function, env)
        saved = self.log
        inner = self.exec_scope(node, function)
        del inner
        self.log = saved
        cell = self.node_cell(node)
        self.graph.add(cell, ('function', function))
        return cell

    def eval_Yield(self, node, env):
        made = self.node_cell(self.function.node, 'yielded')
        self.graph.add(self.return_cell(self.function), 'list', made)
        if node.value is not None:
            self.graph.flow(self.eval(node.value, env), made, node.value,
                            COST_RETURN)
        result = self.node_cell(node)
        self.graph.flow(self.node_cell(self.function.node, 'sent in'),
                        result)
        return result

    def note_digits(self, cell, place):
        if cell.has('float') and not isinstance(
                place, (ast.Constant, ast.Starred)):
            self.operations[(place, 'digits')] = ('digits', place, cell)

    def note_container(self, cell, place, wrap=True):
        self.operations.setdefault((place, 'shown'),
                                   ('shown', place, cell, wrap))
        if len(cell.others()) == 2:
            for shape in ('@keyerror', '@lookup'):
                if cell.has(('lib', shape)):
                    self.operations[(place, 'key')] = (
                        'key error', place, wrap, shape == '@lookup')
