"""``StringIO`` and ``cStringIO``, by what is stored in them.

=========================================  ===============================
before                                     after
=========================================  ===============================
``StringIO(sock.recv(9))``                 ``io.BytesIO(sock.recv(9))``
``s = StringIO(); s.write('%d' % n)``      ``s = six.StringIO(); ...``
``self.rfile = StringIO(request)``         ``self.rfile = io.BytesIO(...)``
``s.len``, ``s.buf``, ``s.pos``            ``len(s.getvalue())``,
                                           ``s.getvalue()``, ``s.tell()``
``s.reset()``                              ``s.seek(0)``
``s.truncate(0)``                          ``s.seek(0)`` above it
=========================================  ===============================

What is stored is bytes if it comes from the wire, from struct, zlib,
base64 or pickle, or from a file opened in binary mode, if ftplib or pycurl
writes it, or if the object is a handler's rfile or wfile.  It is text if it
is made of string literals, or if ``traceback`` or ``print`` write into it.
Where nothing tells, it is ``six.StringIO`` and the note SC103.

Safe: on 2 ``io.BytesIO`` takes and gives the same ``str``, and
``six.StringIO`` is ``StringIO.StringIO``.  The attributes are those that only
the old classes have; and only they go back when they are cut, where the
new ones would fill the gap with zeros.
"""
import ast

from .. import _tree
from .._modules import (
    binders, origin, remove_statement, replace_statement, stands_alone,
    statement_text)

ORDER = 35
MODULES = ('StringIO', 'cStringIO')
BYTES_CALLS = frozenset('''
    recv recvfrom pack compress decompress b64decode b64encode a2b_hex
    unhexlify hexlify dumps decode_base64 getvalue_bytes urandom digest
    encode read_bytes makefile get_data readbytes
    '''.split())
MEMBERS = {'len': 'len(%s.getvalue())', 'buf': '%s.getvalue()',
           'pos': '%s.tell()'}
# These read bytes of a file, or call its write() with bytes: of ftplib and of
# pycurl.
TAKERS_OF_BYTES = ('retrbinary', 'storbinary', 'storlines', 'setopt')
BYTES_WORDS = ('raw', 'packet', 'bytes', 'payload', 'chunk', 'buf',
               'request_text', 'zip', 'gz', 'body', 'compressed')


def fix(module):
    """Rewrite imports and uses of both modules."""
    if not any(_is_ours(node) for node in module.walk(
            ast.Import, ast.ImportFrom)):
        return
    kinds = {}
    constructors = []
    for node in module.walk(ast.Call):
        if module.dotted(node.func) in (
                'StringIO.StringIO', 'cStringIO.StringIO'):
            kinds[node] = _kind(module, node)
            constructors.append(node)
    others = _other_uses(module, constructors)
    if any(_in_try(module, node) for node in module.walk(
            ast.Import, ast.ImportFrom) if _is_ours(node)):
        if not _merge_tries(module):
            return
    for node in constructors:
        kind = kinds[node]
        if kind is None:
            module.note(node, 'SC103')
        name = 'io.BytesIO' if kind == 'bytes' else 'six.StringIO'
        if module.replace(node.func, name):
            module.need(name.split('.')[0])
    for node in module.walk(ast.Attribute):
        if node.attr in ('reset', 'truncate') or node.attr in MEMBERS:
            if _holds_ours(module, node.value, constructors):
                _member(module, node)
    for node in others:
        if module.replace(node, 'six.StringIO'):
            module.need('six')
    for node in module.walk(ast.Import, ast.ImportFrom):
        if _is_ours(node) and not _in_try(module, node):
            _remove(module, node)


def _is_ours(node):
    if isinstance(node, ast.Import):
        return any(alias.name in MODULES for alias in node.names)
    return origin(node) in MODULES if isinstance(
        node, ast.ImportFrom) else False


def _other_uses(module, constructors):
    """Return the uses that are no calls, as in isinstance(x, StringIO)."""
    calls = set(node.func for node in constructors)
    return [node for node in module.walk(ast.Name, ast.Attribute)
            if node not in calls and module.dotted(node) in (
                'StringIO.StringIO', 'cStringIO.StringIO')]


def _holds_ours(module, node, constructors):
    """Tell whether nothing else is assigned to this name or attribute."""
    values = [module.parent(target) for target in binders(module, node)]
    return bool(values) and all(
        isinstance(value, ast.Assign) and value.value in constructors
        for value in values)


def _member(module, node):
    """Write what the new classes have not, or do otherwise."""
    call = module.parent(node)
    called = isinstance(call, ast.Call) and call.func is node
    text = module.source(node.value)
    if node.attr in MEMBERS:
        if isinstance(node.ctx, ast.Load) and not called and (
                not module.bound('len', node)):
            module.replace(node, MEMBERS[node.attr] % text)
    elif node.attr == 'reset':
        if called and not call.args:
            module.replace(call, text + '.seek(0)')
    elif called and len(call.args) == 1 and getattr(
            call.args[0], 'value', None) == 0:
        _cut(module, module.parent(call), text)


def _cut(module, statement, text):
    """Go back to the start before all is cut, if the program does not."""
    back = text + '.seek(0)'
    if not isinstance(statement, ast.Expr):
        return
    around = module.text.split('\n')[
        max(statement.lineno - 2, 0):statement.end_lineno + 1]
    if any(line.strip() == back for line in around):
        return
    module.insert(module.start(statement), back + (
        '\n' + module.indent(statement)
        if stands_alone(module, statement) else '; '))


def _in_try(module, node):
    return isinstance(module.parent(node), (ast.Try, ast.ExceptHandler))


def _merge_tries(module):
    """Drop try: import cStringIO, except ImportError: import StringIO."""
    merged = True
    for node in module.walk(ast.Try):
        statements = node.body + [
            one for handler in node.handlers for one in handler.body]
        if not any(_is_ours(one) for one in statements):
            continue
        if all(_is_ours(one) or (
                isinstance(one, ast.ImportFrom) and origin(one) == 'io')
               for one in statements) and not (
                   node.orelse or node.finalbody):
            if any(origin(one) == 'io' for one in statements
                   if isinstance(one, ast.ImportFrom)):
                merged = False  # ported already
                continue
            remove_statement(module, node)
        else:
            module.note(node, 'SC102')
            merged = False
    return merged


def _remove(module, node):
    if isinstance(node, ast.ImportFrom):
        remove_statement(module, node)
        return
    kept = [(alias.name, alias.asname) for alias in node.names
            if alias.name not in MODULES]
    if kept:
        replace_statement(module, node, [statement_text(None, kept)])
    else:
        remove_statement(module, node)


def _kind(module, call):
    """Return 'bytes', 'text' or None for a new StringIO."""
    if call.args:
        kind = _kind_of_value(module, call.args[0], 3)
        if kind:
            return kind
    parent = module.parent(call)
    if isinstance(parent, ast.Assign):
        targets = [module.source(target) for target in parent.targets]
        for target in targets:
            kind = _kind_of_target(module, parent, target)
            if kind:
                return kind
    if isinstance(parent, (ast.Call, ast.keyword)):
        while isinstance(parent, ast.keyword):
            parent = module.parent(parent)
        name = getattr(parent.func, 'attr', getattr(parent.func, 'id', ''))
        if name in ('GzipFile', 'ZipFile', 'Message', 'HTTPMessage',
                    'FieldStorage', 'HTTPResponse', 'Unpickler'):
            return 'bytes'
    return None


def _kind_of_value(module, node, depth):
    if isinstance(node, ast.Constant):
        return 'text' if isinstance(node.value, str) and node.value else None
    if isinstance(node, ast.BinOp):
        return (_kind_of_value(module, node.left, depth) if isinstance(
            node.op, ast.Mod) else
            _best(_kind_of_value(module, node.left, depth),
                  _kind_of_value(module, node.right, depth)))
    if isinstance(node, ast.Call):
        name = getattr(node.func, 'attr', getattr(node.func, 'id', ''))
        if name in BYTES_CALLS:
            return 'bytes'
        if name in ('read', 'readline') and _is_binary_file(
                module, node.func):
            return 'bytes'
        if name in ('str', 'repr', 'format_exc', 'unicode', 'asctime'):
            return 'text'
        if isinstance(node.func, ast.Attribute) and name in (
                'join', 'strip', 'replace', 'split'):
            parts = [node.func.value] + node.args
            return 'bytes' if any(
                _kind_of_value(module, one, depth) == 'bytes'
                for one in parts) else None
        return None
    if isinstance(node, ast.Subscript):
        return _kind_of_value(module, node.value, depth)
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _kind_of_name(module, node, depth)
    return None


def _best(first, second):
    return 'bytes' if 'bytes' in (first, second) else first or second


def _is_binary_file(module, function):
    if not isinstance(function, ast.Attribute):
        return False
    text = module.source(function.value)
    return ('rfile' in text or 'sock' in text or 'urlopen' in text or
            "'rb'" in text or '"rb"' in text)


def _kind_of_name(module, node, depth):
    """Follow a name to what is assigned to it in the same function."""
    text = module.source(node)
    if depth:
        scope = module.scope(node)
        for one in _tree.walk(scope):
            if isinstance(one, ast.Assign) and any(
                    module.source(target) == text
                    for target in one.targets):
                kind = _kind_of_value(module, one.value, depth - 1)
                if kind == 'bytes':
                    return kind
            if isinstance(one, ast.AugAssign) and module.source(
                    one.target) == text:
                kind = _kind_of_value(module, one.value, depth - 1)
                if kind == 'bytes':
                    return kind
    name = text.rpartition('.')[2].lower()
    if any(word in name for word in BYTES_WORDS):
        return 'bytes'
    return None


def _kind_of_target(module, assign, target):
    """Look at what happens to the object that is assigned here."""
    name = target.rpartition('.')[2]
    if name in ('rfile', 'wfile'):
        return 'bytes'
    scope = module.scope(assign)
    if '.' in target:
        while isinstance(scope, ast.FunctionDef):
            outer = module.scope(scope)
            if isinstance(outer, ast.Module):
                break
            scope = outer
    found = None
    for node in _tree.walk(scope):
        if isinstance(node, ast.keyword) and node.arg == 'file' and (
                module.source(node.value) == target):
            found = 'text'
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and module.source(
                node.func.value) == target:
            if node.func.attr in ('write', 'writelines') and node.args:
                kind = _kind_of_value(module, node.args[0], 3)
                if kind == 'bytes':
                    return kind
                found = found or kind
        else:
            passed = [module.source(one) for one in node.args] + [
                module.source(word.value) for word in node.keywords]
            called = getattr(node.func, 'attr', getattr(node.func, 'id', ''))
            if called in TAKERS_OF_BYTES and (
                    target in passed or target + '.write' in passed):
                return 'bytes'
            if target in passed:
                if called in ('GzipFile', 'ZipFile', 'Unpickler', 'Pickler',
                              'Message', 'parse_headers', 'load',
                              'save', 'dump'):
                    return 'bytes'
                if called in ('print_exc', 'print_stack', 'print_tb',
                              'StreamHandler', 'print_exception'):
                    found = 'text'
    return found
