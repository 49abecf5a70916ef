"""The command ``python -m socketserver_compat.convert``."""
from __future__ import print_function

import argparse
import json
import os
import sys
import time

PROGRAM = 'python -m socketserver_compat.convert'
COLOURS = {'+': '\x1b[32m', '-': '\x1b[31m', '@': '\x1b[36m'}
BAR_AFTER = 2  # seconds


def unavailable():
    """Return why the converter cannot run here, or None."""
    if sys.version_info < (3, 8):
        return 'the converter needs Python 3.8 or newer'
    try:
        import fissix  # noqa: F401
        import libmodernize  # noqa: F401
        import pyupgrade  # noqa: F401
    except ImportError as error:
        return "%s: pip install 'socketserver_compat[convert]'" % error
    return None


def parse_arguments(arguments):
    """Parse the command line; exit with 2 if it is wrong."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description='Convert Python 2 programs that use SocketServer or '
                    'sockets.  Shows a diff and writes nothing, unless '
                    'told to.',
        epilog='Exit status: 0 nothing to do, or all written and nothing '
               'to look at; 1 changes that are not written, or notes; 2 a '
               'file could not be read, parsed or written.')
    parser.add_argument(
        'paths', nargs='+', metavar='PATH',
        help='a file, a directory, or - for standard input')
    parser.add_argument(
        '--to', choices=['both', '3'], default='both',
        help='both: Python 2.7 and 3.6 or newer, through six and '
             'socketserver_compat (default); 3: Python 3.8 or newer alone')
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        '--write', action='store_true',
        help='replace the files (for -: write the result to stdout)')
    group.add_argument(
        '--check', action='store_true',
        help='tell only by the exit status')
    parser.add_argument(
        '--annotate', action='store_true',
        help='put the notes into the code, too, as comments')
    parser.add_argument(
        '--format', choices=['text', 'json'], default='text')
    parser.add_argument(
        '--jobs', type=int, default=1, metavar='N',
        help='processes to use (default: 1; 0: one for each processor)')
    return parser.parse_args(arguments)


class Bar(object):
    """Shows how far it is, on a terminal, when it takes long."""

    def __init__(self, total, stream):
        self._total = total
        self._stream = stream
        self._done = 0
        self._start = time.time()
        self._shown = False
        self._used = total > 1 and stream.isatty()

    def step(self):
        """Count one file."""
        self._done += 1
        if not self._used or time.time() - self._start < BAR_AFTER:
            return
        width = 40 * self._done // self._total
        self._stream.write('\r[%s%s] %d/%d' % (
            '#' * width, '.' * (40 - width), self._done, self._total))
        self._stream.flush()
        self._shown = True

    def clear(self):
        """Remove the bar from the terminal."""
        if self._shown:
            self._stream.write('\r' + ' ' * 64 + '\r')
            self._stream.flush()
            self._shown = False


def _coloured(diff):
    lines = []
    for line in diff.split('\n'):
        colour = COLOURS.get(line[:1])
        lines.append(colour + line + '\x1b[0m' if colour else line)
    return '\n'.join(lines)


def _show_text(outcome, options):
    """Print what was found out about a file."""
    if outcome.error:
        line, reason = outcome.error
        where = outcome.path if line is None else '%s:%d' % (
            outcome.path, line)
        print('%s: error: %s' % (where, reason), file=sys.stderr)
        return
    if options.check:
        return
    if outcome.kind == 'Python 3' and options.to == 'both':
        print('%s: Python 3 source, not touched' % outcome.path,
              file=sys.stderr)
    diff = outcome.diff
    if diff:
        if sys.stdout.isatty() and not os.environ.get('NO_COLOR'):
            diff = _coloured(diff)
        sys.stdout.write(diff)
    if outcome.output is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(outcome.output)
        sys.stdout.buffer.flush()
    stream = sys.stdout if outcome.output is None else sys.stderr
    for note in outcome.notes:
        print('%s:%d:%d: %s %s (recipe %s)' % (
            outcome.path, note.line, note.col, note.code, note.message,
            note.recipe), file=stream)


def _as_json(outcome):
    """Return what JSON has for a file."""
    from ._notes import CODES
    error = outcome.error and {
        'line': outcome.error[0], 'message': outcome.error[1]}
    return {
        'path': outcome.path,
        'source': outcome.kind,
        'changed': outcome.changed,
        'written': outcome.written,
        'diff': outcome.diff,
        'error': error,
        'notes': [
            dict(note._asdict(), name=CODES[note.code][0])
            for note in outcome.notes],
    }


def run(options):
    """Convert what the options name; return the exit status."""
    from . import _files, _work
    if '-' in options.paths and options.paths != ['-']:
        print('%s: error: - goes with no other path' % PROGRAM,
              file=sys.stderr)
        return 2
    paths = (options.paths if options.paths == ['-']
             else list(_files.find(options.paths)))
    status, listed = 0, []
    bar = Bar(len(paths), sys.stderr)
    for outcome in _work.outcomes(paths, options):
        bar.step()
        if options.format == 'json':
            listed.append(_as_json(outcome))
        else:
            bar.clear()
            _show_text(outcome, options)
        if outcome.error:
            status = 2
        elif outcome.notes or outcome.changed and not (
                outcome.written or outcome.output is not None):
            status = max(status, 1)
    bar.clear()
    if options.format == 'json' and not options.check:
        json.dump({'files': listed}, sys.stdout, indent=1, sort_keys=True)
        print()
    return status


def main(arguments=None):
    """Run the command; return the exit status."""
    options = parse_arguments(arguments)
    reason = unavailable()
    if reason:
        print('%s: %s' % (PROGRAM, reason), file=sys.stderr)
        return 2
    sys.stdout.reconfigure(errors='backslashreplace')
    try:
        status = run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the diff has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == '__main__':
    sys.exit(main())
