"""What ``wfile.write()`` returns: None on 2.7, a count on 3.

=================================  =================================
before                             after
=================================  =================================
``return self.wfile.write(text)``  ``self.wfile.write(text)``
|                                  ``return``
=================================  =================================

Only where the result of the function is used.  Safe, as the function
returned None.
"""
import ast

from .reviews import last_name

ORDER = 48
TOGETHER = True


def fix(module):
    """Look at the functions that return what write() does."""
    if '.wfile.write(' not in module.text:
        return
    for node in module.walk(ast.Return):
        indent = _indent(module, node)
        if _writes(node.value) and not indent.strip() and (
                _is_used(module, _function(module, node))):
            module.replace(node, '%s\n%sreturn' % (
                module.source(node.value), indent))


def _writes(node):
    """Tell whether this is x.wfile.write(...)."""
    return (isinstance(node, ast.Call) and
            getattr(node.func, 'attr', None) == 'write' and
            last_name(node.func.value) == 'wfile')


def _indent(module, node):
    """Return what stands in front of a node in its line."""
    start = module.start(node)
    return module.text[start - node.col_offset:start]


def _function(module, node):
    while not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        node = module.parent(node)
    return node


def _is_used(module, function):
    """Tell whether a call by this name is no statement of its own."""
    return any(
        last_name(call.func) == function.name and not isinstance(
            module.parent(call), ast.Expr)
        for call in module.walk(ast.Call))
