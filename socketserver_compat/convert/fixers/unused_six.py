"""With ``--to 3``: no ``import six`` where nothing uses six."""
import ast

from .._modules import (
    remove_statement, replace_statement, statement_text)

ORDER = 77
TARGET = '3'


def fix(module):
    """Take the import out."""
    if any(node.id == 'six' and isinstance(node.ctx, ast.Load)
           for node in module.walk(ast.Name)):
        return
    for node in module.walk(ast.Import):
        names = [(alias.name, alias.asname) for alias in node.names
                 if (alias.name, alias.asname) != ('six', None)]
        if len(names) == len(node.names):
            continue
        if names:
            replace_statement(
                module, node, [statement_text(None, names)])
        else:
            remove_statement(module, node)
