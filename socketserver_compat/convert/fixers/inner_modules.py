"""Modules that are reached through other modules.

===========================================  ============================
before                                       after
===========================================  ============================
``SimpleHTTPServer.BaseHTTPServer``          ``BaseHTTPServer``
``urllib2.httplib``                          ``httplib``
``SimpleXMLRPCServer.xmlrpclib``             ``xmlrpclib``
===========================================  ============================

The other module is imported, and what else rewrites it does so then.  The
modules of 3 import others, or call them otherwise.  Safe: on 2.7 it is the
same module.  It stays where the program uses the name for something else.
"""
import ast

from .._modules import is_free

ORDER = 12
# What the modules of 2.7 import.
INNER = {
    'BaseHTTPServer': 'SocketServer mimetools socket sys time',
    'CGIHTTPServer': '''BaseHTTPServer SimpleHTTPServer copy os select sys
                        urllib''',
    'SimpleHTTPServer': '''BaseHTTPServer cgi mimetypes os posixpath shutil
                           sys urllib urlparse''',
    'SimpleXMLRPCServer': '''BaseHTTPServer SocketServer os pydoc re sys
                             traceback xmlrpclib''',
    'SocketServer': 'errno select',
    'httplib': 'os socket sys warnings',
    'urllib': 'base64 os re socket string sys time',
    'urllib2': '''base64 bisect hashlib httplib mimetools os posixpath random
                  re socket sys time types urlparse warnings''',
}


def fix(module):
    """Name the modules themselves."""
    for node in module.walk(ast.Attribute):
        outer, _, inner = (module.dotted(node) or '').rpartition('.')
        if outer in INNER and inner in INNER[outer].split() and (
                isinstance(node.ctx, ast.Load) and _is_usable(module, inner)):
            if module.replace(node, inner):
                module.need(inner)


def _is_usable(module, name):
    """Tell whether a name is free, or that of the module everywhere."""
    if is_free(module, name):
        return True
    found = module.bindings(module.tree).get(name, ())
    return bool(found) and all(
        isinstance(binder, ast.alias) and binder.name == name and
        not binder.asname and isinstance(module.parent(binder), ast.Import)
        for binder in found) and not any(
            name in module.bindings(scope) for scope in module.walk(
                ast.FunctionDef, ast.ClassDef, ast.Lambda))
