"""Turns the decisions into edits of the source.

Where bytes come to a place for text, six.ensure_str decodes them, and
six.ensure_binary encodes on the way back, with UTF-8 and surrogateescape::

    print('got', data)
    print('got', six.ensure_str(data, 'utf-8', 'surrogateescape'))

On 2.7 both return a str as it is, so nothing changes there.  On 3 the pair
is exact: bytes that are not UTF-8 become surrogates and bytes again.
"""
import ast
import functools
import itertools

from .. import _notes, _tree
from . import files, helpers, printing
from .edit_files import FileEdits
from .edit_shown import ShownEdits
from .edit_strings import ATOMS, StringEdits
from .helpers import CODEC, DECODE, ENCODE
from .kinds import NEVER, TEXT, WIRE, is_latin, is_number_or_none
from .names import has_others, is_foreign

SHOWN = ('printed', 'printed on stderr', 'logged', 'library', 'unicode')
# What can be a string only.
STRINGS = ('sent', 'added', 'receiver', 'formatted')
GUARDED = ('sent', 'added', 'receiver', 'formatted', 'element')
# What is unknown there may be no string: split(None), re.match(pattern, data)
MAY_BE_NONE = ('key', 'compared', 'argument')


# Which operations are written inside of the others.
FIRST = {'index': 0, 'shown': 1, 'key error': 1, 'digits': 1}
# Which show a value, and the functions that read it again.
REPRESENTED = ('repr', 'percent r', 'format r', 'container r', 'shown')
EVALUATING = ('eval', 'exec')


class Rewriter(StringEdits, ShownEdits, FileEdits):
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
        self.prints_files = False
        self.streams = set()
        self.encoded = []
        self.guards = False
        self.guarded_places = set()
        self.helpers = set()
        self.shown = set()
        self._parents = {}

    @property
    def parents(self):
        """The node around each node, found when it is first asked for."""
        if not self._parents:
            for node in itertools.chain([self.interpreter.tree],
                                        self.interpreter.nodes()):
                if _tree.FIELDS[type(node)]:
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
        # What takes a byte out of bytes is written inside of all that is done
        # with it, and what shows a container inside of all else.
        operations.sort(key=lambda operation: FIRST.get(operation[0], 2))
        # What is iterated over is made bytes inside of what takes them apart.
        last = [one for one in operations if one[0] == 'iterate']
        self.perform(one for one in operations if one[0] != 'iterate')
        for flow in self.interpreter.graph.flows.values():
            self.convert(flow)
        self.perform(last)
        self.note_unicode_shown()

    def perform(self, operations):
        """Edit the operations that have a method here."""
        for operation in operations:
            method = getattr(
                self, 'edit_' + operation[0].replace(' ', '_'), None)
            if method is not None and not self.is_evaluated(operation):
                method(*operation[1:])

    @functools.cached_property
    def evaluates(self):
        """Whether the file has an eval() or exec() at all."""
        return any(isinstance(node, ast.Name) and node.id in EVALUATING
                   for node in self.interpreter.nodes())

    def is_evaluated(self, operation):
        """Tell whether the repr() of this is read by eval() or exec().

        There what 3 shows of a value comes back as the same value.
        """
        if operation[0] not in REPRESENTED or not self.evaluates:
            return False
        node = operation[1]
        while isinstance(node, ast.expr):
            if isinstance(node, ast.Call) and getattr(
                    node.func, 'id', None) in EVALUATING:
                return True
            node = self.parents.get(node)
        return False

    # -- conversions -----------------------------------------------------

    def convert(self, flow):
        source, target = flow.source.find(), flow.target.find()
        if flow.why == 'sent' and 'worded' in source.shapes:
            self.note(flow.place, 'SC214')
        if source is target:
            return
        wanted = self.kinds.get(target)
        have = self.kinds.get(source)
        if wanted is None:
            if flow.why == 'assigned':
                self.guard_variable(flow, source, target)
            return
        if flow.why in ('formatted', 'sent') and wanted == WIRE and (
                flow.place in self.shown):
            return
        if have is None:
            if wanted == WIRE and (
                    not source.shapes or is_foreign(source)
                    or self.may_be_unknown(source)):
                self.guard(flow, target)
            elif wanted == WIRE and is_number_or_none(source) and (
                    flow.why in ('added', 'sent')) and isinstance(
                        flow.place, (ast.Name, ast.Attribute)):
                self.guard_with_note(flow.place)
            return
        if have == wanted:
            if flow.why == 'header' and not is_latin(source) and (
                    'decoded' in source.shapes or 'wire' in source.shapes
                    or source in self.decoded_again):
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
        if flow.place is None or flow.cost >= NEVER or (
                self.is_converted(flow.place)):
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
        if others or place in self.interpreter.may_be_none:
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

    def is_converted(self, place):
        """Tell whether a conversion is here, which something else wanted."""
        text = self.edits.text(place)
        if text.endswith(CODEC):
            return text.startswith((DECODE, ENCODE))
        return text.startswith((helpers.TO_TEXT + '(', helpers.TO_WIRE + '('))

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

    def rename(self, name, helper):
        """Call a helper instead."""
        start, end = self.edits.span(name)
        self.edits.replace(start, end, helper)
        self.helpers.add(helper)

    @functools.cached_property
    def decoded_again(self):
        """What bytes come into that are decoded for a template of text."""
        found = set()
        for flow in self.interpreter.graph.flows.values():
            target = flow.target.find()
            if flow.why == 'formatted' and self.kind(flow.source) == WIRE and (
                    self.kind(target) == TEXT):
                found.add(target)
                found.update(files.reached(target))
        return found

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

    def may_be_unknown(self, cell):
        """Tell whether this is None, till something unknown is stored."""
        return set(cell.shapes) == set(['none']) and (
            cell in self.unknown_stored)

    @functools.cached_property
    def unknown_stored(self):
        """What something unknown comes into, beside None at the most."""
        unknown = set(
            flow.source.find()
            for flow in self.interpreter.graph.flows.values()
            if flow.place is not None and not flow.source.find().shapes)
        return files.reached_by(unknown, set(['none']))

    def guard(self, flow, target):
        """Something unknown goes to the wire."""
        if flow.place is not None and not has_others(target) and (
                flow.why in MAY_BE_NONE
                or flow.why in ('passed', 'assigned', 'returned', 'stored')
                and not any(map(has_others, target.targets))
                or flow.why not in STRINGS and is_foreign(flow.source)):
            # Text would silently never be found, or never be equal.
            self.guard_with_note(flow.place)
            return
        if flow.why not in GUARDED or flow.place is None:
            return
        if isinstance(flow.place, (ast.Starred, ast.Lambda)):
            return
        if flow.place in self.guarded_places:
            return
        self.guarded_places.add(flow.place)
        self.edits.wrap(flow.place, ENCODE, CODEC)
        self.uses_six = True
        self.guards = True
        self.note(flow.place, 'SC201')

    def guard_with_note(self, place):
        """Make bytes of a value if it is text."""
        if place in self.guarded_places or (
                isinstance(place, ast.Call)
                and getattr(place.func, 'attr', None) == 'recv'):
            return
        self.guarded_places.add(place)
        self.guarded(place, WIRE)
        self.note(place, 'SC201', helpers.UNKNOWN % helpers.TO_WIRE)

    def guard_variable(self, flow, source, variable):
        """Make bytes of something unknown that is bytes in other branches."""
        if flow.place is None or source.shapes and not is_foreign(source):
            return
        branches = self.interpreter.phis
        if any(target in branches and self.kind(target) == WIRE
               and not has_others(target) for target in variable.targets):
            self.guard_with_note(flow.place)

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
                'json.dumps', 'simplejson.dumps', helpers.JSON):
            return all(keyword.arg not in (None, 'ensure_ascii')
                       for keyword in node.keywords)
        cell = self.interpreter.values.get(node)
        return cell is not None and cell.find().ascii

    # -- operations ------------------------------------------------------

    def finish(self):
        """Add the imports, and the lines that printing needs."""
        printing.add_imports(self)
