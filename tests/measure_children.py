"""A plugin for pytest under coverage: keep what forked children have run.

They end by os._exit(), where coverage writes nothing.  Its own remedy, the
setting ``patch``, needs Python 3.10; older ones run the code in question.
"""
import os

import coverage

_exit = os._exit
_parent = os.getpid()


def _write_and_exit(status):
    try:
        measured = coverage.Coverage.current()
        if measured is not None and os.getpid() != _parent:
            measured.stop()
            measured.save()
    finally:
        _exit(status)


os._exit = _write_and_exit
