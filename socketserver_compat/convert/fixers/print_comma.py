"""Note where a trailing comma of ``print`` may print a blank too much.

``print line,`` became ``print(line, end=' ')``.  If the line ends with a
line end, Python 2 prints no blank before the next word.  So where what is
printed last is a line of a file or the loop's variable over one, ``end``
becomes empty; where nothing tells, a function ``print_word`` looks at it.
With several words, or if the line is ended by a ``print`` of its own, there
is the note SC109.
"""
import ast
import re

from .._modules import below_imports, is_free

ORDER = 47
FUNCTION = '''def print_word(value):
    """Print as print with a comma does: no blank after a line end."""
    text = '%s' % (value,)
    print(text, end='' if text[-1:] in ('\\n', '\\r', '\\t') else ' ')
'''
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
        return
    tail = _tail(module, last)
    if tail is not None and tail[-1:].isspace() and tail[-1:] != ' ':
        module.replace(word.value, "''")
        return
    if tail is None and len(node.args) == 1 and len(node.keywords) == 1:
        _print_word(module, node, last)
    elif tail is None:
        module.note(node, 'SC109')
    if _ends_the_line(module, node):
        module.note(node, 'SC109')


def _tail(module, node):
    """Return what a value ends with as text, as far as one can see."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, (ast.Compare, ast.UnaryOp, ast.List, ast.Dict,
                         ast.Tuple)):
        return 'x'
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Add):
            right = _tail(module, node.right)
            return None if right == '' else right
        template = getattr(node.left, 'value', None)
        if isinstance(node.op, ast.Mod) and isinstance(template, str):
            if template[-1:] and re.search(r'%[^a-zA-Z%]*s$', template):
                return None
            return template[-1:] or None
        return None if isinstance(node.op, ast.Mod) else 'x'
    if isinstance(node, ast.Call) and isinstance(
            node.func, ast.Name) and module.is_builtin(
                node.func, 'len', 'repr', 'int', 'ord', 'hex', 'float'):
        return 'x'
    if isinstance(node, ast.Name) and any(
            isinstance(module.parent(binder), ast.For) and getattr(getattr(
                module.parent(binder).iter, 'func', None), 'id', '') in (
                    'range', 'xrange')
            for binder in module.bound(node.id, node)):
        return 'x'
    return None


def _print_word(module, node, value):
    """print x, where x may end with a line end."""
    if is_free(module, 'print_word') or _has_function(module):
        if module.replace(node, 'print_word(%s)' % module.source(value)):
            if not _has_function(module):
                below_imports(module, FUNCTION)
    else:
        module.note(node, 'SC109')


def _has_function(module):
    name = 'def print_word('
    return name in module.text or any(
        name in text for edits in module.edits for _, _, text in edits)


def _ends_the_line(module, node):
    """Tell whether a plain print follows, which prints no blank first."""
    statement = node
    while not isinstance(statement, (ast.FunctionDef, ast.Module)):
        parent = module.parent(statement)
        for name in ('body', 'orelse', 'finalbody'):
            block = getattr(parent, name, None)
            if isinstance(block, list) and statement in block:
                rest = block[block.index(statement) + 1:]
                for one in rest:
                    called = getattr(one, 'value', None)
                    if isinstance(called, ast.Call) and module.is_builtin(
                            called.func, 'print'):
                        return not called.args and not called.keywords
                    if not isinstance(one, (ast.Expr, ast.Assign,
                                            ast.AugAssign)):
                        return False
        statement = parent
    return False


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
