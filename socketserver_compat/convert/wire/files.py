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


def reached(cell, made_of=()):
    """Return the cells that the values of a cell may come into.

    With made_of, what templates make of them is among these.
    """
    return _follow([cell.find()], lambda target: target.is_string(), made_of)


def reached_by(cells, shapes):
    """Return cells, and those of no other shapes that these may come into."""
    return set(cells) | _follow(
        cells, lambda target: shapes.issuperset(target.shapes))


def _follow(cells, goes_on, made_of=()):
    seen = set()
    pending = list(cells)
    while pending:
        root = pending.pop()
        targets = root.targets
        if root in made_of:
            targets = targets + [made_of[root]]
        for target in targets:
            target = target.find()
            if target not in seen and goes_on(target):
                seen.add(target)
                pending.append(target)
    return seen
