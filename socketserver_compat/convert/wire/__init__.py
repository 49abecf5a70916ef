"""Finds which strings of a program are bytes of the wire.

convert(source) follows the values of a whole file (infer.py), decides for
each string whether it is bytes or text on Python 3 (cut.py) and edits the
source accordingly (rewrite.py, edit_*.py).  Python 2 does not see a
difference: there b'' is '', and the conversions return a str as it is.
"""
import re

from .. import _notes
from .._imports import parse
from . import cut, files, infer, rewrite
from .edits import Edits

# A file without any of these words has nothing to do with sockets.
WORDS = ('socket', 'recv', 'wfile', 'rfile', 'asyncore', 'asynchat',
         'SocketServer', 'BaseHTTP', 'SimpleHTTP', 'http.server', 'urlopen',
         'http_client', 'httplib', 'telnetlib', 'ftplib', 'smtplib',
         'poplib', 'imaplib', 'SimpleXMLRPC', 'xmlrpc_client')
# A text file without a buffer: 3 refuses it, also in what detaches a daemon.
UNBUFFERED = re.compile(r'''open\([^\n]*, *['"][rwa]\+?['"], *0\)''')


# Up to this length, some 600 lines, it is made sure that a second run changes
# nothing: if it did, the values were not understood.  It takes as long again,
# and next to no program was seen to need it.
STABLE_LIMIT = 20000
MORE_RUNS = 2
HARD = ('The values of this file are hard to follow: look at each place '
        'where it sends or receives.')


def may_follow(source):
    """Tell whether a source has anything to do with sockets."""
    return any(word in source for word in WORDS) or bool(
        UNBUFFERED.search(source))


def convert(source, filters=False, is_ascii=False):
    """Return the source with the wire in bytes, and a list of notes.

    With filters each list(filter(...)) was a mere filter(...) of Python 2.
    With is_ascii decode() and encode() without a codec mean that of 2.
    """
    if not may_follow(source):
        return source, []
    try:
        changed, notes = _convert(source, filters, is_ascii)
        if changed != source and len(source) < STABLE_LIMIT:
            stable = _stable(changed)
            if stable is None:
                return source, [_notes.make_note(1, 1, 'SC208')]
            if stable != changed:
                notes.append(_notes.make_note(1, 1, 'SC208', HARD))
            changed = stable
        return changed, notes
    except Exception as error:
        # A program that cannot be followed is left alone, not silently.
        message = '%s (%s)' % (_notes.CODES['SC208'][2],
                               type(error).__name__)
        return source, [_notes.make_note(1, 1, 'SC208', message)]


def _stable(changed):
    """Return what another run does not change any more, or None."""
    for _ in range(MORE_RUNS):
        again = _convert(changed)[0]
        if again == changed:
            return changed
        changed = again
    return None


def _convert(source, filters=False, is_ascii=False):
    tree = parse(source)
    edits = Edits(source)
    interpreter = infer.Interpreter(tree, edits.text, filters)
    interpreter.run()
    files.prefer_bytes(interpreter)
    kinds = cut.decide(interpreter.graph, list(interpreter.cells.values()))
    rewriter = rewrite.Rewriter(interpreter, kinds, edits, is_ascii)
    rewriter.run()
    rewriter.finish()
    changed = edits.apply()
    parse(changed)
    return changed, sorted(rewriter.notes.values())


__all__ = ['convert']
