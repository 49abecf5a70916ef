"""``lambda (a, b), c: a + c`` -> ``lambda a_b, c: a_b[0] + c``.

fissix does so where the tuple is the only parameter.  Safe, because the
names of the tuple are read alone in a lambda.
"""
from fissix import fixer_base, pytree
from fissix.fixer_util import Name, syms
from fissix.fixes.fix_tuple_params import (
    find_params, map_to_index, tuple_name)
from fissix.pgen2 import token


class FixLambdaTuples(fixer_base.BaseFix):
    """Turn each tuple among the parameters of a lambda into one name."""

    BM_compatible = True
    PATTERN = """
        lambdef< 'lambda' args=varargslist any* ':' body=any >
    """

    def transform(self, node, results):
        """Give the tuples names, and take their parts where they are read."""
        places = {}
        for one in list(results['args'].children):
            if one.type != syms.vfpdef:
                continue
            found = find_params(one)
            if isinstance(found, list):
                name = self.new_name(tuple_name(found))
                for part, index in map_to_index(found).items():
                    places[part] = name, index
            else:
                name = found
            one.replace(Name(name, prefix=one.prefix))
        for leaf in list(results['body'].leaves()):
            if leaf.type == token.NAME and leaf.value in places and not (
                    _is_type(leaf.prev_sibling, token.DOT) or
                    _is_type(leaf.next_sibling, token.EQUAL)):
                name, index = places[leaf.value]
                leaf.replace(pytree.Node(syms.power, [
                    Name(name, prefix=leaf.prefix)] +
                    [one.clone() for one in index]))


def _is_type(node, kind):
    return node is not None and node.type == kind
