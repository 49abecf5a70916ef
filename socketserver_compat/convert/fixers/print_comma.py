"""Note where a trailing comma of ``print`` may print a blank too much.

``print line,`` became ``print(line, end=' ')``.  If the line ends with a
line end, Python 2 prints no blank before the next word.  So where what is
printed last is a line of a file or the loop's variable over one, ``end``
becomes empty; where nothing tells, there is the note SC109.
"""
import ast

ORDER = 47
LINES = ('readline', 'raw_input')
NAMES = ('line', 'l', 'row', 'text_line')


def fix(module):
    """Look at the calls of print with end=' '."""
    for node in module.walk(ast.Call):
        if not module.is_builtin(node.func, 'print') or not node.args:
            continue
        for word in node.keywords:
            if (word.arg == 'end' and isinstance(
                    word.value, ast.Constant) and word.value.value == ' '):
                _look(module, node, word)


def _look(module, node, word):
    last = node.args[-1]
    if isinstance(last, ast.Name) and _is_line(module, last):
        module.replace(word.value, "''")
    elif isinstance(last, (ast.Name, ast.Attribute)) and (
            len(node.args) == 1):
        module.note(node, 'SC109')


def _is_line(module, name):
    for binder in module.bound(name.id, name):
        parent = module.parent(binder)
        if isinstance(parent, ast.For) and parent.target is binder:
            if isinstance(parent.iter, ast.Call):
                called = getattr(parent.iter.func, 'attr', getattr(
                    parent.iter.func, 'id', ''))
                if called in ('open', 'file', 'readlines', 'xreadlines',
                              'makefile', 'popen'):
                    return True
            elif name.id in NAMES:
                return True
        elif isinstance(parent, ast.Assign):
            called = getattr(getattr(parent.value, 'func', None),
                             'attr', '')
            if called == 'readline':
                return True
    return False
