"""Waiting on Python 2.7 as Python 3 waits: poll, signals, Ctrl-C.

Nothing of this runs on Python 3.  Delete the file when 2.7 is dropped.
"""
import errno
import select
import time

from ._features import JYTHON

EVENT_READ, EVENT_WRITE = 1, 2  # the selectors module's constants

# Seconds to wait where Python 3 sets no limit.  An unlimited wait for a thread
# or an event hears of Ctrl-C only when it has ended; one with a limit is
# interrupted at once (3.2, bpo-8844).
FOREVER = 1e6


class TimeLeft(object):
    """What is left of a timeout in seconds, when it is looked at.

    2.7 has no time.monotonic() (3.3, PEP 418), and os.times() takes longer the
    more threads there are: the kernel adds up the processor time of each. So
    this goes by time.time(), and the time between two looks counts as nothing
    if the clock was set back meanwhile.
    """

    def __init__(self, timeout):
        self._left, self._looked = timeout, time.time()

    def __call__(self):
        now = time.time()
        self._left -= max(now - self._looked, 0)
        self._looked = now
        return self._left


def is_interruption(error):
    """Tell whether a signal ended the call (EINTR)."""
    return bool(error.args) and error.args[0] == errno.EINTR


def retry(function, *args):
    """Call a function again as long as signals interrupt it (PEP 475, 3.5)."""
    while True:
        try:
            return function(*args)
        except (EnvironmentError, select.error) as error:
            if not is_interruption(error):
                raise


class ServerSelector(object):
    """Wait for one server or socket, with poll where there is poll.

    The part of selectors.PollSelector (3.4, bpo-16853) that a server uses;
    select() cannot wait for file descriptors above 1023.  The select module
    is asked when a selector is made, as gevent and eventlet replace or
    delete its functions.
    """

    def __init__(self):
        self._fileobj = self._events = None
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
            self._poll.register(fd, select.POLLIN | select.POLLPRI
                                if events == EVENT_READ else select.POLLOUT)
        self._fileobj, self._events = fileobj, events

    def select(self, timeout=None):
        """Return a list that is empty if the timeout (seconds) passed.

        None waits for ever, zero or less does not wait.  Signals do not
        shorten or lengthen the wait.
        """
        left = None if timeout is None else TimeLeft(timeout)
        while True:
            try:
                if self._wait(timeout):
                    return [(self._fileobj, self._events)]
                if timeout is not None and not JYTHON:
                    return []
            except select.error as error:
                if not is_interruption(error):
                    raise
            # A signal came, or Jython's poll() has ended early.
            if left is not None:
                timeout = left()
                if timeout <= 0:
                    return []

    def _wait(self, timeout):
        if timeout is not None:
            timeout = max(timeout, 0)
        if self._poll is None:
            wanted = [[], []]
            wanted[self._events == EVENT_WRITE].append(self._fileobj)
            return any(select.select(wanted[0], wanted[1], [], timeout))
        if timeout is not None:
            timeout = -int(-timeout * 1000 // 1)  # rounded up
        return self._poll.poll(timeout)
