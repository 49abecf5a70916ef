"""Names of types, modules and functions of the library."""
import ast
import functools

from . import knowledge, stdlib


def shape_name(shape):
    return shape[0] if isinstance(shape, tuple) else shape


def shapes_of_type(node):
    """Return the shapes that a type in isinstance() means, or None."""
    types = node.elts if isinstance(node, ast.Tuple) else [node]
    shapes = set()
    for part in types:
        name = getattr(part, 'attr', getattr(part, 'id', None))
        found = {'list': ('list',), 'tuple': ('tuple',), 'dict': ('dict',),
                 'int': ('int',), 'long': ('int',), 'float': ('float',),
                 'integer_types': ('int',), 'set': ('list',),
                 'Exception': ('lib',)}.get(name)
        if found is None:
            return None
        shapes.update(found)
    return shapes


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


def is_ascii(text):
    return all(ord(char) < 128 for char in text)
