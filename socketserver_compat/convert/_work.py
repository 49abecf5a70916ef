"""Convert files, in this process or in several.

This is not in ``__main__.py``, because processes that are started anew
cannot find functions there.
"""
import collections
import difflib
import gc
import multiprocessing
import os
import sys
import threading

from . import _files, _pipeline, _syntax

STACK = 256 * 1024 * 1024
RECURSION = 20000

Outcome = collections.namedtuple(
    'Outcome', 'path kind changed diff written notes error output')
Outcome.__doc__ = """What became of a file.

``diff`` is empty if nobody wants to see it, ``error`` is (line or None,
reason) or None, ``output`` are the bytes for stdout or None.
"""


def _diff(path, old, new):
    """Return a unified diff of two texts."""
    lines = []
    for line in difflib.unified_diff(
            _lines(old), _lines(new), path, path):
        lines.append(line)
        if not line.endswith('\n'):
            lines.append('\n\\ No newline at end of file\n')
    return ''.join(lines)


def _lines(text):
    """Return the lines with their ends; only line feeds end one."""
    lines = [line + '\n' for line in text.split('\n')]
    last = lines.pop()[:-1]
    return lines + [last] if last else lines


def _convert(path, source, options):
    """Return the Outcome for a source that was read."""
    result = _pipeline.convert(source.text, options.to)
    text, origin = result.text, result.origin
    moved = _pipeline.at_new_lines(result)
    if options.annotate:
        text, origin, moved = _pipeline.annotate(text, origin, moved)
    old = source.encode(source.text, range(len(source.ends) + 1))
    new = source.encode(text, origin)
    changed = new != old
    written = changed and options.write and path != '-'
    if written:
        _files.write(path, new)
    diff = ''
    if changed and not options.check and not options.write:
        diff = _diff(path, old.decode(source.encoding),
                     new.decode(source.encoding, 'replace'))
    return Outcome(
        path, result.kind, changed, diff, written,
        moved if written else result.notes, None,
        new if path == '-' and options.write else None)


def process(path, options):
    """Read and convert a file; return the Outcome, whatever happens."""
    error = (None, None)
    try:
        if path == '-':
            source = _files.Source(sys.stdin.buffer.read())
        else:
            source = _files.read(path)
        return _convert(path, source, options)
    except (_files.Unreadable, _syntax.Unparsable) as reason:
        error = (reason.line, str(reason))
    except EnvironmentError as reason:
        error = (None, reason.strerror or str(reason))
    except (RecursionError, MemoryError):
        error = (None, 'an expression is nested too deeply')
    except Exception as reason:
        # A fault of the converter's own must not keep the other files.
        error = (None, 'the converter failed: %s: %s' % (
            type(reason).__name__, reason))
    return Outcome(path, None, False, '', False, [], error, None)


def _process_all(job):
    """Process a file without the collector: trees are not garbage."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        return process(*job)
    finally:
        if enabled:
            gc.enable()


def _with_large_stack(function, *arguments):
    """Call a function where deep expressions do not overflow the stack."""
    result = []
    limit = sys.getrecursionlimit()
    old = threading.stack_size(STACK)
    sys.setrecursionlimit(max(limit, RECURSION))
    try:
        thread = threading.Thread(
            target=lambda: result.append(function(*arguments)))
        thread.daemon = True  # so that Ctrl-C need not wait for it
        thread.start()
        thread.join()
    finally:
        threading.stack_size(old)
        sys.setrecursionlimit(limit)
    return result[0]


def _in_worker(job):
    return _with_large_stack(_process_all, job)


def outcomes(paths, options):
    """Yield the outcome of each file, in the order of the paths."""
    jobs = [(path, options) for path in paths]
    count = options.jobs or os.cpu_count() or 1
    if count > 1 and len(jobs) > 1:
        # Not by fork: a thread could hold a lock at that moment.
        context = multiprocessing.get_context('spawn')
        with context.Pool(min(count, len(jobs))) as pool:
            for outcome in pool.imap(_in_worker, jobs):
                yield outcome
    else:
        for job in jobs:
            yield _in_worker(job)
