"""The variables of list comprehensions, which Python 2 leaves behind.

SC134  ``[i for i in x]``, and further down ``i``, ``del i``: on 3 there is
       no such name, or it is another.  Not where anything else in the same
       function binds the name.

Nothing is rewritten.
"""
import ast

from .. import _tree

ORDER = 37
INNER = (ast.GeneratorExp, ast.SetComp, ast.DictComp)
ALL = INNER + (ast.ListComp,)


def fix(module):
    """Make the notes."""
    left = {}
    for node in module.walk(ast.ListComp):
        if not _is_inside(module, node, INNER):
            scope = module.scope(node)
            for target in _targets(node):
                left.setdefault((scope, target.id), []).append(node)
    for (scope, name), nodes in left.items():
        uses = _uses(module, scope, name, min(map(_end, nodes)))
        if uses:
            module.note(min(uses, key=_start), 'SC134')


def _uses(module, scope, name, end):
    """Return where the name is used behind what left it, if only that did."""
    uses = []
    for node in module.bindings(scope).get(name, ()):
        if not isinstance(node, ast.Name):
            return []
        if not isinstance(node.ctx, ast.Del) and not _is_target(module, node):
            return []
    for node in module.walk(ast.Global):
        if name in node.names:
            return []
    for node in module.walk(ast.Name):
        if (node.id == name and not isinstance(node.ctx, ast.Store) and
                module.scope(node) is scope and _start(node) >= end and
                not _is_target(module, node)):
            uses.append(node)
    return uses


def _is_target(module, node):
    """Tell whether a name is that of a comprehension around it."""
    name = node.id
    while node is not None:
        node = module.parent(node)
        if isinstance(node, ALL) and any(
                one.id == name for one in _targets(node)):
            return True
    return False


def _is_inside(module, node, kinds):
    while node is not None:
        node = module.parent(node)
        if isinstance(node, kinds):
            return True
    return False


def _targets(node):
    return [one for part in node.generators for one in _tree.walk(part.target)
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)]


def _start(node):
    return node.lineno, node.col_offset


def _end(node):
    return node.end_lineno, node.end_col_offset
