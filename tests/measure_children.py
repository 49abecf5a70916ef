"""A plugin for pytest -n: coverage of the workers and of what they fork.

Forked children end by os._exit(), where coverage writes nothing; its own
remedy, the setting ``patch``, needs Python 3.10, and older ones run the code
in question.
"""
import os

import coverage

_exit = os._exit
_process = os.getpid()


def _write():
    _measured.stop()
    _measured.save()


def _write_and_exit(status):
    try:
        if os.getpid() != _process:
            _write()
    finally:
        _exit(status)


def pytest_unconfigure():
    """Write what this worker has run."""
    if _measured is not None:
        _write()


_measured = None
if 'PYTEST_XDIST_WORKER' in os.environ:
    _measured = coverage.Coverage()
    _measured.start()
    os._exit = _write_and_exit
