"""Many clients: at once, held open, and one after another."""
import contextlib
import os
import select
import socket
import struct
import sys

import pytest

from socketserver_compat import _features
import stress
import support
from support import connect

pytestmark = pytest.mark.skipif(
    not hasattr(select, 'poll') or stress.resource is None,
    reason='needs poll and limits')

TCP_INFO = getattr(socket, 'TCP_INFO', 11)
PYPY = '__pypy__' in sys.builtin_module_names
HAVE_TCP_INFO = sys.platform.startswith('linux')


def retransmits(client):
    """Return how often Linux has sent something again, the SYN included."""
    info = client.getsockopt(socket.IPPROTO_TCP, TCP_INFO, 104)
    # struct tcp_info: 8 bytes, 24 numbers, the last is tcpi_total_retrans.
    return struct.unpack('=8B24I', info)[-1]


def system_queue():
    """Return how many connections the system lets wait."""
    try:
        with open('/proc/sys/net/core/somaxconn') as setting:
            return min(socket.SOMAXCONN, int(setting.read()))
    except (IOError, OSError):
        return socket.SOMAXCONN


@contextlib.contextmanager
def descriptors(count):
    """Let this process and those it starts have so many descriptors."""
    resource = stress.resource
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limits[0] != resource.RLIM_INFINITY and limits[0] < count:
        if limits[1] != resource.RLIM_INFINITY and limits[1] < count:
            pytest.skip('the hard limit of descriptors is %d' % limits[1])
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


class Burst(object):
    """Clients that connect at once, without waiting for each other."""

    def __init__(self, served, count):
        self.poll = select.poll()
        self.clients = {}
        self.answers = {}
        for _ in range(count):
            client = socket.socket()
            self.clients[client.fileno()] = client
            client.setblocking(False)
            client.connect_ex(served.server_address)
            self.poll.register(client, select.POLLOUT)

    def close(self):
        for client in self.clients.values():
            client.close()

    def talk(self):
        """Send a line as soon as connected, receive to the end of stream."""
        ended = set()

        def turn():
            for fd, event in self.poll.poll(100):
                client = self.clients[fd]
                if fd not in self.answers:
                    client.sendall(b'text\n')
                    self.answers[fd] = b''
                    self.poll.modify(fd, select.POLLIN)
                    continue
                data = client.recv(100)
                self.answers[fd] += data
                if not data:
                    self.poll.unregister(fd)
                    ended.add(fd)
            return len(ended) == len(self.clients)

        support.wait_until(turn)


@pytest.mark.parametrize('early', [False, True],
                         ids=['while serving', 'before serving'])
@pytest.mark.parametrize('count', [64, 256, 1024])
def test_a_burst_is_served(ss, count, early):
    if count > system_queue():
        pytest.skip('the queue of the system is too short')
    with descriptors(count + 200), stress.Served(ss.__name__) as served:
        served.make('ThreadingTCPServer')
        before = served.do('facts')
        if not early:
            served.do('serve')
        with contextlib.closing(Burst(served, count)) as burst:
            if early:
                served.do('serve')
            burst.talk()
            assert list(burst.answers.values()) == [b'TEXT\n'] * count
            if HAVE_TCP_INFO:
                assert sum(map(retransmits, burst.clients.values())) == 0
        served.do('stop')
        after = served.do('facts')
        assert after['requests'] == count
        assert after['threads'] == before['threads']
        assert after['descriptors'] == before['descriptors'] - 1


# With the standard library's own bookkeeping, of 3.10 and later, each request
# looks at every thread, and 5000 of them take a minute.
HELD = 5000 if 'track_threads' in _features.MISSING else 1500


def test_held_connections(ss):
    clients = []
    with descriptors(2 * HELD + 1000), stress.Served(ss.__name__) as served:
        served.do('expect_many_threads')
        served.start('ThreadingTCPServer', handle='answer_lines')
        before = served.do('facts')
        try:
            while len(clients) < HELD:
                clients.append(connect(served))
            assert served.wait_for('requests', HELD)
            assert clients[-1].fileno() > 1023
            held = served.do('facts')
            assert held['threads'] == before['threads'] + HELD
            assert held['descriptors'] == before['descriptors'] + HELD
            for _ in range(100):
                with contextlib.closing(connect(served)) as client:
                    client.sendall(b'new\n')
                    assert client.recv(100) == b'NEW\n'
                    client.shutdown(socket.SHUT_WR)
                    assert client.recv(100) == b''
            # Nothing of those that came and went.
            assert support.wait_until(
                lambda: served.do('facts')['descriptors'] ==
                held['descriptors'])
            for client in clients:
                client.sendall(b'held\n')
            for client in clients:
                assert client.recv(100) == b'HELD\n'
        finally:
            for client in clients:
                client.close()
        served.do('stop')
        after = served.do('facts')
        assert after['requests'] == HELD + 100
        assert after['threads'] == before['threads']
        assert after['descriptors'] == before['descriptors'] - 1
        assert served.do('take_errors') == []


# Where the bookkeeping differs, for long; elsewhere a fifth of it.
LONG = sys.version_info[:2] in [(2, 7), (3, 7)] or sys.version_info >= (3, 14)


def test_connections_one_after_another(ss):
    with stress.Served(ss.__name__) as served:
        served.do('expect_many_threads')
        served.start('ThreadingTCPServer')
        short_connections(served, 2000)
        early = served.do('facts')
        short_connections(served, 18000 if LONG else 2000)
        late = served.do('facts')
        for facts in early, late:
            # Thread objects: of the process two, and the last requests'.
            assert facts['objects'] <= 2 + 2 * 10
            assert facts['threads'] <= 2 + 10
        # The last requests may still be open at one time and not the other.
        assert abs(late['descriptors'] - early['descriptors']) <= 10
        # PyPy's memory grows with what its compiler has made by then.
        if early['resident'] is not None and not PYPY:
            assert late['resident'] - early['resident'] < 1024  # KiB
        served.do('stop')


def short_connections(served, count):
    # Ten at a time: two processes that wait for each other take longer.
    for _ in range(count // 10):
        clients = [socket.socket() for _ in range(10)]
        for client in clients:
            client.connect(served.server_address)
            client.sendall(b'text\n')
        for client in clients:
            answer = client.recv(100)
            client.close()
            assert answer == b'TEXT\n'


@pytest.mark.kinds(support.STREAM + ['ThreadingTCPServer',
                                     'ForkingTCPServer'])
def test_server_and_clients_above_descriptor_1023(ss, kind):
    taken = []
    with descriptors(1300), stress.Served(ss.__name__) as served:
        try:
            while not taken or taken[-1] < 1024:
                taken.append(os.open(os.devnull, os.O_RDONLY))
            served.do('take_low_descriptors')
            served.start(kind)
            assert served.do('facts')['socket'] > 1023
            for _ in range(20):
                with contextlib.closing(connect(served)) as client:
                    assert client.fileno() > 1023
                    client.sendall(b'text\n')
                    assert client.recv(100) == b'TEXT\n'
            served.do('stop')
            assert served.do('take_errors') == []
        finally:
            for fd in taken:
                os.close(fd)
