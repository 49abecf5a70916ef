"""Functions that have moved to other modules: md5, sha, sets, cgi.

=================================  =======================================
before                             after
=================================  =======================================
``import md5``                     ``import hashlib``
``md5.new(x)``, ``sha.new(x)``     ``hashlib.md5(x)``, ``hashlib.sha1(x)``
``from md5 import md5``            ``from hashlib import md5``
``hmac.new(x, y)``                 ``hmac.new(x, y,
                                   digestmod=hashlib.md5)``
``sets.Set(x)``                    ``set(x)``
``cgi.parse_qs(x)``                ``parse_qs(x)`` of six.moves
``cgi.escape(x)``                  ``escape(x, quote=False)``, with an
                                   import of ``html.escape`` and a
                                   fallback
``f = cgi.escape``                 ``f = lambda text, quote=False:
                                   html_escape(text, quote)``
``cgi.parse_header(x)``            ``parse_header(x)``, a function that
                                   does the same
``cgi.parse_multipart(x, y)``      ``parse_multipart(x, y)``, a function
                                   that does as 2.7's: 3.7 and newer want
                                   a boundary of bytes, and decode
``import cgi`` for other uses, all ``import cgi`` in a ``try``, with
in functions                       ``cgi = None``; so are names of it
``new.instancemethod(f, o, c)``    noted: SC102
=================================  =======================================

Safe: on 2.7 the old modules call the new ones.  ``html.escape`` replaces
the same characters with ``quote=False``.  Other uses of ``cgi``, which 3.13
has no more, are left, and the import has the note SC118; without one that
fails, the rest of a program runs.
"""
import ast

from .._modules import (
    below_imports, is_free, origin, remove_statement, replace_statement,
    statement_text, uses)

ORDER = 33
HASHES = {'md5': 'md5', 'sha': 'sha1'}
PARSERS = ('parse_qs', 'parse_qsl')
PARSE_HEADER = '''def parse_header(line):
    """Return the value of a header and its parameters, as cgi does."""
    parts, found = [], {}
    for part in line.split(';'):
        if parts and (parts[-1].count('"') - parts[-1].count('\\\\"')) % 2:
            parts[-1] += ';' + part     # It stands in quotes.
        else:
            parts.append(part)
    for part in parts[1:]:
        name, equals, value = part.partition('=')
        value = value.strip()
        if len(value) > 1 and value[0] == value[-1] == '"':
            value = value[1:-1].replace('\\\\\\\\', '\\\\').replace(
                '\\\\"', '"')
        if equals:
            found[name.strip().lower()] = value
    return parts[0].strip(), found
'''
PARSE_MULTIPART = '''def parse_multipart(stream, parameters):
    """Return the values in a form of parts, as cgi of Python 2 does."""
    start = ('--%s' % parameters['boundary']).encode('ascii')
    fields, line = {}, stream.readline()
    while line and line.rstrip() not in (start, start + b'--'):
        line = stream.readline()
    while line.rstrip() == start:
        header, part, line = None, [], stream.readline().strip()
        while line:
            if line.lower().startswith(b'content-disposition:'):
                header = line
            line = stream.readline().strip()
        line = stream.readline()
        while line and line.rstrip() not in (start, start + b'--'):
            part.append(line)
            line = stream.readline()
        data = b''.join(part)
        end = data.endswith(b'\\n') + data.endswith(b'\\r\\n')
        if header is None:
            raise KeyError('content-disposition')
        name = re.match(br'[^:]*:\\s*form-data\\b.*?'
                        br';\\s*name=("[^"]*"|[^;]*)', header, re.I)
        if name is not None:
            name = six.ensure_str(name.group(1).strip(b' "'),
                                  'utf-8', 'surrogateescape')
            fields.setdefault(name, []).append(data[:len(data) - end])
    return fields
'''
# How many values they are called with.
OWN = {'parse_header': 1, 'parse_multipart': 2}


def fix(module):
    """Rewrite imports and uses."""
    for node in module.walk(ast.Call) if 'hmac' in module.text else ():
        if module.dotted(node.func) == 'hmac.new':
            _hmac(module, node)
    for node in module.walk(ast.Import):
        if not isinstance(module.parent(node), (ast.Try,
                                                ast.ExceptHandler)):
            _plain(module, node)
    for node in module.walk(ast.ImportFrom):
        if not isinstance(module.parent(node), (ast.Try,
                                                ast.ExceptHandler)):
            _from(module, node)


def _hmac(module, node):
    """Say which hash it is: 2.7 takes MD5 if nobody says so."""
    if 1 <= len(node.args) <= 2 and not any(
            word.arg in (None, 'digestmod') for word in node.keywords) and (
                not isinstance(node.args[-1], ast.Starred)):
        if module.insert(module.argument_end(node, -1),
                         ', digestmod=hashlib.md5'):
            module.need('hashlib')


def _plain(module, node):
    kept, new = [], []
    for alias in node.names:
        if alias.name in HASHES and _hashes(module, alias):
            new.append(None)
            module.need('hashlib')
        elif alias.name == 'sets' and _sets(module, alias):
            new.append(None)
        elif alias.name == 'cgi':
            more = _cgi(module, node, alias)
            if more is None:
                kept.append((alias.name, alias.asname))
            else:
                new += more or [None]
        else:
            kept.append((alias.name, alias.asname))
            if alias.name in ('md5', 'sha', 'sets'):
                module.note(node, 'SC102')
    if new:
        new = [one for one in new if one]
        if kept:
            new.insert(0, statement_text(None, kept))
        _replace(module, node, new)


def _replace(module, node, new):
    if new:
        replace_statement(module, node, new)
    else:
        remove_statement(module, node)


def _attributes(module, alias):
    """Return the attributes that are used of a module, or None."""
    found = uses(module, [alias])
    if found is None:
        return None
    parents = [module.parent(use) for use in found]
    if not all(isinstance(parent, ast.Attribute) for parent in parents):
        return None
    return parents


def _hashes(module, alias):
    found = _attributes(module, alias)
    name = HASHES[alias.name]
    if found is None or not all(
            one.attr in ('new', alias.name) for one in found):
        return False
    for one in found:
        module.replace(one, 'hashlib.' + name)
    return True


def _sets(module, alias):
    found = _attributes(module, alias)
    if found is None or not all(
            one.attr in ('Set', 'ImmutableSet') for one in found):
        return False
    for one in found:
        module.replace(one, {'Set': 'set', 'ImmutableSet': 'frozenset'}[
            one.attr])
    return True


def _cgi(module, node, alias):
    """Return the imports in the place of import cgi, None to leave it."""
    found = _attributes(module, alias)
    if found is None:
        module.note(node, 'SC118')
        return None
    new, rest = [], []
    name = 'escape' if is_free(module, 'escape') else 'html_escape'
    for one in found:
        if one.attr in PARSERS and is_free(module, one.attr):
            module.replace(one, one.attr)
            module.need('six.moves.urllib.parse', one.attr)
        elif one.attr == 'escape' and is_free(module, name) and (
                _escape(module, one, name)):
            new = _escape_import(name)
        elif not _own(module, one):
            rest.append(one)
    if not rest:
        return new
    module.note(node, 'SC118')
    if alias.asname is None and _only_later(module, rest):
        return _try('import cgi', 'cgi = None') + new
    return ['import cgi'] + new if new else None


def _own(module, node):
    """Let a function of the program's own take a header or a form apart."""
    if node.attr not in OWN or not _takes(module, node, OWN[node.attr]) or (
            not is_free(module, node.attr)):
        return False
    if not module.replace(node, node.attr):
        return False
    _define(module, node.attr)
    return True


def _define(module, name):
    if name == 'parse_header':
        below_imports(module, PARSE_HEADER)
    else:
        below_imports(module, PARSE_MULTIPART)
        module.need('re')
        module.need('six')


def _takes(module, node, count):
    """Tell whether this is called with so many arguments."""
    call = module.parent(node)
    return isinstance(call, ast.Call) and (
        call.func is node and len(call.args) == count and not call.keywords)


def _only_later(module, nodes):
    """Tell whether these stand in functions, which are called later."""
    return all(isinstance(module.scope(node), (
        ast.FunctionDef, ast.Lambda)) for node in nodes)


def _escape_import(name):
    asname = name if name != 'escape' else None
    return _try(statement_text('html', [('escape', asname)]),
                statement_text('cgi', [('escape', asname)]))


def _try(statement, otherwise):
    """Return the lines of an import, and of what is done where it fails."""
    return ['try:', '    ' + statement,
            'except ImportError:', '    ' + otherwise]


def _escape(module, node, name):
    """Call it by this name, and say whether it quotes, as html's would."""
    call = module.parent(node)
    if not isinstance(call, ast.Call) or call.func is not node:
        text = 'lambda text, quote=False: %s(text, quote)' % name
        if not isinstance(call, (ast.Assign, ast.Call)):
            text = '(%s)' % text
        return module.replace(node, text)
    if len(call.args) == 1 and not call.keywords:
        module.insert(module.argument_end(call, 0), ', quote=False')
    return name == module.source(node) or module.replace(node, name)


def _from(module, node):
    name = origin(node)
    if name in HASHES:
        names = []
        for alias in node.names:
            if alias.name not in ('new', name):
                module.note(node, 'SC102')
                return
            bound = alias.asname or alias.name
            names.append((HASHES[name],
                          bound if bound != HASHES[name] else None))
        replace_statement(
            module, node, [statement_text('hashlib', names)])
    elif name == 'sets':
        _sets_from(module, node)
    elif name == 'cgi':
        _cgi_from(module, node)


def _is_own(module, alias):
    """Tell whether a name of cgi's is only called, in one known way."""
    if alias.name not in OWN or alias.asname is not None:
        return False
    found = uses(module, [alias])
    if alias.name != 'parse_header' and not found:
        return False
    return found is not None and all(
        _takes(module, use, OWN[alias.name]) for use in found)


def _kept(module, names):
    """Return the import of what 3.13 has not got."""
    text = statement_text(
        'cgi', [(alias.name, alias.asname) for alias in names])
    found = None
    if names[0].name != '*':
        found = uses(module, names)
    if found is None or not _only_later(module, found):
        return [text]
    bound = [alias.asname or alias.name for alias in names]
    return _try(text, '%s = None' % ' = '.join(bound))


def _sets_from(module, node):
    new = {'Set': 'set', 'ImmutableSet': 'frozenset'}
    if not all(alias.name in new for alias in node.names):
        module.note(node, 'SC102')
        return
    found = [uses(module, [alias]) for alias in node.names]
    if None in found:
        module.note(node, 'SC102')
        return
    for alias, places in zip(node.names, found):
        for use in places:
            module.replace(use, new[alias.name])
    _replace(module, node, [])


def _cgi_from(module, node):
    kept, parsers, new = [], [], []
    for alias in node.names:
        if alias.name in PARSERS:
            parsers.append((alias.name, alias.asname))
        elif alias.name == 'escape':
            found = uses(module, [alias])
            bound = alias.asname or alias.name
            if found is None or not all(
                    _escape(module, use, bound) for use in found):
                module.note(node, 'SC102')
                return
            new += _escape_import(bound)
        elif _is_own(module, alias):
            _define(module, alias.name)
        else:
            kept.append(alias)
    if parsers:
        new.insert(0, statement_text('six.moves.urllib.parse', parsers))
    if kept:
        module.note(node, 'SC118')
        new = _kept(module, kept) + new
    if kept != node.names or len(new) > 1:
        _replace(module, node, new)
