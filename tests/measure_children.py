"""A plugin for pytest under coverage: measure what runs in other processes.

The workers of pytest-xdist are processes of their own, of which ``coverage
run`` knows nothing.  Forked children end by os._exit(), where coverage writes
nothing; its own remedy, the setting ``patch``, needs Python 3.10, and older
ones run the code in question.
"""
import os

import coverage

_exit = os._exit
_process = os.getpid()


def _start():
    """Start to measure this process, unless that is done already."""
    if coverage.Coverage.current() is not None:
        return None
    measured = coverage.Coverage()
    measured.start()
    return measured


def _write_and_exit(status):
    try:
        measured = coverage.Coverage.current()
        if measured is not None and os.getpid() != _process:
            measured.stop()
            measured.save()
    finally:
        _exit(status)


_measured = _start()
os._exit = _write_and_exit


def pytest_unconfigure():
    """Write what a worker has run."""
    if _measured is not None:
        _measured.stop()
        _measured.save()
