"""``print`` as a function.

===========================  ==================================
before                       after
===========================  ==================================
``print``                    ``print()``
``print a, b``               ``print(a, b)``
``print ('a' % b)``          ``print('a' % b)``
``print ('a', b)``           ``print(('a', b))``
``print a,``                 ``print(a, end=' ')``
``print 'a\\n',``             ``print('a\\n', end='')``
``print 'a\\t', b``           ``print('a\\t', b, sep='')``
``print 'a\\t', b, c``        ``print('%s%s' % ('a\\t', b), c)``
``print >>f, a``             ``print(a, file=f)``
``print a, raw_input()``     ``print(a, end=' '); print(input())``
===========================  ==================================

Safe, because ``from __future__ import print_function`` is added.  Python 2
prints each word before it looks at the next: a question, or a page that is
fetched and may fail, comes when the words before it are printed.  Python 2
puts the blank of a comma before the *next* word that is printed, and none
if a line end or a tab was printed last.  So ``end`` is empty there; what
follows is looked at later, in fixers/print_comma.py.
"""
from fissix import fixer_base, pytree
from fissix.fixer_util import Call, Comma, Name, String
from fissix.pgen2 import token

# Not recv(): print s.recv(9) is in every other program, and seldom fails.
WAITING = frozenset(['raw_input', 'urlopen'])
COMPARISONS = ('testlist_gexp', 'comp_for', 'old_comp_for')


class FixPrint(fixer_base.BaseFix):
    """Turn print statements into calls."""

    BM_compatible = True
    PATTERN = """
        simple_stmt< any* bare='print' any* > | print_stmt
    """

    def transform(self, node, results):
        """Return the call."""
        bare = results.get('bare')
        if bare:
            bare.replace(Call(Name('print'), [], prefix=bare.prefix))
            return None
        arguments = node.children[1:]
        if len(arguments) == 1 and self._in_parentheses(arguments[0]):
            return None
        end = file = None
        if arguments[-1] == Comma():
            arguments = arguments[:-1]
            end = "''" if self._ends_line(arguments[-1]) else "' '"
        if arguments[0] == pytree.Leaf(token.RIGHTSHIFT, '>>'):
            file = arguments[1]
            arguments = arguments[3:]
            if not arguments:
                end = None
        for number in range(2, len(arguments), 2):
            if file is None and self._waits(arguments[number]):
                self._follow(node, self._call(arguments[number:], end))
                arguments = arguments[:number - 1]
                end = "''" if self._ends_line(arguments[-1]) else "' '"
                break
        call = self._call(arguments, end, file)
        call.prefix = node.prefix
        return call

    @staticmethod
    def _waits(node):
        """Tell whether a call in here waits for others, and may fail."""
        return any(leaf.type == token.NAME and leaf.value in WAITING
                   for leaf in node.leaves())

    @staticmethod
    def _follow(node, call):
        """Put a second call behind a statement."""
        call.prefix = ' '
        place = node.parent.children.index(node) + 1
        node.parent.insert_child(place, call)
        node.parent.insert_child(place, pytree.Leaf(token.SEMI, ';'))

    def _call(self, arguments, end, file=None):
        sep = None
        new = [argument.clone() for argument in arguments]
        if new:
            new[0].prefix = new[0].prefix.strip(' \t')
        before = new[:-1:2]
        if before and all(self._ends_line(one) for one in before):
            sep = "''"
        elif any(self._ends_line(one) for one in before):
            new = self._joined(new)
        for name, value in (('sep', sep and String(sep)),
                            ('end', end and String(end)), ('file', file)):
            if value is not None:
                self._add(new, name, value.clone())
        return Call(Name('print'), new)

    def _joined(self, arguments):
        """Join what has no blank between it with what follows it."""
        joined, group = [], []
        for number, one in enumerate(arguments[::2]):
            group.append(one)
            if self._ends_line(one) and number < len(arguments) // 2:
                continue
            if joined:
                joined.append(Comma())
            joined.append(self._template(group) if group[1:] else one)
            joined[-1].prefix = ' ' if joined[1:] else ''
            group = []
        return joined

    def _template(self, values):
        """Return '%s%s' % (values)."""
        inner = []
        for one in values:
            if inner:
                inner.append(Comma())
            one.prefix = ' ' if inner else ''
            inner.append(one)
        return pytree.Node(self.syms.term, [
            String("'%s'" % ('%s' * len(values))),
            pytree.Leaf(token.PERCENT, '%', prefix=' '),
            pytree.Node(self.syms.atom, [
                pytree.Leaf(token.LPAR, '(', prefix=' '),
                pytree.Node(self.syms.testlist_gexp, inner),
                pytree.Leaf(token.RPAR, ')')])])

    def _add(self, arguments, name, value):
        value.prefix = ''
        argument = pytree.Node(
            self.syms.argument,
            (Name(name), pytree.Leaf(token.EQUAL, '='), value))
        if arguments:
            arguments.append(Comma())
            argument.prefix = ' '
        arguments.append(argument)

    @staticmethod
    def _in_parentheses(node):
        """Tell whether the statement reads as a call with one argument."""
        if isinstance(node, pytree.Leaf) or node.children[0] != pytree.Leaf(
                token.LPAR, '('):
            return False
        if len(node.children) != 3 or node.children[2] != pytree.Leaf(
                token.RPAR, ')'):
            return False
        inner = node.children[1]
        return (isinstance(inner, pytree.Leaf) or
                pytree.type_repr(inner.type) not in COMPARISONS)

    @staticmethod
    def _ends_line(node):
        """Tell whether a line end or a tab is what is printed last."""
        while not isinstance(node, pytree.Leaf):
            if pytree.type_repr(node.type) == 'term' and len(
                    node.children) == 3 and node.children[1].value == '%':
                node = node.children[0]
            elif pytree.type_repr(node.type) == 'atom':
                # In brackets, or the last part of several.
                node = node.children[1 if node.children[0].type ==
                                     token.LPAR else -1]
            else:
                return False
        return node.type == token.STRING and node.value.rstrip(
            '\'"').endswith(('\\n', '\n', '\\t', '\t', '\\r'))
