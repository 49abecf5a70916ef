"""Edits what is done with strings: single bytes, codecs, numbers in them."""
import ast
import functools
import re

from .. import _tree
from . import files, formatting, helpers
from .helpers import CODEC, ENCODE
from .kinds import TEXT, WIRE, is_number_or_none
from .literals import bytes_literal
from .names import is_ascii, is_type_of_literal, is_utf8

UTF8 = ('utf-8', 'utf8')
# What needs no parentheses wherever it stands.
ATOMS = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)
VERSION = re.compile('version|PY[23]|PYTHON[23]')
METHODS = {'str': str, 'list': list, 'dict': dict}
# Methods that take bytes wherever they are known.
HARMLESS = frozenset(
    'decode decrypt encrypt update write append put send sendall '
    'decompress compress'.split())


class StringEdits(object):
    """The part of the Rewriter that edits strings."""

    def edit_literal(self, node, cell):
        if self.kind(cell) == WIRE:
            bytes_literal(self.edits, node)
        elif self.kind(cell) == TEXT and is_utf8(node.value) and (
                is_ascii(self.edits.text(node))):
            # 'caf\xc3\xa9': its escapes mean bytes, on 3 characters.
            bytes_literal(self.edits, node)
            self.to_text(node, cell.find())

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

    def edit_typecode(self, place):
        """array('c', x) holds bytes of length 1 on 2.7."""
        self.note(place, 'SC102', "3 has no array('c'); array('B') holds "
                  'numbers.')

    def edit_one_byte(self, place):
        """buffer[0] = 'a': 3 wants a number."""
        self.note(place, 'SC209',
                  'On 3 only a number can be put into this place.')

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
        if place is None or iterable.others() - set(['none']):
            self.note(place or node, 'SC209')
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
            elif is_type_of_literal(part):
                bytes_literal(self.edits, part.args[0])
            elif 'string_types' in (getattr(part, 'attr', None),
                                    getattr(part, 'id', None)):
                self.edits.wrap(part, '(', ' + (bytes,))')

    def edit_joined(self, place, value, receiver):
        """Strings of unknown origin are joined to go to the wire."""
        if self.kind(receiver) != WIRE or not all(
                shape[0] == 'lib' and not shape[1].startswith('@')
                for shape in value.find().shapes):
            return
        before, after = ENCODE + 'part' + CODEC + ' for part in ', ''
        if not isinstance(place, ATOMS):
            before, after = before + '(', ')'
        self.edits.wrap(place, before, after)
        self.uses_six = True
        self.guards = True
        self.note(place, 'SC201')

    def edit_chr(self, node, result, caught):
        """chr(n) -> six.int2byte(n), or a helper where its error matters."""
        if self.kind(result) == WIRE and caught:
            # That of int2byte() is no ValueError on 3.
            self.rename(node.func, helpers.CHR)
            self.uses_six = True
        elif self.kind(result) == WIRE:
            self.edit_chr_name(node.func, result)

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

    def edit_bytes_of(self, node, place, value):
        """bytes(5) is '5' on 2.7, and five zeros on 3."""
        if is_number_or_none(value) and not self.is_for_a_version(node):
            start, end = self.edits.span(node.func)
            self.edits.replace(start, end, 'six.ensure_binary')
            self.edits.wrap(place, 'str(', ')')
            self.uses_six = True

    def is_for_a_version(self, node):
        """Tell whether somebody wrote this for one of the Pythons."""
        while node is not None:
            node = self.parents.get(node)
            if isinstance(node, (ast.If, ast.IfExp)) and VERSION.search(
                    self.edits.text(node.test)):
                return True
        return False

    def edit_filtered(self, node, result):
        wire = self.kind(result) == WIRE
        start, end = self.edits.span(node.func)
        self.edits.replace(start, end, "b''.join" if wire else "''.join")

    def edit_factory(self, node, result):
        if self.kind(result) == WIRE:
            start, end = self.edits.span(node)
            self.edits.replace(start, end, 'bytes')

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
        if any(cell.fixed == WIRE
               for cell in files.reached(value, self.made_of)):
            self.edits.wrap(place, ENCODE, CODEC)
            self.uses_six = True

    def edit_unknown_measured(self, node, place, value):
        """len() of what is of unknown origin, and made bytes to be sent."""
        if value.find().shapes or self.asks_for_any(node):
            return
        if not self.unknown_sent.isdisjoint(
                files.reached_by([value.find()], set())):
            self.edits.wrap(place, ENCODE, CODEC)
            self.uses_six = True

    @functools.cached_property
    def made_of(self):
        """What templates of text make of values."""
        return dict((slot.find(), result) for slot, result
                    in self.interpreter.made_of.items())

    @functools.cached_property
    def unknown_sent(self):
        """What guard() makes bytes."""
        return set(
            flow.source.find()
            for flow in self.interpreter.graph.flows.values()
            if flow.why in ('sent', 'added', 'formatted')
            and flow.place is not None
            and not flow.source.find().shapes
            and self.kind(flow.target) == WIRE)

    def asks_for_any(self, node):
        """Tell whether only the emptiness is of interest: if len(x) > 0."""
        parent = self.parents.get(node)
        if isinstance(parent, ast.Compare):
            return any(getattr(one, 'value', None) in (0, 1)
                       for one in [parent.left] + parent.comparators)
        return isinstance(parent, (ast.If, ast.While, ast.BoolOp,
                                   ast.UnaryOp))

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

    def edit_order(self, node, left, right):
        """'a' > 1 is true on 2, and no comparison on 3."""
        for one, other in ((left, right), (right, left)):
            shapes = one.find().shapes
            if other.is_integer() and (
                    shapes and all(shape[0] == 'function' for shape in shapes)
                    or not shapes and self.is_method(node, one)):
                self.note(node, 'SC106', 'On 2 a function that is not called '
                          'is greater than every number; 3 does not compare '
                          'them.')
            if one.is_string() and not one.others() and (
                    other.is_integer() and not other.find().unknown):
                self.note(node, 'SC106', 'On 2 every string is greater '
                          'than every number; 3 does not compare them.')

    def is_method(self, node, cell):
        """Tell whether an operand is a method of a string or the like."""
        for place in [node.left] + node.comparators:
            if isinstance(place, ast.Attribute) and (
                    self.interpreter.value_of(place).find() is cell.find()):
                base = self.interpreter.value_of(place.value)
                kinds = base.others()
                if base.is_string():
                    kinds.add('str')
                return bool(kinds) and kinds <= set(METHODS) and all(
                    hasattr(METHODS[kind], place.attr) for kind in kinds)
        return False

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
                node.func, ast.Attribute) and joint.may_be_any_bytes():
            self.edits.add_last(
                node, "**({} if six.PY2 else {'flags': %s.ASCII})" %
                self.edits.text(node.func.value))
            self.uses_six = True

    def edit_parse_qs(self, node):
        """parse_qs() of 3 would replace what is not UTF-8."""
        self.edits.add_last(
            node, "**({} if six.PY2 else {'errors': 'surrogateescape'})")
        self.uses_six = True

    def edit_urlencode(self, node, value):
        """urlencode() of 3 would refuse text that is not UTF-8."""
        inner = self.interpreter.inner_cells(value)
        inner += [cell for one in inner
                  for cell in self.interpreter.inner_cells(one)]
        if any(cell.is_string() and self.kind(cell) != WIRE
               and cell.may_be_any_bytes() for cell in inner):
            self.edit_parse_qs(node)

    def edit_unquote(self, node, name):
        """unquote() of 3 replaces what is not UTF-8; this gives bytes."""
        start, end = self.edits.span(node.func)
        if name == 'unquote_plus':
            if not node.args or node.keywords:
                return
            # There is no unquote_plus_to_bytes().
            self.edits.insert(
                self.edits.last_end(node),
                ".replace(b'+', b' ')" if self.takes_bytes(node.args[0])
                else ".replace('+', ' ')")
            if not isinstance(node.args[0], ATOMS):
                self.edits.wrap(node.args[0], '(', ')')
        if isinstance(node.func, ast.Attribute):
            self.edits.replace(end - len(name), end, 'unquote_to_bytes')
        else:
            self.edits.replace(start, end,
                               'six.moves.urllib.parse.unquote_to_bytes')
            self.uses_six = True

    def takes_bytes(self, node):
        """Tell whether an argument is bytes, or will be made bytes."""
        slot = self.interpreter.cells.get((node, ('slot', None)))
        cell = slot or self.interpreter.values.get(node)
        return cell is not None and self.kind(cell) == WIRE
