"""Changes of a source text by position, which leave all else as it is."""
import re

from .._edits import behind_brackets, line_starts

COMMA = re.compile(r'\s*,')


class Edits(object):
    """Collects wraps, replacements and new lines, and applies them."""

    def __init__(self, source):
        self.source = source
        self.lines = source.split('\n')
        self.starts = line_starts(self.lines)
        self.events = []
        self.wrapped = set()

    def offset(self, line, column):
        """Return the offset of a position of ast: columns are of UTF-8."""
        text = self.lines[line - 1]
        if column and not text.isascii():
            column = len(text.encode('utf-8')[:column].decode(
                'utf-8', 'replace'))
        return self.starts[line - 1] + column

    def span(self, node):
        return (self.offset(node.lineno, node.col_offset),
                self.offset(node.end_lineno, node.end_col_offset))

    def argument_end(self, call, index):
        """Return where an argument of a call ends, with its brackets."""
        return behind_brackets(
            self.source, self.span(call.args[index])[1], self.span(call)[1])

    def last_end(self, call):
        """Return where the last argument ends; a comma may stand behind."""
        end = max(self.span(one)[1] for one in call.args + [
            keyword.value for keyword in call.keywords])
        return behind_brackets(self.source, end, self.span(call)[1])

    def add_last(self, call, argument):
        """Add an argument with stars, behind which 2.7 allows no comma."""
        end = self.last_end(call)
        comma = COMMA.match(self.source, end)
        if comma:
            self.replace(comma.end() - 1, comma.end(), ', ' + argument)
        else:
            self.insert(end, ', ' + argument)

    def text(self, node):
        start, end = self.span(node)
        return self.source[start:end]

    def wrap(self, node, before, after):
        """Put text before and after an expression; once for each text."""
        start, end = self.span(node)
        if (start, end, before, after) in self.wrapped:
            return
        self.wrapped.add((start, end, before, after))
        number = len(self.events)
        self.events.append((start, 2, -end, -number, start, before))
        self.events.append((end, 0, -start, number, end, after))

    def replace(self, start, end, text):
        """Replace what no other edit touches."""
        if (start, end, text) in self.wrapped:
            return
        self.wrapped.add((start, end, text))
        self.events.append((start, 3, 0, len(self.events), end, text))

    def insert(self, offset, text):
        self.replace(offset, offset, text)

    def insert_line(self, number, text):
        """Put whole lines before the line of this number, from 1."""
        offset = min(self.starts[number - 1], len(self.source))
        if offset and self.source[offset - 1:offset] != '\n':
            text = '\n' + text
        self.events.append((offset, -1, 0, len(self.events), offset, text))

    def apply(self):
        parts, position = [], 0
        for start, _order, _size, _number, end, text in sorted(self.events):
            if start < position:
                continue
            parts.append(self.source[position:start])
            parts.append(text)
            position = max(end, start)
        parts.append(self.source[position:])
        return ''.join(parts)
