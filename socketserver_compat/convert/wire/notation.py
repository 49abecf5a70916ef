"""Turns the notation of knowledge.py into shapes of cells."""
from .kinds import TEXT, WIRE


def split_top(text):
    """Split at the commas that are in no brackets."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text):
        if char in '([{':
            depth += 1
        elif char in ')]}':
            depth -= 1
        elif char == ',' and not depth:
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return parts


class Notation(object):
    """Gives cells the shapes that a notation describes, once each."""

    def __init__(self, graph, cell_of):
        self.graph = graph
        self.cell_of = cell_of

    def give(self, cell, text, key):
        """Let the cell have what the text describes."""
        root = cell.find()
        if text in 'BSAUT' and text:
            self.graph.add(cell, 'str')
            about = {'B': 'wire', 'T': 'latin', 'S': 'decoded',
                     'U': 'decoded'}.get(text)
            if about:
                self.graph.add(cell, about)
            if root.fixed is None:
                root.fixed = WIRE if text == 'B' else TEXT
                root.ascii = text == 'A'
                root.text = text == 'U'
        elif text == 'n':
            self.give(cell, 'A', key)
            self.give(cell, 'N', key)
        elif text in ('I', 'F', 'N', 'O', 'V'):
            self.graph.add(cell, {
                'I': 'int', 'F': 'float', 'N': 'none', 'O': 'object',
                'V': 'buffer'}[text])
        elif text in ('M', 'Q'):
            self.graph.add(cell, 'int')
            self.graph.add(cell, 'float' if text == 'M' else 'bool')
        elif text in ('j', 'l', 'x'):
            self._json(cell, key, {'j': 'U', 'l': 'S', 'x': 'A'}[text])
        elif text in ('?', '=', ''):
            pass
        elif text.startswith('@') or text in ('server', 'lib'):
            self.graph.add(cell, ('lib', text))
        elif text == 'sock':
            self.graph.add(cell, 'sock')
        elif text == 'wire':
            self._file(cell, key, WIRE)
        elif text in ('bfile', 'response'):
            self._file(cell, key, WIRE)
            if text == 'response':
                self.graph.add(cell, ('lib', '@response'))
        elif text in ('tfile', 'ufile', 'stdin', 'stdout', 'stderr'):
            self._file(cell, key, TEXT)
            if text in ('stdin', 'stdout', 'stderr'):
                self.graph.add(cell, text)
        elif text == 'addr':
            self._tuple(cell, ['A', 'I'], key)
        elif text == 'request':
            self.graph.add(cell, 'sock')
            self._tuple(cell, ['B', 'sock'], key)
        elif text[0] == '[':
            self._field(cell, 'list', text[1:-1], key)
        elif text[0] == '(':
            self._tuple(cell, split_top(text[1:-1]), key)
        elif text[0] == '{':
            self._dict(cell, text[1:-1], key)
        else:
            raise ValueError(text)

    def _file(self, cell, key, kind):
        content = self.cell_of((key, 'content'))
        self.graph.add(content, 'str')
        self.graph.add(content, 'wire' if kind == WIRE else 'decoded')
        content.find().fixed = kind
        self.graph.add(cell, 'file', content)

    def _field(self, cell, shape, text, key):
        field = self.cell_of((key, shape))
        self.give(field, text, (key, shape))
        self.graph.add(cell, shape, field)

    def _tuple(self, cell, items, key):
        fields = []
        for index, item in enumerate(items):
            field = self.cell_of((key, index))
            self.give(field, item, (key, index))
            fields.append(field)
        self.graph.add(cell, ('tuple', len(items)), tuple(fields))

    def _dict(self, cell, text, key):
        index = text.index(':')
        name, value = self.cell_of((key, 'key')), self.cell_of((key, 'value'))
        self.give(name, text[:index], (key, 'key'))
        self.give(value, text[index + 1:], (key, 'value'))
        self.graph.add_dict(cell, name, value, self.cell_of((key, 'record')))

    def _json(self, cell, key, string):
        """What json reads; literal_eval() and XML-RPC give no unicode."""
        inner, name = self.cell_of((key, 'json')), self.cell_of(
            (key, 'name'))
        self.give(name, string, (key, 'name'))
        if string == 'U':
            self.graph.add(cell, 'json')
        for part in (inner, cell):
            self.give(part, string, (key, 'string'))
            self.graph.add_dict(part, name, inner,
                                self.cell_of((key, 'record')))
            self.graph.add(part, 'list', inner)
            for shape in ('int', 'float', 'none'):
                self.graph.add(part, shape)
