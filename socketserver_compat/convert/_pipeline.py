"""From a source to the converted source and the notes on it."""
import ast
import collections
import re

from . import _recognise, _syntax, _tree, fixers, wire
from ._edits import FAILURES, KEEP, Module, align, parse, split
from ._notes import CODES, Note

Result = collections.namedtuple('Result', 'text notes origin kind')
Result.__doc__ = """A converted source.

``notes`` are at lines of the old text, ``origin`` tells for each line of
the new one the index of the old line that it came from.
"""

# One fixer may make what another looks for.
PASSES = 4
OWN_LIST = re.compile(r'\blist\s*\(\s*filter\b')
OLD = re.compile(
    r'__future__|six\.moves|[Ss]ocketServer|socketserver_compat')


class _State(object):
    """The text on its way through the steps."""

    def __init__(self, text):
        self.old = text
        self.text = text
        self.prints_statements = _syntax.WHOLE not in text
        self.origin = list(range(len(split(text))))
        self.notes = []

    def take(self, notes):
        """Take over notes, which are at the lines of the present text."""
        for note in notes:
            self._note(note)

    def step(self, text):
        """Take over what a step made of the text."""
        if text == self.text:
            return
        moved = align(self.text, text)
        kept = self._with_kept(text, moved)
        if kept != text:
            text, moved = kept, align(self.text, kept)
        self.origin = [self.origin[index] for index in moved]
        self.text = text

    def _note(self, note):
        index = self.origin[min(note.line, len(self.origin)) - 1]
        old, here = split(self.old)[index], split(self.text)[note.line - 1]
        column = note.col
        if old != here:
            column = len(old) - len(old.lstrip()) + 1
        self.notes.append(note._replace(line=index + 1, col=column))

    def _with_kept(self, text, moved):
        """Return the text with the lines that the user wants to keep."""
        if not KEEP.search(self.text):
            return text
        old, new = split(self.text), split(text)
        for number, index in enumerate(moved):
            if KEEP.search(old[index]) and moved.count(index) == 1:
                new[number] = old[index]
        kept = '\n'.join(new)
        try:
            parse(kept)
        except FAILURES:
            return text
        return kept


def convert(text, target='both'):
    """Return the Result for a source; raise Unparsable."""
    kind = _recognise.recognise(text)
    if (kind == _recognise.EITHER and not _may_be_3(text) and
            wire.convert(text)[0] != text):
        # Text goes to the wire, which 3 refuses.
        kind = _recognise.PYTHON2
    state = _State(text)
    if kind == _recognise.PYTHON2:
        for new in _syntax.to_common(text):
            state.step(new)
    if _is_done(text, target, kind):
        kind = _recognise.PYTHON3
    if kind != _recognise.PYTHON3:
        _run_fixers(state, 'both', kind)
    if kind in (_recognise.PYTHON2, _recognise.BOTH):
        is_2 = kind == _recognise.PYTHON2
        _run_wire(state, is_2 and not OWN_LIST.search(text),
                  is_2 and 'setdefaultencoding' not in text)
    elif kind == _recognise.EITHER and _may_be_3(text):
        _try_wire(state)
    if target == '3':
        for _ in range(PASSES):
            before = state.text
            _run_fixers(state, '3', kind)
            if state.text == before:
                break
    return Result(state.text, _sorted(state.notes), state.origin, kind)


def _is_done(text, target, kind):
    """Tell whether --to 3 has left the text so: six is all that is old."""
    return (target == '3' and kind == _recognise.BOTH and
            not OLD.search(text))


def _batches(target, kind):
    """Return the fixers to run; those in one list look at the same text."""
    found = []
    for fixer in fixers.load():
        if getattr(fixer, 'TARGET', 'both') != target:
            continue
        if (target == 'both' and kind != _recognise.PYTHON2 and
                not getattr(fixer, 'ANY', False)):
            continue
        together = getattr(fixer, 'TOGETHER', False)
        if together and found and hasattr(found[-1][0], 'fix'):
            found[-1].append(fixer)
        else:
            found.append([fixer])
    return found


def _run_fixers(state, target, kind):
    module = None
    for batch in _batches(target, kind):
        if hasattr(batch[0], 'fix_text'):
            state.step(batch[0].fix_text(state.text))
            continue
        for _ in range(PASSES):
            if module is None or module.text != state.text:
                module = Module(state.text, state.prints_statements)
            module.notes = []
            for fixer in batch:
                fixer.fix(module)
            state.take(module.notes)
            for new in module.results():
                state.step(new)
            if not module.dropped:
                break


def _run_wire(state, filters, is_ascii):
    text, notes = wire.convert(state.text, filters, is_ascii)
    state.take(notes)
    state.step(text)
    # Here it is known what a StringIO holds, of what filter() is, and that
    # a blank is owed.
    for code, word in (('SC103', 'BytesIO'), ('SC102', "''.join(filter("),
                       ('SC109', 'wire_print(')):
        known = {index + 1 for line, index in zip(split(text), state.origin)
                 if word in line}
        state.notes = [note for note in state.notes
                       if note.code != code or note.line not in known]


def _may_be_3(text):
    """Tell whether only a person can tell if EITHER is Python 2.

    Who writes b'' may mean 3, and input() is another thing on each.
    """
    return any(
        isinstance(getattr(node, 'value', None), bytes) or
        getattr(getattr(node, 'func', None), 'id', '') == 'input'
        for node in _tree.walk(parse(text)))


def _try_wire(state):
    """Note the first line that would change if the source is Python 2."""
    text, _ = wire.convert(state.text)
    if text == state.text:
        return
    moved = align(state.text, text)
    old, new = split(state.text), split(text)
    changed = [index for number, index in enumerate(moved)
               if old[index] != new[number] and
               not new[number].startswith(('import ', 'from '))]
    line = old[changed[0]] if changed else old[0]
    column = len(line) - len(line.lstrip()) + 1
    _, recipe, message = CODES['SC119']
    state.take([Note(changed[0] + 1 if changed else 1, column, 'SC119',
                     message, recipe)])


def _sorted(notes):
    """Return the notes in order, one for each line and code."""
    found = {}
    for note in sorted(notes):
        found.setdefault((note.line, note.code), note)
    return sorted(found.values())


def annotate(text, origin, notes):
    """Return text, origin and notes with the notes as comments.

    A comment stands above the statement, for within one may be strings.
    """
    first = {}
    for node in _tree.walk(parse(text)):
        if isinstance(node, ast.stmt):
            start = min([node.lineno] + [
                one.lineno for one in getattr(node, 'decorator_list', ())])
            for line in range(start, node.end_lineno + 1):
                first[line] = max(start, first.get(line, 0))
    lines, origin, moved = split(text), list(origin), list(notes)
    for note in sorted(notes, reverse=True):
        number = first.get(note.line, note.line) - 1
        indent = lines[number][:-len(lines[number].lstrip()) or None]
        comment = '%s# convert: %s %s' % (indent, note.code, note.message)
        above = number
        while above and lines[above - 1].lstrip().startswith('# convert: SC'):
            above -= 1
        if comment in lines[above:number]:
            continue
        lines.insert(number, comment)
        origin.insert(number, origin[number])
        moved = [one._replace(line=one.line + (one.line > number))
                 for one in moved]
    return '\n'.join(lines), origin, moved


def at_new_lines(result):
    """Return the notes of a result at lines of its new text."""
    moved = {}
    for number, index in enumerate(result.origin):
        moved[index + 1] = number + 1
    return [Note(moved.get(note.line, note.line), *note[1:])
            for note in result.notes]
