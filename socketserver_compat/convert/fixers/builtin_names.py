"""Builtin names that Python 3 has not.

====================================  ==================================
before                                after
====================================  ==================================
``unicode``, ``basestring``           ``six.text_type``,
                                      ``six.string_types``
``long``, ``(int, long)``             ``int``, ``six.integer_types``
``unichr``                            ``six.unichr``
``reduce``, ``xrange``                the same (``range``) from six.moves
``raw_input(x)``                      ``input(x)`` from six.moves
``input(x)``                          ``eval(input(x))``, note SC104
``intern``, ``reload``                from six.moves
``file(x)``                           ``open(x)``
``open(x, 'rU')``                     ``open(x, 'rU' if six.PY2 else
                                      'r')``, which reads as that did
``buffer(x, 2)``                      ``memoryview(x)[2:].tobytes()``
``s.send(buffer(x))``                 ``s.send(memoryview(x))``
``oct(x)``                            ``oct(x).replace('0o0', '0')
                                      .replace('0o', '0')``
``apply(f, a, k)``                    ``f(*a, **k)``
``execfile(x)``                       ``exec(compile(open(x).read(), x,
                                      'exec'))``
====================================  ==================================

Safe: six has the very objects.  ``long(x)`` becomes ``int(x)``, which on 2
gives a long where it must.  A name that the file binds itself is left.
"""
import ast

from ..wire.helpers import UNIVERSAL

ORDER = 40
TOGETHER = True
TYPES = {'unicode': 'six.text_type', 'basestring': 'six.string_types',
         'unichr': 'six.unichr'}
MOVES = {'reduce': 'reduce', 'intern': 'intern', 'reload': 'reload_module'}
# What takes a view of bytes on 2 and on 3.
VIEWED = frozenset(['send', 'sendall', 'sendto', 'len', 'recv_into'])


def fix(module):
    """Rewrite the names."""
    for node in module.walk(ast.Name):
        if node.id in NAMES and module.is_builtin(node):
            _name(module, node)


def _is_call(module, node):
    call = module.parent(node)
    return isinstance(call, ast.Call) and call.func is node


def _name(module, node):
    name = node.id
    if name in TYPES:
        if module.replace(node, TYPES[name]):
            module.need('six')
    elif name in MOVES:
        if module.replace(node, MOVES[name]):
            module.need('six.moves', MOVES[name])
    elif name == 'long':
        _long(module, node)
    elif name in CALLS and _is_call(module, node):
        CALLS[name](module, node, module.parent(node))
    elif name == 'file':
        # As in isinstance(x, file).
        module.note(node, 'SC102')


def _long(module, node):
    parent = module.parent(node)
    if isinstance(parent, ast.Tuple) and sorted(
            getattr(one, 'id', '') for one in parent.elts) == [
                'int', 'long']:
        if module.replace(parent, 'six.integer_types'):
            module.need('six')
    elif _is_call(module, node):
        module.replace(node, 'int')
    elif module.replace(node, 'six.integer_types[-1]'):
        module.need('six')


def _moved(module, node, name):
    """Take a function of six.moves, also beside a variable of its name."""
    if all(isinstance(module.parent(one), ast.ImportFrom)
           for one in module.bound(name, node)):
        if module.replace(node, name):
            module.need('six.moves', name)
    elif module.replace(node, 'six.moves.' + name):
        module.need('six')


def _raw_input(module, node, call):
    _moved(module, node, 'input')


def _input(module, node, call):
    outer = module.parent(call)
    if isinstance(outer, ast.Call) and module.is_builtin(
            outer.func, 'eval'):
        return
    if module.bound('input', node):
        return
    if module.wrap(call, 'eval(', ')'):
        module.need('six.moves', 'input')
        module.note(call, 'SC104')


def _file(module, node, call):
    _open(module, node, call)
    module.replace(node, 'open')


def _open(module, node, call):
    """3.11 has no mode U, and from 3.0 on every text file reads so."""
    places = call.args[1:2] + [keyword.value for keyword in call.keywords
                               if keyword.arg == 'mode']
    for place in places:
        mode = getattr(place, 'value', None)
        if isinstance(mode, str) and 'U' in mode:
            new = mode.replace('U', '').replace('r', '')
            if module.replace(place, "%s if six.PY2 else 'r%s'" % (
                    module.source(place), new)):
                module.need('six')
                if 'b' in new:
                    module.note(place, 'SC207', UNIVERSAL)


def _apply(module, node, call):
    if call.keywords or not 1 <= len(call.args) <= 3 or any(
            isinstance(one, ast.Starred) for one in call.args):
        module.note(call, 'SC102')
        return
    parts = ['*', '**']
    texts = [module.source(one) for one in call.args]
    function = module.operand(call.args[0])
    module.replace(call, '%s(%s)' % (function, ', '.join(
        star + text for star, text in zip(parts, texts[1:]))))


def _execfile(module, node, call):
    texts = [module.source(one) for one in call.args]
    module.replace(
        call, "exec(%s)" % ', '.join(
            ["compile(open(%s).read(), %s, 'exec')" % (texts[0], texts[0])]
            + texts[1:]))
    if len(texts) == 1:
        module.note(call, 'SC117')


def _xrange(module, node, call):
    _moved(module, node, 'range')


def _buffer(module, node, call):
    """A copy does what a buffer does, but for what is sent or measured."""
    outer = module.parent(call)
    texts = [module.source(one) for one in call.args]
    new = 'memoryview(%s)' % texts[0]
    if len(texts) == 2:
        new += '[%s:]' % texts[1]
    elif len(texts) == 3:
        new += '[{0}:{0} + {1}]'.format(*[
            text if isinstance(one, ast.Constant) else module.operand(one)
            for one, text in list(zip(call.args, texts))[1:]])
    if isinstance(outer, ast.Call) and module.is_builtin(outer.func, 'str'):
        module.replace(outer, new + '.tobytes()')
    elif isinstance(outer, ast.Call) and getattr(
            outer.func, 'attr', getattr(outer.func, 'id', None)) in VIEWED:
        module.replace(call, new)
    else:
        module.replace(call, new + '.tobytes()')


def _oct(module, node, call):
    """oct(8) is '0o10' on 3."""
    outer = module.parent(call)
    if getattr(outer, 'attr', None) != 'replace' and not (
            isinstance(outer, ast.Subscript) and outer.value is call):
        module.wrap(call, '', ".replace('0o0', '0').replace('0o', '0')")


def _coerce(module, node, call):
    module.note(call, 'SC102')


CALLS = {
    'raw_input': _raw_input,
    'input': _input,
    'file': _file,
    'open': _open,
    'apply': _apply,
    'execfile': _execfile,
    'xrange': _xrange,
    'buffer': _buffer,
    'oct': _oct,
    'coerce': _coerce,
}
NAMES = frozenset(TYPES) | frozenset(MOVES) | frozenset(CALLS) | {'long'}
