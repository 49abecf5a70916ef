"""``except E, e:`` -> ``except E as e:``.

With anything but a name, the value is assigned first thing in the block::

    except socket.error, (number, text):
        print text

becomes ::

    except socket.error as error:
        number, text = error.args
        print(text)

Safe: an exception was unpacked into its ``args``.  A name alone in
parentheses, ``except E, (e):``, is that name.
"""
from fissix import fixer_base, pytree
from fissix.fixer_util import Name
from fissix.pgen2 import token


class FixExceptName(fixer_base.BaseFix):
    """Turn the comma into ``as``."""

    BM_compatible = True
    PATTERN = """
        except_clause< 'except' kind=any comma=(',' | 'as') target=any >
    """

    def transform(self, node, results):
        """Change the clause, and the block if it has to be."""
        target = results['target']
        comma = results['comma']
        comma = comma[0] if isinstance(comma, list) else comma
        if comma.value == 'as' and target.type == token.NAME:
            return
        comma.replace(Name('as', prefix=' '))
        target = _bare(target)
        if target.type == token.NAME:
            if not target.prefix:
                target.prefix = ' '
            return
        name = Name(self.new_name(), prefix=' ')
        text = str(target).strip()
        value = name.value
        if pytree.type_repr(target.type) == 'atom':
            value += '.args'
            if text[0] == '(' and '\n' not in text and '(' not in text[1:]:
                text = text[1:-1].strip()
        target.replace(name)
        self._assign(node, '%s = %s' % (text, value))

    @staticmethod
    def _assign(clause, assignment):
        """Put an assignment at the start of a clause's block."""
        suite = clause.next_sibling.next_sibling
        if pytree.type_repr(suite.type) != 'suite':
            # On the same line as the clause.
            suite.prefix = ''
            leaf = pytree.Leaf(token.NAME, assignment + ';', prefix=' ')
            suite.insert_child(0, leaf)
            suite.children[1].prefix = ' '
            return
        first = next(child for child in suite.children
                     if isinstance(child, pytree.Node))
        indent = next(child for child in suite.children
                      if child.type == token.INDENT).value
        first.prefix = '%s\n%s%s' % (assignment, indent, first.prefix)


def _bare(target):
    """Take what unpacks nothing out of its parentheses."""
    while pytree.type_repr(target.type) == 'atom' \
            and target.children[0].value == '(' \
            and target.children[1].type != token.RPAR \
            and pytree.type_repr(target.children[1].type) != 'testlist_gexp':
        inner = target.children[1]
        inner.remove()
        inner.prefix = target.prefix
        target.replace(inner)
        target = inner
    return target
