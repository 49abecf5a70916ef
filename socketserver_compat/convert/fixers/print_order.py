"""Let ``print`` show a word before the next one is computed.

===============================  ==================================
before                           after
===============================  ==================================
``print 'sum', total(a)``        ``print('sum', end=' ');
                                 print(total(a))``
``print words, words.pop()``     ``print(words, end=' ');
                                 print(words.pop())``
===============================  ==================================

The first is done where ``total()`` is a function or method of the file that
prints by itself, calls one that does, or raises an exception: the statement
of Python 2 shows ``sum`` before that, and a call of ``print()`` computes all
its arguments first.  Safe, because the words are the same; the blank between
them is looked at in fixers/print_comma.py.  A word that is computed by a call
of something else, which may fail as well, is left.

The second is done where a method changes what stands before it.
"""
import ast

from .._tree import walk

ORDER = 5
CHANGING = frozenset('''
    append extend insert pop popitem remove reverse sort clear update
    setdefault add discard popleft appendleft
    '''.split())
# Methods of what is no object of the file.
COMMON = frozenset(
    name for kind in (str, bytes, list, dict, set) for name in dir(kind))


def fix(module):
    """Cut the calls of print whose arguments print, or may fail."""
    if not module.prints_statements:
        return
    prints = [node for node in module.walk(ast.Call)
              if module.is_builtin(node.func, 'print')]
    several = [node for node in prints if len(node.args) > 1]
    if several:
        names = _heard(module, set(prints))
        for node in several:
            _fix_print(module, node, names)


def _fix_print(module, node, names):
    statement = module.parent(node)
    if not isinstance(statement, ast.Expr) or any(
            word.arg != 'end' for word in node.keywords):
        return
    for index, argument in enumerate(node.args):
        if index and any(
                _name(module, one) in names
                or _changes(module, one, node.args[:index])
                for one in walk(argument)):
            first = module.argument_end(node, index - 1)
            last = module.text.index(',', first) + 1
            while module.text[last] == ' ':
                last += 1
            module.cut(first, last, ", end=' '); print(")
            return


def _changes(module, node, words):
    """Tell whether a call changes one of the words before it."""
    function = getattr(node, 'func', None)
    return getattr(function, 'attr', None) in CHANGING and (
        module.source(function.value) in map(module.source, words))


def _heard(module, prints):
    """Return the names of functions that print, or may raise something."""
    calls = {}
    heard = set()
    for function in module.walk(ast.FunctionDef):
        inner = [node for part in function.body for node in walk(part)]
        calls.setdefault(function.name, set()).update(
            _name(module, node) for node in inner)
        if any(node in prints or isinstance(node, ast.Raise) or
               isinstance(node, ast.Call) and
               module.dotted(node.func) == 'sys.stdout.write'
               for node in inner):
            heard.add(function.name)
    while True:
        more = [name for name in calls
                if name not in heard and calls[name] & heard]
        if not more:
            return heard
        heard.update(more)


def _name(module, node):
    """Return the name of what is called, if the file may define it."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Name):
        return node.func.id
    name = getattr(node.func, 'attr', None)
    if name in COMMON or module.dotted(node.func):
        return None
    return name
