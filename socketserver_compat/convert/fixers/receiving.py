"""Notes on what comes from a stream and is not looked at closely enough.

SC131  ``recv()`` once, and the result is taken apart: it may be a part of a
       message, or several; and where it is printed.  Each is told once in
       a function.
SC132  what ``recv()`` or ``readline()`` returns is used in a loop, or sent
       back, and nothing tests for the end of the stream.

Nothing is rewritten.
"""
import ast

from .. import _tree
from ..wire.helpers import PRINTING
from .reviews import last_name

ORDER = 56
TOGETHER = True
ANY = True
# What one does with a whole message.
METHODS = frozenset('''
    strip lstrip rstrip split rsplit splitlines partition rpartition
    startswith endswith decode lower upper
    '''.split())
FUNCTIONS = frozenset('loads unpack literal_eval int float eval'.split())
SENDING = frozenset('send sendall sendto write'.split())
PRINTED = ('A part of a message may end within a character: decode the whole, '
           'with "replace" where people read it.')
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Module)


def fix(module):
    """Make the notes."""
    text = module.text
    if '.recv(' not in text and 'rfile.readline(' not in text:
        return
    stream = 'SOCK_DGRAM' not in text or 'SOCK_STREAM' in text
    told = set()
    for call in module.walk(ast.Call):
        if not _receives(call):
            continue
        name = _assigned_to(module, call)
        if (stream and last_name(call.func) == 'recv' and
                _is_taken_apart(module, call, name)):
            scope = _scope(module, call)
            if scope not in told:
                told.add(scope)
                module.note(call, 'SC131')
            for use in _uses(module, call, name):
                if (scope, PRINTED) not in told and _is_printed(module, use):
                    told.add((scope, PRINTED))
                    module.note(use, 'SC131', PRINTED)
        if (_never_ends(module, call, name) if name else
                _is_sent(module, call)):
            module.note(call, 'SC132')


def _receives(call):
    """Tell whether this is x.recv(1024) or rfile.readline()."""
    name = getattr(call.func, 'attr', None)
    if name == 'recv':
        return len(call.args) == 1 and getattr(
            call.args[0], 'value', None) != 1
    return name == 'readline' and last_name(call.func.value) == 'rfile'


def _assigned_to(module, call):
    """Return the name of the variable that gets the result, or ''."""
    parent = module.parent(call)
    if isinstance(parent, ast.Assign) and parent.value is call:
        return last_name(parent.targets[0])
    return ''


def _scope(module, node):
    while not isinstance(node, FUNCTION):
        node = module.parent(node)
    return node


def _is_taken_apart(module, call, name):
    """Tell whether the result of recv() is used as a whole message."""
    if not name:
        return _is_message(module, call)
    uses = _uses(module, call, name)
    return (any(_is_message(module, node) for node in uses) and
            not any(_is_collected(module, node) for node in uses))


def _uses(module, call, name):
    """Return where a variable is read, in the function of a call."""
    return [node for node in _tree.walk(_scope(module, call))
            if name and last_name(node) == name and
            isinstance(getattr(node, 'ctx', None), ast.Load)]


def _is_printed(module, node):
    """Tell whether text is printed, perhaps stripped or so."""
    while not isinstance(node, (ast.stmt, ast.Lambda)):
        if isinstance(node, ast.Call):
            if getattr(node.func, 'id', None) in PRINTING or (
                    module.is_builtin(node.func, 'print')):
                return True
            if getattr(node.func, 'attr', None) not in METHODS:
                return False
        node = module.parent(node)
    return False


def _is_message(module, node):
    """Tell whether a value is taken apart, or compared with a word."""
    parent = module.parent(node)
    if isinstance(parent, ast.Attribute):
        return parent.attr in METHODS
    if isinstance(parent, ast.Call):
        return node in parent.args and last_name(parent.func) in FUNCTIONS
    if isinstance(parent, ast.Compare):
        return isinstance(parent.ops[0], (ast.Eq, ast.NotEq)) and any(
            isinstance(getattr(one, 'value', None), (str, bytes)) and
            one.value for one in [parent.left] + parent.comparators)
    return False


def _is_collected(module, node):
    """Tell whether a value becomes a part of something longer."""
    parent = module.parent(node)
    if isinstance(parent, ast.AugAssign):
        return True
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add):
        parent = module.parent(parent)
        return isinstance(parent, (ast.Assign, ast.AugAssign))
    if isinstance(parent, ast.Call):
        return last_name(parent.func) in ('append', 'feed', 'len')
    return isinstance(parent, ast.Yield)


def _never_ends(module, call, name):
    """Tell whether a loop for ever goes on at the end of the stream."""
    loop = module.parent(call)
    while not isinstance(loop, FUNCTION + (ast.While, ast.For)):
        loop = module.parent(loop)
    if not isinstance(loop, ast.While) or not getattr(
            loop.test, 'value', None):
        return False
    return not any(_may_be_test(module, node, name)
                   for node in _tree.walk(loop))


def _may_be_test(module, node, name):
    """Tell whether this may be how the end is seen, or who may see it."""
    parent = module.parent(node)
    if isinstance(node, ast.Compare):
        return any(getattr(one, 'value', '?') in ('', b'', None, 0)
                   for side in node.comparators for one in _tree.walk(side))
    if isinstance(parent, (ast.UnaryOp, ast.BoolOp, ast.If, ast.While)):
        # Whatever its name: it may be made of what has come.
        return isinstance(node, (ast.Name, ast.Attribute))
    if last_name(node) != name or not isinstance(
            getattr(node, 'ctx', None), ast.Load):
        return False
    if isinstance(parent, ast.Call):
        return last_name(parent.func) not in SENDING
    if isinstance(parent, ast.Attribute):
        return parent.attr == 'endswith'
    return not isinstance(parent, (ast.Compare, ast.Subscript, ast.BinOp,
                                   ast.FormattedValue))


def _is_sent(module, call):
    """Tell whether the result goes straight into an answer."""
    node = module.parent(call)
    while not isinstance(node, (ast.stmt, ast.Call, ast.Module)):
        node = module.parent(node)
    if not isinstance(node, ast.Call):
        return False
    if last_name(node.func) == 'write':
        return last_name(getattr(node.func, 'value', None)) == 'wfile'
    return last_name(node.func) in SENDING
