"""Files that get bytes of the wire are opened in binary mode.

    f = open(name, 'w')       # before
    f = open(name, 'wb')      # after, if what is received is written to it

A text file on 3 would refuse what is not UTF-8, or change it.  On 2.7 both
modes write the same bytes, except on Windows.
"""
from .kinds import WIRE

RATHER_BYTES = 400
SENT_LATER = 150


def prefer_bytes(interpreter):
    """Make it dear to decode what goes from the wire to a file."""
    contents = [cell.get('file') for cell in interpreter.cells.values()]
    for content in contents + list(interpreter.outputs):
        if content is not None:
            content = content.find()
            if content.fixed is not None:
                continue
            if content.has('wire'):
                content.bias = max(content.bias, RATHER_BYTES)
            elif any(target.fixed == WIRE for target in reached(content)):
                content.bias = max(content.bias, SENT_LATER)


def reached(cell, made_of=None):
    """Return the cells that the values of a cell may come into.

    With made_of, what is made of them by templates is among these.
    """
    made_of = dict((slot.find(), result)
                   for slot, result in (made_of or {}).items())
    seen = set()
    pending = [cell.find()]
    while pending:
        root = pending.pop()
        targets = list(root.targets)
        if root in made_of:
            targets.append(made_of[root])
        for target in targets:
            target = target.find()
            if target not in seen and target.is_string():
                seen.add(target)
                pending.append(target)
    return seen


def passed_to(cell):
    """Return the cells that a value of unknown origin may come into."""
    return reached_by([cell.find()], set())


def reached_by(cells, shapes):
    """Return the cells of no other shapes that can be reached from some."""
    seen = set(cells)
    pending = list(seen)
    while pending:
        for target in pending.pop().targets:
            target = target.find()
            if target not in seen and shapes.issuperset(target.shapes):
                seen.add(target)
                pending.append(target)
    return seen
