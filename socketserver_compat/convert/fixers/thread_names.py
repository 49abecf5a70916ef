"""The names that threads have when the program gives them none.

=====================================  ===================================
before                                 after
=====================================  ===================================
``threading.current_thread().name``    ``threading.current_thread().name``
                                       ``.split(' (')[0]``
``print(threading.current_thread())``  ``print(thread_shown(...))``
=====================================  ===================================

``Thread-1`` is ``Thread-1 (function)`` from 3.10 on, also in the handlers of
servers with threads.  Where a program names threads itself nothing changes
but what is shown of a thread that has no such name.
"""
import ast
import re

from .._modules import below_imports, binders, is_free
from .reviews import last_name

ORDER = 43
TOGETHER = True
CURRENT = ('threading.current_thread', 'threading.currentThread')
PLAIN = ".split(' (')[0]"
SHOWN = 'thread_shown'
FUNCTION = '''def thread_shown(value):
    """Return what Python 2 shows of threads: names without a function."""
    return re.sub(r'(Thread-\\d+) \\([^()]*\\)', r'\\1', str(value))
'''


def fix(module):
    """Cut what 3.10 adds to the names."""
    text = module.text
    if 'hread' not in text:
        return
    if 'hread(' in text or 'enumerate(' in text:
        _show(module)
    if not ('.name' in text or 'getName' in text):
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


def _show(module):
    """Rewrite what prints or formats a thread, or the list of all."""
    for node in module.walk(ast.Call, ast.Name, ast.Attribute):
        if _is_shown(module, node) and (
                _is_thread(module, node) or _is_list(module, node)):
            if is_free(module, SHOWN):
                below_imports(module, FUNCTION)
                module.need('re')
            elif FUNCTION not in module.text:
                return
            function = getattr(module.parent(node), 'func', None)
            if module.is_builtin(function, 'str', 'repr'):
                module.replace(function, SHOWN)
            else:
                module.wrap(node, SHOWN + '(', ')')


def _is_shown(module, node):
    """Tell whether this is printed, or put into a text."""
    around = module.parent(node)
    if isinstance(around, ast.Call) and node in around.args:
        if isinstance(around.func, ast.Attribute):
            return around.func.attr == 'format' and not _has_repr(
                around.func.value, r'[!:]')
        return module.is_builtin(
            around.func, 'print', 'str', 'repr')
    if isinstance(around, ast.Tuple):
        node, around = around, module.parent(around)
    return (isinstance(around, ast.BinOp) and around.right is node and
            isinstance(around.op, ast.Mod) and not _has_repr(
                around.left, r'%[^sd%]'))


def _has_repr(node, pattern):
    """Tell whether a template shows something otherwise than by str()."""
    return not isinstance(node, ast.Constant) or not isinstance(
        node.value, str) or bool(re.search(pattern, node.value))


def _is_list(module, node):
    return isinstance(node, ast.Call) and module.dotted(
        node.func) == 'threading.enumerate'


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
    values = [getattr(module.parent(binder), 'value', None)
              for binder in binders(module, node)]
    return bool(values) and all(
        isinstance(value, ast.Call) and _is_thread(module, value)
        for value in values)
