"""No ``object`` in front of a class of socketserver_compat.

Before::

    class Server(object, TCPServer):
        pass

After::

    class Server(TCPServer):
        pass

On 2.7 this made a new-style class of SocketServer's, which is none.  Those
of socketserver_compat, as on 3, are new-style classes already, and with
``object`` first there is no order of the bases.  So it is safe.
"""
import ast

from .._modules import OURS

ORDER = 25
ANY = True


def fix(module):
    """Take out object where it stands before a class of ours."""
    for node in module.walk(ast.ClassDef):
        for index, base in enumerate(node.bases[:-1]):
            if module.is_builtin(base, 'object') and all(
                    (module.dotted(one) or '').startswith(OURS + '.')
                    for one in node.bases[index + 1:]):
                module.cut(module.start(base),
                           module.start(node.bases[index + 1]), '')
