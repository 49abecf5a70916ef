"""No base in front of a class of socketserver_compat that has it already.

===========================================  ===========================
before                                       after
===========================================  ===========================
``class Server(object, TCPServer)``          ``class Server(TCPServer)``
``class Server(ThreadingMixIn,               ``class Server(
ThreadingTCPServer)``                        ThreadingTCPServer)``
===========================================  ===========================

On 2.7 the first makes a new-style class of SocketServer's, which is none,
and a classic class may name a base twice.  The classes of
socketserver_compat, as on 3, are new-style classes already, for which there
is no order of these bases.  So it is safe, unless a class of the file in
between has a method of the mixin's: that one is left as it is.
"""
import ast

from .._modules import OURS

ORDER = 25
ANY = True
MIXED = ('Threading', 'Forking')
OVER = frozenset('''
    process_request process_request_thread daemon_threads max_children
    handle_timeout server_close service_actions collect_children
    block_on_close timeout active_children
    '''.split())


def fix(module):
    """Take out object and the mixins where a class behind has them."""
    classes = {}
    for node in module.walk(ast.ClassDef):
        classes.setdefault(node.name, []).append(node)
    for node in module.walk(ast.ClassDef):
        for index, base in enumerate(node.bases[:-1]):
            behind = node.bases[index + 1:]
            if module.is_builtin(base, 'object'):
                twice = all(_ours(module, one) for one in behind)
            else:
                twice = _ours(module, base).endswith('MixIn') and any(
                    _mixed(module, one, _ours(module, base), classes)
                    for one in behind)
            if twice:
                module.cut(module.start(base), module.start(behind[0]), '')


def _ours(module, base):
    """Return the name that a class has in socketserver_compat, or ''."""
    dotted = module.dotted(base) or ''
    return dotted[len(OURS) + 1:] if dotted.startswith(OURS + '.') else ''


def _mixed(module, base, mixin, classes):
    """Tell whether a class has no more than a mixin has of its methods."""
    name = _ours(module, base)
    if name:
        return name.endswith('Server') and any(
            name.startswith(one) and mixin == one + 'MixIn' for one in MIXED)
    found = classes.get(getattr(base, 'id', None), ())
    if len(found) != 1 or any(
            getattr(one, 'name', None) in OVER or isinstance(one, ast.Assign)
            and getattr(one.targets[0], 'id', None) in OVER
            for one in found[0].body):
        return False
    rest = dict(classes)
    rest.pop(base.id)
    return any(_ours(module, one) == mixin
               or _mixed(module, one, mixin, rest) for one in found[0].bases)
