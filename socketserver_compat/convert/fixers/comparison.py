"""Comparison by ``cmp``, ``cmp=`` and ``__cmp__``.

=======================================  ================================
before                                   after
=======================================  ================================
``x.sort(cmp)``                          ``x.sort()``
``x.sort(lambda a, b: cmp(a.k, b.k))``   ``x.sort(key=lambda a: a.k)``
``x.sort(lambda a, b: cmp(b.k, a.k))``   the same with ``reverse=True``
``sorted(x, cmp=f)``                     ``sorted(x, key=
                                         functools.cmp_to_key(f))``
``cmp(a, b)``                            ``(a > b) - (a < b)``, if ``a``
                                         and ``b`` are names or the like
other uses of ``cmp``                    as they are, with a function
                                         ``cmp`` below the imports
a class with ``__cmp__`` alone           ``__eq__`` and ``__lt__`` beside
                                         it, and total_ordering
=======================================  ================================

Safe: a key is compared as ``cmp`` compared its arguments, sorting is stable
in both directions, and what is added to a class asks its ``__cmp__``; a
``__hash__`` of its own stays.  A class that has other comparisons too is
left, with the note SC106, and so is a sort with a comparison and a key.
"""
import ast
import re

from .. import _tree
from .._modules import below_imports

ORDER = 38
TOGETHER = True
SIMPLE = (ast.Name, ast.Attribute, ast.Constant, ast.Subscript)
FUNCTION = '''def cmp(a, b):
    """Return -1, 0 or 1; Python 3 has no such function."""
    return (a > b) - (a < b)
'''
OTHERS = ('__eq__', '__lt__', '__le__', '__gt__', '__ge__', '__ne__')


def fix(module):
    """Rewrite sorts, calls and classes."""
    done = set()
    for node in module.walk(ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == 'sort':
            _sort(module, node, 0, done)
        elif module.is_builtin(node.func, 'sorted'):
            _sort(module, node, 1, done)
    others = False
    for node in module.walk(ast.Name):
        if module.is_builtin(node, 'cmp') and not _within(
                module, node, done):
            others = not _call(module, node) or others
    if others:
        below_imports(module, FUNCTION)
    for node in module.walk(ast.ClassDef):
        _class(module, node)


def _within(module, node, done):
    while node is not None:
        if node in done:
            return True
        node = module.parent(node)
    return False


def _call(module, node):
    """Rewrite a call of cmp; tell whether it could be."""
    call = module.parent(node)
    if (not isinstance(call, ast.Call) or call.func is not node or
            len(call.args) != 2 or
            not all(isinstance(one, SIMPLE) for one in call.args)):
        return False
    left, right = [module.source(one) for one in call.args]
    text = '(%s > %s) - (%s < %s)' % (left, right, left, right)
    if not isinstance(module.parent(call), (
            ast.Return, ast.Assign, ast.Expr, ast.Lambda)):
        text = '(%s)' % text
    return module.replace(call, text)


def _comparison(module, node, index):
    """Return what a sort compares with: (node or None, fine)."""
    words = dict((word.arg, word.value) for word in node.keywords)
    if len(node.args) == index + 1 and not isinstance(
            node.args[index], (ast.Starred, ast.Constant)):
        return node.args[index], not words
    if 'cmp' in words:
        return words['cmp'], len(words) == 1 and len(node.args) == index
    return None, True


def _sort(module, node, index, done):
    compare, fine = _comparison(module, node, index)
    if compare is None:
        return
    if not fine:
        module.note(node, 'SC106')
        return
    if isinstance(compare, ast.Name) and module.is_builtin(compare, 'cmp'):
        text = ''
    else:
        text = _key(module, compare)
        if text is None:
            if any(module.is_builtin(one, 'cmp')
                   for one in _tree.walk(compare)):
                # What is in it is rewritten, too.
                _wrap(module, node, compare)
                return
            text = 'key=functools.cmp_to_key(%s)' % module.source(compare)
            module.need('functools')
    if index:
        first = module.source(node.args[0])
        text = '%s, %s' % (first, text) if text else first
    done.add(node)
    module.cut(module.end(node.func), module.end(node), '(%s)' % text)


def _wrap(module, node, compare):
    start = module.start(compare)
    for word in node.keywords:
        if word.value is compare:
            start = module.text.rindex('cmp', 0, start)
    module.cut(start, module.start(compare), 'key=functools.cmp_to_key(')
    module.insert(module.end(compare), ')')
    module.need('functools')


def _key(module, compare):
    """Return key= for a lambda that calls cmp with the same of both."""
    if not isinstance(compare, ast.Lambda) or not isinstance(
            compare.body, ast.Call) or compare.args.defaults:
        return None
    names = [one.arg for one in compare.args.args]
    call = compare.body
    if (len(names) != 2 or not module.is_builtin(call.func, 'cmp') or
            len(call.args) != 2 or compare.args.vararg or
            compare.args.kwarg):
        return None
    first, second = [module.source(one) for one in call.args]
    here, there = names
    reverse = ''
    used = _names(call.args[0])
    if there in used:
        if here in used:
            return None
        here, there = there, here
        reverse = ', reverse=True'
    if here not in _names(call.args[0]) or here in _names(call.args[1]):
        return None
    if re.sub(r'(?<![.\w])%s\b' % re.escape(there), here, second) != first:
        return None
    if first == here:
        return reverse[2:]
    return 'key=lambda %s: %s%s' % (here, first, reverse)


def _names(node):
    return set(one.id for one in _tree.walk(node) if isinstance(one, ast.Name))


def _class(module, node):
    methods = dict((one.name, one) for one in node.body
                   if isinstance(one, ast.FunctionDef))
    if '__cmp__' not in methods or '__lt__' in methods:
        return
    if any(name in methods for name in OTHERS):
        module.note(methods['__cmp__'], 'SC106')
        return
    method = methods['__cmp__']
    indent = module.indent(method)
    step = module.indent(method.body[0])[len(indent):] or '    '
    text = ''
    for name, sign in ('__eq__', '=='), ('__lt__', '<'):
        text += '\n\n%sdef %s(self, other):\n%sreturn %s %s 0' % (
            indent, name, indent + step, 'self.__cmp__(other)', sign)
    first = min([node] + node.decorator_list, key=lambda one: one.lineno)
    start = module.offset(first.lineno, 0)
    if module.insert(module.end(method), text):
        module.insert(start, module.indent(
            node) + '@functools.total_ordering\n')
        module.need('functools')
