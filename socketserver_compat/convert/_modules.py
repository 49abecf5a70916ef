"""Rewrite imports and follow the names that they bind."""
import ast

from . import _imports

OURS = 'socketserver_compat'
# Where people get the module from.
SOCKETSERVERS = (
    'SocketServer', 'socketserver', 'six.moves.socketserver',
    'future.moves.socketserver', 'future.backports.socketserver')


def alias_text(name, asname):
    """Return an element of an import."""
    return '%s as %s' % (name, asname) if asname else name


def statement_text(module, names):
    """Return an import of (name, asname) pairs, from a module or not."""
    listed = ', '.join(alias_text(*pair) for pair in names)
    if module is None:
        return 'import ' + listed
    return 'from %s import %s' % (module, listed)


def origin(node):
    """Return the module of a from-import, '' if it is relative."""
    return '' if node.level else node.module


def stands_alone(module, node):
    """Tell whether a statement has its lines for itself."""
    before = module.line(node.lineno)[:module.start(node) - module.offset(
        node.lineno, 0)]
    after = module.line(node.end_lineno)[module.end(node) - module.offset(
        node.end_lineno, 0):].strip()
    return not before.strip() and (not after or after.startswith('#'))


def end_of_line(module, node):
    """Return where the last line of a statement ends."""
    return module.offset(node.end_lineno, 0) + len(
        module.line(node.end_lineno))


def add_method(module, node, text, base):
    """Put a method, which calls that of a base, at the end of a class."""
    last = node.body[-1]
    if stands_alone(module, last) and last.lineno != node.lineno:
        module.insert(end_of_line(module, last), text % {
            'indent': module.indent(last), 'base': module.source(base)})


def names_of_stars(module):
    """Return the names that are builtins or come of a star import."""
    return set(node.id for node in module.walk(ast.Name)
               if module.is_builtin(node))


def replace_statement(module, node, statements):
    """Put statements in the place of one."""
    if stands_alone(module, node):
        return module.replace(
            node, ('\n' + module.indent(node)).join(statements))
    return module.replace(node, '; '.join(statements))


def remove_statement(module, node):
    """Take a statement out, with its line."""
    parent = module.parent(node)
    body = next(body for body in (
        getattr(parent, name, None) for name in (
            'body', 'orelse', 'finalbody', 'handlers'))
        if body and node in body)
    if len(body) == 1 and not isinstance(parent, ast.Module):
        module.replace(node, 'pass')
        return
    start = module.offset(node.lineno, 0)
    line_end = start + len(module.line(node.lineno))
    if node.end_lineno != node.lineno:
        line_end = end_of_line(module, node)
    if not stands_alone(module, node):
        module.replace(node, 'pass')
        return
    end = min(line_end + 1, len(module.text))
    if not start or module.text[:start].endswith('\n\n'):
        # The blank line behind it went with it.
        if module.text[end:end + 1] == '\n':
            end += 1
    module.cut(start, end, '')


def uses(module, binders):
    """Return the loads of the names that only these nodes bind.

    None if one of the names is bound by something else as well.
    """
    found = []
    names = set((alias.asname or alias.name.split('.')[0])
                for alias in binders)
    for binder in binders:
        name = binder.asname or binder.name.split('.')[0]
        if not all(other in binders
                   for other in module.binders_beside(binder, name)):
            return None
    for node in module.walk(ast.Name):
        if node.id not in names:
            continue
        bound = module.bound(node.id, node)
        if not any(binder in binders for binder in bound):
            continue
        if (not isinstance(node.ctx, ast.Load) or
                not all(binder in binders for binder in bound)):
            return None
        found.append(node)
    return found


def binders(module, node):
    """Return what gives a name, or any attribute called so, its values."""
    if isinstance(node, ast.Name):
        return module.bound(node.id, node)
    if isinstance(node, ast.Attribute):
        return [one for one in module.walk(ast.Attribute)
                if one.attr == node.attr
                and not isinstance(one.ctx, ast.Load)]
    return []


def is_made_for_2(module, node):
    """Tell whether this is the first part of x if six.PY2 else y."""
    test = getattr(module.parent(node), 'test', None)
    return test is not None and module.source(test) == 'six.PY2'


def is_free(module, name):
    """Tell whether no scope of the module uses this name."""
    return not any(
        name in module.bindings(scope) for scope in
        [module.tree] + module.walk(
            ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    ) and not any(node.id == name for node in module.walk(ast.Name))


def below_imports(module, function):
    """Put the text of a function below the imports of a module, once."""
    if any(function in text for edits in module.edits for _, _, text in edits):
        return
    line = _imports.line_above(module.tree)
    if line is None:
        line = 0
        for node in module.tree.body:
            if not _imports.is_header(node):
                break
            line = node.end_lineno
    index = 0
    if line:
        index = module.offset(line, 0) + len(module.line(line)) + 1
    rest = module.text[index:]
    missing = max(2 - (len(rest) - len(rest.lstrip('\n'))), 0)
    if any(start == end == index
           for edits in module.edits for start, end, _ in edits):
        function = '\n' * (2 - missing) + function
    elif line:
        function = '\n\n' + function
    module.insert(index, function + '\n' * missing)
