"""Edits what is shown: repr(), %r, containers, headers, exceptions."""
import ast

from .. import _tree
from . import formatting, helpers
from .helpers import CODEC, DECODE, ENCODE
from .kinds import NUMBER_SHAPES, WIRE, is_latin

UNICODE_SHOWN = ("Unicode strings are shown in quotes: 2.7 shows them as "
                 "u'...', and 3 without the u.")
KEYS_SHOWN = ('A dictionary with such strings is shown: on 3 its keys '
              'stand in the order in which they came.')

OBJECT_SHOWN = ('The text of a socket, or of an object without __str__() and '
                '__repr__(), has other words on 3.')


def is_object(cell):
    """Tell whether this has no text of its own but its class and address."""
    return cell.has('sock') or not (
        cell.has_method('__str__') or cell.has_method('__repr__')) and any(
            not cls.node.bases for cls in cell.classes())


def shows_unicode(cell):
    """Tell whether 2.7 shows this as a container with u'...'."""
    inner = cell.get('list')
    return cell.has('json') or (
        inner is not None and not cell.is_string()
        and inner.find().text and inner.is_string()
        and (not inner.others() or bool(inner.get('dict'))))


class ShownEdits(object):
    """The part of the Rewriter that edits what is shown."""

    def shows_unicode(self, value):
        if shows_unicode(value):
            return True
        if value.is_string() or value.has('file'):
            return False
        fields = self.interpreter.fields_of(value)
        if value.has('list'):
            fields += self.interpreter.fields_of(value.get('list'))
        return any(inner.is_string() and inner.find().text
                   for inner in fields)

    def edit_repr(self, node, value):
        parent = self.parents.get(node)
        if isinstance(parent, ast.Attribute) and parent.attr == 'lstrip':
            return
        self.see_unicode(node, value)
        if len(node.args) == 1 and self.shows_latin(value) and not (
                isinstance(node.args[0], (ast.Constant, ast.Starred))):
            self.rename(node.func, helpers.HTTP_REPR)
        elif not value.has('file') and (
                value.others() or not value.is_string()) and (
                    self.holds_wire(value, 0, True)
                    or self.differs_shown(value)):
            self.rename(node.func, helpers.REPR)
        elif self.kind(value) == WIRE:
            self.edits.wrap(node, '', ".lstrip('b')")
        elif len(node.args) == 1 and self.was_wire(value) and (
                not isinstance(node.args[0], ast.Constant)):
            self.repr_of_text(node.args[0], value)
            self.edits.wrap(node, '', ".lstrip('b')")

    def edit_pprint(self, node, place, value, name):
        """pprint(data) -> print(repr(data).lstrip('b'))"""
        self.see_unicode(node, value)
        if self.kind(value) != WIRE and not self.was_wire(value):
            if self.holds_wire(value, 0, True):
                self.note(place, 'SC203')
            return
        if value.others() or len(node.args) > 1 or node.keywords:
            self.note(place, 'SC203')
            return
        if self.kind(value) != WIRE:
            self.repr_of_text(place, value)
        self.edits.wrap(place, 'repr(', ").lstrip('b')")
        start, end = self.edits.span(node.func)
        self.edits.replace(
            start, end, 'print' if name == 'pprint.pprint' else '')

    def shows_latin(self, value):
        """Tell whether repr() shows text that was decoded as latin-1."""
        if value.is_string():
            return is_latin(value.find()) and not value.others()
        return self.holds_latin(value)

    def as_latin(self, place):
        self.edits.wrap(place, helpers.HTTP_REPR + '(', ')')
        self.helpers.add(helpers.HTTP_REPR)

    def see_unicode(self, node, value):
        """What repr() or %r shows may have unicode strings in it."""
        if self.shows_unicode(value) and (
                value.others() or not value.is_string()) or (
                    value.is_string() and value.find().text):
            self.unicode_shown.append(node)

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
        value = self.interpreter.values.get(place, slot)
        if place is not None:
            self.see_unicode(place, value)
        if self.kind(slot) != WIRE:
            if place is None or isinstance(place, ast.Constant):
                return
            if self.shows_latin(value):
                if self.change_directive(node, directive, index, 's'):
                    self.as_latin(place)
            elif self.was_wire(value) and (
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

    def edit_container_r(self, node, place, directive, index, value):
        self.see_unicode(place or node, value)
        if place is not None and self.holds_latin(value) and not isinstance(
                place, ast.Starred) and self.change_directive(
                    node, directive, index, 's'):
            self.as_latin(place)
            return
        if value.has('file') or value.is_string() or not (
                self.holds_wire(value, 0, True)
                or self.differs_shown(value)):
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

    def edit_show(self, result, place, value):
        """%s of what may be no string, in a template of bytes."""
        if self.shows_unicode(value):
            self.unicode_shown.append(place)
        if self.kind(result) == WIRE and not value.is_number() and (
                value.others() or not value.is_string()):
            self.shown.add(place)
            self.show_items(place, value)
            self.helpers.add(helpers.SHOW)
            self.uses_six = True
            self.edits.wrap(place, helpers.SHOW + '(', ')')
        elif value.is_string():
            self.show_items(place, value)

    def show_items(self, place, value):
        """Let what is a string or a container show no b'...' on 3."""
        if not value.is_string() and self.holds_latin(value):
            self.as_latin(place)
            return
        if not self.holds_wire(value, 0) and not self.shows_set(value):
            return
        if value.classes():
            self.note(place, 'SC203')
            return
        self.wrap_shown(place)

    def edit_digits(self, place, cell):
        """str(), print, %s and {} show 12 digits of a float on 2.7."""
        if NUMBER_SHAPES.issuperset(cell.find().shapes):
            self.edits.wrap(place, helpers.DIGITS + '(', ')')
            self.helpers.add(helpers.DIGITS)

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

    def edit_missing_key(self, node):
        """The arguments of a KeyError are its key, which may be bytes."""
        call = self.parents.get(self.parents.get(node))
        if getattr(getattr(call, 'func', None), 'id', None) != (
                helpers.REPR) and self.has_wire_keys():
            self.note(node, 'SC203', 'On 3 the key that was not found may be '
                      'bytes here.')

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
        # Only what is Python 2 yet has codecs that may be ASCII.
        if self.is_ascii and (is_object(cell) or any(
                map(is_object, self.interpreter.inner_cells(cell)))):
            self.note(place, 'SC203', OBJECT_SHOWN)
        if self.shows_unicode(cell):
            self.unicode_shown.append(place)
        if wrap and not cell.is_string() and self.holds_latin(cell) and not (
                isinstance(place, ast.Starred)):
            self.as_latin(place)
            return
        if cell.has('file') or not (
                cell.has('buffer') or self.holds_wire(cell, 0, True)):
            if wrap and not isinstance(place, ast.Starred) and (
                    self.differs_shown(cell)):
                self.wrap_and_note(place, cell)
            return
        if wrap and set(cell.find().shapes) == set(['buffer']):
            self.edits.wrap(place, DECODE + 'bytes(', ')' + CODEC)
            self.uses_six = True
            return
        if not wrap or cell.has('buffer') or isinstance(
                place, ast.Starred) or cell.is_string() and cell.classes():
            self.note(place, 'SC203')
            return
        self.wrap_and_note(place, cell)

    def wrap_shown(self, place):
        self.edits.wrap(place, helpers.SHOWN + '(', ')')
        self.helpers.update([helpers.REPR, helpers.SHOWN])

    def wrap_and_note(self, place, cell):
        self.wrap_shown(place)
        if cell.has('dict'):
            self.note(place, 'SC203', KEYS_SHOWN)

    def holds_latin(self, cell, depth=0):
        """Tell whether this holds text that was decoded as latin-1."""
        if depth > 3 or cell.has('sock') or cell.has('file') or (
                cell.has('buffer')):
            return False
        found = False
        for inner in self.interpreter.inner_cells(cell):
            if inner.is_string():
                if self.kind(inner) == WIRE or inner.has('wire') and not (
                        inner.has('latin')):
                    return False
                found = found or is_latin(inner.find())
            else:
                found = found or self.holds_latin(inner, depth + 1)
        return found

    def holds_wire(self, cell, depth, decoded=False):
        if depth > 3 or cell.has('sock'):
            return False
        for inner in self.interpreter.inner_cells(cell):
            if inner.is_string() and self.kind(inner) == WIRE:
                return True
            if decoded and inner.is_string() and inner.has('wire'):
                return True
            if self.holds_wire(inner, depth + 1, decoded):
                return True
        return False

    def holds_text(self, cell, depth=0):
        """Tell whether this holds text that may not be ASCII.

        2.7 shows the bytes of such text, as escapes.  An address and other
        tuples hold such text only if it is a literal.
        """
        cell = cell.find()
        inside = self.interpreter.inner_cells(cell)
        strings = [inner for inner in inside if inner.is_string()]
        if depth > 3 or any(
                inner.find().text or inner.has('latin')
                or inner.others() - NUMBER_SHAPES for inner in strings):
            return False
        kinds = ['written']
        if depth or cell.has('list') or cell.has('dict'):
            kinds += ['wire', 'decoded']
        return any(inner.has(kind) for inner in strings
                   for kind in kinds) or any(
            self.holds_text(inner, depth + 1) for inner in inside
            if not inner.is_string() and not inner.has('sock'))

    def differs_shown(self, cell):
        """Tell whether 3 shows this otherwise, though no bytes are in it."""
        return self.holds_text(cell) or self.shows_set(cell)

    def shows_set(self, cell, depth=0):
        """Tell whether this holds a set, which 3 shows in braces."""
        inside = self.interpreter.inner_cells(cell)
        if cell.has('set'):
            return not any(inner.find().text for inner in inside)
        return depth < 3 and not cell.has('sock') and any(
            self.shows_set(inner, depth + 1) for inner in inside)

    def note_unicode_shown(self):
        """Write one note for all unicode strings in quotes."""
        if self.unicode_shown:
            self.note(min(self.unicode_shown, key=lambda node: node.lineno),
                      'SC203', UNICODE_SHOWN)
