"""Methods of SocketServer's classes, called on servers of HTTP and XML-RPC.

=====================================  ===================================
before                                 after
=====================================  ===================================
``class S(HTTPServer):``
``SocketServer.TCPServer.__init__(     ``HTTPServer.__init__(self, a, h)``
self, a, h)``
``SocketServer.TCPServer.server_bind(  ``HTTPServer.__bases__[0]
self)``                                .server_bind(self)``
=====================================  ===================================

On 2.7 these classes derive from the standard SocketServer's, not from those
of socketserver_compat, whose methods refuse them with a TypeError.  Safe: it
is the same method of the same class as before.
"""
import ast

from .._modules import OURS

ORDER = 22
ANY = True
# The first base of each class.
ABOVE = {
    'TCPServer': 'BaseServer',
    'HTTPServer': 'TCPServer',
    'WSGIServer': 'HTTPServer',
    'SimpleXMLRPCServer': 'TCPServer',
    'DocXMLRPCServer': 'SimpleXMLRPCServer',
    'StreamRequestHandler': 'BaseRequestHandler',
    'BaseHTTPRequestHandler': 'StreamRequestHandler',
    'SimpleHTTPRequestHandler': 'BaseHTTPRequestHandler',
    'CGIHTTPRequestHandler': 'SimpleHTTPRequestHandler',
    'WSGIRequestHandler': 'BaseHTTPRequestHandler',
    'SimpleXMLRPCRequestHandler': 'BaseHTTPRequestHandler',
    'DocXMLRPCRequestHandler': 'SimpleXMLRPCRequestHandler',
}
SOCKETSERVERS = frozenset([
    'BaseServer', 'TCPServer', 'BaseRequestHandler', 'StreamRequestHandler'])
# Methods of the classes above that a class has of its own.
OWN = {
    'TCPServer': '''__init__ server_bind server_activate server_close fileno
                    get_request shutdown_request close_request''',
    'StreamRequestHandler': 'setup finish',
    'HTTPServer': 'server_bind',
    'WSGIServer': 'server_bind',
    'SimpleXMLRPCServer': '__init__',
    'DocXMLRPCServer': '__init__',
    'BaseHTTPRequestHandler': 'handle',
    'WSGIRequestHandler': 'handle',
}


def fix(module):
    """Call the methods on the standard classes."""
    if OURS not in module.text:
        return
    for node in module.walk(ast.Attribute):
        package, _, name = (module.dotted(node.value) or '').partition('.')
        if (package != OURS or name not in SOCKETSERVERS or
                not _is_call_of_self(module, node)):
            continue
        base = _standard_base(module, _class_around(module, node))
        way = base is not None and _way(_last(module, base), name)
        if way:
            text = module.source(base)
            if any(node.attr in OWN.get(one, '').split() for one in way):
                text += '.__bases__[0]' * len(way)
            module.replace(node.value, text)


def _last(module, node):
    return (module.dotted(node) or '').rpartition('.')[2]


def _is_call_of_self(module, node):
    call = module.parent(node)
    return (isinstance(call, ast.Call) and call.func is node and
            bool(call.args) and isinstance(call.args[0], ast.Name))


def _class_around(module, node):
    scope = module.scope(node)
    while not isinstance(scope, (ast.ClassDef, ast.Module)):
        scope = module.scope(scope)
    return scope


def _standard_base(module, node, depth=8):
    """Return the base of a class that is a standard server or handler.

    None if there is none, or if one of socketserver_compat's is a base too.
    """
    if not isinstance(node, ast.ClassDef) or not depth:
        return None
    found = None
    for base in node.bases:
        name = _last(module, base)
        if name in SOCKETSERVERS:
            return None
        if name in ABOVE:
            found = found or base
        elif isinstance(base, ast.Name):
            for one in module.bound(base.id, node):
                found = found or _standard_base(module, one, depth - 1)
    return found


def _way(standard, name):
    """Return the classes from this one up to that, without that."""
    way = []
    while standard and standard != name:
        way.append(standard)
        standard = ABOVE.get(standard)
    return way if standard else []
