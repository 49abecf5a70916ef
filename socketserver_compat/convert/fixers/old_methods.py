"""With ``--to 3``: no second names of methods for Python 2.

Before::

    def __next__(self):
        return 1
    next = __next__

After::

    def __next__(self):
        return 1

The same with ``__nonzero__ = __bool__`` and ``__div__ = __truediv__``.
Safe for what Python calls by itself; a ``.next()`` in the same file keeps
the name ``next``.
"""
import ast

from .._modules import remove_statement

ORDER = 62
TARGET = '3'
PAIRS = {'next': '__next__', '__nonzero__': '__bool__',
         '__div__': '__truediv__'}


def fix(module):
    """Take the second names out."""
    called = any(node.attr == 'next' for node in module.walk(ast.Attribute))
    for node in module.walk(ast.ClassDef):
        for one in node.body:
            if (isinstance(one, ast.Assign) and len(one.targets) == 1 and
                    isinstance(one.value, ast.Name)):
                name = getattr(one.targets[0], 'id', None)
                if PAIRS.get(name) == one.value.id and not (
                        name == 'next' and called):
                    remove_statement(module, one)
