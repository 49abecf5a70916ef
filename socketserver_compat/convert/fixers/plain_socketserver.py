"""With ``--to 3``: socketserver in the place of socketserver_compat.

Before::

    import socketserver_compat
    from socketserver_compat import TCPServer

After::

    import socketserver
    from socketserver import TCPServer

Safe as far as Python 3.8's socketserver goes; what is newer gets SC128.
"""
import ast

from .._modules import OURS, replace_statement, statement_text, uses

ORDER = 60
TARGET = '3'
PLAIN = 'socketserver'
NEWER = frozenset('''
    allow_reuse_port ForkingUnixStreamServer ForkingUnixDatagramServer
    '''.split())


def fix(module):
    """Rename the module in imports and uses."""
    if OURS in module.text:
        _newer(module)
    for node in module.walk(ast.Import):
        _import(module, node)
    for node in module.walk(ast.ImportFrom):
        if node.module == OURS and not node.level:
            index = module.text.index(OURS, module.start(node))
            module.cut(index, index + len(OURS), PLAIN)


def _newer(module):
    for node in module.walk(ast.Name, ast.Attribute):
        name = getattr(node, 'id', getattr(node, 'attr', None))
        if name in NEWER:
            module.note(node, 'SC128')


def _import(module, node):
    names, changed = [], False
    for alias in node.names:
        pair = (alias.name, alias.asname)
        if alias.name == OURS:
            changed = True
            asname = alias.asname
            if asname == PLAIN:
                asname = None
            elif asname is None:
                found = uses(module, [alias])
                if found is None:
                    asname = OURS
                for use in found or []:
                    module.replace(use, PLAIN)
            pair = (PLAIN, asname)
        names.append(pair)
    if changed:
        replace_statement(module, node, [statement_text(None, names)])
