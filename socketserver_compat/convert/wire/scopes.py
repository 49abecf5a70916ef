"""Which names belong to which scope, found before values are followed."""
import ast

from .._tree import FIELDS, children
from .names import kind_of_type, type_test

FUNCTIONS = (ast.FunctionDef, getattr(ast, 'AsyncFunctionDef',
                                      ast.FunctionDef), ast.Lambda)
SCOPES = FUNCTIONS + (ast.ClassDef,)
IMPORTS = frozenset([ast.Import, ast.ImportFrom])
NAMED = frozenset(SCOPES + (ast.ExceptHandler,))
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def own_nodes(nodes):
    """Return nodes and what is below, but nothing inside inner scopes."""
    found = list(nodes)
    for node in found:
        if FIELDS[type(node)] and not isinstance(node, SCOPES):
            found += children(node)
    return found


def names_bound(nodes):
    """Return the names that these nodes bind by themselves."""
    names = set()
    for node in nodes:
        kind = type(node)
        if kind is ast.Name:
            if not isinstance(node.ctx, ast.Load):
                names.add(node.id)
        elif kind in IMPORTS:
            for alias in node.names:
                names.add((alias.asname or alias.name).split('.')[0])
        elif kind in NAMED:
            name = getattr(node, 'name', None)
            if name:
                names.add(name)
    return names


def stored_names(statements):
    """Return the names that statements bind, not those of inner scopes."""
    return names_bound(own_nodes(statements))


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
        self.shared = set()     # read or written by an inner function
        self.tested = set()     # whose kind of string is tested in here
        body = node.body if isinstance(node.body, list) else [node.body]
        inside = own_nodes(body)
        statements = set(body)
        around = [child for child in children(node)
                  if child not in statements]
        self.nodes = own_nodes(around) + inside
        self.names = names_bound(inside)
        for child in inside:
            if isinstance(child, (ast.Global, ast.Nonlocal)):
                self.globals.update(child.names)
        if isinstance(node, FUNCTIONS):
            for parameter in parameters(node.args):
                self.names.add(parameter.arg)
        if parent is None:
            # "global" says nothing new there.
            self.globals.clear()
        self.names -= self.globals


def find_scopes(tree):
    """Return {node: Scope} for the module and all that is inside.

    What functions declare as global is the module's, also where the module
    does not bind it.
    """
    scopes = {}
    pending = [(tree, None)]
    while pending:
        node, parent = pending.pop()
        scope = scopes[node] = Scope(node, parent)
        pending.extend((child, scope) for child in scope.nodes
                       if isinstance(child, SCOPES))
    for scope in scopes.values():
        scopes[tree].names |= scope.globals
    for scope in scopes.values():
        if scope.parent is not None:
            _share(scope)
        for name in _tested_names(scope.nodes):
            outer = scope
            while outer is not None:
                outer.tested.add(name)
                outer = outer.parent
    return scopes


def _tested_names(nodes):
    """Return the names whose kind of string is tested by isinstance()."""
    found = filter(None, map(type_test, nodes))
    return [name for name, types in found if kind_of_type(types) is not None]


def _share(scope):
    """Mark the outer variables that a function uses as shared."""
    used = set(scope.globals)
    used.update(child.id for child in scope.nodes
                if type(child) is ast.Name)
    for name in sorted(used - scope.names):
        outer = scope.parent
        while outer is not None:
            if name in outer.names and (
                    not outer.is_class or outer is scope.parent):
                if not outer.is_class:
                    outer.shared.add(name)
                    break
            outer = outer.parent
