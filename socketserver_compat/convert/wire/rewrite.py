"""Turns the decisions into edits of the source.

Where bytes come to a place for text, six.ensure_str decodes them, and
six.ensure_binary encodes on the way back, with UTF-8 and surrogateescape::

    print('got', data)
    print('got', six.ensure_str(data, 'utf-8', 'surrogateescape'))

On 2.7 both return a str as it is, so nothing changes there.  On 3 the pair
is exact: bytes that are not UTF-8 become surrogates and bytes again.
"""
import ast

from .. import _notes, _tree
from . import files, formatting, helpers, printing
from .kinds import NEVER, TEXT, WIRE
from .literals import bytes_literal

DECODE = 'six.ensure_str('
ENCODE = 'six.ensure_binary('
CODEC = ", 'utf-8', 'surrogateescape')"
SHOWN = ('printed', 'printed on stderr', 'logged', 'library', 'unicode')
GUARDED = ('sent', 'added', 'receiver', 'formatted', 'argument', 'element')
NUMBERS = frozenset(['int', 'float'])
UTF8 = ('utf-8', 'utf8')
# What needs no parentheses wherever it stands.
ATOMS = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)
# Methods that take bytes wherever they are known.
HARMLESS = frozenset(
    'decode decrypt encrypt update write append put send sendall '
    'decompress compress'.split())

UNICODE_SHOWN = ("A container with unicode strings is shown: 2.7 shows "
                 "them as u'...', and 3 without the u.")


def is_latin(cell):
    return 'latin' in cell.shapes and 'decoded' not in cell.shapes


def shows_unicode(cell):
    """Tell whether 2.7 shows this as a container with u'...'."""
    inner = cell.get('list')
    return cell.has('json') or (
        inner is not None and not cell.is_string()
        and inner.find().text and inner.is_string()
        and (not inner.others() or bool(inner.get('dict'))))


class Rewriter(object):
    """Edits one source after its values were followed and decided."""

    def __init__(self, interpreter, kinds, edits, is_ascii=False):
        self.interpreter = interpreter
        self.kinds = kinds
        self.edits = edits
        self.is_ascii = is_ascii    # what encode() and decode() mean
        self.notes = {}
        self.unicode_shown = []
        self.uses_six = False
        self.modules = set()    # to be imported, besides six and sys
        self.decoded = []
        self.sets_up_log = False
        self.encoded = []
        self.guards = False
        self.helpers = set()
        self.shown = set()
        self._parents = {}

    @property
    def parents(self):
        """The node around each node, found when it is first asked for."""
        if not self._parents:
            for node in _tree.walk(self.interpreter.tree):
                self._parents.update(
                    dict.fromkeys(_tree.children(node), node))
        return self._parents

    def kind(self, cell):
        return self.kinds.get(cell.find())

    def note(self, node, code, message=None):
        if node is None:
            return
        note = _notes.make_note(node.lineno, node.col_offset + 1, code,
                                message)
        self.notes.setdefault((note.line, code), note)

    def run(self):
        operations = list(self.interpreter.operations.values())
        # What shows a container is written inside all else.
        operations.sort(key=lambda operation: operation[0] not in (
            'shown', 'key error'))
        for operation in operations:
            method = getattr(
                self, 'edit_' + operation[0].replace(' ', '_'), None)
            if method is not None:
                method(*operation[1:])
        for flow in self.interpreter.graph.flows.values():
            self.convert(flow)
        if self.unicode_shown:
            # One note for all of them.
            self.note(min(self.unicode_shown, key=lambda node: node.lineno),
                      'SC203', UNICODE_SHOWN)

    # -- conversions -----------------------------------------------------

    def convert(self, flow):
        source, target = flow.source.find(), flow.target.find()
        if source is target:
            return
        wanted = self.kinds.get(target)
        have = self.kinds.get(source)
        if wanted is None:
            return
        if flow.why in ('formatted', 'sent') and wanted == WIRE and id(
                flow.place) in self.shown:
            return
        if have is None:
            if wanted == WIRE and not source.shapes:
                self.guard(flow, target)
            return
        if have == wanted:
            if flow.why == 'header' and not is_latin(source) and (
                    'decoded' in source.shapes or 'wire' in source.shapes):
                self.as_header(flow.place)
                return
            if wanted == TEXT and flow.place is not None and (
                    is_latin(source) and (
                        'decoded' in target.shapes
                        or 'wire' in target.shapes
                        and 'wire' not in source.shapes
                        or flow.why in SHOWN or flow.why == 'sent')):
                self.decode_again(flow.place)
            return
        if flow.place is None or flow.cost >= NEVER:
            self.note(self.place_of(source, target), 'SC202')
        elif self.converted(flow, source, wanted):
            (self.decoded if wanted == TEXT else self.encoded).append(flow)

    def converted(self, flow, source, wanted):
        """Convert at a place of the source; tell if that was possible."""
        place = flow.place
        others = source.others()
        if others and 'buffer' in others:
            self.note(place, 'SC202')
            return False
        if others:
            if wanted == TEXT and flow.why == 'formatted':
                self.show_items(place, source)
            if wanted == WIRE and is_latin(source):
                self.decode_again(place)
            self.guarded(place, wanted)
        elif wanted == TEXT and self.is_decoded_first(flow, source):
            self.edits.wrap(place, '', ".decode('ascii')")
        elif wanted == TEXT and flow.why == 'header':
            self.uses_six = True
            self.edits.wrap(place, DECODE, ", 'latin-1')")
        elif wanted == TEXT:
            self.to_text(place, source)
        else:
            self.to_wire(place, source)
        return True

    def is_decoded_first(self, flow, source):
        """Tell whether 2.7 decodes bytes as ASCII: data.encode('utf-8')."""
        return (self.is_ascii and flow.why in ('encode', 'unicode') and
                isinstance(flow.place, ATOMS) and not is_latin(source))

    def guarded(self, place, wanted):
        """Convert what may also be no string."""
        helper = helpers.TO_TEXT if wanted == TEXT else helpers.TO_WIRE
        self.helpers.add(helper)
        self.uses_six = True
        self.edits.wrap(place, helper + '(', ')')

    def decode_again(self, place):
        """Text of http.server is shown, or comes together with other text.

        It was decoded as latin-1, whatever it is.
        """
        if not isinstance(place, ast.Constant):
            self.helpers.add(helpers.HTTP_TEXT)
            self.edits.wrap(place, helpers.HTTP_TEXT + '(', ')')

    def as_header(self, place):
        """Text goes into a header, which http.server sends as latin-1."""
        if not isinstance(place, ast.Constant):
            self.helpers.add(helpers.HTTP_HEADER)
            self.edits.wrap(place, helpers.HTTP_HEADER + '(', ')')

    def codec(self, place, source, wanted):
        if wanted == WIRE and is_latin(source):
            return ", 'latin-1')"
        if wanted == WIRE and self.is_plain(place):
            return ')'
        return CODEC

    def place_of(self, source, target):
        for cell in (source, target):
            if getattr(cell.node, 'lineno', None):
                return cell.node
        return None

    def guard(self, flow, target):
        """Something unknown goes to the wire."""
        if flow.why in ('key', 'compared') and flow.place is not None and (
                not target.others()):
            # Text would silently never be found, or never be equal.
            self.guarded(flow.place, WIRE)
            self.note(flow.place, 'SC201', 'Nothing in this file tells '
                      'whether this value is text or bytes; wire_bytes() '
                      'takes both.')
        if flow.why not in GUARDED or flow.place is None:
            return
        if isinstance(flow.place, (ast.Starred, ast.Lambda)):
            return
        self.edits.wrap(flow.place, ENCODE, CODEC)
        self.uses_six = True
        self.guards = True
        self.note(flow.place, 'SC201')

    def to_text(self, place, source):
        self.uses_six = True
        self.edits.wrap(place, DECODE, CODEC)

    def to_wire(self, place, source):
        if isinstance(place, ast.Constant) and isinstance(place.value, str):
            if source.text and place.kind == 'u':
                self.edits.wrap(place, '', ".encode('utf-8')")
                return
        self.uses_six = True
        self.edits.wrap(place, ENCODE, self.codec(place, source, WIRE))

    def is_plain(self, node):
        """Tell whether text cannot hold surrogates."""
        if isinstance(node, ast.Constant):
            return True
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self.is_plain(node.left) and self.is_plain(node.right)
        if isinstance(node, ast.Call) and self.edits.text(node.func) in (
                'json.dumps', 'simplejson.dumps'):
            return all(keyword.arg not in (None, 'ensure_ascii')
                       for keyword in node.keywords)
        cell = self.interpreter.values.get(id(node))
        return cell is not None and cell.find().ascii

    # -- operations ------------------------------------------------------

    def edit_literal(self, node, cell):
        if self.kind(cell) == WIRE:
            bytes_literal(self.edits, node)

    def edit_index(self, node, slot, base):
        if self.kind(slot) != WIRE:
            return
        if any(shape in ('list', 'dict') or shape[0] == 'tuple'
               for shape in base.others()):
            self.note(node, 'SC209')
            return
        index = _tree.index_of(node)
        start, end = self.edits.span(index)
        parent = self.parents.get(node)
        if (isinstance(parent, ast.Call) and isinstance(
                parent.func, ast.Name) and parent.func.id == 'ord'):
            start = self.edits.span(parent)[0]
            self.edits.replace(start, start + len('ord'), 'six.indexbytes')
            self.comma_for_brackets(node)
            return
        if self.compared_with_one_byte(node, parent):
            return
        if isinstance(index, ast.Name) and not self.may_be_caught(node):
            self.edits.insert(end, ':%s + 1' % index.id)
            return
        self.edits.wrap(node, 'six.int2byte(six.indexbytes(', '))')
        self.comma_for_brackets(node)

    def comma_for_brackets(self, node):
        """Make arguments of a subscript: x[i] -> x, i."""
        value = self.edits.span(node.value)
        opening = self.edits.source.index('[', value[1])
        self.edits.replace(opening, opening + 1, ', ')
        closing = self.edits.span(node)[1]
        self.edits.replace(closing - 1, closing, '')
        self.uses_six = True

    def compared_with_one_byte(self, node, parent):
        """x[0] == 'c' -> six.indexbytes(x, 0) == ord('c')."""
        if not isinstance(parent, ast.Compare) or len(parent.ops) != 1:
            return False
        if not isinstance(parent.ops[0], (ast.Eq, ast.NotEq)):
            return False
        other = parent.comparators[0]
        if other is node:
            other = parent.left
        if not isinstance(other, ast.Constant) or not isinstance(
                other.value, str) or len(other.value) != 1 or (
                    ord(other.value) > 255):
            return False
        self.edits.wrap(node, 'six.indexbytes(', ')')
        self.comma_for_brackets(node)
        self.edits.wrap(other, 'ord(', ')')
        return True

    def may_be_caught(self, node):
        """Tell whether an IndexError would be handled in the function."""
        while node is not None and not isinstance(node, ast.FunctionDef):
            if isinstance(node, ast.Try) and node.handlers:
                return True
            node = self.parents.get(node)
        return False

    def edit_iterate(self, node, slot, place, iterable, as_list):
        """Let bytes give bytes of length 1, as a str does on 2.7."""
        if self.kind(slot) != WIRE:
            return
        if iterable.others() - set(['none']):
            self.note(place, 'SC209')
            return
        before, after = 'map(six.int2byte, six.iterbytes(', '))'
        if as_list:
            before, after = 'list(' + before, after + ')'
        self.edits.wrap(place, before, after)
        self.uses_six = True

    def edit_isinstance(self, value, types):
        """isinstance(data, str) -> isinstance(data, bytes)."""
        if not value.is_string() or self.kind(value) != WIRE:
            return
        parts = types.elts if isinstance(types, ast.Tuple) else [types]
        for part in parts:
            if isinstance(part, ast.Name) and part.id == 'str':
                start, end = self.edits.span(part)
                self.edits.replace(start, end, 'bytes')
            elif 'string_types' in (getattr(part, 'attr', None),
                                    getattr(part, 'id', None)):
                self.edits.wrap(part, '(', ' + (bytes,))')

    def edit_string_io(self, node, content):
        if self.kind(content) != WIRE:
            return
        text = self.edits.text(node.func)
        start, end = self.edits.span(node.func)
        if text.endswith('.StringIO') and text.startswith('six'):
            self.edits.replace(start, end, 'six.BytesIO')
        elif text in ('StringIO', 'io.StringIO', 'cStringIO'):
            self.edits.replace(start, end, 'six.BytesIO')
            self.uses_six = True
        else:
            self.note(node, 'SC207')

    def edit_chr(self, node, result):
        if self.kind(result) == WIRE:
            start, end = self.edits.span(node.func)
            self.edits.replace(start, end, 'six.int2byte')
            self.uses_six = True

    def edit_chr_name(self, node, result):
        if self.kind(result) == WIRE:
            start, end = self.edits.span(node)
            self.edits.replace(start, end, 'six.int2byte')
            self.uses_six = True

    def edit_str(self, node, slot, value):
        """str(data) -> data: of a str, str() of 2.7 is the same object."""
        if self.kind(slot) != WIRE or self.edits.text(node.func) != 'str':
            return
        start, end = self.edits.span(node)
        inner = self.edits.span(node.args[0])
        if isinstance(node.args[0], ATOMS) and node.lineno == node.end_lineno:
            self.edits.replace(start, inner[0], '')
            self.edits.replace(inner[1], end, '')
        else:
            self.edits.replace(start, start + len('str'), 'bytes')

    def edit_empty_str(self, node, result):
        if self.kind(result) == WIRE:
            start, end = self.edits.span(node.func)
            self.edits.replace(start, end, 'bytes')

    def edit_filtered(self, node, result):
        wire = self.kind(result) == WIRE
        start, end = self.edits.span(node.func)
        self.edits.replace(start, end, "b''.join" if wire else "''.join")

    def edit_factory(self, node, result):
        if self.kind(result) == WIRE:
            start, end = self.edits.span(node)
            self.edits.replace(start, end, 'bytes')

    def edit_repr(self, node, value):
        parent = self.parents.get(node)
        if isinstance(parent, ast.Attribute) and parent.attr == 'lstrip':
            return
        if not value.is_string() and not value.has('file') and (
                self.holds_wire(value, 0, True) or self.holds_text(value)):
            start, end = self.edits.span(node.func)
            self.edits.replace(start, end, helpers.REPR)
            self.helpers.add(helpers.REPR)
        elif self.kind(value) == WIRE:
            self.edits.wrap(node, '', ".lstrip('b')")
        elif len(node.args) == 1 and self.was_wire(value) and (
                not isinstance(node.args[0], ast.Constant)):
            self.repr_of_text(node.args[0], value)
            self.edits.wrap(node, '', ".lstrip('b')")

    def was_wire(self, value):
        """Tell whether text was bytes, which repr() of 2.7 escapes."""
        return value.is_string() and (
            value.has('wire') or value.has('decoded')) and not (
                value.find().text or value.has('latin')
                or value.others() - set(['none']))

    def repr_of_text(self, place, value):
        if value.others():
            self.guarded(place, WIRE)
        else:
            self.uses_six = True
            self.edits.wrap(place, ENCODE, CODEC)

    def edit_percent_r(self, node, slot, place, directive, index):
        value = self.interpreter.values.get(id(place), slot)
        if self.kind(slot) != WIRE:
            if place is not None and self.was_wire(value) and (
                    not isinstance(place, ast.Constant)) and (
                    self.change_directive(node, directive, index, 's')):
                self.repr_of_text(place, value)
                self.edits.wrap(place, 'repr(', ").lstrip('b')")
            return
        if place is None or not self.change_directive(
                node, directive, index, 's'):
            self.note(node, 'SC203')
            return
        self.edits.wrap(place, 'repr(', ").lstrip('b')")

    def edit_format_r(self, node, place, slot, index):
        """'{!r}'.format(data) -> '{}'.format(repr(data).lstrip('b'))"""
        if self.kind(slot) != WIRE:
            return
        template = node.func.value
        start = self.edits.span(template)[0]
        places = isinstance(template, ast.Constant) and (
            formatting.shown_fields(self.edits.text(template)).get(index))
        if not places:
            self.note(node, 'SC203')
            return
        for offset in places:
            self.edits.replace(start + offset, start + offset + 2, '')
        self.edits.wrap(place, 'repr(', ").lstrip('b')")

    def edit_map_str(self, node, place, result, element):
        """map(str, words), where words may be bytes."""
        if self.kind(result) == WIRE:
            helper = helpers.SHOW
        elif self.kind(element) == WIRE:
            helper = helpers.TO_TEXT
            if element.others():
                self.note(node, 'SC203')
        else:
            return
        start, end = self.edits.span(place)
        self.edits.replace(start, end, helper)
        self.helpers.add(helper)
        self.uses_six = True

    def edit_container_r(self, node, place, directive, index, value):
        if value.has('file') or value.is_string() or not (
                self.holds_wire(value, 0, True) or self.holds_text(value)):
            if value.has('buffer'):
                self.note(place or node, 'SC203')
            return
        if place is None or isinstance(
                place, ast.Starred) or not self.change_directive(
                    node, directive, index, 's'):
            self.note(place or node, 'SC203')
            return
        self.edits.wrap(place, helpers.REPR + '(', ')')
        self.helpers.add(helpers.REPR)

    def edit_number(self, node, result, place, directive, index, value):
        if self.kind(result) != WIRE or not value.is_number() or (
                value.find().unknown):
            return
        if directive is not None and directive.group('precision') or (
                not self.change_directive(node, directive, index, 'd')):
            self.edits.wrap(place, ENCODE + 'str(', '))')
            self.uses_six = True

    def edit_measured(self, node, place, value, slot):
        """len() of text that is sent counts its bytes on 2.7."""
        value = value.find()
        if self.kind(slot) != TEXT or self.kind(value) != TEXT or (
                value.text or value.ascii or value.has('latin')) or (
                    self.is_plain(place) or self.asks_for_any(node)):
            return
        if any(cell.fixed == WIRE for cell in files.reached(value)):
            self.edits.wrap(place, ENCODE, CODEC)
            self.uses_six = True

    def asks_for_any(self, node):
        """Tell whether only the emptiness is of interest: if len(x) > 0."""
        parent = self.parents.get(node)
        if isinstance(parent, ast.Compare):
            return any(getattr(one, 'value', None) in (0, 1)
                       for one in [parent.left] + parent.comparators)
        return isinstance(parent, (ast.If, ast.While, ast.BoolOp,
                                   ast.UnaryOp))

    def edit_written(self, place, value, content):
        """The file of a socket, or a StringIO, writes str() of all else."""
        others = value.others()
        buffer = (id(content.node), 'buffer') in self.interpreter.operations
        if content.find().fixed != WIRE and not (
                buffer and self.kind(content) == WIRE):
            return
        if not others or (
                isinstance(place, ast.Starred) or 'buffer' in others):
            return
        self.shown.add(id(place))
        self.uses_six = True
        if is_latin(value.find()):
            self.decode_again(place)
        self.show_items(place, value)
        if value.is_string() or not others <= NUMBERS:
            self.helpers.add(helpers.SHOW)
            self.edits.wrap(place, helpers.SHOW + '(', ')')
        else:
            self.edits.wrap(place, ENCODE + 'str(', '))')

    def edit_show(self, result, place, value):
        """%s of what may be no string, in a template of bytes."""
        if self.kind(result) == WIRE and not value.is_number() and (
                value.others() or not value.is_string()):
            self.shown.add(id(place))
            self.show_items(place, value)
            self.helpers.add(helpers.SHOW)
            self.uses_six = True
            self.edits.wrap(place, helpers.SHOW + '(', ')')
        elif value.is_string():
            self.show_items(place, value)

    def show_items(self, place, value):
        """Let what is a string or a container show no b'...' on 3."""
        if not self.holds_wire(value, 0):
            return
        if value.classes():
            self.note(place, 'SC203')
            return
        self.edits.wrap(place, helpers.SHOWN + '(', ')')
        self.helpers.update([helpers.REPR, helpers.SHOWN])

    def change_directive(self, node, directive, index, letter):
        """Change the type of one directive of a literal template."""
        template = node.left if isinstance(node, ast.BinOp) else node
        if not isinstance(template, ast.Constant) or directive is None:
            return False
        start, _end = self.edits.span(template)
        text = self.edits.text(template)
        found = formatting.directives(text)
        meant = formatting.directives(template.value)
        if [match and match.group() for match in found] != [
                match and match.group() for match in meant]:
            return False
        if index >= len(found) or found[index] is None:
            return False
        position = start + found[index].end() - 1
        self.edits.replace(position, position + 1, letter)
        return True

    def edit_open(self, node, content, mode, known):
        if self.kind(content) != WIRE:
            if self.meets_wire(content) and not node.keywords and (
                    self.edits.text(node.func) == 'open'):
                start, end = self.edits.span(node.func)
                self.edits.replace(start, end, helpers.OPEN_TEXT)
                self.helpers.add(helpers.OPEN_TEXT)
            return
        if not node.args:
            self.note(node, 'SC207')
        elif mode is None:
            self.edits.insert(self.edits.span(node.args[-1])[1], ", 'rb'")
        elif known and isinstance(mode, ast.Constant):
            end = self.edits.span(mode)[1]
            self.edits.insert(end - 1, 'b')
        else:
            self.note(node, 'SC207')

    def edit_run(self, node, content):
        """os.popen(x) -> popen_bytes(x), where the output is bytes."""
        wire = self.kind(content) == WIRE
        name = node.func.attr
        if not wire and not content.find().targets:
            return
        if name == 'popen':
            self.modules.add('os')
            helper = helpers.POPEN_BYTES if wire else helpers.POPEN_TEXT
        elif name == 'getoutput' or wire:
            self.modules.add('subprocess')
            self.helpers.add(helpers.STATUS_OUTPUT)
            helper = (helpers.OUTPUT if name == 'getoutput'
                      else helpers.STATUS_OUTPUT)
            if not wire and not isinstance(
                    self.parents.get(node), ast.Expr):
                # getoutput() of 3 would refuse what is not UTF-8.
                self.to_text(node, content)
        else:
            return
        self.helpers.add(helper)
        start, end = self.edits.span(node.func)
        self.edits.replace(start, end, helper)

    def edit_order(self, node, left, right):
        """'a' > 1 is true on 2, and no comparison on 3."""
        for one, other in ((left, right), (right, left)):
            if one.is_string() and not one.others() and (
                    other.is_number() and not other.find().unknown):
                self.note(node, 'SC106', 'On 2 every string is greater '
                          'than every number; 3 does not compare them.')

    def edit_open_csv(self, node):
        if self.edits.text(node.func) != 'open' or node.keywords:
            self.note(node, 'SC212')
            return
        start, end = self.edits.span(node.func)
        self.edits.replace(start, end, helpers.OPEN_CSV)
        self.helpers.add(helpers.OPEN_CSV)

    def edit_lines(self, place, content, element):
        if self.kind(content) == WIRE and (
                element is None or not element.find().shapes):
            self.note(place, 'SC201', 'Nothing in this file tells whether '
                      'these lines are text or bytes.')

    def meets_wire(self, content):
        """Tell whether a text file holds what is or becomes bytes."""
        if content.has('wire') or content.has('output'):
            return True
        return any(
            self.kinds.get(cell) == WIRE
            for cell in files.reached(content))

    def edit_key_error(self, place, wrap, may_be_another):
        """A KeyError shows the repr() of its key, b'...' on 3."""
        if wrap and isinstance(place, ast.Name) and self.has_wire_keys():
            before, after = helpers.REPR + '(', '.args[0])'
            if may_be_another:
                before = '(' + before
                after += ' if isinstance(%s, KeyError) else %s)' % (
                    place.id, place.id)
            self.edits.wrap(place, before, after)
            self.helpers.add(helpers.REPR)

    def has_wire_keys(self):
        """Tell whether bytes are keys of any dictionary."""
        for cell in self.interpreter.cells.values():
            pair = cell.get('dict')
            if pair and pair[0].is_string() and self.kind(pair[0]) == WIRE:
                return True
        return False

    def edit_header_names(self, node, name, value):
        """2.7 gives the names of headers in lower case."""
        if value.has('dict'):
            return
        if name is None:
            outer = getattr(self.parents.get(node), 'func', None)
            before, after = 'dict(%s(', '))'
            if getattr(outer, 'id', None) == 'dict':
                before, after = '%s(', ')'
            self.edits.wrap(node, before % helpers.HTTP_ITEMS, after)
        else:
            owner = self.edits.text(node.func.value)
            before, after = {
                'keys': ('list(dict(%s(', ')))'), 'items': ('%s(', ')'),
                'getheaders': ('%s(', '.msg)')}[name]
            start, end = self.edits.span(node)
            inner = self.edits.span(node.func.value)[1]
            if node.args or '\n' in owner:
                return
            self.edits.replace(inner, end, after)
            self.edits.insert(start, before % helpers.HTTP_ITEMS)
        self.helpers.add(helpers.HTTP_ITEMS)

    def edit_header_item(self, node, value):
        """headers['X'] raises no KeyError on 3, but gives None."""
        child, parent = node, self.parents.get(node)
        while parent is not None and not isinstance(parent, (
                ast.Try, ast.FunctionDef)) or isinstance(
                    parent, ast.Try) and child not in parent.body:
            child, parent = parent, self.parents.get(parent)
        if value.has('dict') or not isinstance(parent, ast.Try) or not any(
                handler.type is not None
                and 'KeyError' in self.edits.text(handler.type)
                for handler in parent.handlers):
            return
        index = _tree.index_of(node)
        if isinstance(node.ctx, ast.Load) and isinstance(
                index, ast.Constant) and isinstance(index.value, str):
            self.edits.wrap(node.value, 'dict(%s(' % helpers.HTTP_ITEMS, '))')
            start, end = self.edits.span(index)
            self.edits.replace(start, end, repr(index.value.lower()))
            self.helpers.add(helpers.HTTP_ITEMS)

    def edit_shown(self, place, cell, wrap):
        if cell.has(('lib', '@headers')) and not cell.has('dict'):
            if wrap and not isinstance(place, ast.Starred):
                self.edits.wrap(place, helpers.HTTP_LINES + '(', ')')
                self.helpers.add(helpers.HTTP_LINES)
            else:
                self.note(place, 'SC203')
            return
        if shows_unicode(cell):
            self.unicode_shown.append(place)
        if cell.has('file') or not (
                cell.has('buffer') or self.holds_wire(cell, 0, True)):
            if wrap and self.holds_text(cell) and not (
                    isinstance(place, ast.Starred)):
                self.edits.wrap(place, helpers.SHOWN + '(', ')')
                self.helpers.update([helpers.REPR, helpers.SHOWN])
            return
        if wrap and set(cell.find().shapes) == set(['buffer']):
            self.edits.wrap(place, DECODE + 'bytes(', ')' + CODEC)
            self.uses_six = True
            return
        if not wrap or cell.has('buffer') or isinstance(
                place, ast.Starred) or cell.is_string() and cell.classes():
            self.note(place, 'SC203')
            return
        self.edits.wrap(place, helpers.SHOWN + '(', ')')
        self.helpers.update([helpers.REPR, helpers.SHOWN])
        if cell.has('dict'):
            # The order of the keys is another one on 3.
            self.note(place, 'SC203')

    def holds_wire(self, cell, depth, decoded=False):
        if depth > 3 or cell.has('sock'):
            return False
        for shape, field in cell.find().shapes.items():
            if shape in ('list', 'file'):
                fields = (field,)
            elif shape == 'dict':
                fields = [field[0]] + self.interpreter.items_of(field)
            elif isinstance(shape, tuple) and shape[0] == 'tuple':
                fields = field
            else:
                continue
            for inner in fields:
                if inner.is_string() and self.kind(inner) == WIRE:
                    return True
                if decoded and inner.is_string() and inner.has('wire'):
                    return True
                if self.holds_wire(inner, depth + 1, decoded):
                    return True
        return False

    def holds_text(self, cell):
        """Tell whether this is a list of text that may not be ASCII.

        2.7 shows the bytes of such text, as escapes.
        """
        cell = cell.find()
        inner = cell.get('list')
        return inner is not None and inner.is_string() and not (
            inner.others()) and self.was_wire(inner)

    def edit_unknown(self, place, value, node):
        if isinstance(place, ast.Constant) or not (
                value.is_string() and self.kind(value) == WIRE
                or self.holds_wire(value, 0)):
            return
        if isinstance(node.func, ast.Attribute) and (
                node.func.attr in HARMLESS):
            return
        self.note(place, 'SC205')

    def edit_codec(self, node, value):
        self.note(node, 'SC206')

    def edit_no_codec(self, node, receiver):
        """data.decode() is ASCII on 2.7 and UTF-8 on 3."""
        if self.is_ascii and receiver.is_string() and not (
                receiver.others()):
            self.edits.insert(self.edits.span(node)[1] - 1, "'ascii'")

    def edit_encode(self, node, value):
        """A str of 2.7 with bytes of the wire is decoded as ASCII first."""
        value = value.find()
        if self.is_ascii and self.kind(value) == WIRE and isinstance(
                node.func.value, ATOMS):
            return
        if 'wire' in value.shapes and 'latin' not in value.shapes and not (
                value.text):
            self.note(node, 'SC213')
        elif self.is_tested(node.func.value) and len(node.args) == 1 and (
                not node.keywords and str(getattr(
                    node.args[0], 'value', None)).lower() in UTF8):
            # On 3 any text comes here; 2.7 has no use for the word.
            self.edits.insert(self.edits.span(node.args[0])[1],
                              ", 'surrogateescape'")

    def is_tested(self, node):
        """Tell whether its function asks a name for its type: unicode?"""
        name = getattr(node, 'id', None)
        while node is not None and not isinstance(node, ast.FunctionDef):
            node = self.parents.get(node)
        function = self.interpreter.functions.get(node)
        return function is not None and name in function.tested

    def edit_dumps(self, node, count, keywords):
        """Let 3 write the pickles that 2.7 does."""
        if 'protocol' in keywords:
            place = keywords['protocol'][1]
        elif len(node.args) > count:
            place = node.args[count]
        else:
            if node.args and not keywords:
                self.edits.insert(self.edits.span(node.args[-1])[1], ', 0')
            return
        text = self.edits.text(place)
        if text == '-1' or text.endswith('HIGHEST_PROTOCOL'):
            start, end = self.edits.span(place)
            self.edits.replace(start, end, '2')

    def edit_loads(self, node, received, kept):
        """What is a str in a pickle of 2.7 becomes text on 3."""
        if received or kept is not None and self.holds_wire(kept, 0):
            self.note(node, 'SC210')
        if node.args and not isinstance(node.args[-1], ast.Starred):
            self.edits.insert(
                self.edits.span(node.args[-1])[1],
                ", **({} if six.PY2 else {'encoding': 'utf-8', "
                "'errors': 'surrogateescape'})")
            self.uses_six = True

    def edit_binascii(self, node):
        """except TypeError: on 3 it is a binascii.Error."""
        child, parent = node, self.parents.get(node)
        while parent is not None and not isinstance(
                parent, (ast.FunctionDef, ast.Lambda)):
            if isinstance(parent, ast.Try) and child in parent.body:
                for handler in parent.handlers:
                    if isinstance(handler.type, ast.Name) and (
                            handler.type.id == 'TypeError'):
                        start, end = self.edits.span(handler.type)
                        self.edits.replace(start, end,
                                           '(TypeError, binascii.Error)')
                        self.modules.add('binascii')
            child, parent = parent, self.parents.get(parent)

    def edit_wide_pattern(self, node, joint):
        """\\w of text matches more than ASCII on 3."""
        if self.kind(joint) == TEXT and isinstance(
                node.func, ast.Attribute) and (
                    joint.has('wire') or joint.has('decoded')):
            self.edits.insert(
                self.edits.span(node)[1] - 1,
                ", **({} if six.PY2 else {'flags': %s.ASCII})" %
                self.edits.text(node.func.value))
            self.uses_six = True

    def edit_parse_qs(self, node):
        """parse_qs() of 3 would replace what is not UTF-8."""
        self.edits.insert(
            self.edits.span(node)[1] - 1,
            ", **({} if six.PY2 else {'errors': 'surrogateescape'})")
        self.uses_six = True

    def edit_unquote(self, node, name):
        """unquote() of 3 replaces what is not UTF-8; this gives bytes."""
        start, end = self.edits.span(node.func)
        if name == 'unquote_plus':
            if not node.args or node.keywords:
                return
            # There is no unquote_plus_to_bytes().
            self.edits.insert(
                self.edits.span(node)[1] - 1,
                ".replace(b'+', b' ')" if self.takes_bytes(node.args[0])
                else ".replace('+', ' ')")
            if not isinstance(node.args[0], (
                    ast.Name, ast.Attribute, ast.Call, ast.Subscript)):
                self.edits.wrap(node.args[0], '(', ')')
        if isinstance(node.func, ast.Attribute):
            self.edits.replace(end - len(name), end, 'unquote_to_bytes')
        else:
            self.edits.replace(start, end,
                               'six.moves.urllib.parse.unquote_to_bytes')
            self.uses_six = True

    def takes_bytes(self, node):
        """Tell whether an argument is bytes, or will be made bytes."""
        slot = self.interpreter.cells.get((id(node), ('slot', None)))
        cell = slot or self.interpreter.values.get(id(node))
        return cell is not None and self.kind(cell) == WIRE

    def edit_csv(self, node, value):
        content = value.get('file')
        if content is not None and self.kind(content) == WIRE:
            self.note(node, 'SC212')
        elif content is None and self.holds_wire(value, 0):
            self.note(node, 'SC212')

    def edit_delegated(self, node):
        """self.getsockname() -> self.socket.getsockname()"""
        self.edits.wrap(node.func.value, '', '.socket')

    def edit_makefile(self, node, content):
        """A file of a socket is binary: makefile() -> makefile('rb')."""
        written = content.find() in set(
            cell.find() for cell in self.interpreter.written)
        place = node.args[0] if node.args else None
        for keyword in node.keywords:
            if keyword.arg == 'mode':
                place = keyword.value
        size = self.unnamed_size(node)
        if place is None and size is not None:
            self.edits.insert(self.edits.span(size)[0],
                              "'rwb', " if written else "'rb', ")
            return
        if place is None:
            if node.keywords:
                self.note(node, 'SC207')
                return
            end = self.edits.span(node)[1] - 1
            self.edits.insert(end, "'rwb'" if written else "'rb'")
            return
        mode = getattr(place, 'value', None)
        if not isinstance(mode, str):
            self.note(node, 'SC207')
            return
        wanted = ''
        if 'r' in mode or '+' in mode or not mode:
            wanted += 'r'
        if 'w' in mode or '+' in mode or 'a' in mode or written:
            wanted += 'w'
        if set(wanted + 'b') != set(mode) or '+' in mode:
            start, end = self.edits.span(place)
            self.edits.replace(start, end, "'%sb'" % wanted)

    def unnamed_size(self, node):
        """makefile('r', bufsize=1) -> makefile('r', 1); return the 1.

        3 calls it buffering.
        """
        for keyword in node.keywords:
            if keyword.arg != 'bufsize':
                continue
            if len(node.keywords) > 1 or len(node.args) > 1:
                self.note(node, 'SC207')
                return None
            # A keyword has no position on 3.8.
            end = self.edits.span(keyword.value)[0]
            start = self.edits.source.rindex('bufsize', 0, end)
            self.edits.replace(start, end, '')
            return keyword.value
        return None

    def edit_log_set_up(self, node, name):
        """Let the stream of a log take every byte."""
        statement = self.parents.get(node)
        logged = 'makeLogRecord(' in self.edits.source or any(
            cell.find().why == 'logged' and cell.has('wire')
            for cell in self.interpreter.cells.values())
        if not logged or 'reconfigure(' in self.edits.source:
            return
        self.sets_up_log = True
        if isinstance(statement, ast.Expr) and name == 'logging.basicConfig':
            handlers = 'logging.getLogger().handlers'
        elif isinstance(statement, ast.Assign) and isinstance(
                statement.targets[0], (ast.Name, ast.Attribute)):
            handlers = '(%s,)' % self.edits.text(statement.targets[0])
        else:
            self.note(node, 'SC211')
            return
        line = self.edits.lines[statement.lineno - 1]
        if not line[:statement.col_offset].isspace() and (
                statement.col_offset):
            self.note(node, 'SC211')
            return
        indent = line[:len(line) - len(line.lstrip())]
        printing.insert_block(self.edits, statement.end_lineno + 1, indent, (
            'for log_handler in %s:' % handlers,
            "    if hasattr(log_handler.stream, 'reconfigure'):",
            '        # On 3: pass any bytes on as they are.',
            '        log_handler.stream.reconfigure(',
            "            encoding='utf-8', errors='surrogateescape')"))

    def edit_print_to(self, node, content, args):
        """print(x, file=f) -> f.write(x + b'\\n'), where f takes bytes."""
        if self.kind(content) != WIRE:
            return
        target, end = None, "\n"
        for keyword in node.keywords:
            if keyword.arg == 'file':
                target = self.edits.text(keyword.value)
            elif keyword.arg == 'end' and isinstance(
                    keyword.value, ast.Constant):
                end = keyword.value.value
            else:
                target = None
                break
        if target is None or node.keywords and args and (
                node.keywords[0].value.lineno < node.args[-1].lineno):
            self.note(node, 'SC207')
            return
        closing = "%s" % repr(end)
        forms = []
        for value, place in args:
            if isinstance(place, ast.Starred):
                self.note(node, 'SC207')
                return
            forms.append('%s')
            if value.others() or not value.is_string():
                self.show_items(place, value)
                if value.others() == set(['int']) and not value.is_string():
                    forms[-1] = '%d'
                elif value.is_string():
                    self.shown.add(id(place))
                    self.helpers.add(helpers.SHOW)
                    self.uses_six = True
                    self.edits.wrap(place, helpers.SHOW + '(', ')')
                else:
                    self.edits.wrap(place, ENCODE + 'str(', ')' + CODEC)
                    self.uses_six = True
        start, stop = self.edits.span(node)
        if not args:
            self.edits.replace(start, stop, '%s.write(b%s)' % (
                target, closing))
            return
        first = self.edits.span(node.args[0])[0]
        last = self.edits.span(node.args[-1])[1]
        if len(args) == 1 and forms == ['%s']:
            head, tail = '%s.write(' % target, ' + b%s)' % closing
            if isinstance(node.args[0], (ast.IfExp, ast.BoolOp, ast.Lambda)):
                head, tail = head + '(', ')' + tail
        else:
            head = '%s.write(b%s %% (' % (target, repr(
                ' '.join(forms) + end))
            tail = ',))' if len(args) == 1 else '))'
        self.edits.replace(start, first, head)
        self.edits.replace(last, stop, tail)

    # -- the rest of the file --------------------------------------------

    def finish(self):
        """Add the imports, and the lines that printing needs."""
        printing.add_imports(self)
