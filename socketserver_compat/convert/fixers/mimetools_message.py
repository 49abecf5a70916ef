"""``mimetools.Message`` and ``rfc822.Message``, which parse headers.

Before::

    import mimetools
    headers = mimetools.Message(self.rfile)

After::

    try:
        from mimetools import Message
    except ImportError:
        from http.client import parse_headers as Message
    headers = Message(self.rfile)

Safe where it is called with a file alone, which has to be a file of bytes
on 3.  Everything else of the two modules gets the note SC102.
"""
import ast

from .._modules import (
    is_free, origin, replace_statement, statement_text, uses)

ORDER = 34
MODULES = ('mimetools', 'rfc822')


def fix(module):
    """Rewrite the imports."""
    for node in module.walk(ast.Import):
        names = [alias for alias in node.names if alias.name in MODULES]
        if names and not isinstance(module.parent(node), ast.Try):
            _plain(module, node, names[0])
    for node in module.walk(ast.ImportFrom):
        if origin(node) in MODULES and not isinstance(
                module.parent(node), ast.Try):
            _from(module, node)


def _tried(name, bound):
    asname = bound if bound != 'Message' else None
    return ['try:',
            '    ' + statement_text(name, [('Message', asname)]),
            'except ImportError:',
            '    from http.client import parse_headers as ' + bound]


def _is_simple(module, node):
    """Tell whether a use is a call with a file alone."""
    call = module.parent(node)
    return (isinstance(call, ast.Call) and call.func is node and
            not call.keywords and len(call.args) in (1, 2) and
            all(isinstance(one, ast.Constant) for one in call.args[1:]))


def _only_file(module, node):
    call = module.parent(node)
    if len(call.args) == 2:
        # seekable, which parse_headers() need not know
        module.cut(module.argument_end(call, 0), module.end(call.args[1]), '')


def _plain(module, node, alias):
    found = uses(module, [alias])
    parents = [module.parent(use) for use in found or []]
    if not found or not is_free(module, 'Message') or not all(
            isinstance(parent, ast.Attribute) and
            parent.attr == 'Message' and _is_simple(module, parent)
            for parent in parents):
        module.note(node, 'SC102')
        return
    kept = [(other.name, other.asname) for other in node.names
            if other is not alias]
    new = _tried(alias.name, 'Message')
    if kept:
        new.insert(0, statement_text(None, kept))
    replace_statement(module, node, new)
    for parent in parents:
        module.replace(parent, 'Message')
        _only_file(module, parent)


def _from(module, node):
    alias = node.names[0]
    found = uses(module, [alias])
    if len(node.names) != 1 or alias.name != 'Message' or not all(
            _is_simple(module, use) for use in found or []):
        module.note(node, 'SC102')
        return
    replace_statement(module, node, _tried(
        node.module, alias.asname or 'Message'))
    for use in found or []:
        _only_file(module, use)
