"""What goes wrong outside the server: no resources left, broken clients.

Each server has a process of its own (see the module stress).
"""
import contextlib
import inspect
import select
import signal
import socket
import struct
import sys
import time

import pytest
import six
from six.moves import socketserver

import socketserver_compat
from socketserver_compat import _features
import stress
import support
from support import ask, connect, receive

# A burst of signals is one of setitimer(); the limits are those of resource.
pytestmark = pytest.mark.skipif(
    not hasattr(signal, 'setitimer') or not hasattr(select, 'poll') or
    stress.resource is None, reason='needs setitimer, poll and limits')

STREAMS = [kind for kind in support.KINDS if support.is_stream(kind)]
DATAGRAMS = [kind for kind in support.KINDS if support.is_datagram(kind)]

# The names of the errors on every Python.
RESET = {'error', 'ConnectionResetError', 'BrokenPipeError'}
TIMED_OUT = {'timeout', 'TimeoutError'}


# In the thread that serves and in children.  A write of PyPy's sockets begins
# its timeout anew after each signal, so there it would never end.
SIGNALS = '__pypy__' not in sys.builtin_module_names


# Resources that are used up

def known_limit(entry, condition=True):
    """Expect a failure that README lists under "Known limits"."""
    return pytest.mark.xfail(condition, strict=True,
                             reason='Known limits: ' + entry)


@pytest.mark.kinds(STREAMS)
def test_no_descriptors_left(ss, kind):
    # accept() fails with EMFILE while the clients wait in the queue.
    with stress.Served(ss.__name__) as served:
        for recovers in True, False:
            served.start(kind)
            before = served.do('facts')
            assert ask(served) == b'TEXT\n'
            # The client may see the end before the server has closed.
            assert support.wait_until(
                lambda: served.do('facts')['descriptors'] ==
                before['descriptors'])
            served.do('exhaust', 'descriptors')
            accepted = served.do('count', 'accepts')
            clients = [connect(served) for _ in range(20)]
            try:
                for client in clients:
                    client.sendall(b'text\n')
                assert served.wait_for('accepts', accepted + 3)
                assert served.do('count', 'requests') == 1
                if recovers:
                    served.do('release')
                    for client in clients:
                        assert receive(client, served) == b'TEXT\n'
                    assert ask(served) == b'TEXT\n'
                served.do('stop')
                if not recovers:
                    for client in clients:
                        assert receive(client) == b''
                    served.do('release')
            finally:
                for client in clients:
                    client.close()
            check_end(served, before)


def check_end(served, before, errors=()):
    """Check that a closed server has left nothing."""
    after = served.do('facts')
    assert after['ended'] is None
    assert after['socket'] == -1
    assert after['threads'] == 2  # the main one, and that of the commands
    assert after['descriptors'] == before['descriptors'] - 1
    assert not after['children']
    assert served.do('take_errors') == list(errors)


@known_limit('So does a process that has no file descriptors left')
@pytest.mark.kinds(['TCPServer', 'ThreadingTCPServer'])
def test_no_descriptors_left_and_no_busy_loop(ss, kind):
    with stress.Served(ss.__name__) as served:
        served.start(kind)
        served.do('exhaust', 'descriptors')
        with contextlib.closing(connect(served)):
            # A thousand times while nothing else happens is spinning.
            assert not served.wait_for('accepts', 1000)


def refuse(served, how):
    """Take the resource away; check that clients are refused, not kept."""
    if not served.do('exhaust', how):
        pytest.skip('this user is not subject to the limit, and cannot '
                    'become another')
    for _ in range(3):
        assert ask(served, b'') == b''
    errors = served.do('take_errors')
    assert len(errors) == 3 and set(errors) <= {
        'RuntimeError', 'error', 'OSError', 'BlockingIOError'}, errors


# Both ways where a user is subject to the limit, as root becomes one.
HOW = ['by limit', 'injected']


@pytest.mark.parametrize('how', HOW)
@pytest.mark.kinds([kind for kind in STREAMS if 'Threading' in kind])
def test_no_threads_left(ss, kind, how):
    with stress.Served(ss.__name__) as served:
        served.start(kind)
        before = served.do('facts')
        assert ask(served) == b'TEXT\n'
        refuse(served, 'processes' if how == 'by limit'
               else 'threads injected')
        served.do('release')
        for _ in range(10):
            assert ask(served) == b'TEXT\n'
        served.do('stop')
        check_end(served, before)


@pytest.mark.parametrize('how', HOW)
@pytest.mark.kinds(['ThreadingTCPServer', 'ThreadingUDPServer'])
@known_limit('server_close() of CPython raises RuntimeError (mended where '
             'our own code runs)', 'track_threads' not in _features.MISSING)
def test_server_close_after_no_threads_left(ss, kind, how):
    with stress.Served(ss.__name__) as served:
        served.start(kind)
        before = served.do('facts')
        served.do('exhaust', 'processes' if how == 'by limit'
                  else 'threads injected')
        with contextlib.closing(connect(served)) as client:
            if support.is_datagram(kind):
                client.send(b'text\n')
            assert served.wait_for('reports', 1)
        # Another request would make CPython forget the thread.
        served.do('release')
        assert len(served.do('take_errors')) == 1
        served.do('stop')
        check_end(served, before)


@pytest.mark.parametrize('how', HOW)
@pytest.mark.kinds([kind for kind in STREAMS if 'Forking' in kind])
def test_no_processes_left(ss, kind, how):
    with stress.Served(ss.__name__) as served:
        served.start(kind)
        before = served.do('facts')
        assert ask(served) == b'TEXT\n'
        refuse(served, 'processes' if how == 'by limit' else 'fork injected')
        served.do('release')
        for _ in range(10):
            assert ask(served) == b'TEXT\n'
        served.do('stop')
        check_end(served, before)
        assert set(served.do('take_statuses')) == {0}


# Clients that behave badly.  begin() leaves the server in the middle of it,
# finish() ends it and checks what the client gets.

class Client(object):
    timeout = None
    kinds = STREAMS

    def __init__(self, served):
        self.served = served

    def begin(self):
        self.client = connect(self.served)

    def finish(self):
        """Check the answer."""

    def close(self):
        self.client.close()

    def check_errors(self, errors):
        assert errors == []


class ResetsBeforeAccept(Client):
    def begin(self):
        for _ in range(20):
            client = connect(self.served)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                              struct.pack('ii', 1, 0))
            client.close()

    def close(self):
        """They have gone."""

    def check_errors(self, errors):
        assert set(errors) <= RESET
        assert len(errors) <= 20


class SendsAllThenHalfCloses(Client):
    def begin(self):
        super(SendsAllThenHalfCloses, self).begin()
        self.client.sendall(b'count\n' + b'x' * 500)

    def finish(self):
        self.client.sendall(b'x' * 500)
        self.client.shutdown(socket.SHUT_WR)
        assert receive(self.client) == b'1000'


class SendsByteAfterByte(Client):
    def begin(self):
        super(SendsByteAfterByte, self).begin()
        if self.client.family == socket.AF_INET:
            self.client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._send(b'sl')

    def _send(self, data):
        for byte in six.iterbytes(data):
            self.client.sendall(six.int2byte(byte))

    def finish(self):
        for byte in b'o', b'w':
            time.sleep(0.1)  # the server has waited and looked around
            self._send(byte)
        self._send(b'ow' * 49 + b'\n')
        assert receive(self.client) == b'SL' + b'OW' * 50 + b'\n'


class NeverReads(Client):
    timeout = 0.2

    def begin(self):
        super(NeverReads, self).begin()
        self.client.sendall(b'flood\n')

    def check_errors(self, errors):
        assert len(errors) == 1 and set(errors) <= TIMED_OUT


class LeavesInTheMiddle(Client):
    def begin(self):
        super(LeavesInTheMiddle, self).begin()
        self.client.sendall(b'flood\n')

    def finish(self):
        assert self.client.recv(1)
        # What is not read makes it a reset.
        self.client.close()

    def check_errors(self, errors):
        assert len(errors) == 1 and set(errors) <= RESET


class SendsTooMuch(Client):
    kinds = DATAGRAMS

    def begin(self):
        super(SendsTooMuch, self).begin()
        self.client.send(b'x' * 20000)

    def finish(self):
        assert receive(self.client, self.served) == b'X' * 8192


class SendsNothing(Client):
    kinds = DATAGRAMS

    def begin(self):
        super(SendsNothing, self).begin()
        self.client.send(b'')

    def finish(self):
        assert receive(self.client, self.served) == b''


class HasNoName(Client):
    kinds = [kind for kind in DATAGRAMS if 'Unix' in kind]

    def begin(self):
        self.client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.client.connect(self.served.server_address)
        self.client.send(b'text\n')

    def check_errors(self, errors):
        # Known limits: DatagramRequestHandler fails if the client's Unix
        # socket has no name.
        assert len(errors) == 1


STREAM_CLIENTS = [SendsAllThenHalfCloses, SendsByteAfterByte,
                  ResetsBeforeAccept, NeverReads, LeavesInTheMiddle]
DATAGRAM_CLIENTS = [SendsTooMuch, SendsNothing, HasNoName]


def clients_for(kind):
    return [cls for cls in STREAM_CLIENTS + DATAGRAM_CLIENTS
            if kind in cls.kinds]


def test_broken_clients(ss, kind):
    # A thousand signals a second.
    with stress.Served(ss.__name__, signals=SIGNALS) as served:
        for cls in clients_for(kind):
            served.make(kind, timeout=cls.timeout)
            before = served.do('facts')
            broken = cls(served)
            broken.begin()
            try:
                served.do('serve')
                broken.finish()
                for _ in range(5):
                    assert ask(served).strip() == b'TEXT', cls
                if SIGNALS:
                    ticks = served.do('count', 'ticks')
                    assert served.wait_for('ticks', ticks + 2)
                served.do('stop')
            finally:
                broken.close()
            errors = served.do('take_errors')
            broken.check_errors(errors)
            if cls is ResetsBeforeAccept and 'TCP' in kind:
                assert len(errors) == 20
            check_end(served, before)


def test_stopped_in_the_middle(ss, kind):
    with stress.Served(ss.__name__, signals=SIGNALS) as served:
        for cls in clients_for(kind):
            served.make(kind, timeout=cls.timeout)
            before = served.do('facts')
            broken = cls(served)
            broken.begin()
            try:
                served.do('serve')
                assert served.wait_for('requests', 1)
                served.send('stop')
                # A thread's answer to a datagram may come too late: the
                # socket to send it by has been closed.
                if support.is_stream(kind):
                    broken.finish()
                served.result()
            finally:
                broken.close()
            errors = served.do('take_errors')
            if support.is_stream(kind):
                broken.check_errors(errors)
            check_end(served, before)


# Forking

REQUESTS = 500
# What the first line of the request makes of the child: see stress.answer().
ENDS = [(b'text\n', 0), (b'exit\n', 1 << 8), (b'error\n', 1 << 8),
        (b'SIGKILL\n', signal.SIGKILL), (b'SIGSEGV\n', signal.SIGSEGV)]
FORKING_STREAM = [kind for kind in STREAMS if 'Forking' in kind]


@pytest.mark.kinds(['ForkingTCPServer'])
def test_children_that_end_in_every_way(ss, kind):
    with stress.Served(ss.__name__, signals=SIGNALS) as served:
        served.start(kind, max_children=5)
        before = served.do('facts')
        served.do('no_core_files')
        expected = []
        while len(expected) < REQUESTS:
            # Twice as many at once as children are allowed.
            clients = []
            try:
                for line, status in ENDS * 2:
                    client = connect(served)
                    clients.append(client)
                    client.sendall(line)
                    expected.append(status)
                for client, (line, status) in zip(clients, ENDS * 2):
                    assert receive(client, served) == (
                        b'' if status else b'TEXT\n')
            finally:
                for client in clients:
                    client.close()
        served.do('stop')
        after = served.do('facts')
        assert after['requests'] == REQUESTS
        assert after['most_children'] <= 5
        # 128 is "core dumped".
        statuses = [status & ~128 for status in served.do('take_statuses')]
        assert sorted(statuses) == sorted(expected)
        check_end(served, before, ['ValueError'] * (REQUESTS // len(ENDS)))


@pytest.mark.kinds(FORKING_STREAM)
def test_a_child_outlives_the_server(ss, kind):
    with stress.Served(ss.__name__) as served:
        served.start(kind, block_on_close=False)
        before = served.do('facts')
        with contextlib.closing(connect(served)) as client:
            client.sendall(b'te')
            assert served.wait_for('requests', 1)
            served.do('stop')
            assert served.do('facts')['children']
            assert served.do('take_statuses') == []
            client.sendall(b'xt\n')
            assert receive(client) == b'TEXT\n'
        assert served.do('wait_for_child') == 0
        check_end(served, before)


@pytest.mark.kinds(FORKING_STREAM)
def test_a_foreign_child_keeps_its_status(ss, kind):
    with stress.Served(ss.__name__) as served:
        served.start(kind)
        before = served.do('facts')
        served.do('run_foreign_child', 7)
        for _ in range(100):
            assert ask(served) == b'TEXT\n'
        served.do('stop')
        assert served.do('take_statuses') == [0] * 100
        assert served.do('wait_for_foreign_child') == 7
        check_end(served, before)


# Names

@pytest.mark.parametrize('name', sorted(
    name for name in socketserver_compat.__all__
    if hasattr(socketserver, name)))
def test_no_public_attribute_is_lost(ss, name):
    # Here and not in test_names, as it asks the interpreter's own module.
    ours, theirs = getattr(ss, name), getattr(socketserver, name)
    lost = [attribute for attribute in dir(theirs)
            if not attribute.startswith('_') and
            not hasattr(ours, attribute)]
    assert lost == []


def test_no_public_name_is_lost(ss):
    public = [name for name in dir(socketserver)
              if inspect.isclass(getattr(socketserver, name)) and
              not name.startswith('_') and
              getattr(socketserver, name).__module__ ==
              socketserver.__name__]
    assert [name for name in public if not hasattr(ss, name)] == []
