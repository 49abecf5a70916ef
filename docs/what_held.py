"""Make a table of the tests of faults and load out of what tox has run.

    tox
    python docs/what_held.py .tox/outcomes/*.json > docs/what_held.rst

Each file is what one interpreter's tests wrote with ``--outcomes``.
"""
import collections
import json
import os
import re
import sys

TITLES = collections.OrderedDict([
    ('test_faults', 'Faults'),
    ('test_load', 'Load'),
    ('test_streams', 'Streams'),
    ('test_green', 'gevent and eventlet'),
])

HEAD = """\
What was tried, and what held
=============================

Made by ``docs/what_held.py`` from a run of the tests, of which each row is
one. The number says how often it was run and held: for each kind of server, or
with each of several parameters. *limit*: the interpreter's own code fails as
README.rst says under "Known limits". ``-``: not run there, because the
interpreter or the machine lacks what it needs.
"""


def interpreter(path):
    """Return the name of the environment that wrote the file."""
    return os.path.splitext(os.path.basename(path))[0]


def read(paths):
    """Return the outcomes by file, test and interpreter."""
    found = collections.defaultdict(
        lambda: collections.defaultdict(
            lambda: collections.defaultdict(collections.Counter)))
    for path in paths:
        name = interpreter(path)
        with open(path) as stream:
            rows = json.load(stream)
        for test, (_, outcome) in rows.items():
            match = re.match(r'(?:.*/)?(test_\w+)\.py::test_(\w+)', test)
            if match and match.group(1) in TITLES:
                found[match.group(1)][match.group(2)][name][outcome] += 1
    return found


def cell(outcomes):
    """Say in a word what came of a test on an interpreter."""
    words = [str(outcomes['passed'])] if outcomes['passed'] else []
    words += ['%d limit' % outcomes['known limit']
              ] if outcomes['known limit'] else []
    words += ['%d FAILED' % outcomes['failed']] if outcomes['failed'] else []
    return ', '.join(words) or '-'


def table(rows):
    """Return the lines of an RST table; the first row is its head."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    rule = '  '.join('=' * width for width in widths)
    lines = ['  '.join(text.ljust(width) for text, width in zip(row, widths))
             .rstrip() for row in rows]
    return [rule, lines[0], rule] + lines[1:] + [rule]


def order(name):
    """Sort py27, py36, ... py310, pypy3."""
    digits = re.match(r'py(\d)(\d+)$', name)
    return (0, int(digits.group(1)), int(digits.group(2))) if digits else (
        1, name)


def main(paths):
    if not paths:
        sys.exit(__doc__)
    found = read(paths)
    names = sorted(map(interpreter, paths), key=order)
    lines = [HEAD]
    for file, title in TITLES.items():
        lines += [title, '-' * len(title), '']
        rows = [['what'] + names]
        for test in sorted(found[file]):
            rows.append([test.replace('_', ' ')] + [
                cell(found[file][test][name]) for name in names])
        lines += table(rows) + ['']
    print('\n'.join(lines).rstrip())


if __name__ == '__main__':
    main(sys.argv[1:])
