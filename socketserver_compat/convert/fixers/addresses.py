"""Notes on servers that cannot be started a second time.

SC129  a TCP server without ``allow_reuse_address``: for about a minute the
       port is in use.
SC130  a server at a Unix socket, in a file that never removes one: the
       socket's file is left over.

Nothing is rewritten.
"""
import ast

from .reviews import last_name

ORDER = 56
TOGETHER = True
ANY = True
TCP = frozenset('TCPServer ThreadingTCPServer ForkingTCPServer'.split())
UNIX = frozenset('''
    UnixStreamServer UnixDatagramServer ThreadingUnixStreamServer
    ThreadingUnixDatagramServer ForkingUnixStreamServer
    ForkingUnixDatagramServer
    '''.split())
REUSING = ('allow_reuse_', 'SO_REUSE')
REMOVING = ('unlink', 'os.remove', 'rmtree')


def fix(module):
    """Make the notes."""
    text = module.text
    if 'ocketserver' not in text and 'SocketServer' not in text:
        return
    if not any(word in text for word in REUSING):
        servers = _derived(module, TCP)
        for call in module.walk(ast.Call):
            if last_name(call.func) in servers and _has_port(call):
                module.note(call, 'SC129')
    if 'Unix' in text and not any(word in text for word in REMOVING):
        _unix(module)


def _derived(module, names):
    """Return these names and those of the classes that derive from them."""
    found = set(names)
    for node in module.walk(ast.ClassDef):
        if any(last_name(base) in found for base in node.bases):
            found.add(node.name)
    return found


def _has_port(call):
    """Tell whether a server gets an address, and any port but 0."""
    if len(call.args) < 2:
        return False
    address = call.args[0]
    return not (isinstance(address, ast.Tuple) and len(address.elts) == 2 and
                getattr(address.elts[1], 'value', None) == 0)


def _unix(module):
    servers = _derived(module, UNIX)
    for node in module.walk(ast.ClassDef):
        if any(last_name(base) in servers for base in node.bases):
            module.note(node, 'SC130')
    for call in module.walk(ast.Call):
        if last_name(call.func) in UNIX and len(call.args) >= 2:
            module.note(call, 'SC130')
