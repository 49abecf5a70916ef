"""Names of types, modules and functions of the library."""
import ast
import functools

from . import knowledge, stdlib
from .kinds import TEXT, WIRE


def shape_name(shape):
    return shape[0] if isinstance(shape, tuple) else shape


def shapes_of_type(node):
    """Return the shapes that a type in isinstance() means, or None."""
    types = node.elts if isinstance(node, ast.Tuple) else [node]
    shapes = set()
    for part in types:
        name = getattr(part, 'attr', getattr(part, 'id', None))
        found = {'list': ('list',), 'tuple': ('tuple',), 'dict': ('dict',),
                 'int': ('int', 'bool'), 'long': ('int',), 'float': ('float',),
                 'integer_types': ('int',), 'set': ('list',),
                 'Exception': ('lib',)}.get(name)
        if found is None:
            return None
        shapes.update(found)
    return shapes


def kind_of_type(node):
    """Return what strings of a type in isinstance() are, or None."""
    if takes_all_strings(node):
        return None
    text = ast.dump(node)
    if "'bytes'" in text or "'binary_type'" in text:
        return WIRE
    if "'unicode'" in text or "'text_type'" in text:
        return TEXT
    return None


def takes_all_strings(node):
    """Tell whether a type in isinstance() is that of any string."""
    names = set(getattr(part, 'attr', getattr(part, 'id', None))
                for part in getattr(node, 'elts', [node]))
    return bool(names & set(['basestring', 'string_types'])) or bool(
        names & set(['str', 'bytes', 'binary_type'])
        and names & set(['unicode', 'text_type']))


def type_test(node):
    """Return x and T of isinstance(x, T), type(x) == T or the like.

    x is the name of a variable; None if this is no such test.
    """
    if isinstance(node, ast.Call) and len(node.args) == 2 and (
            getattr(node.func, 'id', None) == 'isinstance'):
        tested, types = node.args
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and (
            is_type_of(node.left)):
        tested, types = node.left.args[0], node.comparators[0]
    else:
        return None
    return (tested.id, types) if isinstance(tested, ast.Name) else None


def is_type_of(node):
    """Tell whether this is type(x)."""
    return isinstance(node, ast.Call) and len(node.args) == 1 and (
        getattr(node.func, 'id', None) == 'type')


def is_type_of_literal(node):
    """Tell whether this is type('')."""
    return is_type_of(node) and isinstance(
        node.args[0], ast.Constant) and isinstance(node.args[0].value, str)


@functools.lru_cache(maxsize=4096)
def normal_name(dotted):
    """Return the usual name of a module or of what is in it."""
    if dotted in knowledge.NAMES:
        return knowledge.NAMES[dotted]
    for module, name in knowledge.MODULES.items():
        if dotted == module:
            return name
        if dotted.startswith(module + '.'):
            dotted = name + dotted[len(module):]
            break
    if dotted.startswith('six.moves.builtins.'):
        dotted = dotted[len('six.moves.builtins.'):]
    return knowledge.NAMES.get(dotted, dotted)


def known_name(dotted):
    return (dotted in knowledge.FUNCTIONS or dotted in knowledge.VALUES
            or dotted in knowledge.LIBRARY_CLASSES
            or dotted in stdlib.SPECIAL or dotted in stdlib.LIBRARY)


@functools.lru_cache(None)
def is_foreign_name(dotted):
    """Tell whether a name is one of a module that nothing is known of."""
    return dotted.find('.') >= 0 and not dotted.startswith('@') and (
        dotted.split('.')[0] not in _known_modules()
        and not known_name(dotted))


@functools.lru_cache(None)
def _known_modules():
    return frozenset(
        name.split('.')[0] for table in (
            knowledge.FUNCTIONS, knowledge.VALUES, knowledge.LIBRARY_CLASSES,
            stdlib.SPECIAL, stdlib.LIBRARY)
        for name in table)


def is_foreign(cell):
    """Tell whether a value is a name of such a module, and nothing else.

    keys.QUIT may be a string, which is text on 3, a number or a function.
    """
    shapes = cell.find().shapes
    return bool(shapes) and all(map(is_foreign_shape, shapes))


def is_foreign_shape(shape):
    return shape.__class__ is tuple and shape[0] == 'lib' and (
        is_foreign_name(shape[1]))


def has_others(cell):
    """Tell whether a value may be known to be no string, but None."""
    return not all(shape == 'none' or is_foreign_shape(shape)
                   for shape in cell.others())


def is_utf8(text):
    """Tell whether characters are the bytes of UTF-8, and not ASCII."""
    try:
        return text.encode('latin-1').decode('utf-8') != text
    except UnicodeError:
        return False


def is_ascii(text):
    return all(ord(char) < 128 for char in text)
