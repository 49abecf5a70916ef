"""A parsed source with the edits and notes that a fixer makes on it.

A fixer looks at the tree of ``ast`` and replaces spans of the text, so all
that it does not name stays as it was: comments, blanks, line ends.
"""
import ast
import bisect
import difflib
import itertools
import re

from . import _imports, _tree
from ._imports import parse
from ._notes import make_note

# Pairs of lines that are compared one by one.
MANY = 40000
# Lines to look ahead for an equal one.
WINDOW = 24
CLOSING = re.compile(r'(?:\s*\))*')
KEEP = re.compile(r'#\s*convert:\s*keep\b')
FAILURES = (SyntaxError, ValueError, RecursionError, MemoryError,
            OverflowError)


def parses(text):
    """Tell whether this is Python 3 source."""
    try:
        parse(text)
    except FAILURES:
        return False
    return True


def split(text):
    """Return the lines without their ends; form feeds end no line."""
    return text.split('\n')


def line_starts(lines):
    """Return the index of each line, and that behind the last one."""
    return [0] + list(itertools.accumulate(len(line) + 1 for line in lines))


def behind_brackets(source, start, call_end):
    """Return where an argument ends with the brackets that it stands in.

    start is where it ends without them, as its node says.
    """
    found = CLOSING.match(source, start, call_end - 1)
    return found.end() if found else start


def align(old, new):
    """Return for each line of the new text its index in the old one.

    A line that was added gets the index of the line that it stands at.
    """
    old, new = split(old), split(new)
    least = min(len(old), len(new))
    start = _equal(zip(old, new), least)
    stop = _equal(zip(reversed(old), reversed(new)), least - start)
    result = list(range(start))
    for i1, i2, j1, j2 in _blocks(old[start:len(old) - stop],
                                  new[start:len(new) - stop]):
        result.extend(start + i1 + index for index in _align_block(
            old[start + i1:start + i2], new[start + j1:start + j2]))
    last = len(old) - 1
    result = [min(index, last) for index in result]
    result.extend(range(len(old) - stop, len(old)))
    return result


def _equal(pairs, limit):
    """Return how many pairs at the start are of equal lines."""
    count = 0
    for one, other in pairs:
        if count == limit or one != other:
            break
        count += 1
    return count


def _blocks(old, new):
    """Return the blocks that are equal, or differ: ends in old and new."""
    if len(old) * len(new) <= MANY:
        matcher = difflib.SequenceMatcher(None, old, new)
        return [code[1:] for code in matcher.get_opcodes()]
    # difflib takes the square of the lines in time.  Here most lines are
    # equal, and what differs is small.
    found, i, j = [], 0, 0
    while i < len(old) or j < len(new):
        first, second = _next_equal(old, new, i, j)
        if (first, second) == (i, j):
            first, second = i + 1, j + 1
        found.append((i, first, j, second))
        i, j = first, second
    return found


def _next_equal(old, new, i, j):
    """Return where the two are equal again."""
    for distance in range(WINDOW):
        for ahead in range(distance + 1):
            first, second = i + ahead, j + distance - ahead
            if old[first:first + 1] == new[second:second + 1] != [] and (
                    not distance or
                    old[first + 1:first + 2] == new[second + 1:second + 2] or
                    old[first].strip()):
                return first, second
    if i >= len(old) or j >= len(new):
        return len(old), len(new)
    return i + 1, j + 1


def _align_block(old, new):
    """Return for each new line the index of the most similar old line.

    The order is kept; a line that is like none gets the index of the next.
    """
    if len(old) == len(new) or not old:
        return [index if old else 0 for index in range(len(new))]
    if len(old) * len(new) > MANY:
        return [index * len(old) // len(new) for index in range(len(new))]
    words = [[frozenset(re.findall(r'\w+', line)) for line in lines]
             for lines in (old, new)]
    # The best sum of similarities of the lines behind each pair.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(
                best[i + 1][j], best[i][j + 1],
                best[i + 1][j + 1] + _likeness(words[0][i], words[1][j]))
    result, i = [], 0
    for j in range(len(new)):
        while i < len(old) - 1 and best[i + 1][j] >= best[i][j]:
            i += 1
        result.append(min(i, len(old) - 1))
        if i < len(old) - 1 and best[i][j] > best[i][j + 1]:
            i += 1
    return result


def _likeness(first, second):
    """Return how alike two sets of words are: 0 to 1, and a bit."""
    return (len(first & second) + 0.01) / (len(first | second) + 1.0)


class Module(object):
    """The text of a module, its tree, and what is to be changed in it."""

    def __init__(self, text, prints_statements=True):
        self.text = text
        self.tree = parse(text)
        # Whether a call of print was a statement before.
        self.prints_statements = prints_statements
        self.notes = []
        self.edits = []
        self.dropped = False
        self._wanted = []
        self._lines = text.split('\n')
        self._starts = line_starts(self._lines)
        self._nodes = None
        self._found = {}
        self._scopes = None
        self._has_kept = bool(KEEP.search(text))

    # Where things are.

    def offset(self, line, column):
        """Return the index of ast's line and (UTF-8) column."""
        text = self._lines[line - 1]
        if not text.isascii():
            column = len(text.encode('utf-8')[:column].decode(
                'utf-8', 'ignore'))
        return self._starts[line - 1] + column

    def start(self, node):
        """Return the index of the node's first character."""
        return self.offset(node.lineno, node.col_offset)

    def end(self, node):
        """Return the index after the node's last character."""
        return self.offset(node.end_lineno, node.end_col_offset)

    def argument_end(self, call, index):
        """Return where an argument of a call ends, with its brackets."""
        return behind_brackets(
            self.text, self.end(call.args[index]), self.end(call))

    def source(self, node):
        """Return the text of a node."""
        return self.text[self.start(node):self.end(node)]

    def operand(self, node):
        """Return the text of a node, in brackets if it needs them."""
        text = self.source(node)
        if isinstance(node, CLOSED) and not (
                '\n' in text and isinstance(node, ast.Constant)):
            return text
        return '(%s)' % text

    def position(self, index):
        """Return line and column, both from 1, of an index."""
        line = bisect.bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    def line(self, number):
        """Return the text of a line."""
        return self._lines[number - 1]

    def indent(self, node):
        """Return the blanks before a statement's line."""
        line = self.line(node.lineno)
        return line[:len(line) - len(line.lstrip())]

    def walk(self, *types):
        """Return the nodes of these types, in the order of the text.

        Imports on lines that the user wants to keep are not among them.
        """
        found = self._found.get(types)
        if found is None:
            found = self._found[types] = self._find(types)
        return list(found)

    def _find(self, types):
        self._explore()
        found = [node for one in types for kind in self._nodes
                 if issubclass(kind, one) for node in self._nodes[kind]]
        if self._has_kept:
            found = [node for node in found if not (
                isinstance(node, (ast.Import, ast.ImportFrom)) and
                self.kept(node.lineno, node.end_lineno))]
        if found and hasattr(found[0], 'lineno'):
            found.sort(key=lambda node: (node.lineno, node.col_offset))
        return found

    def parent(self, node):
        """Return the node around a node."""
        self._explore()
        return self._around.get(node, OUTSIDE)[0]

    def scope(self, node):
        """Return the function, class or module that a node stands in."""
        self._explore()
        return self._around.get(node, OUTSIDE)[1] or self.tree

    def _explore(self):
        """Look once at all nodes: their types, and what is around them."""
        if self._nodes is not None:
            return
        self._nodes, self._around, self._binders = {}, {}, []
        nodes = [self.tree]
        for node in nodes:
            kind = type(node)
            if kind in self._nodes:
                self._nodes[kind].append(node)
            else:
                self._nodes[kind] = [node]
            if kind in BINDERS:
                self._binders.append(node)
            if not _tree.FIELDS[kind]:
                continue
            inner = _tree.children(node)
            if inner:
                scope = node if kind in SCOPES else self._around[node][1]
                self._around.update(dict.fromkeys(inner, (node, scope)))
                nodes += inner

    # What names mean.

    def bindings(self, scope):
        """Return the names that a scope binds: {name: [node, ...]}."""
        if self._scopes is None:
            self._explore()
            self._scopes = _all_bindings(self, self._binders)
        return self._scopes.get(scope, {})

    def binders_beside(self, binder, name):
        """Return what binds a name in the scope where a node does."""
        return self.bindings(self.scope(binder)).get(name, [])

    def bound(self, name, node):
        """Return the nodes that bind the name as it is seen at a node."""
        scope = self.scope(node)
        first = True
        while True:
            if first or not isinstance(scope, ast.ClassDef):
                found = self.bindings(scope).get(name)
                if found:
                    return found
            if scope is self.tree:
                return []
            first = False
            scope = self.scope(scope)

    def is_builtin(self, node, *names):
        """Tell whether a node is a name that only the builtins bind."""
        return (isinstance(node, ast.Name) and
                (not names or node.id in names) and
                isinstance(node.ctx, ast.Load) and
                not self.bound(node.id, node))

    def is_module(self, node, *names):
        """Tell whether a node is the name of one of these modules."""
        if not isinstance(node, ast.Name):
            return False
        return any(dotted in names for dotted in self.imported(node))

    def imported(self, node):
        """Return what a name may be imported as: dotted names."""
        found = []
        for binding in self.bound(node.id, node):
            parent = self.parent(binding)
            if isinstance(parent, ast.Import):
                if binding.asname or '.' not in binding.name:
                    found.append(binding.name)
                else:
                    found.append(binding.name.split('.')[0])
            elif isinstance(parent, ast.ImportFrom) and not parent.level:
                found.append('%s.%s' % (parent.module, binding.name))
        return found

    def dotted(self, node):
        """Return what a name or attribute is, 'socket.error', or None."""
        if isinstance(node, ast.Attribute):
            value = self.dotted(node.value)
            return value and '%s.%s' % (value, node.attr)
        if isinstance(node, ast.Name):
            found = self.imported(node)
            if found:
                return found[0]
        return None

    # What is to be changed.

    def kept(self, first, last):
        """Tell whether one of these lines is to be left alone."""
        return self._has_kept and any(
            KEEP.search(self.line(number))
            for number in range(first, last + 1))

    def cut(self, start, end, text):
        """Replace a span of the text; False if it is to be kept."""
        return self._add([(start, end, text)])

    def replace(self, node, text):
        """Replace a node by a text."""
        return self.cut(self.start(node), self.end(node), text)

    def insert(self, index, text):
        """Put a text before an index."""
        return self.cut(index, index, text)

    def wrap(self, node, before, after):
        """Put texts around a node: both, or none of them."""
        start, end = self.start(node), self.end(node)
        return self._add([(start, start, before), (end, end, after)])

    def cut_all(self, edits):
        """Replace spans, each (start, end, text): all, or none of them."""
        return self._add(edits)

    def _add(self, edits):
        if any(self.kept(self.position(start)[0], self.position(end)[0])
               for start, end, _ in edits):
            return False
        self.edits.append(edits)
        return True

    def _made(self):
        """Return the edits to make, in the order of the text.

        What is within a span that is replaced cannot be made: a second
        run of the fixer does it.
        """
        cuts = sorted(set((start, -end) for edits in self.edits
                          for start, end, _ in edits if start < end))
        outer = []
        for start, end in cuts:
            if not outer or start >= outer[-1][1]:
                outer.append((start, -end))
        starts = [start for start, _ in outer]
        made, taken = [], set()
        for number, edits in enumerate(self.edits):
            if any(self._is_within(edit, outer, starts, taken)
                   for edit in edits):
                self.dropped = True
                continue
            for place, (start, end, text) in enumerate(edits):
                if start < end:
                    taken.add((start, end))
                # Of texts at one place, those that close come first, and
                # of them the inner one, which was asked for later.
                closes = place and start == end
                made.append((start, end, not closes,
                             -number if closes else number, text))
        return sorted(made)

    @staticmethod
    def _is_within(edit, outer, starts, taken):
        start, end, _ = edit
        index = bisect.bisect_right(starts, start) - 1
        if index < 0:
            return False
        first, last = outer[index]
        if start == end:
            return first < start < last
        if (start, end) == (first, last):
            return (start, end) in taken
        return start < last

    def need(self, module, name=None):
        """Have a module, or a name from it, imported."""
        if (module, name) not in self._wanted:
            self._wanted.append((module, name))

    def note(self, node, code, message=None):
        """Tell the user what only a person can decide."""
        if self.kept(node.lineno, node.lineno):
            return
        line, column = self.position(self.start(node))
        self.notes.append(make_note(line, column, code, message))

    def results(self):
        """Yield the text with the edits, and then with the imports."""
        parts, last = [], 0
        for start, end, _, _, text in self._made():
            parts.append(self.text[last:start])
            parts.append(text)
            last = end
        parts.append(self.text[last:])
        text = ''.join(parts)
        yield text
        for module, name in self._wanted:
            text = _imports.add(text, module, name)
            yield text


# What needs no brackets before a dot.
CLOSED = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.List,
          ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda,
          ast.Module)


# What can bind a name, or say where it is bound.
BINDERS = frozenset([
    ast.Name, ast.ExceptHandler, ast.alias, ast.arg, ast.Global,
    ast.Nonlocal, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef])
# Around a node that is not in the tree, or the tree itself.
OUTSIDE = (None, None)


def _bound_here(node):
    """Return the name that a single node binds, or None."""
    if isinstance(node, ast.Name):
        return None if isinstance(node.ctx, ast.Load) else node.id
    if isinstance(node, ast.alias):
        return node.asname or node.name.split('.')[0]
    if isinstance(node, ast.arg):
        return node.arg
    return getattr(node, 'name', None)


def _all_bindings(module, binders):
    """Return {scope: {name: [node, ...]}}."""
    result = {}
    escaped = {}
    for node in binders:
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            escaped.setdefault(module.scope(node), set()).update(node.names)
    for node in binders:
        name = _bound_here(node)
        if name:
            scope = module.scope(node)
            if name in escaped.get(scope, ()):
                scope = module.tree
            result.setdefault(scope, {}).setdefault(name, []).append(node)
    return result
