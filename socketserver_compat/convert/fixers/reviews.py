"""Notes on what behaves differently on Python 3, or never worked.

SC110  ``class S(TCPServer, ThreadingMixIn)``: the mix-in has no effect.
SC111  ``self.server.shutdown()`` in a handler, where no server of the file
       has threads or forks: it waits for itself.
SC112  ``except:`` or ``except Exception:`` around sending or receiving that
       does not tell the error: it hides a TypeError.  Not where bytes are
       received and nothing else is done.
SC120  ``handle_request()`` in a loop of a file that forks, without
       ``service_actions()``: from 3.3 on nobody reaps the children.
SC102  ``gettype()`` and the like of headers, which 3 calls otherwise; and
       ``self.rfile.write()``, which 2.7 takes and sends later.

Nothing is rewritten.
"""
import ast

from .. import _tree

ORDER = 55
ANY = True
MIXINS = ('ThreadingMixIn', 'ForkingMixIn')
OLD_HEADERS = frozenset('''
    gettype getmaintype getsubtype getplist getallmatchingheaders
    '''.split())
WIRE = frozenset('''
    send sendall sendto recv recvfrom write writelines
    '''.split())
# Where nothing else is done, text and bytes cannot meet.
RECEIVING = frozenset('''
    recv recvfrom close settimeout setblocking accept connect
    '''.split())
WRITTEN = ('rfile cannot be written to on 3; 2.7 sends this when its buffer '
           'is full or rfile is closed: wfile?')
MIXING = (ast.BinOp, ast.AugAssign, ast.Compare)


def fix(module):
    """Make the notes."""
    for node in module.walk(ast.ClassDef):
        _mixin(module, node)
        _shutdown(module, node)
    for node in module.walk(ast.Try):
        for handler in node.handlers:
            _hides(module, node, handler)
    _no_reaping(module)
    for node in module.walk(ast.Call):
        # (x.gettype if six.PY2 else ...)() is no such call.
        if getattr(node.func, 'attr', None) in OLD_HEADERS and not node.args:
            module.note(node, 'SC102')
        elif getattr(node.func, 'attr', None) in ('write', 'writelines') and (
                last_name(node.func.value) == 'rfile'):
            module.note(node, 'SC102', WRITTEN)


def _no_reaping(module):
    if 'Forking' not in module.text or 'service_actions' in module.text:
        return
    for loop in module.walk(ast.While, ast.For):
        for call in _tree.walk(loop):
            if getattr(getattr(call, 'func', None), 'attr',
                       None) == 'handle_request':
                module.note(call, 'SC120')


def last_name(node):
    """Return the last part of a dotted name, '' for anything else."""
    return getattr(node, 'attr', getattr(node, 'id', ''))


def _mixin(module, node):
    names = [last_name(base) for base in node.bases]
    for index, name in enumerate(names):
        if name in MIXINS and any(
                other.endswith('Server') for other in names[:index]):
            module.note(node, 'SC110')


def _shutdown(module, node):
    if not any('Handler' in last_name(base) for base in node.bases):
        return
    text = module.text
    if any(word in text for word in MIXINS + (
            'ThreadingTCPServer', 'ThreadingUDPServer', 'ThreadingHTTPServer',
            'ForkingTCPServer', 'ForkingUDPServer', 'ThreadingUnix')):
        return
    for call in _tree.walk(node):
        if (isinstance(call, ast.Call) and not call.args and
                isinstance(call.func, ast.Attribute) and
                call.func.attr == 'shutdown' and
                last_name(call.func.value) == 'server'):
            module.note(call, 'SC111')


def _hides(module, node, handler):
    if handler.type is not None and last_name(handler.type) not in (
            'Exception', 'BaseException', 'StandardError', 'TypeError'):
        return
    if any(isinstance(inner, ast.Raise) for inner in _tree.walk(handler)):
        return
    if handler.name and any(
            isinstance(inner, ast.Name) and inner.id == handler.name
            for inner in _tree.walk(handler)):
        return
    if any(last_name(call.func) in TELLING for call in _tree.walk(handler)
           if isinstance(call, ast.Call)):
        return
    inside = [inner for statement in node.body
              for inner in _tree.walk(statement)]
    calls = [last_name(inner.func) for inner in inside
             if isinstance(inner, ast.Call)]
    if not WIRE.isdisjoint(calls) and (
            not RECEIVING.issuperset(calls) or any(
                isinstance(inner, MIXING) for inner in inside)):
        module.note(handler, 'SC112')


TELLING = frozenset('''
    print_exc format_exc exc_info exception print_exception handle_error
    '''.split())
