"""With ``--to 3``: imports that have a fallback for Python 2, without it.

Before::

    try:
        import commands
    except ImportError:
        import subprocess as commands

After::

    import subprocess as commands

Safe, because the first module is one that Python 3 has not.  A fallback
the other way round (Python 3 first) is left as its first branch.
"""
import ast

from .._modules import origin, stands_alone
from .._recognise import ONLY_2_MODULES, ONLY_3_MODULES

ORDER = 61
TARGET = '3'


def fix(module):
    """Keep Python 3's branch."""
    for node in module.walk(ast.Try):
        if (len(node.handlers) != 1 or node.orelse or node.finalbody or
                not stands_alone(module, node)):
            continue
        kind = node.handlers[0].type
        if getattr(kind, 'id', '') not in (
                'ImportError', 'ModuleNotFoundError'):
            continue
        first, second = node.body, node.handlers[0].body
        if not all(isinstance(one, (ast.Import, ast.ImportFrom))
                   for one in first + second):
            continue
        if _all_in(first, ONLY_2_MODULES | set(['DocXMLRPCServer'])):
            _keep(module, node, second)
        elif _all_in(first, ONLY_3_MODULES) and _all_in(
                second, ONLY_2_MODULES):
            _keep(module, node, first)


def _all_in(statements, names):
    for node in statements:
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        else:
            found = [origin(node)]
        if not all(name in names for name in found):
            return False
    return True


def _keep(module, node, statements):
    module.replace(node, ('\n' + module.indent(node)).join(
        module.source(one) for one in statements))
