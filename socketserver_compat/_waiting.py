"""Waiting on Python 2.7 as Python 3 waits: poll, signals, Ctrl-C.

Nothing of this runs on Python 3.  Delete the file when 2.7 is dropped.
"""
import errno
import math
import os
import select
import socket
import sys
import time

EVENT_READ = 1  # the selectors module's constant


def clock():
    """Return seconds of a clock that nobody can set back.

    2.7 has no time.monotonic() (3.3, PEP 418).  Its os.times() counts
    hundredths of a second since some moment in the past on POSIX, and its
    time.clock() is a running clock on Windows only.
    """
    if sys.platform == 'win32':
        return time.clock()
    return os.times()[4]


def is_interruption(error):
    """Tell whether a signal ended the call (EINTR)."""
    return bool(error.args) and error.args[0] == errno.EINTR


def retry(function, *args, **kwargs):
    """Call a function again as long as signals interrupt it (PEP 475, 3.5).

    ``timeout`` gives the seconds after which an interrupted call is given
    up with socket.timeout; None, the default, means never.
    """
    timeout = kwargs.pop('timeout', None)
    deadline = None if timeout is None else clock() + timeout
    while True:
        try:
            return function(*args)
        except (EnvironmentError, select.error) as error:
            if not is_interruption(error):
                raise
            if deadline is not None and clock() >= deadline:
                raise socket.timeout('timed out')


def wait_interruptibly(wait, is_over):
    """Wait without a limit, yet let Ctrl-C through (bpo-8844, 3.2).

    An unlimited wait of 2.7 hears of a signal only when it has ended; one
    with a limit is interrupted at once.
    """
    while not is_over():
        wait(0.05)


class ServerSelector(object):
    """Wait for one readable server, with poll where there is poll.

    The part of selectors.PollSelector (3.4, bpo-16853) that a server uses;
    select() cannot wait for file descriptors above 1023.  The select module
    is asked when a selector is made, as gevent and eventlet replace or
    delete its functions.
    """

    def __init__(self):
        self._fileobj = None
        self._poll = select.poll() if hasattr(select, 'poll') else None

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()

    def close(self):
        self._fileobj = self._poll = None

    def register(self, fileobj, events):
        """Remember what to wait for: a descriptor or what has fileno().

        Raise ValueError if it has been closed.
        """
        fd = fileobj if isinstance(fileobj, int) else fileobj.fileno()
        if isinstance(fd, int) and fd < 0:
            raise ValueError('Invalid file descriptor: {0}'.format(fd))
        if self._poll is not None:
            self._poll.register(fd, select.POLLIN | select.POLLPRI)
        self._fileobj = fileobj

    def select(self, timeout=None):
        """Return a list that is empty if the timeout (seconds) passed.

        None waits for ever, zero or less does not wait.  Signals do not
        shorten or lengthen the wait.
        """
        deadline = None if timeout is None else clock() + timeout
        while True:
            try:
                ready = self._wait(timeout)
            except select.error as error:
                if not is_interruption(error):
                    raise
                if deadline is not None:
                    timeout = deadline - clock()
                    if timeout <= 0:
                        return []
            else:
                return [(self._fileobj, EVENT_READ)] if ready else []

    def _wait(self, timeout):
        if timeout is not None:
            timeout = max(timeout, 0)
        if self._poll is None:
            return select.select([self._fileobj], [], [], timeout)[0]
        if timeout is not None:
            timeout = int(math.ceil(timeout * 1000))
        return self._poll.poll(timeout)
