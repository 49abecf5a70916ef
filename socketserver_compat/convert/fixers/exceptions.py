"""What exceptions have no more.

=======================================  ================================
before                                   after
=======================================  ================================
``except select.error as e: e[0]``       ``e.args[0]``
``except socket.error as e: a, b = e``   ``a, b = e.args``
``e.message``                            ``(e.args[0] if len(e.args) == 1
                                         else '')``
``raise 'text'``                         noted: SC107
``e`` used behind the ``except`` block   noted: SC108
``except StandardError``                 ``except Exception``
``exceptions.StandardError``             the same on 2, else
                                         ``builtins.Exception``
=======================================  ================================

Safe: ``args`` is what an exception gave by index and by unpacking on 2, and
a single argument was its message.  If a class of the file has a ``message``
of its own, or the name gets another value, there is the note SC114.
"""
import ast

from .. import _tree
from .._modules import is_made_for_2

ORDER = 44
TOGETHER = True
STANDARD = frozenset(name + '.StandardError' for name in (
    'exceptions', '__builtin__', 'six.moves.builtins'))


def fix(module):
    """Rewrite the uses of the names that handlers bind."""
    for node in module.walk(ast.ExceptHandler):
        if node.name:
            _handler(module, node)
    for node in module.walk(ast.Raise):
        if isinstance(node.exc, ast.Constant) or (
                isinstance(node.exc, ast.Call) and
                isinstance(node.exc.func, ast.Constant)):
            module.note(node, 'SC107')
    for node in module.walk(ast.Name):
        if module.is_builtin(node, 'StandardError'):
            module.replace(node, 'Exception')
    for node in module.walk(ast.Attribute):
        if module.dotted(node) in STANDARD and not is_made_for_2(
                module, node) and module.replace(
                    node, '(%s if six.PY2 else %s.Exception)' % (
                        module.source(node), module.source(node.value))):
            module.need('six')
    for node in module.walk(ast.ImportFrom):
        if any('%s.%s' % (node.module, one.name) in STANDARD
               for one in node.names):
            module.note(node, 'SC102')


def _handler(module, handler):
    name = handler.name
    for node in _tree.walk(handler):
        if not (isinstance(node, ast.Name) and node.id == name and
                isinstance(node.ctx, ast.Load)):
            continue
        parent = module.parent(node)
        if isinstance(parent, ast.Subscript) and parent.value is node:
            if not _rebound(handler, name):
                module.insert(module.end(node), '.args')
        elif isinstance(parent, ast.Assign) and parent.value is node:
            if any(isinstance(one, (ast.Tuple, ast.List))
                   for one in parent.targets):
                module.insert(module.end(node), '.args')
        elif isinstance(parent, ast.Attribute) and parent.attr == 'message':
            if _rebound(handler, name) or _has_message(module):
                module.note(parent, 'SC114')
            else:
                module.replace(parent, "(%s.args[0] if len(%s.args) == 1 "
                               "else '')" % (name, name))
    _used_behind(module, handler)


def _has_message(module):
    """Tell whether a class of the file gives itself a message."""
    return any(node.attr == 'message' and isinstance(node.ctx, ast.Store)
               for node in module.walk(ast.Attribute)) or any(
        getattr(one, 'name', None) == 'message' or any(
            getattr(target, 'id', None) == 'message'
            for target in getattr(one, 'targets', ()))
        for node in module.walk(ast.ClassDef) for one in node.body)


def _rebound(handler, name):
    return any(isinstance(node, ast.Name) and node.id == name and
               not isinstance(node.ctx, ast.Load)
               for node in _tree.walk(handler))


def _used_behind(module, handler):
    """Note a use of the name after the block that binds it."""
    scope = module.scope(handler)
    uses = [node for node in _tree.walk(scope)
            if isinstance(node, ast.Name) and node.id == handler.name and
            module.scope(node) is scope]
    uses += [node for node in _tree.walk(scope)
             if isinstance(node, ast.ExceptHandler) and
             node.name == handler.name and node is not handler]
    later = sorted((node for node in uses
                    if node.lineno > handler.end_lineno),
                   key=lambda node: (node.lineno, node.col_offset))
    if later and isinstance(later[0], ast.Name) and isinstance(
            later[0].ctx, ast.Load):
        module.note(later[0], 'SC108')
