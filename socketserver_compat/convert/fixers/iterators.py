"""Lists that Python 3 makes no lists of.

=======================================  ================================
before                                   after
=======================================  ================================
``x = map(f, y)``                        ``x = list(map(f, y))``
``map(f, y)`` as a statement             ``list(map(f, y))``
``filter(None, text)[0]``                ``list(filter(None, text))[0]``
``zip(a, b)``, ``range(3)``              ``list(zip(a, b))``,
                                         ``list(range(3))``
``k = d.keys()``; ``d.items()[0]``       ``k = list(d.keys())``;
                                         ``list(d.items())[0]``
``for k in d.keys(): del d[k]``          ``for k in list(d.keys()): ...``
``d.iteritems()``                        ``six.iteritems(d)``
``d.has_key(k)``                         ``k in d``
=======================================  ================================

A call stays as it is where only its elements are wanted: in a ``for``,
``sorted()``, ``join()`` and the like.  Safe: ``list()`` of a list is a list
on 2 too.  ``filter`` of a string gives a string on 2: where its argument is
a string literal or a ``str()`` call, it is left, with the note SC102.
"""
import ast

from .. import _tree

ORDER = 39
TOGETHER = True
BUILTINS = ('map', 'filter', 'zip', 'range')
VIEWS = ('keys', 'values', 'items')
ITERATORS = ('iterkeys', 'itervalues', 'iteritems',
             'viewkeys', 'viewvalues', 'viewitems')
# These look at each element and keep no list.
CONSUMERS = frozenset('''
    list sorted tuple set frozenset dict sum min max any all enumerate iter
    join extend update map filter zip reversed deque Counter OrderedDict
    fromkeys writelines reduce len_of chain
    '''.split())


def fix(module):
    """Put list() around what has to be one."""
    for node in module.walk(ast.Call):
        if isinstance(node.func, ast.Name):
            if module.is_builtin(node.func, *BUILTINS):
                _builtin(module, node)
        elif isinstance(node.func, ast.Attribute) and not node.keywords:
            if node.func.attr in ITERATORS and not node.args:
                _iterator(module, node)
            elif node.func.attr in VIEWS and not node.args:
                _view(module, node)
            elif node.func.attr == 'has_key' and len(node.args) == 1 and not (
                    isinstance(node.args[0], ast.Starred)):
                _has_key(module, node)


def only_elements(module, node):
    """Tell whether only the elements are wanted of a call's result."""
    parent = module.parent(node)
    if isinstance(parent, ast.For) and parent.iter is node:
        return True
    if isinstance(parent, ast.comprehension) and parent.iter is node:
        return True
    if isinstance(parent, ast.Call) and node in parent.args:
        name = getattr(parent.func, 'attr', getattr(parent.func, 'id', ''))
        if name == 'reversed':
            return isinstance(node.func, ast.Name) and (
                node.func.id == 'range')
        return name in CONSUMERS
    if isinstance(parent, ast.Starred):
        return True
    if isinstance(parent, ast.Compare) and node in parent.comparators:
        # filter() of a str is a str, in which 'ab' may be found.
        return getattr(node.func, 'id', None) != 'filter' and all(
            isinstance(one, (ast.In, ast.NotIn)) for one in parent.ops)
    if isinstance(parent, ast.Assign) and parent.value is node:
        return all(isinstance(one, (ast.Tuple, ast.List))
                   for one in parent.targets)
    if isinstance(parent, ast.YieldFrom):
        return True
    return False


def _builtin(module, node):
    name = node.func.id
    if name == 'filter' and len(node.args) == 2 and (
            _is_text(node.args[1]) and not only_elements(module, node)):
        # Of a str, 2 gives a str.
        module.wrap(node, "''.join(", ')')
        return
    if name == 'filter' and len(node.args) == 2 and (
            not only_elements(module, node)
            and not _is_measured(module, node)):
        test = _tests_characters(module, node.args[0])
        if test == 'surely' and _may_be_one_text(node.args[1]):
            module.wrap(node, "''.join(", ')')
            return
        if test:
            module.note(node, 'SC102', 'Of a string, filter() of 2 gives a '
                        'string: that is "".join(filter(...)) on 3.')
    if name == 'map' and len(node.args) > 1 and isinstance(
            node.args[0], ast.Constant) and node.args[0].value is None:
        if len(node.args) == 2:
            module.replace(node, '%s(%s)' % (
                _list(module, node), module.source(node.args[1])))
        else:
            module.note(node, 'SC102')
        return
    if not only_elements(module, node):
        module.wrap(node, _list(module, node) + '(', ')')


def _list(module, node):
    """Return what list is called at a node, where it may be a variable."""
    if not module.bound('list', node):
        return 'list'
    module.need('six.moves', 'builtins')
    return 'builtins.list'


def _is_measured(module, node):
    parent = module.parent(node)
    return isinstance(parent, ast.Call) and getattr(
        parent.func, 'id', None) in ('len', 'bool')


def _may_be_one_text(node):
    """Tell whether this is no list, going by its name."""
    name = getattr(node, 'attr', getattr(node, 'id', None))
    return name is not None and not (
        name.lower().endswith('list') or
        name.endswith('s') and name not in ('s', 'address'))


def _tests_characters(module, function):
    """Tell whether the function of a filter() looks at characters."""
    if isinstance(function, ast.Attribute):
        return function.attr.startswith('is') and getattr(
            function.value, 'id', None) == 'str'
    if not isinstance(function, ast.Lambda):
        return False
    name = function.args.args[0].arg if function.args.args else None
    for node in _tree.walk(function.body):
        if isinstance(node, ast.Call) and getattr(
                node.func, 'id', None) == 'ord':
            return 'surely'
        if isinstance(node, ast.Compare) and isinstance(
                node.ops[0], (ast.In, ast.NotIn)) and (
                    getattr(node.left, 'id', None) == name):
            if _is_alphabet(module, node.comparators[0]):
                return 'surely'
        if isinstance(node, ast.Call) and isinstance(
                node.func, ast.Attribute) and getattr(
                    node.func.value, 'id', None) == name:
            if node.func.attr.startswith('is'):
                return True
    return False


def _is_alphabet(module, node):
    """Tell whether characters are looked for in this."""
    if isinstance(node, ast.BinOp):
        return _is_alphabet(module, node.left) or _is_alphabet(
            module, node.right)
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.Attribute):
        return getattr(node.value, 'id', None) == 'string'
    if not isinstance(node, ast.Name):
        return False
    values = [one.value for one in module.walk(ast.Assign) if any(
        getattr(target, 'id', None) == node.id for target in one.targets)]
    return bool(values) and all(
        not isinstance(value, ast.Name) and _is_alphabet(module, value)
        for value in values)


def _is_text(node):
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return _is_text(node.left)
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute):
        return node.func.attr in ('join', 'format') and _is_text(
            node.func.value)
    return getattr(node.func, 'id', None) in ('str', 'repr') or (
        getattr(node.func, 'id', None) == 'filter' and
        len(node.args) == 2 and _is_text(node.args[1]))


def _iterator(module, node):
    name = node.func.attr
    owner = node.func.value
    if module.replace(node, 'six.%s(%s)' % (name, module.source(owner))):
        module.need('six')


def _changes(module, loop, owner):
    """Tell whether a loop's body may change the size of a dictionary."""
    text = module.source(owner)
    for node in _tree.walk(loop):
        if isinstance(node, ast.Delete) and any(
                isinstance(one, ast.Subscript) and
                module.source(one.value) == text for one in node.targets):
            return True
        if isinstance(node, ast.Assign) and any(
                isinstance(one, ast.Subscript) and
                module.source(one.value) == text for one in node.targets):
            return True
        if isinstance(node, ast.Call):
            if (isinstance(node.func, ast.Attribute) and
                    node.func.attr in ('pop', 'popitem', 'clear', 'update',
                                       'setdefault') and
                    module.source(node.func.value) == text):
                return True
            if _is_foreign(node) or _is_own(module, node):
                return True
    return False


def _is_foreign(node):
    """Tell whether a call may reach a method of the program's own."""
    return (isinstance(node.func, ast.Attribute) and
            isinstance(node.func.value, ast.Name) and
            node.func.value.id == 'self')


def _is_own(module, node):
    """Tell whether a call reaches a function of the program's own."""
    return isinstance(node.func, ast.Name) and any(
        isinstance(one, ast.FunctionDef) and one.name == node.func.id
        for one in module.tree.body)


def _is_namespace(node):
    """Tell whether this is globals(), which any name makes longer."""
    return isinstance(node, ast.Call) and isinstance(
        node.func, ast.Name) and node.func.id in (
            'globals', 'locals', 'vars')


def _view(module, node):
    parent = module.parent(node)
    if not isinstance(node.func.value, (
            ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Dict)):
        return
    if isinstance(parent, ast.For) and parent.iter is node:
        if _is_namespace(node.func.value) or _changes(
                module, parent, node.func.value):
            module.wrap(node, _list(module, node) + '(', ')')
        return
    if only_elements(module, node) or _is_list_wanted_not(module, node):
        return
    module.wrap(node, _list(module, node) + '(', ')')


def _is_list_wanted_not(module, node):
    """Tell whether any iterable does: len() and truth of a view work."""
    parent = module.parent(node)
    if isinstance(parent, ast.Call) and node in parent.args:
        return isinstance(parent.func, ast.Name) and parent.func.id in (
            'len', 'bool', 'isinstance')
    return isinstance(parent, ast.Expr)


def _has_key(module, node):
    key, owner = node.args[0], node.func.value
    text = module.source(key)
    if not isinstance(key, (ast.Constant, ast.Tuple)) or (
            not text.startswith('(') and isinstance(key, ast.Tuple)):
        text = module.operand(key)
    owner = module.operand(owner)
    parent = module.parent(node)
    if isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not):
        module.replace(parent, _bracketed(
            module, parent, '%s not in %s' % (text, owner)))
    else:
        module.replace(node, _bracketed(
            module, node, '%s in %s' % (text, owner)))


def _bracketed(module, node, text):
    """Return the text, in brackets where it would fall apart."""
    parent = module.parent(node)
    if isinstance(parent, (ast.Compare, ast.BinOp, ast.UnaryOp,
                           ast.Attribute, ast.Subscript)):
        if not (isinstance(parent, ast.UnaryOp) and
                isinstance(parent.op, ast.Not)):
            return '(%s)' % text
    return text
