"""``raise E, V, T`` -> ``six.reraise(E, V, T)``: both raise with T.

On 3 the value must be an exception, so text becomes one:
``raise E, 'text', T`` -> ``six.reraise(E, E('text'), T)``, and a tuple
becomes its arguments.
"""
from fissix import fixer_base
from fissix.fixer_util import Call, Comma, Name, is_tuple
from fissix.pgen2 import token


class FixRaiseThree(fixer_base.BaseFix):
    """Turn a raise statement with a traceback into a call of six."""

    BM_compatible = True
    PATTERN = """
        raise_stmt< 'raise' exc=any ',' val=any ',' tb=any >
    """

    def transform(self, node, results):
        """Return the call."""
        arguments = []
        for name in 'exc', 'val', 'tb':
            argument = results[name].clone()
            argument.prefix = ' ' if arguments else ''
            if name == 'val':
                argument = self._exception(results['exc'], argument)
            arguments += [argument, Comma()]
        return Call(Name('six.reraise'), arguments[:-1], prefix=node.prefix)

    def _exception(self, kind, value):
        """Return what makes an exception of a value that is none."""
        kind = kind.clone()
        kind.prefix = ' '
        if is_tuple(value):
            inner = [child.clone() for child in value.children[1:-1]]
            return Call(kind, inner)
        if self._is_text(value):
            value.prefix = ''
            return Call(kind, [value])
        return value

    @staticmethod
    def _is_text(node):
        """Tell whether a value is text: a literal, perhaps formatted."""
        first = next(node.leaves(), None)
        return first is not None and first.type == token.STRING
