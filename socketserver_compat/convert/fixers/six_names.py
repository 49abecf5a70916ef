"""With ``--to 3``: what pyupgrade leaves of six.

==========================================  ============================
before                                      after
==========================================  ============================
``six.PY2``, ``six.PY3``                    ``False``, ``True``
``six.ensure_binary('text')``               ``b'text'``
``six.ensure_binary(x % y)``                ``(x % y).encode('utf-8')``,
                                            where x is a text literal
``six.ensure_str(sock.recv(9))``            ``sock.recv(9).decode(
                                            'utf-8')``
``if isinstance(data, bytes):``             ``if isinstance(data, bytes):``
``    data = six.ensure_str(data)``         ``    data = data.decode(
                                            'utf-8')``
``six.ensure_str(data, 'utf-8',             ``wire_text(data)``, a function
'surrogateescape')``                        that takes both, with the note
                                            SC201, if nothing tells what
                                            data is
``six.ensure_str(data)``                    left then, with the note SC113
``six.StringIO``, ``six.BytesIO``           ``io.StringIO``,
                                            ``io.BytesIO``
``six.text_type``, ``six.integer_types``    ``str``, ``int``
``six.viewkeys(d)``                         ``d.keys()``
``six.int2byte(n)``, ``six.byte2int(b)``    ``bytes((n,))``, ``b[0]``
``import six`` that nothing uses            nothing
==========================================  ============================

Safe: this is what six does on Python 3.  Where a person has to decide, a
note tells so.
"""
import ast
import re

from .._modules import below_imports, is_free
from ..wire import helpers

ORDER = 76
TARGET = '3'
PLAIN = {
    'PY2': 'False', 'PY3': 'True', 'PY34': 'True', 'text_type': 'str',
    'binary_type': 'bytes', 'string_types': 'str', 'integer_types': 'int',
    'class_types': 'type', 'MAXSIZE': 'sys.maxsize',
    'StringIO': 'io.StringIO', 'BytesIO': 'io.BytesIO', 'unichr': 'chr',
    'next': 'next', 'callable': 'callable',
}


def fix(module):
    """Rewrite the uses."""
    kinds = None
    if 'six.ensure_' in module.text:
        kinds = _followed(module)
    for node in module.walk(ast.Attribute):
        name = module.dotted(node) or ''
        if name.startswith('six.') and not name.startswith('six.moves'):
            _attribute(module, node, name[len('six.'):], kinds)


def _followed(module):
    """Return a function that tells the kind of a value, by its origin.

    Only what can be nothing but a string, and of known origin, has a kind.
    """
    from ..wire import cut, files, infer, kinds
    from ..wire.edits import Edits
    try:
        interpreter = infer.Interpreter(
            module.tree, Edits(module.text).text)
        interpreter.run()
        files.prefer_bytes(interpreter)
        decided = cut.decide(
            interpreter.graph, list(interpreter.cells.values()))
    except Exception:
        # What cannot be followed stays, with a note.
        return lambda node: None

    def kind(node):
        if isinstance(node, ast.Call) and isinstance(
                node.func, ast.Attribute):
            owner = interpreter.values.get(node.func.value)
            if owner is not None and not owner.find().shapes:
                return None
        cell = interpreter.values.get(node)
        root = cell and cell.find()
        if not root or root.unknown or not root.shapes or not all(
                shape in kinds.ABOUT_STRINGS for shape in root.shapes):
            return None
        return decided.get(root)

    return kind


def _attribute(module, node, name, kinds):
    parent = module.parent(node)
    call = parent if (isinstance(parent, ast.Call) and
                      parent.func is node) else None
    if name in ('PY2', 'PY3') and isinstance(
            parent, ast.IfExp) and parent.test is node:
        _choose(module, parent, name == 'PY3')
    elif name in PLAIN:
        if isinstance(parent, ast.Subscript):
            if name in ('integer_types', 'class_types'):
                module.replace(parent, PLAIN[name])
        elif module.replace(node, PLAIN[name]):
            if '.' in PLAIN[name]:
                module.need(PLAIN[name].split('.')[0])
    elif name == 'int2byte' and isinstance(parent, ast.Call) and getattr(
            parent.func, 'id', '') == 'map' and len(parent.args) == 2:
        text = module.source(parent.args[1])
        text = re.sub(r'^(?:six\.iterbytes|iter)\((.*)\)$', r'\1', text)
        module.replace(
            parent, '(bytes((byte,)) for byte in %s)' % text)
    elif name in ('ensure_binary', 'ensure_str', 'ensure_text') and call:
        _ensure(module, node, call, name, kinds)
    else:
        module.note(node, 'SC113')


def _choose(module, node, first):
    """Leave of x if six.PY3 else y what Python 3 takes."""
    chosen = node.body if first else node.orelse
    outer = module.parent(node)
    text = module.source(chosen)
    start, end = module.start(node), module.end(node)
    if module.text[start - 1:start] == '(' and (
            module.text[end:end + 1] == ')'):
        if isinstance(outer, ast.keyword) and outer.arg is None and (
                isinstance(chosen, ast.Dict)
                and module.text[start - 3:start] == '**('):
            module.cut(start - 3, end + 1, ', '.join(
                '%s=%s' % (key.value, module.source(value))
                for key, value in zip(chosen.keys, chosen.values)))
            return
        if isinstance(outer, ast.Call) and outer.func is node and isinstance(
                chosen, (ast.Name, ast.Attribute)):
            module.cut(start - 1, end + 1, text)
            return
    module.replace(node, text if isinstance(outer, (
        ast.Assign, ast.Return, ast.Call, ast.keyword)) and (
            '\n' not in text) else module.operand(chosen))


def _kind(node):
    """Return 'text' or 'bytes' where an expression shows it."""
    if isinstance(node, ast.JoinedStr):
        return 'text'
    if isinstance(node, ast.Constant):
        return {str: 'text', bytes: 'bytes'}.get(type(node.value))
    if isinstance(node, ast.BinOp) and isinstance(
            node.op, (ast.Mod, ast.Add)):
        left = _kind(node.left)
        if left or isinstance(node.op, ast.Mod):
            return left
        return _kind(node.right)
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute):
            if node.func.attr == 'encode':
                return 'bytes'
            if node.func.attr == 'decode':
                return 'text'
            if node.func.attr in ('format', 'join', 'strip', 'upper',
                                  'lower', 'replace', 'rstrip', 'lstrip'):
                return _kind(node.func.value)
        elif isinstance(node.func, ast.Name) and node.func.id in (
                'str', 'repr', 'input', 'chr'):
            return 'text'
    return None


def _tested(module, call, value):
    """Return the kind of a variable of which isinstance() has told it."""
    statement = module.parent(call)
    if isinstance(statement, ast.Assign):
        block = module.parent(statement)
        if not isinstance(block, ast.If) or block.body[0] is not statement:
            return None
    elif isinstance(statement, ast.IfExp) and statement.body is call:
        block = statement
    else:
        return None
    test = module.source(block.test).replace('six.', '')
    for kind, names in (('text', ('str', 'text_type')),
                        ('bytes', ('bytes', 'binary_type'))):
        if isinstance(value, ast.Name) and test in [
                'isinstance(%s, %s)' % (value.id, name) for name in names]:
            return kind
    return None


def _helped(module, call, value, wanted):
    """Call a function of the program's own; tell whether that could be."""
    if value is None or not module.source(call).endswith(helpers.CODEC):
        return False
    helper = helpers.TO_WIRE if wanted == 'bytes' else helpers.TO_TEXT
    source = helpers.on_3(helper)
    if not is_free(module, helper) and (
            source.splitlines()[0] not in module.text.splitlines()):
        return False
    if module.replace(call, '%s(%s)' % (helper, module.source(value))):
        if is_free(module, helper):
            below_imports(module, source)
        module.note(call, 'SC201', helpers.UNKNOWN % helper)
    return True


def _ensure(module, node, call, name, kinds):
    value = call.args[0] if call.args else None
    kind = value is not None and (
        _kind(value) or _tested(module, call, value) or kinds(value))
    wanted = 'bytes' if name == 'ensure_binary' else 'text'
    if not kind:
        if not _helped(module, call, value, wanted):
            module.note(node, 'SC113')
        return
    text = module.source(value)
    if kind == wanted:
        module.replace(call, '(%s)' % text if isinstance(
            value, ast.BinOp) else text)
        return
    codec = ', '.join([module.source(one) for one in call.args[1:]] + [
        '%s=%s' % (word.arg, module.source(word.value))
        for word in call.keywords])
    if (isinstance(value, ast.Constant) and not codec and
            kind == 'text' and text.isascii() and '\\u' not in text and
            '\\N' not in text and '\\x' not in text and
            text[0] in '\'"'):
        module.replace(call, 'b' + text)
        return
    if not isinstance(value, (ast.Constant, ast.JoinedStr)):
        text = module.operand(value)
    module.replace(call, '%s.%s(%s)' % (
        text, 'encode' if wanted == 'bytes' else 'decode',
        codec or "'utf-8'"))
