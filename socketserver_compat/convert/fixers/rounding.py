"""``round()``, ``math.floor()`` and ``math.ceil()``, which give integers on 3.

=========================  ==================================
before                     after
=========================  ==================================
``round(x)``               ``old_round(x)``, a function below
                           the imports
``math.floor(x)``          ``float(math.floor(x))``
``math.ceil(x)``           ``float(math.ceil(x))``
``int(math.ceil(x))``      the same
=========================  ==================================

Python 2 gives a float, which is shown with ``.0``, and ``round(x)`` rounds
halves away from zero; 3 rounds them to the even number.  Safe: the values are
those of Python 2.  ``round(x, 2)`` is left; it differs only in numbers that
end with a binary half.
"""
import ast

from .._modules import below_imports, is_free

ORDER = 45
TOGETHER = True
OLD_ROUND = 'old_round'
ROUND = '''def old_round(value):
    """Round as Python 2 does: to a float, and halves away from zero."""
    whole = float(round(value))
    if abs(value - whole) == 0.5:
        whole = float(int(value) + (1 if value > 0 else -1))
    return whole
'''


def fix(module):
    """Rewrite the calls."""
    for node in module.walk(ast.Call):
        if node.keywords or len(node.args) != 1 or isinstance(
                node.args[0], ast.Starred):
            continue
        if module.dotted(node.func) in ('math.floor', 'math.ceil'):
            if not _is_converted(module, node):
                module.wrap(node, 'float(', ')')
        elif module.is_builtin(node.func, 'round') and is_free(
                module, OLD_ROUND):
            if module.replace(node.func, OLD_ROUND):
                below_imports(module, ROUND)


def _is_converted(module, node):
    """Tell whether a call makes an integer or a float of this at once."""
    outer = module.parent(node)
    return isinstance(outer, ast.Call) and node in outer.args and (
        module.is_builtin(outer.func, 'int', 'float', 'long'))
