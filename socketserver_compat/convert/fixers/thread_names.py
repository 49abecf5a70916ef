"""The names that threads have when the program gives them none.

=====================================  ===================================
before                                 after
=====================================  ===================================
``threading.current_thread().name``    ``threading.current_thread().name``
                                       ``.split(' (')[0]``
=====================================  ===================================

``Thread-1`` is ``Thread-1 (function)`` from 3.10 on, also in the handlers of
servers with threads.  Where a program names threads itself nothing changes.
"""
import ast

from .reviews import last_name

ORDER = 43
TOGETHER = True
CURRENT = ('threading.current_thread', 'threading.currentThread')
PLAIN = ".split(' (')[0]"


def fix(module):
    """Cut what 3.10 adds to the names."""
    text = module.text
    if 'hread' not in text or not ('.name' in text or 'getName' in text):
        return
    if 'setName(' in text or _names_threads(module):
        return
    for node in module.walk(ast.Attribute):
        if not isinstance(node.ctx, ast.Load) or not _is_thread(
                module, node.value):
            continue
        if node.attr == 'name':
            if not text.startswith(PLAIN, module.end(node)):
                module.wrap(node, '', PLAIN)
        elif node.attr == 'getName' and isinstance(
                module.parent(node), ast.Call):
            module.wrap(module.parent(node), '', PLAIN)


def _names_threads(module):
    """Tell whether any thread gets a name from the program."""
    for call in module.walk(ast.Call):
        if last_name(call.func) in ('Thread', 'Process') and any(
                not _is_none(name) for name in call.args[2:3] + [
                    keyword.value for keyword in call.keywords
                    if keyword.arg in ('name', None)]):
            return True
    return any(node.attr == 'name' and isinstance(node.ctx, ast.Store)
               and 'thread' in module.source(node.value).lower()
               for node in module.walk(ast.Attribute))


def _is_none(node):
    return isinstance(node, ast.Constant) and node.value is None


def _is_thread(module, node):
    """Tell whether this is a thread that may have been given a function."""
    if isinstance(node, ast.Call):
        name = module.dotted(node.func)
        return name in CURRENT or name == 'threading.Thread' and (
            len(node.args) > 1 or any(
                keyword.arg == 'target' for keyword in node.keywords))
    if not isinstance(node, ast.Name):
        return False
    values = [getattr(module.parent(binder), 'value', None)
              for binder in module.bound(node.id, node)]
    return bool(values) and all(
        isinstance(value, ast.Call) and _is_thread(module, value)
        for value in values)
