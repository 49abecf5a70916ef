"""Keep rfile from reading ahead where the socket is read beside it.

On 2.7 ``rfile.read(4)`` asks the socket for four bytes and no more, and what
follows is left for ``recv()`` or ``select()``.  The buffer of 3, and of
socketserver_compat, takes all that is there.

=============================  ===============================
before                         after
=============================  ===============================
``class H(                     ``class H(
StreamRequestHandler):``       StreamRequestHandler):``
|                              ``    rbufsize = 0``
``self.rfile.read(4)``         ``read_exactly(self.rfile, 4)``
``self.connection.recv(1)``    ``self.connection.recv(1)``
=============================  ===============================

Safe, as ``read_exactly`` calls ``read()`` until the bytes are there, which
2.7 does within ``read()``; a file without a buffer reads once.  Left as it is
where the class reads lines, too, for which 2.7 reads ahead as well, or sets
``rbufsize``.
"""
import ast

from .._modules import below_imports, is_free

ORDER = 46
TOGETHER = True
FUNCTION = '''def read_exactly(stream, size):
    """Read so many bytes, or up to the end, and nothing beyond."""
    data = stream.read(size)
    while len(data) < size:
        more = stream.read(size - len(data))
        if not more:
            break
        data += more
    return data
'''
SOCKETS = ('connection', 'request')
# What one does with a socket without reading from it.
NOT_READING = frozenset('''
    send sendall close shutdown getpeername getsockname settimeout gettimeout
    setsockopt getsockopt
    '''.split())


def fix(module):
    """Look at the classes of handlers for streams."""
    if '.rfile.read(' not in module.text or not is_free(
            module, 'read_exactly'):
        return
    for node in module.walk(ast.ClassDef):
        if any((module.dotted(base) or '').split('.')[-1] ==
               'StreamRequestHandler' for base in node.bases):
            _fix_class(module, node)


def _fix_class(module, cls):
    own = [node for node in module.walk(ast.Attribute)
           if getattr(node.value, 'id', None) == 'self' and
           _class_of(module, node) is cls]
    calls = [_reading(module, node) for node in own if node.attr == 'rfile']
    if not calls or None in calls or (
            'rbufsize' in module.bindings(cls)) or not any(
                node.attr in SOCKETS and _is_read(module, node)
                for node in own):
        return
    if not _add_attribute(module, cls):
        return
    for call in calls:
        stream = module.source(call.func.value)
        module.cut(module.start(call), module.start(call.args[0]),
                   'read_exactly(%s, ' % stream)
    below_imports(module, FUNCTION)


def _add_attribute(module, cls):
    """Put rbufsize = 0 in front of what the class has, but its docstring."""
    body = cls.body[1:] if len(cls.body) > 1 and isinstance(
        cls.body[0], ast.Expr) else cls.body
    first = (getattr(body[0], 'decorator_list', None) or body)[0]
    blank = '\n' if isinstance(body[0], ast.FunctionDef) else ''
    return module.insert(module.offset(
        first.lineno, 0), '%srbufsize = 0\n%s' % (
            module.indent(first), blank))


def _class_of(module, node):
    while node is not None and not isinstance(node, ast.ClassDef):
        node = module.parent(node)
    return node


def _reading(module, node):
    """Return the call of self.rfile.read(4), None if it is something else."""
    method = module.parent(node)
    call = module.parent(method)
    if getattr(method, 'attr', None) == 'read' and isinstance(
            call, ast.Call) and call.func is method and (
                len(call.args) == 1 and not call.keywords and
                not isinstance(call.args[0], ast.Starred)):
        return call
    return None


def _is_read(module, node):
    """Tell whether a socket may be read, here or where it goes to."""
    parent = module.parent(node)
    return not (isinstance(parent, ast.Attribute) and
                parent.attr in NOT_READING) and isinstance(
                    node.ctx, ast.Load)
