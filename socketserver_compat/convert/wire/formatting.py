"""Follows template % values, and reads formats of struct.

Bytes know % since 3.5, so a template of bytes stays one::

    sock.send('%s: %d\\r\\n' % (name, n))    # before
    sock.send(b'%s: %d\\r\\n' % (name, n))   # after, where name is bytes

%s of a number becomes %d, which on 2.7 gives the same.  %s of another
object has no form in bytes: it is made text first.  A template with names
stays text, for its keys are text.
"""
import ast
import re

from .kinds import COST_USE, MEASURED, NUMBER_SHAPES, TEXT, is_latin

DIRECTIVE = re.compile(
    r'%(\((?P<name>[^)]*)\))?(?P<flags>[-#0 +]*)(?P<width>\*|\d+)?'
    r'(\.(?P<precision>\*|\d+))?[hlL]?(?P<type>[a-zA-Z%])')


def directives(template):
    """Return the directives of a template that take a value."""
    found = []
    for match in DIRECTIVE.finditer(template):
        for part in ('width', 'precision'):
            if match.group(part) == '*':
                found.append(None)
        if match.group('type') != '%':
            found.append(match)
    return found


def template_text(node):
    """Return the text of a template if it is a literal, encoded or not."""
    if isinstance(node, ast.Call) and isinstance(
            node.func, ast.Attribute) and node.func.attr == 'encode':
        node = node.func.value
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Constant) and isinstance(node.value, bytes):
        return node.value.decode('latin-1')
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = template_text(node.left), template_text(node.right)
        if left is not None and right is not None:
            return left + right
    return None


def percent(interpreter, node, left, right, result, env):
    """Connect the values of node, template % values, with its result."""
    text = interpreter.constant(node.left)
    found = directives(text) if text is not None else None
    if found and found[0] is not None and found[0].group('name') is not None:
        named(interpreter, node, right, result, found)
        if is_locals(node.right):
            variables(interpreter, node, found, env)
        return
    if isinstance(node.right, ast.Tuple):
        values = [(interpreter.node_cell(item, 'item'), item,
                   interpreter.value_of(item)) for item in node.right.elts]
    elif right.get('dict') and found is None:
        named(interpreter, node, right, result, ())
        return
    else:
        place = node.right
        if not right.find().shapes or right.has('list'):
            place = None    # it may be a tuple
        element = right.get('list')
        if right.has('list') and is_one_value(interpreter, node, found):
            place, element = node.right, None
        if element is not None:
            right = element     # *args
        values = [(right, place, right)]
        for shape, field in list(right.find().shapes.items()):
            if isinstance(shape, tuple) and shape[0] == 'tuple':
                # What was thought before it was known to be a tuple.
                for tag in ('show', 'number', 'r'):
                    interpreter.operations.pop((node, tag, 0), None)
                interpreter.operations.pop((node.right, 'shown'), None)
                for index, item in enumerate(field):
                    one_value(interpreter, node, item, None, item, result,
                              found[index] if found and index < len(found)
                              else None, index)
                return
    for index, (cell, place, value) in enumerate(values):
        directive = None
        if found is not None and index < len(found):
            directive = found[index]
            if directive is None:
                continue    # the width of %*d is a number
        one_value(interpreter, node, value, place, value, result, directive,
                  index)


FIELD = re.compile(
    r'\{\{|\}\}|\{(?P<name>\d+|[A-Za-z_]\w*|)(?P<shown>!r)?'
    r'(?P<rest>[^{}]*)\}')
PART = re.compile(r'\[|\.(\w+)')


def _fields(template):
    """Yield the value that each field shows, and the match.

    A value is an index, or the name of a keyword.
    """
    number = 0
    for match in FIELD.finditer(template or ''):
        name = match.group('name')
        if name == '':
            yield number, match
            number += 1
        elif name is not None:
            yield int(name) if name.isdigit() else name, match


def shown_fields(template):
    """Return {index or name: [place of !r]} of the values {!r} shows.

    A value that is shown otherwise as well is none of them.
    """
    shown, others = {}, set()
    for index, match in _fields(template):
        if match.group('shown'):
            shown.setdefault(index, []).append(match.start('shown'))
        else:
            others.add(index)
    return {index: places for index, places in shown.items()
            if index not in others}


def plain_fields(template):
    """Return which values are shown by {}, {0} or {name} only."""
    plain, others = set(), set()
    for index, match in _fields(template):
        is_plain = match.group() == '{%s}' % match.group('name')
        (plain if is_plain else others).add(index)
    return plain - others


def parted_fields(template):
    """Return {index or name: [attribute or None]}, of {0[x]} and {0.name}."""
    parted = {}
    for index, match in _fields(template):
        part = PART.match(match.group('rest'))
        if part is not None:
            parted.setdefault(index, []).append(part.group(1))
    return parted


def is_one_value(interpreter, node, found):
    """Tell whether a list is what one directive shows."""
    if isinstance(node.right, (ast.List, ast.ListComp)):
        return True
    if not found or len(found) != 1:
        return False
    if isinstance(node.right, ast.Call):
        return getattr(node.right.func, 'id', None) != 'tuple'
    function = interpreter.function
    rest = function.node.args.vararg if function is not None else None
    return not (rest is not None and isinstance(node.right, ast.Name)
                and node.right.id == rest.arg)


def is_locals(node):
    return isinstance(node, ast.Call) and getattr(
        node.func, 'id', None) in ('locals', 'vars') and not node.args


def variables(interpreter, node, found, env):
    """template % locals(): the variables have to be text."""
    for match in found:
        name = match.group('name') if match is not None else None
        if name in env.names:
            cell = interpreter.use(env.names[name])
            if cell.is_string():
                slot = interpreter.slot(node, ('local', name), TEXT)
                interpreter.graph.flow(cell, slot)


def named(interpreter, node, right, result, found):
    """Follow a template with names: what they stand for is text."""
    interpreter.string(result, TEXT)
    pair = right.get('dict')
    if not pair:
        return
    slot = interpreter.slot(node.right, 'named', TEXT, 'formatted')
    interpreter.made_of[slot] = result
    names = [match and match.group('name') for match in found] or [None]
    cells = [cell for name in names
             for cell in interpreter.items_of(pair, name)]
    for cell in cells:
        interpreter.graph.flow(cell, slot)
    if isinstance(node.right, ast.Dict):
        for item in node.right.values:
            interpreter.named_latin(item, result)
    elif any(is_latin(cell.find()) for cell in cells):
        interpreter.graph.add(result, 'latin')
    for about in ('wire', 'decoded'):
        if any(cell.has(about) for cell in cells):
            interpreter.graph.add(result, about)


def one_value(interpreter, node, cell, place, value, result, directive,
              index):
    """Connect one value with the result."""
    kind = directive.group('type') if directive is not None else 's'
    if directive is not None and kind not in 'src':
        return
    shapes = value.find().shapes
    if kind == 'r':
        if value.is_string():
            slot = interpreter.slot(node, ('shown', index))
            interpreter.graph.flow(value, slot)
            interpreter.string(result, TEXT)
            interpreter.operations[(node, 'r', index)] = (
                'percent r', node, slot, place, directive, index)
        else:
            _text_only(interpreter, node, result, index)
            interpreter.operations[(node, 'r', index)] = (
                'container r', node, place, directive, index, value)
        return
    key = (node, 'show', index)
    if kind == 'c' and 'int' in shapes and set(shapes) <= NUMBER_SHAPES:
        # One byte, in bytes and on 2.7; 128 and more have no other meaning.
        if place is None or may_be_high(place):
            interpreter.graph.add(result, 'wire')
            _rather_text(interpreter, node, result, index, -MEASURED)
        else:
            _rather_text(interpreter, node, result, index, -300)
        return
    if 'str' in shapes:
        slot = interpreter.slot(node, ('value', index))
        interpreter.graph.flow(slot, result)
        interpreter.beside_text(value, slot, result)
        if directive is not None and (
                directive.group('width') or directive.group('precision')):
            interpreter.sensitive(value, slot, 300)
        mixed = bool(value.others())
        interpreter.graph.flow(value, slot, place, COST_USE, None,
                               'formatted')
        if mixed and place is None:
            _text_only(interpreter, node, result, index)
        elif mixed:
            interpreter.operations[key] = ('show', slot, place, value)
    elif set(shapes) == set(['int']):
        _rather_text(interpreter, node, result, index, 20)
        if place is not None:
            interpreter.operations[(node, 'number', index)] = (
                'number', node, result, place, directive, index, value)
    elif not shapes and not interpreter.is_settled():
        pass
    elif place is None:
        _text_only(interpreter, node, result, index)
        interpreter.note_container(value, place or node, False)
    else:
        _rather_text(interpreter, node, result, index, 60)
        if 'buffer' in shapes:
            interpreter.graph.add(result, 'wire')
        if value.has(('lib', '@headers')):
            interpreter.graph.add(result, 'decoded')
        if value.has('worded'):
            interpreter.graph.add(result, 'worded')
        if interpreter.is_unknown(value):
            interpreter.beside_unknown(result)
        interpreter.operations[key] = ('show', result, place, value)
        if directive is not None and kind == 's':
            interpreter.note_digits(value, place)
        interpreter.note_container(value, place)


def may_be_high(node):
    """Tell whether a number may be no character of ASCII."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int) and node.value > 127
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        # chr(ord('a') + n)
        return may_be_high(node.left) and may_be_high(node.right)
    if isinstance(node, ast.Call):
        name = getattr(node.func, 'id', getattr(node.func, 'attr', ''))
        if name == 'ord':
            return not isinstance(node.args[0], ast.Constant)
        if name in ('randint', 'randrange'):
            return may_be_high(node.args[-1])
    return True


def _text_only(interpreter, node, result, index):
    """The value has no form in bytes."""
    interpreter.string(result, TEXT)


def _rather_text(interpreter, node, result, index, cost):
    key = (node, 'rather', index)
    if key not in interpreter.operations:
        interpreter.operations[key] = ('rather',)
        result.find().bias -= cost


def struct_items(template):
    """Return the notation of what struct.unpack gives, or None."""
    if not isinstance(template, str):
        return None
    items = []
    for count, letter in re.findall(r'(\d*)([a-zA-Z?])', template):
        if letter == 'x':
            continue
        if letter in 'sp':
            items.append('B')
        elif letter == 'c':
            items.extend('B' * int(count or 1))
        elif letter in 'fd':
            items.extend('F' * int(count or 1))
        else:
            items.extend('I' * min(int(count or 1), 1000))
    return items


def struct_of_length(node):
    """Return the '!Bs' of '!B%ds' % n, or None if n counts values."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        text = template_text(node.left)
        if text and not re.search('%[di][^sp]', text):
            return re.sub('%[di]', '', text)
    return None


def literal_prefix(node):
    """Return the literal that a name begins with: 'do_' of 'do_' + x."""
    if isinstance(node, ast.BinOp):
        text = template_text(node.left)
        if text and isinstance(node.op, ast.Mod):
            text = text.split('%')[0]
        return text
    return template_text(node)
