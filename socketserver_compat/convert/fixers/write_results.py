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

from .._modules import replace_statement, stands_alone
from .reviews import last_name

ORDER = 48
TOGETHER = True


def fix(module):
    """Look at the functions that return what write() does."""
    if '.wfile.write(' not in module.text:
        return
    for node in module.walk(ast.Return):
        if _writes(node.value) and stands_alone(module, node) and (
                _is_used(module, module.scope(node))):
            replace_statement(
                module, node, [module.source(node.value), 'return'])


def _writes(node):
    """Tell whether this is x.wfile.write(...)."""
    return (isinstance(node, ast.Call) and
            getattr(node.func, 'attr', None) == 'write' and
            last_name(node.func.value) == 'wfile')


def _is_used(module, function):
    """Tell whether a call by this name is no statement of its own."""
    return any(
        last_name(call.func) == function.name and not isinstance(
            module.parent(call), ast.Expr)
        for call in module.walk(ast.Call))
