"""Imports of SocketServer with a fallback, as one import.

Before::

    try:
        import socketserver
    except ImportError:
        import SocketServer as socketserver

After::

    import socketserver_compat as socketserver

The same with ``if sys.version_info[0] == 2`` and the like in place of
``try``, and with single names.  Where the two branches bind different
names, the uses of both become ``socketserver_compat``.  Other imports in
the branches stay in them.

Safe, because socketserver_compat can be imported wherever one of the two
can.  Branches with statements that are no imports are left as they are;
the imports in them are for the next fixer.
"""
import ast

from .. import _tree
from .._modules import (
    OURS, SOCKETSERVERS, origin, statement_text, stands_alone, uses)

ORDER = 10
ANY = True
IMPORTS = (ast.Import, ast.ImportFrom)


def fix(module):
    """Merge the branches."""
    for node in module.walk(ast.Try, ast.If):
        branches = _branches(node)
        if branches and stands_alone(module, node):
            _merge(module, node, branches)


def _catches_import_error(handler):
    if handler.type is None:
        return True
    types = (handler.type.elts if isinstance(handler.type, ast.Tuple)
             else [handler.type])
    return any(isinstance(one, ast.Name) and one.id in (
        'ImportError', 'ModuleNotFoundError', 'Exception') for one in types)


def _is_version_test(test):
    """Tell whether a test asks which Python this is."""
    return any(
        isinstance(node, (ast.Name, ast.Attribute)) and
        getattr(node, 'attr', getattr(node, 'id', '')) in (
            'version_info', 'version', 'hexversion', 'PY2', 'PY3',
            'python_version', 'py3k', 'PYTHON3', 'PYTHON2', 'IS_PY3')
        for node in _tree.walk(test))


def _branches(node):
    """Return the two lists of statements of a fallback, or None."""
    if isinstance(node, ast.Try):
        if (len(node.handlers) != 1 or node.orelse or node.finalbody or
                not _catches_import_error(node.handlers[0])):
            return None
        branches = [node.body, node.handlers[0].body]
    elif node.orelse and _is_version_test(node.test):
        branches = [node.body, node.orelse]
    else:
        return None
    if all(isinstance(inner, IMPORTS)
           for branch in branches for inner in branch):
        return branches
    return None


def _take(statement):
    """Return what a statement imports of ours, and the rest of it.

    Ours is [(member or None, bound name, alias node)].
    """
    ours, rest = [], []
    for alias in statement.names:
        if isinstance(statement, ast.Import):
            if alias.name in SOCKETSERVERS and (
                    alias.asname or '.' not in alias.name):
                ours.append((None, alias.asname or alias.name, alias))
                continue
        elif origin(statement) in SOCKETSERVERS:
            ours.append((alias.name, alias.asname or alias.name, alias))
            continue
        elif '%s.%s' % (origin(statement), alias.name) in SOCKETSERVERS:
            ours.append((None, alias.asname or alias.name, alias))
            continue
        rest.append((alias.name, alias.asname))
    return ours, rest


def _merge(module, node, branches):
    taken, left = [], []
    for branch in branches:
        ours, rest = [], []
        for statement in branch:
            found, others = _take(statement)
            ours += found
            if others:
                rest.append(statement_text(
                    getattr(statement, 'module', None), others))
        taken.append(ours)
        left.append(rest)
    if not taken[0] or not taken[1] or bool(left[0]) != bool(left[1]):
        return
    new = _imports(module, taken)
    if new is None:
        return
    indent = module.indent(node)
    if left[0]:
        for branch, rest in zip(branches, left):
            inner = module.indent(branch[0])
            module.cut(module.start(branch[0]), module.end(branch[-1]),
                       ('\n' + inner).join(rest))
        module.insert(module.start(node), ''.join(
            line + '\n' + indent for line in new))
    else:
        module.replace(node, ('\n' + indent).join(new))


def _imports(module, taken):
    """Return the imports that take the place of both branches."""
    new, names = [], []
    modules = [[one for one in ours if one[0] is None] for ours in taken]
    bound = set(one[1] for ours in modules for one in ours)
    if len(bound) == 1:
        new.append(statement_text(None, [(OURS, bound.pop())]))
    elif bound:
        aliases = [one[2] for ours in modules for one in ours]
        found = uses(module, aliases)
        if found is None:
            return None
        new.append('import ' + OURS)
        for use in found:
            module.replace(use, OURS)
    for member, name, _ in taken[0] + taken[1]:
        pair = (member, name if name != member else None)
        if member and pair not in names:
            names.append(pair)
    if names:
        new.append(statement_text(OURS, names))
    return new
