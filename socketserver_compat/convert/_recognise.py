"""Tell Python 2 source from Python 3 source."""
import ast
import re

from . import _syntax, _tree
from ._edits import FAILURES, Module, parse

PYTHON2, PYTHON3 = 'Python 2', 'Python 3'
EITHER, BOTH = 'Python 2 or 3', 'Python 2 and 3'

ONLY_2_MODULES = frozenset('''
    BaseHTTPServer Bastion CGIHTTPServer ConfigParser Cookie
    DocXMLRPCServer HTMLParser Queue SimpleHTTPServer SimpleXMLRPCServer
    SocketServer StringIO Tkinter UserDict UserList __builtin__ anydbm
    cPickle cStringIO commands cookielib copy_reg dummy_thread exceptions
    htmlentitydefs httplib md5 mimetools popen2 robotparser sets sha
    thread tkFileDialog tkMessageBox tkSimpleDialog urllib2 urlparse
    xmlrpclib
    '''.split())
ONLY_3_MODULES = frozenset('''
    socketserver http.server http.client http.cookies http.cookiejar
    urllib.request urllib.parse urllib.error queue configparser
    html.parser tkinter xmlrpc.client xmlrpc.server pathlib asyncio typing
    dataclasses enum concurrent.futures contextvars selectors
    '''.split())
MISSING = ('NameError', 'ImportError', 'ModuleNotFoundError',
           'AttributeError', 'Exception')
VERSIONS = frozenset('''
    version_info version hexversion PY2 PY3 python_version py3k PYTHON3
    PYTHON2 IS_PY3 IS_PY2 hasattr
    '''.split())
FOR_BOTH = ('__future__', 'six', 'socketserver_compat', 'SocketServer')
ONLY_2_NAMES = frozenset('''
    unicode xrange raw_input basestring unichr file cmp execfile apply
    reload intern buffer long reduce coerce
    '''.split())
ONLY_2_ATTRIBUTES = frozenset('''
    has_key iteritems iterkeys itervalues getheader maxint exc_type
    exc_value getcwdu im_func im_self func_name func_code
    '''.split())
# Codecs of 2 that turn bytes into bytes; 3 has them in the codecs module.
OLD_CODECS = frozenset('hex base64 zlib'.split())
ONLY_3_NODES = tuple(
    getattr(ast, name) for name in (
        'JoinedStr', 'AsyncFunctionDef', 'AsyncFor', 'AsyncWith', 'Await',
        'AnnAssign', 'Nonlocal', 'YieldFrom', 'NamedExpr', 'Match',
        'TryStar', 'TypeAlias', 'TemplateStr') if hasattr(ast, name))

# The nodes that _is_python3() and _is_python2() look at.
TELL_3 = ONLY_3_NODES + (
    ast.arguments, ast.arg, ast.FunctionDef, ast.ClassDef, ast.Raise,
    ast.Call, ast.Import, ast.ImportFrom)
TELL_2 = (ast.Name, ast.Attribute, ast.Call, ast.BinOp, ast.Expr, ast.Import,
          ast.ImportFrom)


def recognise(text):
    """Return what the source is; raise Unparsable if it is neither.

    EITHER has nothing that would tell, BOTH is meant to run on both.
    """
    try:
        parse(text)
    except FAILURES as error:
        try:
            _syntax.python2_text(text)
        except _syntax.Unparsable as other:
            if other.line is None:
                other.line = getattr(error, 'lineno', None)
            raise other
        return PYTHON2
    shebang = re.match(r'#!.*\bpython([23])', text)
    if shebang:
        return PYTHON2 if shebang.group(1) == '2' else PYTHON3
    module = Module(text)
    if any(_is_python3(module, node)
           for kind in TELL_3 for node in module.walk(kind)):
        return PYTHON3
    if any(_is_python2(module, node)
           for kind in TELL_2 for node in module.walk(kind)):
        return PYTHON2
    if _is_for_both(module):
        return BOTH
    if any(_names_a_codec(module, node) for node in module.walk(ast.Call)):
        return PYTHON3
    return EITHER


def _names_a_codec(module, node):
    """str(data, 'utf-8') and bytes(text, 'utf-8') are errors on 2."""
    return (isinstance(node.func, ast.Name) and
            node.func.id in ('str', 'bytes') and
            bool(node.args[1:] or node.keywords) and
            module.is_builtin(node.func) and not _guarded(module, node))


def _is_for_both(module):
    """Tell whether somebody has thought of both Pythons already."""
    for node in module.walk(ast.Import, ast.ImportFrom):
        names = [getattr(node, 'module', None)] + [
            alias.name for alias in node.names]
        if any((name or '').split('.')[0] in FOR_BOTH for name in names):
            return True
    return False


def _guarded(module, node):
    """Tell whether something else is there for the other Python."""
    while node is not None:
        if isinstance(node, ast.ExceptHandler):
            if _is_for_missing(node):
                return True
        elif isinstance(node, ast.Try):
            if any(_is_for_missing(one) for one in node.handlers):
                return True
        elif isinstance(node, (ast.If, ast.IfExp)):
            if _asks_for_version(node.test):
                return True
        node = module.parent(node)
    return False


def _is_for_missing(handler):
    """Tell whether a handler is for names or modules that are missing."""
    if handler.type is None:
        return True
    return any(getattr(one, 'id', '') in MISSING
               for one in _tree.walk(handler.type))


def _asks_for_version(test):
    return any(
        getattr(one, 'attr', getattr(one, 'id', '')) in VERSIONS
        for one in _tree.walk(test))


def _imports(module, node, names):
    if isinstance(node, ast.Import):
        found = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and not node.level:
        found = [node.module] + [
            '%s.%s' % (node.module, alias.name) for alias in node.names]
    else:
        return False
    return any(name in names for name in found) and not _guarded(
        module, node)


def _uses_future(module):
    return any(
        name.split('.')[0] in ('future', 'past', 'builtins')
        for node in module.walk(ast.Import, ast.ImportFrom)
        for name in [getattr(node, 'module', None) or node.names[0].name])


def _is_python3(module, node):
    if isinstance(node, ONLY_3_NODES):
        return True
    if isinstance(node, ast.arguments):
        return bool(node.kwonlyargs or getattr(node, 'posonlyargs', None))
    if isinstance(node, ast.arg):
        return node.annotation is not None
    if isinstance(node, ast.FunctionDef):
        return node.returns is not None
    if isinstance(node, ast.ClassDef):
        return bool(node.keywords)
    if isinstance(node, ast.Raise):
        return node.cause is not None
    if isinstance(node, ast.Call):
        return _is_python3_call(module, node)
    return _imports(module, node, ONLY_3_MODULES) and not _uses_future(module)


def _is_python3_call(module, node):
    if not isinstance(node.func, ast.Name):
        return False
    if node.func.id == 'super':
        return not node.args and not module.bound('super', node)
    if node.func.id == 'print' and not module.bound(
            'print_function', module.tree.body[0]):
        return bool(node.keywords)
    return False


def _uses_old_codec(node):
    return (getattr(node.func, 'attr', None) in ('encode', 'decode') and
            any(getattr(argument, 'value', None) in OLD_CODECS
                for argument in node.args[:1]))


def _is_print_statement(module, node):
    """Tell whether this is ``print``, ``print [x]`` or ``print (x) % y``."""
    if isinstance(node, ast.Call):
        return False
    while isinstance(node, ast.BinOp):
        node = node.left
    if isinstance(node, ast.Subscript):
        node = node.value
    elif isinstance(node, ast.Call):
        node = node.func
    return module.is_builtin(node, 'print')


def _is_python2(module, node):
    if isinstance(node, ast.Name):
        return node.id in ONLY_2_NAMES and module.is_builtin(
            node) and not _guarded(module, node)
    if isinstance(node, ast.Attribute):
        return node.attr in ONLY_2_ATTRIBUTES and not (
            getattr(node.value, 'id', None) == 'six'
            or _guarded(module, node))
    if isinstance(node, ast.Call):
        return _uses_old_codec(node) and not _guarded(module, node)
    if isinstance(node, ast.Expr):
        return _is_print_statement(module, node.value)
    if isinstance(node, ast.BinOp):
        # print >>f, x
        return isinstance(node.op, ast.RShift) and module.is_builtin(
            node.left, 'print')
    return _imports(module, node, ONLY_2_MODULES)
