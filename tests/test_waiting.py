"""The waits of 2.7: without poll, and for what can be written."""
import contextlib
import errno
import os
import select
import socket
import time

import pytest

from socketserver_compat import _handlers, _mixins, _waiting


@pytest.mark.parametrize('poll', [True, False])
def test_selector(monkeypatch, poll):
    if not poll:
        monkeypatch.delattr(select, 'poll')
    one, other = socket.socketpair()
    with contextlib.closing(one), contextlib.closing(other):
        with _waiting.ServerSelector() as selector:
            selector.register(one, _waiting.EVENT_READ)
            assert selector.select(0) == [] == selector.select(0.01)
            other.sendall(b'x')
            assert selector.select(None) and selector.select(5)
        with _waiting.ServerSelector() as selector:
            selector.register(one.fileno(), _waiting.EVENT_WRITE)
            assert selector.select(5)


def test_signals_do_not_end_a_wait(monkeypatch):
    one, other = socket.socketpair()
    answers = [select.error(errno.EINTR, ''), select.error(errno.EINTR, '')]

    def interrupted(timeout):
        if answers:
            raise answers.pop()
        return []

    with contextlib.closing(one), contextlib.closing(other):
        with _waiting.ServerSelector() as selector:
            selector.register(one, _waiting.EVENT_READ)
            monkeypatch.setattr(selector, '_wait', interrupted)
            assert selector.select(0.05) == []
            answers.append(select.error(errno.EINTR, ''))
            assert selector.select(0) == []
            answers.append(select.error(errno.EBADF, ''))
            with pytest.raises(select.error):
                selector.select(5)


def test_a_clock_that_is_set_back(monkeypatch):
    moments = [1000, 1002, 900, 903, 910]
    monkeypatch.setattr(time, 'time', lambda: moments.pop(0))
    left = _waiting.TimeLeft(10)
    assert [left(), left(), left(), left()] == [8, 8, 5, -2]


def test_what_a_wait_costs_does_not_grow_with_threads(monkeypatch):
    """The kernel's os.times() adds up what each thread has used."""
    monkeypatch.delattr(os, 'times')
    one, other = socket.socketpair()
    with contextlib.closing(one), contextlib.closing(other):
        with _waiting.ServerSelector() as selector:
            selector.register(one, _waiting.EVENT_READ)
            assert selector.select(0.01) == []


def test_retry():
    errors = [OSError(errno.EINTR, ''), OSError(errno.EBADF, '')]

    def fail():
        raise errors.pop(0)

    with pytest.raises(OSError) as caught:
        _waiting.retry(fail)
    assert caught.value.errno == errno.EBADF


def test_threads_that_have_ended_are_reaped():
    class Thread(object):
        daemon = False

        def __init__(self, alive):
            self.alive = alive

        def is_alive(self):
            return self.alive

    threads = _mixins._Threads()
    living = Thread(True)
    for thread in living, Thread(False):
        list.append(threads, thread)
    threads.reap()
    assert threads.pop_all() == [living] and threads == []


@pytest.mark.skipif(not hasattr(_handlers, '_SocketFile'),
                    reason='the files of 2.7')
def test_files_go_on_after_signals():
    class Interrupted(object):
        """A socket whose calls are interrupted until the last one."""

        def __init__(self, timeout, *errors):
            self.timeout, self.errors = timeout, list(errors)

        def gettimeout(self):
            return self.timeout

        def send(self, data):
            if self.errors:
                raise self.errors.pop(0)
            return len(data)

    def send(*args):
        return _handlers._SocketFile(
            None, Interrupted(*args), 'wb').write(b'text')

    signal = socket.error(errno.EINTR, '')
    assert send(None, signal, signal) == 4
    assert send(0.0, signal, socket.error(errno.EAGAIN, '')) is None
    with pytest.raises(socket.timeout):
        send(1e-9, signal, signal)
    with pytest.raises(socket.timeout):
        send(1, socket.error('The write operation timed out'))
