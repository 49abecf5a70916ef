"""Methods and attributes that are called otherwise on Python 3.

=====================================  ===================================
before                                 after
=====================================  ===================================
``headers.getheader('X', d)``          ``headers.get('X', d)``
``iterator.next()``                    ``next(iterator)``
``iterator.next``, not called there    ``(iterator.next if six.PY2 else
                                       iterator.__next__)``
``def next(self):`` in an iterator     ``next = __next__`` behind
                                       ``def __next__``
``def __nonzero__(self):``             ``__nonzero__ = __bool__`` behind
                                       ``def __bool__``
``headers.getheaders('X')``             ``(headers.getheaders('X') if six.PY2
                                       else headers.get_all('X', []))``
``headers.gettype()``                  ``(headers.gettype if six.PY2 else
                                       headers.get_content_type)()``
``config.readfp(f)``                   ``(config.readfp if six.PY2 else
                                       config.read_file)(f)``
``f.func_name``, ``m.im_func``         ``f.__name__``, ``m.__func__``
``for line in f.xreadlines():``        ``for line in f:``
``event.isSet()``, ``t.setDaemon(x)``  ``event.is_set()``, ``t.daemon = x``
``__metaclass__ = M``                  ``six.with_metaclass(M, ...)``
``__unicode__`` and a ``__str__``      ``__str__`` and the decorator
that encodes it                        ``six.python_2_unicode_compatible``
=====================================  ===================================

Safe: 2.7 has the new names too, ``get`` of its messages is ``getheader``.
``__getslice__``, ``__unicode__`` and ``__coerce__`` are
noted: SC116.
"""
import ast
import re

from .._modules import is_made_for_2

ORDER = 42
TOGETHER = True
ATTRIBUTES = {
    'func_name': '__name__', 'func_code': '__code__',
    'func_doc': '__doc__', 'func_globals': '__globals__',
    'func_defaults': '__defaults__', 'func_dict': '__dict__',
    'func_closure': '__closure__', 'im_func': '__func__',
    'im_self': '__self__',
}
GONE = ('__getslice__', '__setslice__', '__delslice__', '__unicode__',
        '__coerce__')
ENCODED = re.compile(
    r'(?:(?:unicode|six\.text_type)\(self\)|self\.__unicode__\(\))'
    r'\.encode\([\'"](?i:utf[-_]?8)[\'"]\)$')
HEADERS = ('headers', 'msg', 'info', 'message', 'request', 'req',
           'response', 'header')


def fix(module):
    """Rewrite the calls, the attributes and the definitions."""
    for node in module.walk(ast.Call):
        if isinstance(node.func, ast.Attribute):
            _call(module, node)
    for node in module.walk(ast.Attribute):
        if node.attr in ATTRIBUTES and isinstance(node.ctx, ast.Load):
            _attribute(module, node, ATTRIBUTES[node.attr])
        elif node.attr == 'next' and isinstance(node.ctx, ast.Load):
            _next_itself(module, node)
    for node in module.walk(ast.ClassDef):
        _class(module, node)


def _attribute(module, node, name):
    end = module.end(node)
    module.cut(end - len(node.attr), end, name)


def _call(module, node):
    name = node.func.attr
    if name == 'getheader' and _is_headers(module, node.func.value):
        _attribute(module, node.func, 'get')
    elif name == 'getheaders' and _is_headers(module, node.func.value):
        _get_all(module, node)
    elif name == 'gettype' and not node.args and _is_headers(
            module, node.func.value):
        _either(module, node, 'get_content_type')
    elif name == 'readfp' and node.args:
        _either(module, node, 'read_file')
    elif name == 'next' and not node.args and not node.keywords:
        _next(module, node)
    elif name == 'xreadlines' and not node.args:
        module.replace(node, module.operand(node.func.value))
    elif name == 'isSet' and not node.args:
        _attribute(module, node.func, 'is_set')
    elif name == 'isAlive' and not node.args:
        _attribute(module, node.func, 'is_alive')
    elif name == 'setDaemon' and len(node.args) == 1:
        _assigned(module, node, 'daemon')
    elif name == 'setName' and len(node.args) == 1 and _is_thread(
            module, node):
        _assigned(module, node, 'name')
    elif name == 'getName' and not node.args and _is_thread(module, node):
        module.replace(node, module.operand(node.func.value) + '.name')
    elif name in ('currentThread', 'activeCount') and module.is_module(
            node.func.value, 'threading'):
        _attribute(module, node.func, {
            'currentThread': 'current_thread',
            'activeCount': 'active_count'}[name])


def _get_all(module, node):
    """getheaders() gives [] where get_all() of 3 gives None."""
    if is_made_for_2(module, node):
        return
    owner, text = module.source(node.func.value), module.source(node)
    if len(node.args) != 1 or '\n' in text:
        module.note(node, 'SC102')
    elif module.replace(node, '(%s if six.PY2 else %s.get_all(%s, []))' % (
            text, owner, module.source(node.args[0]))):
        module.need('six')


def _either(module, node, name):
    """Call a method that has another name on 3."""
    owner = module.source(node.func.value)
    if '\n' not in owner and module.replace(
            node.func, '(%s if six.PY2 else %s.%s)' % (
                module.source(node.func), owner, name)):
        module.need('six')


def _is_thread(module, node):
    """Tell whether a call goes to a thread, by what it is called."""
    text = module.source(node.func.value).lower()
    return 'thread' in text or text in ('t', 'th')


def _is_headers(module, node):
    """Tell whether these are headers, and not an HTTP response.

    A response of http.client has getheader() on 3 as well.
    """
    if isinstance(node, ast.Call):
        return getattr(node.func, 'attr', '') == 'info'
    name = getattr(node, 'attr', getattr(node, 'id', ''))
    if any(part in name.lower() for part in (
            'header', 'msg', 'info', 'message')):
        return True
    for binder in module.bound(name, node) if isinstance(
            node, ast.Name) else []:
        value = getattr(module.parent(binder), 'value', None)
        if isinstance(value, ast.Call) and getattr(
                value.func, 'attr', getattr(value.func, 'id', '')) in (
                    'info', 'Message', 'parse_headers'):
            return True
        if isinstance(value, ast.Attribute) and value.attr in (
                'headers', 'msg'):
            return True
    return False


def _assigned(module, node, name):
    if isinstance(module.parent(node), ast.Expr):
        module.replace(node, '%s.%s = %s' % (
            module.operand(node.func.value), name,
            module.source(node.args[0])))


def _next(module, node):
    owner = node.func.value
    if isinstance(owner, ast.Name) and owner.id in ('self', 'cls'):
        return
    text = 'next(%s)' % module.source(owner)
    if not module.bound('next', node):
        module.replace(node, text)
    elif module.replace(node, 'six.' + text):
        module.need('six')


def _next_itself(module, node):
    """new_id = ids().next, which is called later."""
    parent = module.parent(node)
    owner = module.source(node.value)
    if isinstance(parent, ast.Call) and parent.func is node or (
            '\n' in owner or is_made_for_2(module, node)):
        return
    if _is_iterator(module, node.value) and module.replace(
            node, '(%s.next if six.PY2 else %s.__next__)' % (owner, owner)):
        module.need('six')


def _is_iterator(module, node):
    """Tell whether a value is an iterator, and no node of a list."""
    if isinstance(node, ast.GeneratorExp):
        return True
    if isinstance(node, ast.Call):
        if module.is_builtin(node.func, 'iter', 'enumerate', 'reversed'):
            return True
        if (module.dotted(node.func) or '').startswith('itertools.'):
            return True
        return isinstance(node.func, ast.Name) and _all(
            module.bound(node.func.id, node),
            lambda binder: _is_generator(module, binder))
    return isinstance(node, ast.Name) and _all(
        module.bound(node.id, node),
        lambda binder: isinstance(module.parent(binder), ast.Assign)
        and isinstance(module.parent(binder).value, (
            ast.Call, ast.GeneratorExp))
        and _is_iterator(module, module.parent(binder).value))


def _all(binders, test):
    return bool(binders) and all(test(binder) for binder in binders)


def _is_generator(module, function):
    return isinstance(function, ast.FunctionDef) and any(
        module.scope(node) is function for node in module.walk(ast.Yield))


def _class(module, node):
    methods = dict((one.name, one) for one in node.body
                   if isinstance(one, ast.FunctionDef))
    for name in GONE:
        if name in methods and not (
                name == '__unicode__' and _unicode(module, node, methods)):
            module.note(methods[name], 'SC116')
    if 'next' in methods and '__iter__' in methods:
        _alias(module, node, methods, 'next', '__next__')
    if '__nonzero__' in methods:
        _alias(module, node, methods, '__nonzero__', '__bool__')
    if '__div__' in methods:
        _alias(module, node, methods, '__div__', '__truediv__', False)
    for one in node.body:
        if isinstance(one, ast.Assign) and any(
                getattr(target, 'id', '') == '__metaclass__'
                for target in one.targets):
            _metaclass(module, node, one)
            break


def _unicode(module, node, methods):
    """__str__ that encodes __unicode__: one __str__, and six's decorator."""
    method = methods.get('__str__')
    body = [one for one in method.body if not (
        isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
    ] if method else []
    if len(body) != 1 or not isinstance(body[0], ast.Return) or not (
            body[0].value and ENCODED.match(module.source(body[0].value))):
        return False
    if len(node.body) < 2 or method.decorator_list or node.decorator_list:
        return False
    index = module.text.index('__unicode__', module.start(
        methods['__unicode__']))
    if not module.cut(index, index + len('__unicode__'), '__str__'):
        return False
    _remove(module, node, method)
    module.insert(module.offset(node.lineno, node.col_offset),
                  '@six.python_2_unicode_compatible\n' +
                  module.indent(node))
    module.need('six')
    return True


def _bound_in(node, name):
    return any(
        isinstance(one, ast.Assign) and any(
            getattr(target, 'id', '') == name for target in one.targets)
        for one in node.body)


def _alias(module, node, methods, old, new, rename=True):
    """Give a method Python 3's name, and keep the old one beside it."""
    method = methods[old]
    if new in methods or _bound_in(node, new):
        return
    first, second = (new, old) if rename else (old, new)
    if rename:
        index = module.text.index(old, module.start(method) + len('def'))
        if not module.cut(index, index + len(old), new):
            return
    module.insert(module.end(method), '\n%s%s = %s' % (
        module.indent(method), second, first))


def _metaclass(module, node, assign):
    meta = module.source(assign.value)
    index = module.text.index(node.name, module.start(node) + len('class'))
    colon = _head_colon(module, node)
    if meta == 'type':
        if not node.bases:
            module.cut(index + len(node.name), colon, '(object)')
    else:
        bases = [module.source(base) for base in node.bases
                 if getattr(base, 'id', '') != 'object']
        module.cut(
            index + len(node.name), colon, '(six.with_metaclass(%s))' % (
                ', '.join([meta] + (bases or ['object']))))
        module.need('six')
    _remove(module, node, assign)


def _head_colon(module, node):
    """Return the index of the colon behind a class's bases."""
    index = module.start(node)
    if node.bases:
        index = module.end(node.bases[-1])
    return module.text.index(':', index)


def _remove(module, node, statement):
    if len(node.body) == 1:
        module.replace(statement, 'pass')
        return
    start = module.offset(statement.lineno, 0)
    end = module.offset(statement.end_lineno, 0)
    end += len(module.line(statement.end_lineno)) + 1
    module.cut(start, end, '')
