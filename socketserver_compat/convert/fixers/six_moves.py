"""With ``--to 3``: the modules and builtins in the place of six.moves.

======================================  ==================================
before                                  after
======================================  ==================================
``from six.moves import queue``         ``import queue``
``from six.moves import range``         nothing
``from six.moves import reduce``        ``from functools import reduce``
``from six.moves import                 ``from http import server as
BaseHTTPServer``                        BaseHTTPServer``
``from six.moves.queue import Queue``   ``from queue import Queue``
``from six.moves import urllib``        ``import urllib.parse`` and what
                                        else of it is used
======================================  ==================================

Safe: this is what six.moves gives on Python 3.
"""
import ast

from .._modules import (
    is_free, origin, remove_statement, replace_statement, statement_text,
    uses)
from .._names import MOVED

ORDER = 65
TARGET = '3'
BUILTINS = frozenset('input range map filter zip xrange unichr'.split())
MODULES = dict(MOVED.values())
MODULES.update({
    'urllib.parse': 'urllib.parse', 'urllib.request': 'urllib.request',
    'urllib.error': 'urllib.error', 'urllib_parse': 'urllib.parse',
    'urllib_error': 'urllib.error', 'socketserver': 'socketserver',
    'urllib.response': 'urllib.response',
    'urllib.robotparser': 'urllib.robotparser',
    'email_mime_text': 'email.mime.text',
    'email_mime_multipart': 'email.mime.multipart',
    'email_mime_base': 'email.mime.base',
})
ATTRIBUTES = {
    'reduce': ('functools', 'reduce'), 'intern': ('sys', 'intern'),
    'reload_module': ('importlib', 'reload'), 'getcwd': ('os', 'getcwd'),
    'getcwdb': ('os', 'getcwdb'), 'getoutput': ('subprocess', 'getoutput'),
    'cStringIO': ('io', 'StringIO'), 'StringIO': ('io', 'StringIO'),
    'filterfalse': ('itertools', 'filterfalse'),
    'zip_longest': ('itertools', 'zip_longest'),
    'shlex_quote': ('shlex', 'quote'), 'UserDict': (
        'collections', 'UserDict'),
    'UserList': ('collections', 'UserList'),
    'UserString': ('collections', 'UserString'),
}


def fix(module):
    """Rewrite the imports."""
    for node in module.walk(ast.Import):
        _plain(module, node)
    for node in module.walk(ast.ImportFrom):
        if origin(node) == 'six.moves':
            _from(module, node)
        elif origin(node) == 'six.moves.urllib':
            index = module.text.index('six', module.start(node))
            module.cut(index, index + len('six.moves.'), '')
        elif origin(node).startswith('six.moves.'):
            name = MODULES.get(origin(node)[len('six.moves.'):])
            if name:
                index = module.text.index('six', module.start(node))
                module.cut(index, index + len(origin(node)), name)
    for node in module.walk(ast.Attribute):
        _attribute(module, node)


def module_import(name, asname):
    """Return the import of a module, dotted or not, under a name."""
    if '.' not in name:
        return statement_text(
            None, [(name, asname if asname != name else None)])
    package, _, last = name.rpartition('.')
    return statement_text(
        package, [(last, asname if asname != last else None)])


def _plain(module, node):
    kept, new = [], []
    for alias in node.names:
        name = alias.name[len('six.moves.'):]
        if alias.name.startswith('six.moves.') and alias.asname and (
                name in MODULES):
            new.append(module_import(MODULES[name], alias.asname))
        elif alias.name.startswith('six.moves.') and name in MODULES:
            new.append('import ' + MODULES[name])
        else:
            kept.append((alias.name, alias.asname))
    if new:
        if kept:
            new.insert(0, statement_text(None, kept))
        replace_statement(module, node, new)


def _from(module, node):
    kept, new = [], []
    for alias in node.names:
        name, bound = alias.name, alias.asname or alias.name
        if name == 'urllib' and not alias.asname:
            new += _urllib(module)
        elif name in BUILTINS:
            builtin = {'xrange': 'range', 'unichr': 'chr'}.get(name, name)
            if bound != builtin:
                _rename_or_assign(module, alias, bound, builtin, new)
        elif name in MODULES:
            new.append(_module(module, alias, MODULES[name], bound))
        elif name in ATTRIBUTES:
            package, attribute = ATTRIBUTES[name]
            new.append(statement_text(package, [
                (attribute, bound if bound != attribute else None)]))
        else:
            kept.append((name, alias.asname))
            module.note(node, 'SC113')
    if len(kept) == len(node.names):
        return
    if kept:
        new.insert(0, statement_text('six.moves', kept))
    if new:
        replace_statement(module, node, new)
    else:
        remove_statement(module, node)


def _rename_or_assign(module, alias, bound, builtin, new):
    found = uses(module, [alias])
    if found is None or not is_free(module, builtin) and module.bound(
            builtin, module.tree.body[0]):
        new.append('%s = %s' % (bound, builtin))
        return
    for use in found:
        module.replace(use, builtin)


def _module(module, alias, name, bound):
    """Return the import; http.server's three modules keep their names."""
    return module_import(name, bound)


def _urllib(module):
    parts = set(
        node.attr for node in module.walk(ast.Attribute)
        if getattr(node.value, 'id', None) == 'urllib'
        and 'urllib.' + node.attr in MODULES)
    return ['import urllib.' + part for part in sorted(parts)] or [
        'import urllib']


def _attribute(module, node):
    """Rewrite six.moves.X where it stands in an expression."""
    dotted = module.dotted(node)
    if not dotted or not dotted.startswith('six.moves.'):
        return
    if isinstance(module.parent(node), ast.Attribute) and (
            module.dotted(module.parent(node)) or '')[
                len('six.moves.'):] in MODULES:
        return
    name = dotted[len('six.moves.'):]
    if not module.source(node).startswith('six.moves.'):
        return
    if name in BUILTINS:
        module.replace(node, {'xrange': 'range', 'unichr': 'chr'}.get(
            name, name))
    elif name in MODULES:
        if module.replace(node, MODULES[name]):
            module.need(MODULES[name])
    elif name in ATTRIBUTES:
        package, attribute = ATTRIBUTES[name]
        if module.replace(node, '%s.%s' % (package, attribute)):
            module.need(package)
