"""Which names belong to which scope, found before values are followed."""
import ast

FUNCTIONS = (ast.FunctionDef, getattr(ast, 'AsyncFunctionDef',
                                      ast.FunctionDef), ast.Lambda)
SCOPES = FUNCTIONS + (ast.ClassDef,)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def stored_names(node):
    """Return the names that a statement binds, not those of inner scopes."""
    names = set()
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                names.add(node.id)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                names.add((alias.asname or alias.name).split('.')[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
        if isinstance(node, SCOPES):
            if not isinstance(node, ast.Lambda):
                names.add(node.name)
            continue
        pending.extend(ast.iter_child_nodes(node))
    return names


def inner_scopes(node):
    """Yield the functions and classes directly inside a scope."""
    pending = list(ast.iter_child_nodes(node))
    while pending:
        child = pending.pop()
        if isinstance(child, SCOPES):
            yield child
        else:
            pending.extend(ast.iter_child_nodes(child))


def parameters(args):
    """Return all parameter nodes of a function's arguments."""
    found = list(getattr(args, 'posonlyargs', [])) + list(args.args)
    if args.vararg:
        found.append(args.vararg)
    found.extend(args.kwonlyargs)
    if args.kwarg:
        found.append(args.kwarg)
    return found


class Scope(object):
    """The names of one function, class or module."""

    def __init__(self, node, parent):
        self.node = node
        self.parent = parent
        self.is_class = isinstance(node, ast.ClassDef)
        self.globals = set()
        self.names = set()
        self.shared = set()     # read or written by an inner function
        body = node.body if isinstance(node.body, list) else [node.body]
        for statement in body:
            self.names |= stored_names(statement)
            for child in ast.walk(statement):
                if isinstance(child, (ast.Global, getattr(
                        ast, 'Nonlocal', ast.Global))):
                    if self._owns(child):
                        self.globals.update(child.names)
        if isinstance(node, FUNCTIONS):
            for parameter in parameters(node.args):
                self.names.add(parameter.arg)
        self.names -= self.globals

    def _owns(self, statement):
        pending = list(ast.iter_child_nodes(self.node))
        while pending:
            child = pending.pop()
            if child is statement:
                return True
            if not isinstance(child, SCOPES):
                pending.extend(ast.iter_child_nodes(child))
        return False


def find_scopes(tree):
    """Return {node: Scope} for the module and all that is inside."""
    scopes = {}
    pending = [(tree, None)]
    while pending:
        node, parent = pending.pop()
        scope = scopes[node] = Scope(node, parent)
        for child in inner_scopes(node):
            pending.append((child, scope))
    for node, scope in scopes.items():
        if scope.parent is not None:
            _share(node, scope)
    return scopes


def _share(node, scope):
    """Mark the outer variables that a function uses as shared."""
    used = set(scope.globals)
    pending = list(ast.iter_child_nodes(node))
    while pending:
        child = pending.pop()
        if isinstance(child, ast.Name):
            used.add(child.id)
        if not isinstance(child, SCOPES):
            pending.extend(ast.iter_child_nodes(child))
    for name in sorted(used - scope.names):
        outer = scope.parent
        while outer is not None:
            if name in outer.names and (
                    not outer.is_class or outer is scope.parent):
                if not outer.is_class:
                    outer.shared.add(name)
                    break
            outer = outer.parent
