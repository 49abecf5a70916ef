"""Imports of SocketServer, as imports of socketserver_compat.

================================================  =====================
before                                            after
================================================  =====================
``import SocketServer``                           ``import
                                                  socketserver_compat``
``SocketServer.TCPServer``                        ``socketserver_compat
                                                  .TCPServer``
``import SocketServer as S``                      ``import
                                                  socketserver_compat
                                                  as S``
``from SocketServer import X``                    ``from
                                                  socketserver_compat
                                                  import X``
``from six.moves import socketserver``            as the first
================================================  =====================

Safe, because socketserver_compat has every public name of the modules that
it stands for.  A name that something else binds too stays, by
``import socketserver_compat as SocketServer``.  A module that is named in
a string, ``__import__('SocketServer')``, is left, with the note SC101.
"""
import ast

from .._modules import (
    OURS, SOCKETSERVERS, origin, replace_statement, statement_text, uses)

ORDER = 20
ANY = True


def fix(module):
    """Rewrite the imports and the uses of the names that they bind."""
    for node in module.walk(ast.Import):
        _plain(module, node)
    for node in module.walk(ast.ImportFrom):
        _from(module, node)
    _through_six(module)
    for node in module.walk(ast.Constant):
        if _names_module(module, node):
            module.note(node, 'SC101')


def _rename(module, alias):
    """Rename the uses; return the name to bind, None for ours."""
    found = uses(module, [alias])
    if found is None:
        return alias.asname or alias.name
    for use in found:
        module.replace(use, OURS)
    return None


def _plain(module, node):
    names, changed = [], False
    for alias in node.names:
        pair = (alias.name, alias.asname)
        if alias.name in SOCKETSERVERS and (
                alias.asname or '.' not in alias.name):
            changed = True
            pair = (OURS, alias.asname or _rename(module, alias))
        names.append(pair)
    if changed:
        replace_statement(module, node, [statement_text(None, names)])


def _from(module, node):
    if origin(node) in SOCKETSERVERS:
        # The names after it may have brackets and comments: let them be.
        start = module.start(node)
        index = module.text.index(node.module, start)
        module.cut(index, index + len(node.module), OURS)
        return
    kept, new = [], []
    for alias in node.names:
        if '%s.%s' % (origin(node), alias.name) in SOCKETSERVERS:
            name = alias.asname or _rename(module, alias)
            new.append(statement_text(None, [(OURS, name)]))
        else:
            kept.append((alias.name, alias.asname))
    if new:
        if kept:
            new.insert(0, statement_text(node.module, kept))
        replace_statement(module, node, new)


def _through_six(module):
    """Rewrite six.moves.socketserver.X and its import."""
    for node in module.walk(ast.Attribute):
        if module.dotted(node) == 'six.moves.socketserver':
            module.replace(node, OURS)
            module.need(OURS)
    for node in module.walk(ast.Import):
        names = [alias for alias in node.names
                 if alias.name != 'six.moves.socketserver' or alias.asname]
        if len(names) < len(node.names):
            pairs = [(alias.name, alias.asname) for alias in names]
            replace_statement(
                module, node,
                [statement_text(None, pairs + [(OURS, None)])])


def _names_module(module, node):
    """Tell whether a string is the module's name for an import."""
    if not isinstance(node.value, str):
        return False
    name = node.value.split('.')[0]
    if name not in ('SocketServer',) or ' ' in node.value:
        return False
    call = module.parent(node)
    return isinstance(call, ast.Call) and node in call.args
