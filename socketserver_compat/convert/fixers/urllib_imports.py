"""``urllib``, ``urllib2`` and ``urlparse``, through six.moves.urllib.

=====================================  =====================================
before                                 after
=====================================  =====================================
``import urllib2``                     ``from six.moves import urllib``
``urllib2.urlopen(url)``               ``urllib.request.urlopen(url)``
``from urllib import quote, urlopen``  ``from six.moves.urllib.parse import
                                       quote``, ``from
                                       six.moves.urllib.request import
                                       urlopen``
``urllib.urlopen(url)``                ``urllib_urlopen(url)``, which is that
                                       of 2.7 there; on 3 it quotes spaces
                                       and the like, opens local files,
                                       and returns what an HTTPError
                                       brings, as on 2.7
``from urllib2 import *``              the same for each name that is used
``import urlparse``                    ``from six.moves.urllib import parse
                                       as urlparse``
=====================================  =====================================

Safe for the names that six.moves.urllib has; others are left, with the
note SC102, and so is a module under a name of the user's.
"""
import ast

from .._modules import (
    below_imports, is_free, names_of_stars, origin, remove_statement,
    replace_statement, statement_text, uses)
from .._names import urllib_part
from .inner_modules import INNER
from .stdlib_imports import _is_fallback

ORDER = 31
MODULES = ('urllib', 'urllib2')
URLOPEN = 'urllib_urlopen'
OPENER = '''if six.PY2:
    from urllib import urlopen as urllib_urlopen
else:
    def urllib_urlopen(url, data=None):
        """Open a URL as 2.7 does: the page of an error can be read."""
        url = urllib.parse.quote(
            url, "%/:=&?~#+!$,;'@()*[]|", 'utf-8', 'surrogateescape')
        if ':' not in url.split('/')[0]:
            url = 'file:' + url
        try:
            return urllib.request.urlopen(url, data)
        except urllib.error.HTTPError as error:
            return error
'''


def fix(module):
    """Rewrite the imports and the uses."""
    nodes = [node for node in module.walk(ast.Import)
             if not _is_fallback(module, node)]
    # A module that is imported again is the same one.
    again = {}
    for node in nodes:
        for alias in node.names:
            again.setdefault((alias.name, alias.asname), []).append(alias)
    # six.moves' urllib would hide the old one, if that had to stay.
    movable = not any(
        _foreign_uses(module, aliases[0], aliases)
        for (name, _), aliases in again.items() if name == 'urllib')
    placed = []
    for node in nodes:
        _plain(module, node, again, movable, placed)
    for node in module.walk(ast.ImportFrom):
        if not _is_fallback(module, node):
            _from(module, node)


def _plain(module, node, again, movable, placed):
    kept, new = [], []
    for alias in node.names:
        if alias.name == 'urlparse':
            new.append(statement_text('six.moves.urllib', [
                ('parse', alias.asname or alias.name)]))
        elif alias.name in MODULES and _rename(
                module, alias, again[alias.name, alias.asname], movable):
            module.need('six.moves', 'urllib')
        else:
            kept.append((alias.name, alias.asname))
    if len(kept) == len(node.names):
        return
    if kept:
        new.insert(0, statement_text(None, kept))
    if not new and placed and node in module.tree.body:
        remove_statement(module, node)
        return
    if not new:
        # The place for the import is here, if there is none yet.
        new.append('from six.moves import urllib')
        if node in module.tree.body:
            placed.append(node)
    replace_statement(module, node, new)


def _foreign_uses(module, alias, aliases):
    """Return the places for which six.moves.urllib has nothing."""
    found = uses(module, aliases)
    if found is None or alias.asname:
        return [module.parent(alias)]
    return [parent for parent in map(module.parent, found) if not (
        isinstance(parent, ast.Attribute) and urllib_part(parent.attr))]


def _rename(module, alias, aliases, movable):
    """Rename the uses of urllib or urllib2; tell whether it could be."""
    bad = _foreign_uses(module, alias, aliases)
    if bad or not movable:
        for place in bad or [module.parent(alias)]:
            module.note(place, 'SC102')
        return False
    for use in uses(module, aliases) if alias is aliases[0] else ():
        attribute = module.parent(use)
        if attribute.attr == 'urlopen' and alias.name == 'urllib' and (
                _opener(module, attribute)):
            continue
        module.replace(use, 'urllib.' + urllib_part(attribute.attr))
    return True


def _opener(module, node):
    """Call a function that opens a URL as urllib.urlopen() of 2.7."""
    call = module.parent(node)
    if not is_free(module, URLOPEN) or isinstance(
            call, ast.Call) and call.func is node and (
                len(call.args) > 2 or call.keywords):
        return False
    module.replace(node, URLOPEN)
    below_imports(module, OPENER)
    module.need('six')
    return True


def _from(module, node):
    if origin(node) == 'urlparse':
        index = module.text.index('urlparse', module.start(node))
        module.cut(index, index + len('urlparse'), 'six.moves.urllib.parse')
    if origin(node) not in MODULES:
        return
    parts, left = {}, []
    for alias in node.names:
        part = urllib_part(alias.name)
        if alias.name == '*':
            for name in _starred(module, node.module):
                parts.setdefault(urllib_part(name), []).append((name, None))
            if parts:
                break
        if alias.name == 'urlopen' and node.module == 'urllib' and (
                _opened(module, alias)):
            parts.setdefault('', [])
        elif part:
            parts.setdefault(part, []).append((alias.name, alias.asname))
        else:
            left.append((alias.name, alias.asname))
    if left:
        module.note(node, 'SC102')
    new = [statement_text('six.moves.urllib.' + part, names)
           if part else 'from six.moves import urllib'
           for part, names in sorted(parts.items())]
    if left and new:
        new.insert(0, statement_text(node.module, left))
    if new:
        replace_statement(module, node, new)


def _starred(module, origin):
    """Return the names that can only come of a star import, sorted."""
    names = names_of_stars(module)
    stars = [node.module for node in module.walk(ast.ImportFrom)
             if node.names[0].name == '*']
    # A name may be that of a module which these have imported.
    inner = names.intersection(INNER[origin].split()).difference(stars)
    if set(MODULES).issubset(stars) or inner or (
            origin == 'urllib' and 'urlopen' in names):
        return []
    return sorted(filter(urllib_part, names))


def _opened(module, alias):
    """Replace the uses of urlopen, imported from urllib."""
    found = uses(module, [alias])
    if not found or 'urllib' in module.bindings(module.tree):
        return False
    return all([_opener(module, use) for use in found])
