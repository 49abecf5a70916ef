"""Division that is floor division, as far as one can see.

========================  ========================
before                    after
========================  ========================
``len(x) / 2``            ``len(x) // 2``
``7 / 2``                 ``7 // 2``
``n / 2 * len(x)``        noted: SC105
``eval(text)``            noted: SC105
``eval('x.%s' % name)``   the same, not noted
========================  ========================

Both sides must be integers: literals, ``len()``, ``int()``, ``ord()``, or
names that are only ever given such values.  Safe: ``//`` of
integers is what ``/`` was.  Where only one side is an integer and nothing
is known of the other, and the result is an index, an argument of ``range``
or a size, there is the note SC105.  So it is where a text is evaluated, in
which ``/`` and the ends of numbers are those of 3.  Nothing is done in a file
with ``from __future__ import division``.
"""
import ast
import re

from .. import _tree
from .reviews import last_name

ORDER = 46
EVALUATED = ('What is evaluated here is Python 3: 7/2 is 3.5, 1/3 has 16 '
             'digits, and 1L is an error.')
INTEGERS = frozenset('len int ord hash id fileno getpid'.split())


def fix(module):
    """Rewrite the divisions."""
    for node in module.walk(ast.ImportFrom):
        if node.module == '__future__' and any(
                alias.name == 'division' for alias in node.names):
            return
    for node in module.walk(ast.Call):
        if _is_evaluation(module, node):
            module.note(node, 'SC105', EVALUATED)
    divisions = [node for node in module.walk(ast.BinOp, ast.AugAssign)
                 if isinstance(node.op, ast.Div)]
    followed = []

    def numbers(node):
        # It takes long, and few files need it.
        if not followed:
            followed.append(_followed(module))
        return followed[0](node)

    for node in divisions:
        _divide(module, node, numbers)


def _is_evaluation(module, node):
    """Tell whether a text that the program has got is evaluated."""
    if not module.is_builtin(node.func, 'eval') or not node.args:
        return False
    # eval(input()) was input(), which has a note of its own.
    typed = isinstance(node.args[0], ast.Call) and (
        last_name(node.args[0].func) == 'input')
    return not typed and not isinstance(
        node.args[0], ast.Constant) and not _is_name(node.args[0])


def _is_name(node):
    """Tell whether all that varies in a text is a name, or part of one."""
    text = getattr(getattr(node, 'left', None), 'value', None)
    return isinstance(text, str) and '%' in text and '/' not in text and (
        not re.search(r'(?<![\w.])%|%[^s]', text))


def _followed(module):
    """Return a function that tells whether a value can only be an integer.

    It follows the values through the whole file.
    """
    from ..wire import infer
    from ..wire.edits import Edits
    try:
        interpreter = infer.Interpreter(
            module.tree, Edits(module.text).text)
        interpreter.run()
    except Exception:
        return lambda node: False

    def is_number(node):
        cell = interpreter.values.get(node)
        return (cell is not None and cell.is_number() and
                not cell.find().unknown)

    return is_number


def _sides(node):
    if isinstance(node, ast.BinOp):
        return node.left, node.right
    return node.target, node.value


def _divide(module, node, numbers):
    left, right = _sides(node)
    known = [is_integer(module, side, 3) for side in (left, right)]
    if not all(known) and (_is_float(left) or _is_float(right)):
        return
    if all(known) or all(numbers(side) for side, is_known in zip(
            (left, right), known) if not is_known):
        start, end = module.end(left), module.start(right)
        slash = module.text.find('/', start, end)
        if slash >= 0:
            module.cut(slash, slash + 1, '//')
    elif _is_index(module, node):
        module.note(node, 'SC105')


def _is_float(node):
    return any(
        isinstance(one, ast.Constant) and isinstance(one.value, float) or
        isinstance(one, ast.Call) and getattr(
            one.func, 'id', getattr(one.func, 'attr', '')) in (
                'float', 'time', 'clock') or
        getattr(one, 'attr', '') == 'process_time'
        for one in _tree.walk(node))


def is_integer(module, node, depth):
    """Tell whether an expression can only be an integer."""
    if isinstance(node, ast.Constant):
        return type(node.value) is int
    if isinstance(node, ast.Call):
        name = getattr(node.func, 'id', getattr(node.func, 'attr', ''))
        return name in INTEGERS and not (
            isinstance(node.func, ast.Name) and
            module.bound(name, node.func))
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Mod):
            return is_integer(module, node.left, depth) and is_integer(
                module, node.right, depth)
        return isinstance(node.op, (
            ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.LShift,
            ast.RShift, ast.BitAnd, ast.BitOr, ast.Div)) and is_integer(
                module, node.left, depth) and is_integer(
                    module, node.right, depth)
    if isinstance(node, ast.UnaryOp):
        return is_integer(module, node.operand, depth)
    if isinstance(node, ast.Name) and depth:
        return _name_is_integer(module, node, depth - 1)
    return False


def _name_is_integer(module, node, depth):
    bound = module.bound(node.id, node)
    if not bound:
        return False
    for binder in bound:
        if binder is node:
            parent = module.parent(node)
            if isinstance(parent, ast.AugAssign):
                continue
        parent = module.parent(binder)
        if isinstance(parent, ast.Assign) and binder in parent.targets:
            value = parent.value
        elif isinstance(parent, ast.AugAssign):
            value = parent.value
        else:
            return False
        if not is_integer(module, value, depth):
            return False
    return True


def _is_index(module, node):
    """Tell whether a result has to be an integer on 3."""
    while True:
        parent = module.parent(node)
        if isinstance(parent, (ast.Slice, ast.Index)) or (
                isinstance(parent, ast.Subscript) and
                parent.value is not node):
            return True
        if isinstance(parent, ast.Call) and node in parent.args:
            name = getattr(parent.func, 'id',
                           getattr(parent.func, 'attr', ''))
            return name in ('range', 'xrange', 'recv', 'read', 'chr')
        if not isinstance(parent, (ast.BinOp, ast.UnaryOp)):
            return False
        node = parent
