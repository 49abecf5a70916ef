"""Division that is floor division, as far as one can see.

========================  ========================
before                    after
========================  ========================
``len(x) / 2``            ``len(x) // 2``
``7 / 2``                 ``7 // 2``
``x / y``                 ``old_div(x, y)``
``x /= 2``                ``x = old_div(x, 2)``
``x / 2.0``               the same
``eval(text)``            noted: SC105
``eval('x.%s' % name)``   the same, not noted
========================  ========================

Both sides of ``//`` are integers: literals, ``len()``, ``int()``, ``ord()``,
or names that are only ever given such values.  Safe: ``//`` of integers is
what ``/`` was.  Where that is not known, and no side can only be a float,
the function ``old_div()`` looks at the values, as ``/`` did.  It is put below
the imports; where its name is taken there is the note SC105.  So there is
where a text is evaluated, in which ``/`` and the ends of numbers are those of
3.  Nothing is done in a file with ``from __future__ import division``.
"""
import ast
import re

from .. import _tree
from .._modules import below_imports, binders, is_free
from .reviews import last_name

ORDER = 46
EVALUATED = ('What is evaluated here is Python 3: 7/2 is 3.5, 1/3 has 16 '
             'digits, and 1L is an error.')
OLD_DIV = 'old_div'
DIVIDE = '''def old_div(one, other):
    """Return one / other; of two integers an integer, as Python 2 does."""
    if isinstance(one, int) and isinstance(other, int):
        return one // other
    return one / other
'''
ADDED = object()
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
                 if isinstance(node.op, ast.Div)
                 and module.scope(node) is not _helper(module)]
    followed = []

    def cell_of(node):
        # It takes long, and few files need it.
        if not followed:
            followed.append(_followed(module))
        return followed[0].get(node)

    for node in divisions:
        _divide(module, node, cell_of)


def _helper(module):
    """Return the function that an earlier run has put here, or None."""
    return next((node for node in module.tree.body
                 if getattr(node, 'name', None) == OLD_DIV and
                 module.source(node) == DIVIDE.rstrip()), None)


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
    """Return the cells of all values, followed through the whole file."""
    from ..wire import infer
    from ..wire.edits import Edits
    try:
        interpreter = infer.Interpreter(
            module.tree, Edits(module.text).text)
        interpreter.run()
    except Exception:
        return {}
    return interpreter.values


def _sides(node):
    if isinstance(node, ast.BinOp):
        return node.left, node.right
    return node.target, node.value


def _divide(module, node, cell_of):
    sides = _sides(node)
    known = [is_integer(module, side, 3) for side in sides]
    if not all(known) and any(_is_float(side) for side in sides):
        return
    rest = [side for side, is_known in zip(sides, known) if not is_known]
    if all(_is_number(cell_of(side)) for side in rest):
        start, end = module.end(sides[0]), module.start(sides[1])
        slash = module.text.find('/', start, end)
        if slash >= 0:
            module.cut(slash, slash + 1, '//')
    elif not any(_must_be_float(module, side, 3) or
                 _is_instance(cell_of(side)) for side in rest):
        _call(module, node)


def _is_number(cell):
    return (cell is not None and cell.is_number() and
            not cell.find().unknown)


def _is_instance(cell):
    return cell is not None and bool(cell.classes())


def _is_float(node):
    return any(
        isinstance(one, ast.Constant) and isinstance(one.value, float) or
        isinstance(one, ast.Call) and getattr(
            one.func, 'id', getattr(one.func, 'attr', '')) in (
                'float', 'time', 'clock') or
        getattr(one, 'attr', '') == 'process_time'
        for one in _tree.walk(node))


def _must_be_float(module, node, depth):
    """Tell whether a value can be no integer."""
    if isinstance(node, ast.BinOp):
        return any(_must_be_float(module, side, depth)
                   for side in (node.left, node.right))
    if isinstance(node, ast.UnaryOp):
        return _must_be_float(module, node.operand, depth)
    if isinstance(node, ast.Call) and last_name(node.func) == 'abs' and (
            node.args):
        return _must_be_float(module, node.args[0], depth)
    if isinstance(node, (ast.Constant, ast.Call)):
        return _is_float(node)
    if not depth or not isinstance(node, (ast.Name, ast.Attribute)):
        return False
    values = [_value(module, binder) for binder in binders(module, node)
              if not (isinstance(binder, ast.Attribute)
                      and isinstance(binder.ctx, ast.Del))]
    values = [value for value in values if value is not ADDED]
    return bool(values) and all(
        value is not None and _must_be_float(module, value, depth - 1)
        for value in values)


def _value(module, binder):
    """Return the value that is given here, None if that is not told.

    ADDED if something is added to the value before.
    """
    statement = module.parent(binder)
    if isinstance(statement, ast.AugAssign):
        return ADDED
    if isinstance(statement, ast.Assign):
        return statement.value
    outer = module.parent(statement)
    if isinstance(statement, ast.Tuple) and isinstance(
            outer, ast.Assign) and isinstance(outer.value, ast.Tuple) and (
                len(statement.elts) == len(outer.value.elts)):
        return outer.value.elts[statement.elts.index(binder)]
    return None


def _call(module, node):
    """Have the function divide."""
    left, right = _sides(node)
    start, end = module.end(left), module.start(right)
    slash = module.text.find('/', start, end)
    is_statement = isinstance(node, ast.AugAssign)
    while module.text[slash - 1] == ' ':
        slash -= 1
    behind = module.text.index('/', slash) + 1 + is_statement
    while module.text[behind] == ' ':
        behind += 1
    if _helper(module) is None and not is_free(module, OLD_DIV) or (
            '\n' in module.text[start:end] or is_statement and not isinstance(
                left, (ast.Name, ast.Attribute))):
        module.note(node, 'SC105')
    elif _divided(module, node, is_statement and module.source(left),
                  slash, behind):
        below_imports(module, DIVIDE)


def _divided(module, node, target, slash, behind):
    """Call the function; False if the line is to be kept."""
    stop = module.end(node)
    if target:
        return module.cut_all([
            (slash, behind, ' = %s(%s, ' % (OLD_DIV, target)),
            (stop, stop, ')')])
    start = module.start(node)
    return module.cut_all([(start, start, OLD_DIV + '('),
                           (slash, behind, ', '), (stop, stop, ')')])


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
