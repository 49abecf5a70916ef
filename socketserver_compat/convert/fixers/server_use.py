"""Notes on servers and handlers that are used in a way that fails silently.

SC116  ``makefile()`` of what stands in for a request: a handler of 3 gets
       no file to write to from it, but calls ``sendall()``.
SC121  ``shutdown()`` where the only loop is one of ``handle_request()``: it
       waits for ever; and that loop.
SC122  ``sys.exit()`` in a handler, where no server of the file has threads
       or forks: 2.7 reported it, from 3.6 on it ends the server.
SC123  ``handle()`` starts a thread and does not join it: the request is
       closed under it; and a server without threads of its own.
SC124  ``with HTTPServer(...)``: a server of 2.7 that is none of
       socketserver_compat's has no ``__enter__``.
SC125  ``server.socket = wrap_socket(server.socket)``: each client that does
       not finish its handshake stops the server for all.
SC126  a list, set or dict of the class that a handler of a server with
       threads loops over: other threads change it meanwhile.
SC127  calls that wait beside a handler of signals: 2.7 ended these with
       EINTR, from 3.5 on they are repeated.
SC133  such a list, set or dict gets the request and never loses it.

Nothing is rewritten.
"""
import ast
import re

from .. import _tree
from .reviews import last_name

ORDER = 56
TOGETHER = True
ANY = True
# Servers that handle each request in a thread or process of its own.
SEPARATE = ('ThreadingMixIn', 'ForkingMixIn', 'ThreadingTCPServer',
            'ThreadingUDPServer', 'ThreadingUnix', 'ThreadingHTTPServer',
            'ForkingTCPServer', 'ForkingUDPServer', 'ForkingUnix')
FOREIGN = ('HTTPServer', 'SimpleXMLRPCServer', 'DocXMLRPCServer',
           'WSGIServer')
INSTEAD = ('ThreadingTCPServer starts a thread for each handler, which need '
           'not start one then.')
STAND_IN = ('A handler of 3 asks for a file to read only; it writes with '
            'sendall(), and does not close this.')
CONTAINERS = (ast.List, ast.Set, ast.Dict)
# Methods that take something out of a container.
TAKING = ('.remove(', '.discard(', '.pop(', '.clear(', 'del ')
WAITING = frozenset('accept recv recvfrom recv_into select'.split())
# Many other things have a shutdown(); the name of a variable has to tell.
SERVER = re.compile('serv|httpd', re.IGNORECASE)
HANDLED = frozenset('SIGCHLD SIGALRM SIGHUP SIGUSR1 SIGUSR2'.split())


def fix(module):
    """Make the notes."""
    _no_loop(module)
    for node in module.walk(ast.ClassDef):
        if any('Handler' in last_name(base) for base in node.bases):
            _exit(module, node)
            _thread(module, node)
            _shared(module, node)
        _stand_in(module, node)
    for node in module.walk(ast.With):
        for item in node.items:
            _foreign_server(module, item.context_expr)
    for node in module.walk(ast.Assign):
        _tls_in_loop(module, node)
    _signals(module)


def is_separate(module):
    """Tell whether a server of the file has threads or forks."""
    return any(name in module.text for name in SEPARATE)


def _calls(node, *names):
    """Return the calls of these names or methods below a node."""
    return [call for call in _tree.walk(node)
            if isinstance(call, ast.Call) and last_name(call.func) in names]


def _stand_in(module, node):
    """What a class of its own gives to a handler as a socket."""
    names = module.bindings(node)
    if 'makefile' in names and 'RequestHandler' in module.text and not (
            'sendall' in names or '__getattr__' in names) and all(
                last_name(base) == 'object' for base in node.bases):
        for one in names['makefile']:
            module.note(one, 'SC116', STAND_IN)


def _no_loop(module):
    loops = [loop for loop in module.walk(ast.While, ast.For)
             if _calls(loop, 'handle_request')]
    if not loops or 'serve_forever' in module.text:
        return
    for call in module.walk(ast.Call):
        if (last_name(call.func) == 'shutdown' and not call.args and
                SERVER.search(last_name(getattr(call.func, 'value', None)))):
            module.note(call, 'SC121')
            for loop in loops:
                module.note(loop, 'SC121')


def _exit(module, node):
    if is_separate(module):
        return
    for call in _calls(node, 'exit'):
        if (isinstance(call.func, ast.Name) or
                last_name(call.func.value) == 'sys'):
            module.note(call, 'SC122')


def _thread(module, node):
    for method in node.body:
        if (getattr(method, 'name', None) != 'handle' or
                _calls(method, 'join')):
            continue
        calls = _calls(method, 'Thread', 'start_new_thread')
        for call in calls:
            module.note(call, 'SC123')
        if calls and not is_separate(module):
            for call in module.walk(ast.Call):
                if last_name(call.func) == 'TCPServer':
                    module.note(call, 'SC123', INSTEAD)


def _shared(module, node):
    if not any('Threading' in name and name in module.text
               for name in SEPARATE):
        return
    shared = dict(
        (target.id, one) for one in node.body if isinstance(one, ast.Assign)
        for target in one.targets if isinstance(target, ast.Name) and
        (isinstance(one.value, CONTAINERS) or
         _is_call(one.value, 'list', 'set', 'dict')))
    for loop in _tree.walk(node):
        if (isinstance(loop, ast.For) and
                isinstance(loop.iter, ast.Attribute) and
                loop.iter.attr in shared):
            module.note(loop, 'SC126')
            module.note(shared[loop.iter.attr], 'SC126')
            _left_behind(module, node, loop.iter.attr)


def _left_behind(module, node, name):
    if any(word in module.text for word in TAKING):
        return
    for call in _calls(node, 'append', 'add'):
        if (last_name(getattr(call.func, 'value', None)) == name and
                call.args and last_name(call.args[0]) == 'request'):
            module.note(call, 'SC133')


def _is_call(node, *names):
    return isinstance(node, ast.Call) and last_name(node.func) in names


def _foreign_server(module, node):
    if _is_call(node, *FOREIGN):
        module.note(node, 'SC124')


def _tls_in_loop(module, node):
    if (any(getattr(target, 'attr', None) == 'socket'
            for target in node.targets) and
            _is_call(node.value, 'wrap_socket') and
            not any(word.arg == 'do_handshake_on_connect'
                    for word in node.value.keywords)):
        module.note(node, 'SC125')


def _signals(module):
    if 'EINTR' in module.text or 'signal' not in module.text:
        return
    if any(last_name(call.func) == 'signal' and len(call.args) == 2 and
           last_name(call.args[0]) in HANDLED and
           last_name(call.args[1]) not in ('SIG_IGN', 'SIG_DFL')
           for call in module.walk(ast.Call)):
        for call in module.walk(ast.Call):
            if last_name(call.func) in WAITING:
                module.note(call, 'SC127')
