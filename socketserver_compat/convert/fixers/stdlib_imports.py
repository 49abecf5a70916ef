"""Modules that Python 3 has under another name, through six.moves.

Before::

    import Queue, socket
    from BaseHTTPServer import HTTPServer
    jobs = Queue.Queue()

After::

    import socket
    from six.moves import queue
    from six.moves.BaseHTTPServer import HTTPServer
    jobs = queue.Queue()

If the new name means something else in the file, the old one is kept:
``from six.moves import queue as Queue``.  Modules that six has not are
imported in a ``try`` with Python 3's name in ``except ImportError``.

``email.MIMEText``, ``email.Utils`` become ``email.mime.text`` and
``email.utils``, which 2.5 had already.

Safe, because six.moves has the same objects.  An import that stands in a
``try`` or behind an ``if`` is left: it may be a fallback already.  What
Python 3 has not at all is left too, with the note SC102, and what newer
versions of it have not, with SC118; if nothing uses the name, the import
goes.
"""
import ast

from .._modules import (
    is_free, origin, remove_statement, replace_statement, statement_text,
    uses)
from .._names import GONE, GONE_LATER, MOVED, TRIED

ORDER = 30
# Other fixers look after these.
ELSEWHERE = ('cgi', 'mimetools', 'rfc822')
# Importing it does something.
HAS_EFFECTS = ('user',)


# The package email had its modules in capitals, too.
EMAIL = dict(
    [('email.' + name, 'email.' + name.lower()) for name in (
        'Utils', 'Message', 'Parser', 'Header', 'Encoders', 'Charset',
        'Errors', 'Generator', 'Iterators')] +
    [('email.MIME' + name, 'email.mime.' + name.lower()) for name in (
        'Audio', 'Base', 'Image', 'Message', 'Multipart', 'NonMultipart',
        'Text')])


def fix(module):
    """Rewrite the imports."""
    for node in module.walk(ast.Import, ast.ImportFrom):
        if _email(module, node):
            continue
        if _is_fallback(module, node):
            continue
        if isinstance(node, ast.Import):
            _plain(module, node)
        else:
            _from(module, node)


def _email(module, node):
    """from email.MIMEText import x -> from email.mime.text import x."""
    if isinstance(node, ast.ImportFrom):
        name = origin(node)
        if name in EMAIL:
            index = module.text.index(name, module.start(node))
            module.cut(index, index + len(name), EMAIL[name])
            return True
        if name == 'email' and any(
                'email.' + alias.name in EMAIL for alias in node.names):
            replace_statement(module, node, [
                _module_of_email(alias) for alias in node.names])
            return True
        return False
    if any(alias.name in EMAIL and alias.asname for alias in node.names):
        replace_statement(module, node, [statement_text(None, [
            (EMAIL.get(alias.name, alias.name), alias.asname)
            for alias in node.names])])
        return True
    if any(alias.name in EMAIL for alias in node.names):
        module.note(node, 'SC102')
    return False


def _module_of_email(alias):
    """from email import Encoders -> ... import encoders as Encoders."""
    name = EMAIL.get('email.' + alias.name)
    if name is None:
        return statement_text('email', [(alias.name, alias.asname)])
    package, _, name = name.rpartition('.')
    bound = alias.asname or alias.name
    return statement_text(package, [(name, bound if bound != name else None)])


def _is_fallback(module, node):
    """Tell whether a try or an if looks after the other Python."""
    while node is not None and node is not module.tree:
        parent = module.parent(node)
        if isinstance(parent, ast.Try) and node not in parent.finalbody:
            caught = ' '.join(
                module.source(handler.type) for handler in parent.handlers
                if handler.type is not None)
            return 'ImportError' in caught or not caught
        if isinstance(node, ast.ExceptHandler):
            return True
        if isinstance(parent, ast.If) and 'six.PY' in module.source(
                parent.test):
            return True
        node = parent
    return False


def _tried(module, node, first, second):
    """Return the lines of an import with a fallback."""
    step = '    '
    return ['try:', step + first, 'except ImportError:', step + second]


def _plain(module, node):
    kept, new = [], []
    unused = False
    for alias in node.names:
        name, bound = alias.name, alias.asname or alias.name
        if _is_unused(module, name, [alias]):
            unused = True
        elif name in MOVED:
            new.append(_moved(module, alias))
        elif name in TRIED:
            new += _tried(
                module, node,
                statement_text(None, [(name, alias.asname)]),
                statement_text(None, [(TRIED[name], bound)]))
        else:
            kept.append((name, alias.asname))
            _gone(module, node, name)
    if kept and (new or unused):
        new.insert(0, statement_text(None, kept))
    if new:
        replace_statement(module, node, new)
    elif unused:
        remove_statement(module, node)


def _moved(module, alias):
    """Return the import of a module from six.moves."""
    old, new = alias.name, MOVED[alias.name][0]
    if alias.asname or new == old:
        asname = alias.asname if alias.asname != new else None
        return statement_text('six.moves', [(new, asname)])
    found = uses(module, [alias])
    if found is None or not is_free(module, new):
        return statement_text('six.moves', [(new, old)])
    for use in found:
        module.replace(use, new)
    return statement_text('six.moves', [(new, None)])


def _from(module, node):
    name = origin(node)
    if _is_unused(module, name, node.names):
        remove_statement(module, node)
    elif name in MOVED:
        start = module.start(node)
        index = module.text.index(node.module, start)
        module.cut(index, index + len(name),
                   'six.moves.' + MOVED[name][0])
    elif name in TRIED:
        names = [(alias.name, alias.asname) for alias in node.names]
        replace_statement(module, node, _tried(
            module, node, statement_text(name, names),
            statement_text(TRIED[name], names)))
    else:
        _gone(module, node, name)


def _is_unused(module, name, aliases):
    """Tell whether this imports for nothing what some Python 3 has not."""
    if name in HAS_EFFECTS or not (name in GONE or name in GONE_LATER):
        return False
    for alias in aliases:
        bound = alias.asname or alias.name
        # It may be in __all__.
        if bound == '*' or "'%s'" % bound in module.text or (
                '"%s"' % bound in module.text):
            return False
    return uses(module, aliases) == []


def _gone(module, node, name):
    if name in GONE and name not in ELSEWHERE:
        module.note(node, 'SC102')
    elif name in GONE_LATER and name not in ELSEWHERE:
        module.note(node, 'SC118')
