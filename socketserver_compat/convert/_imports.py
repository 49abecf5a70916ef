"""Put an import where a person would put it."""
import ast
import functools
import re
import sys
import warnings

OTHERS = ('six', 'socketserver_compat')
# From 3.14 on ``except A, b:`` means two classes (PEP 758).  In source for
# any other version it is Python 2.
EXCEPT_COMMA = re.compile(
    r'^[ \t]*except\b(?:[^:(#]|\((?:[^()]|\([^()]*\))*\))*,', re.MULTILINE)
DEFINITION = re.compile(r'^(?:def|class)\b', re.MULTILINE)
LATER_IMPORT = re.compile(r'^(?![\s#]).*\bimport\b.*', re.MULTILINE)
OLDER = {'feature_version': (3, 13)} if sys.version_info >= (3, 14) else {}


@functools.lru_cache(maxsize=3)
def parse(text):
    """Return the tree of Python 3 source, without any warning.

    Most steps look at the same text again.  Nobody may change the tree.
    """
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        if OLDER and EXCEPT_COMMA.search(text):
            return ast.parse(text, **OLDER)
        return ast.parse(text)


def _is_docstring(node):
    return (isinstance(node, ast.Expr) and
            isinstance(node.value, ast.Constant) and
            isinstance(node.value.value, str))


def is_header(node):
    """Tell whether a statement has to stand before all others."""
    return _is_docstring(node) or _is_future(node)


def _is_future(node):
    return isinstance(node, ast.ImportFrom) and node.module == '__future__'


def _has(tree, module, name):
    """Tell whether the import stands at the top of the module."""
    for node in tree.body:
        if name is None and isinstance(node, ast.Import):
            if any(alias.name == module and not alias.asname
                   for alias in node.names):
                return True
        elif name and isinstance(node, ast.ImportFrom):
            if node.module == module and any(
                    alias.name == name and not alias.asname
                    for alias in node.names):
                return True
    return False


def _insert_after(lines, number, new):
    """Put lines behind a line (0: before all)."""
    lines[number:number] = new
    return '\n'.join(lines)


def _header_end(lines):
    """Return the number of comment lines at the top of a file."""
    number = 0
    while number < len(lines) and lines[number].startswith('#'):
        number += 1
    return number


def _extended(text, tree, module, name):
    """Return the text with the name in an import of the module.

    What stands further down may be executed too late.
    """
    last = line_above(tree)
    for node in tree.body:
        if last is not None and node.end_lineno > last:
            break
        if not isinstance(node, ast.ImportFrom) or node.module != module:
            continue
        if (node.level or node.lineno != node.end_lineno or
                any(alias.name == '*' for alias in node.names)):
            continue
        lines = text.split('\n')
        line = lines[node.lineno - 1]
        match = re.match(
            r'(from\s+[\w.]+\s+import\s+)([\w, ]+?)(\s*(?:#.*)?)$', line)
        if not match:
            continue
        names = [part.strip() for part in match.group(2).split(',')]
        ordered = names == sorted(names)
        names.append(name)
        if ordered:
            names.sort()
        line = match.group(1) + ', '.join(names) + match.group(3)
        if len(line) > 79:
            continue
        lines[node.lineno - 1] = line
        return '\n'.join(lines)
    return None


def _starts_group(tree, last, module):
    """Tell whether an import is the first that is not of the library."""
    if module.split('.')[0] not in OTHERS:
        return False
    for node in tree.body:
        if node.end_lineno > last:
            break
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            names = [getattr(node, 'module', None) or '']
        if any(name.split('.')[0] in OTHERS for name in names):
            return False
    return True


def line_above(tree):
    """Return the line that the next import goes behind, or None.

    This is the end of the first block of imports at the top.
    """
    last = None
    for index, node in enumerate(tree.body):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if not _is_future(node):
                last = node.end_lineno
        elif last is not None and not _is_docstring(node):
            break
    return last


def _parse_top(text, module):
    """Return a tree with at least all imports that there may be of a module.

    Most often these stand above the first definition, and to parse that
    part is enough.
    """
    match = DEFINITION.search(text)
    if match and not any(module in line for line in LATER_IMPORT.findall(
            text, match.start())):
        try:
            tree = parse(text[:match.start()])
        except SyntaxError:
            # Within a string, or below a decorator.
            return parse(text)
        if line_above(tree) is not None:
            return tree
    return parse(text)


def add(text, module, name=None):
    """Return the text with an import, unless it stands there already."""
    tree = _parse_top(text, module)
    if _has(tree, module, name):
        return text
    if name:
        extended = _extended(text, tree, module, name)
        if extended is not None:
            return extended
        new = 'from %s import %s' % (module, name)
    else:
        new = 'import ' + module
    lines = text.split('\n')
    if module == '__future__':
        return _add_future(lines, tree, new)
    last = line_above(tree)
    if last is not None:
        if _starts_group(tree, last, module):
            return _insert_after(lines, last, ['', new])
        return _insert_after(lines, last, [new])
    return _insert_after(lines, *_top(lines, tree, [new]))


def _add_future(lines, tree, new):
    futures = [node for node in tree.body if _is_future(node)]
    if futures:
        return _insert_after(lines, futures[-1].end_lineno, [new])
    number, new = _top(lines, tree, [new])
    if new[-1] and number < len(lines) and lines[number].strip():
        new.append('')
    return _insert_after(lines, number, new)


def _top(lines, tree, new):
    """Return where an import goes into a module that has none, and how."""
    last = 0
    for node in tree.body:
        if not (_is_docstring(node) and not last or _is_future(node)):
            break
        last = node.end_lineno
    if last:
        return last, new
    number = _header_end(lines)
    if not tree.body:
        return number, new
    following = tree.body[0]
    if number < len(lines) and not lines[number].strip():
        # A comment with a blank line behind it is the header.
        while number < len(lines) and not lines[number].strip():
            number += 1
        while number < len(lines) and lines[number].startswith('#'):
            number += 1
        number = min(number, following.lineno - 1)
    if not isinstance(following, (ast.Import, ast.ImportFrom)):
        new = new + ['']
    return number, new
