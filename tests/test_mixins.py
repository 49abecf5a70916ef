"""ThreadingMixIn and ForkingMixIn."""
from __future__ import print_function

import contextlib
import os
import socket
import subprocess
import sys
import threading
import textwrap

import pytest

from support import (
    FORKING, SYNCHRONOUS, THREADING, ask, receive, send, wait_until)
import support
from test_servers import Stop, timer

# A thread's error is reported on stderr, as it should be.
pytestmark = pytest.mark.filterwarnings('ignore:Exception in thread')


class Blocking(object):
    """A handle() that waits until it is released."""

    def __init__(self):
        self.entered = threading.Event()
        self.released = threading.Event()
        self.finished = []

    def __call__(self, handler):
        self.entered.set()
        self.released.wait(60)
        self.finished.append(threading.current_thread())


@pytest.fixture
def blocking():
    handle = Blocking()
    yield handle
    handle.released.set()


@contextlib.contextmanager
def released_later(blocking, seconds=0.1):
    later = threading.Timer(seconds, blocking.released.set)
    later.start()
    try:
        yield
    finally:
        later.join()


def enter(server, blocking):
    """Send a request and wait until its handler runs; close the client."""
    with contextlib.closing(send(server)):
        server.handle_request()
        assert blocking.entered.wait(support.DEADLINE)


# ThreadingMixIn

@pytest.mark.kinds(THREADING)
def test_requests_are_handled_side_by_side(start, kind):
    both = threading.Event()
    entered = []

    def handle(handler):
        entered.append(1)
        if len(entered) == 2:
            both.set()
        assert both.wait(support.DEADLINE)
        support.upper(handler)

    server = start(kind, handle)
    with contextlib.closing(send(server)) as first:
        assert ask(server) == b'TEXT\n'
        assert receive(first, server) == b'TEXT\n'


@pytest.mark.feature('thread_errors')
@pytest.mark.kinds(THREADING)
def test_a_thread_shuts_its_request_down_though_handle_error_raises(
        make_server, kind):
    shut = []

    def handle_error(self, request, client_address):
        raise Stop

    def shutdown_request(self, request):
        shut.append(1)
        self.close_request(request)

    server = make_server(kind, lambda handler: 1 // 0,
                         handle_error=handle_error,
                         shutdown_request=shutdown_request)
    with contextlib.closing(send(server)):
        server.handle_request()
        assert wait_until(lambda: shut == [1])


@pytest.mark.feature('thread_errors')
@pytest.mark.kinds(THREADING)
def test_system_exit_ends_a_thread_without_a_report(make_server, kind):
    log = []

    def shutdown_request(self, request):
        log.append('shutdown_request')
        self.close_request(request)

    server = make_server(
        kind, lambda handler: sys.exit(3),
        handle_error=lambda self, *args: log.append('handle_error'),
        shutdown_request=shutdown_request)
    with contextlib.closing(send(server)):
        server.handle_request()
        assert wait_until(lambda: 'shutdown_request' in log)
    assert log == ['shutdown_request']


@pytest.mark.feature('thread_block_on_close')
@pytest.mark.kinds(THREADING)
def test_server_close_waits_for_threads(make_server, kind, blocking):
    server = make_server(kind, blocking)
    enter(server, blocking)
    with released_later(blocking):
        server.server_close()
        finished = list(blocking.finished)
    assert len(finished) == 1
    assert not finished[0].is_alive()


@pytest.mark.feature('thread_block_on_close')
@pytest.mark.kinds(THREADING)
def test_server_close_closes_the_socket_first(make_server, kind, blocking):
    server = make_server(kind, blocking)
    enter(server, blocking)
    closer = threading.Thread(target=server.server_close)
    closer.start()

    def closed():
        try:
            return server.fileno() == -1
        except EnvironmentError:
            return True

    try:
        assert wait_until(closed)
        closer.join(0.05)
        assert closer.is_alive()
    finally:
        blocking.released.set()
        closer.join()


@pytest.mark.feature('thread_block_on_close')
@pytest.mark.parametrize('attributes', [
    {'block_on_close': False}, {'daemon_threads': True}], ids=str)
@pytest.mark.kinds(THREADING)
def test_server_close_does_not_wait_if_told(
        ss, make_server, kind, blocking, attributes):
    assert ss.ThreadingMixIn.block_on_close is True
    server = make_server(kind, blocking, **attributes)
    enter(server, blocking)
    server.server_close()
    assert blocking.finished == []


@pytest.mark.feature('join_threads')
@pytest.mark.kinds(THREADING)
def test_a_tracked_thread_is_joined_whatever_is_set_later(
        make_server, kind, blocking):
    server = make_server(kind, blocking)
    enter(server, blocking)
    server.block_on_close = False
    with released_later(blocking):
        server.server_close()
        assert len(blocking.finished) == 1


@pytest.mark.feature('join_threads')
@pytest.mark.kinds(THREADING)
def test_threads_of_none_is_an_error(ss, make_server, kind):
    server = make_server(kind, _threads=None)
    with pytest.raises(AttributeError):
        server.server_close()
    server._threads = ss.ThreadingMixIn._threads


@pytest.mark.feature('thread_block_on_close')
@pytest.mark.kinds(THREADING)
def test_a_signal_interrupts_server_close(make_server, kind, blocking):
    def on_signal(*args):
        raise Stop

    server = make_server(kind, blocking)
    enter(server, blocking)
    with pytest.raises(Stop), timer(on_signal, 0.1):
        server.server_close()
    assert blocking.finished == []


@pytest.mark.kinds(THREADING)
def test_a_server_can_be_closed_twice(start, kind):
    server = start(kind)
    assert ask(server) == b'TEXT\n'
    server.shutdown()
    server.server_close()
    server.server_close()


@pytest.mark.feature('thread_block_on_close')
@pytest.mark.kinds(['ThreadingTCPServer', 'ThreadingUDPServer'])
def test_a_server_that_is_opened_again_tracks_its_threads(
        make_server, kind, blocking):
    server = make_server(kind, blocking)
    server.server_close()
    server.socket = socket.socket(server.address_family, server.socket_type)
    server.server_address = '127.0.0.1', 0
    server.server_bind()
    server.server_activate()
    enter(server, blocking)
    with released_later(blocking):
        server.server_close()
        assert len(blocking.finished) == 1


@pytest.mark.feature('track_threads')
@pytest.mark.kinds(THREADING)
def test_finished_threads_are_forgotten(start, kind):
    names = []

    def handle(handler):
        names.append(threading.current_thread().name)
        support.upper(handler)

    server = start(kind, handle)
    for _ in range(40):
        assert ask(server) == b'TEXT\n'
    assert len(server._threads) < 10
    for name in names:
        assert name.startswith('Thread-')
        assert name.endswith(' (process_request_thread)')


@pytest.mark.ours
@pytest.mark.kinds(['ThreadingTCPServer'])
def test_the_cost_of_a_request_does_not_grow(
        ss, make_server, kind, blocking, monkeypatch):
    if ss._Threads.__module__ == 'socketserver':
        pytest.skip('the standard library keeps the threads')
    server = make_server(kind, blocking)
    clients = []
    for _ in range(60):
        clients.append(send(server))
        server.handle_request()
    assert wait_until(lambda: len(server._threads) == 60)
    asked = []
    is_alive = threading.Thread.is_alive
    monkeypatch.setattr(threading.Thread, 'is_alive',
                        lambda self: asked.append(1) or is_alive(self))
    for count in range(1, 4):
        clients.append(send(server))
        server.handle_request()
        assert len(asked) <= 3 * count  # not 60
    monkeypatch.undo()
    blocking.released.set()
    threads = list(server._threads)
    server.server_close()
    assert not any(thread.is_alive() for thread in threads)
    for client in clients:
        client.close()


@pytest.mark.ours
@pytest.mark.kinds(THREADING)
def test_finished_threads_go_though_others_stay(ss, start, kind, blocking):
    if ss._Threads.__module__ == 'socketserver':
        pytest.skip('the standard library keeps the threads')
    first = []

    def handle(handler):
        if not first:
            first.append(1)
            blocking(handler)
        support.upper(handler)

    server = start(kind, handle)
    with contextlib.closing(send(server)):
        assert blocking.entered.wait(support.DEADLINE)
        for _ in range(40):
            assert ask(server) == b'TEXT\n'
        assert len(server._threads) < 10
        blocking.released.set()


@pytest.mark.ours
@pytest.mark.kinds(THREADING)
def test_server_close_after_a_thread_that_could_not_start(
        ss, make_server, kind, monkeypatch):
    if ss._Threads.__module__ == 'socketserver':
        pytest.skip('the standard library keeps the threads')

    def no_start(self):
        raise RuntimeError("can't start new thread")

    log = []
    server = make_server(
        kind, handle_error=lambda self, *args: log.append('handle_error'))
    close_request = server.close_request
    server.close_request = lambda request: (
        log.append('close_request'), close_request(request))
    monkeypatch.setattr(threading.Thread, 'start', no_start)
    with contextlib.closing(send(server)):
        server.handle_request()
    monkeypatch.undo()
    assert log == ['handle_error', 'close_request']
    server.server_close()


@pytest.mark.kinds(THREADING)
def test_daemon_threads(make_server, kind):
    for daemon in True, False:
        seen = []
        server = make_server(kind, lambda handler: seen.append(
            threading.current_thread().daemon), daemon_threads=daemon)
        with contextlib.closing(send(server)):
            server.handle_request()
            assert wait_until(lambda: seen == [daemon])


@pytest.mark.kinds(THREADING)
def test_process_request_thread_may_be_overridden(ss, start, kind):
    seen = []

    class Server(getattr(ss, kind)):
        def process_request_thread(self, request, client_address):
            seen.append(client_address)
            getattr(ss, kind).process_request_thread(
                self, request, client_address)

    assert ask(start(kind, mixed=Server)) == b'TEXT\n'
    assert len(seen) == 1


@pytest.mark.kinds(SYNCHRONOUS)
@pytest.mark.parametrize('mixin', ['ThreadingMixIn', 'ForkingMixIn'])
def test_a_mixin_in_second_place_does_nothing(ss, start, kind, mixin):
    here = os.getpid(), threading.current_thread().name
    where = []

    def handle(handler):
        where.append((os.getpid(), threading.current_thread()))
        support.upper(handler)

    class Server(getattr(ss, kind), getattr(ss, mixin)):
        pass

    server = start(kind, handle, mixed=Server)
    assert ask(server) == b'TEXT\n'
    assert where == [(here[0], server.loop_of_test)]


@pytest.mark.kinds(SYNCHRONOUS)
@pytest.mark.parametrize('mixin', ['ThreadingMixIn', 'ForkingMixIn'])
def test_a_user_mixes_and_takes_arguments(ss, start, kind, mixin):
    class Named(object):
        def server_bind(self):
            self.bound = True
            super(Named, self).server_bind()

    class Server(getattr(ss, mixin), Named, getattr(ss, kind), object):
        def __init__(self, address, handler, bind, name='name'):
            getattr(ss, kind).__init__(self, address, handler, bind)
            self.name = name

    if not isinstance(ss.BaseServer, type):
        pytest.skip('classic classes have no super()')
    server = start(kind, mixed=Server)
    assert ask(server) == b'TEXT\n'
    assert server.bound and server.name == 'name'


# ForkingMixIn

class Gate(object):
    """A pipe at which children wait; each byte lets one of them go on."""

    def __init__(self):
        self.reader, self.writer = os.pipe()

    def wait(self, handler=None):
        os.read(self.reader, 1)

    def let_go(self, children=1):
        os.write(self.writer, b'x' * children)

    @contextlib.contextmanager
    def later(self):
        later = threading.Timer(0.1, self.let_go)
        later.start()
        try:
            yield
        finally:
            later.join()


@pytest.fixture
def gate(make_server):
    """A gate that is open before the servers are closed."""
    gate = Gate()
    yield gate
    gate.let_go(20)
    os.close(gate.reader)
    os.close(gate.writer)


@pytest.mark.kinds(FORKING)
def test_a_child_handles_the_request(start, kind):
    def handle(handler):
        handler.wfile.write(str(os.getpid()).encode())

    server = start(kind, handle)
    answers = [ask(server), ask(server)]
    assert len(set(answers)) == 2
    assert str(os.getpid()).encode() not in answers


@pytest.mark.kinds(FORKING)
def test_the_parent_closes_but_does_not_shut_down(make_server, kind):
    log = []
    server = make_server(kind)
    shutdown_request, close_request = (
        server.shutdown_request, server.close_request)
    server.shutdown_request = lambda request: (
        log.append('shut'), shutdown_request(request))
    server.close_request = lambda request: (
        log.append('close'), close_request(request))
    with contextlib.closing(send(server)) as client:
        server.handle_request()
        assert receive(client, server) == b'TEXT\n'
    assert log == ['close']


@pytest.mark.feature('reap_in_loop')
@pytest.mark.kinds(FORKING)
def test_the_loop_reaps_children(start, kind):
    server = start(kind)
    for _ in range(3):
        assert ask(server) == b'TEXT\n'
    assert len(server.active_children) >= 0
    assert wait_until(lambda: not server.active_children)


@pytest.mark.feature('reap_in_loop')
@pytest.mark.kinds(FORKING)
def test_handle_request_does_not_reap(make_server, kind):
    # The defect of 3.3 and later, see the known limits.
    server = make_server(kind, max_children=2)
    for _ in range(4):
        with contextlib.closing(send(server)) as client:
            server.handle_request()
            assert receive(client, server) == b'TEXT\n'
    assert len(server.active_children) == 4


@pytest.mark.kinds(FORKING)
def test_handle_timeout_reaps(make_server, kind):
    server = make_server(kind, timeout=0.01)
    with contextlib.closing(send(server)) as client:
        server.handle_request()
        assert receive(client, server) == b'TEXT\n'

    def reaped():
        server.handle_request()
        return not server.active_children

    assert wait_until(reaped)


@pytest.mark.kinds(FORKING)
def test_max_children(start, kind, gate):
    # At the limit the server waits until a child ends.
    def handle(handler):
        gate.wait()
        support.upper(handler)

    server = start(kind, handle, max_children=2)
    clients = []
    try:
        for _ in range(3):
            clients.append(send(server))
        assert wait_until(lambda: len(server.active_children or ()) == 2)
        gate.let_go(3)
        for client in clients:
            assert receive(client, server) == b'TEXT\n'
    finally:
        for client in clients:
            client.close()


@pytest.mark.kinds(FORKING)
def test_a_foreign_child_is_not_reaped(start, kind):
    foreign = os.fork()
    if not foreign:
        os._exit(7)
    server = start(kind)
    for _ in range(3):
        assert ask(server) == b'TEXT\n'
    server.shutdown()
    server.server_close()
    assert os.waitpid(foreign, 0) == (foreign, 7 << 8)


@pytest.mark.kinds(FORKING)
def test_a_child_that_somebody_else_reaped_is_forgotten(make_server, kind):
    server = make_server(kind)
    with contextlib.closing(send(server)) as client:
        server.handle_request()
        assert receive(client, server) == b'TEXT\n'
    os.waitpid(list(server.active_children)[0], 0)
    server.collect_children()
    assert server.active_children == set()


@pytest.mark.kinds(FORKING)
def test_at_the_limit_without_children_all_are_forgotten(make_server, kind):
    server = make_server(kind, max_children=1)
    server.active_children = {99999997, 99999998}
    server.collect_children()
    assert server.active_children == set()


def fork_child(server):
    """Let the server fork a child for a request."""
    with contextlib.closing(send(server)):
        server.handle_request()


@pytest.mark.feature('collect_blocking')
@pytest.mark.kinds(FORKING)
def test_collect_children_blocking(make_server, kind, gate):
    server = make_server(kind, gate.wait)
    server.collect_children(blocking=True)  # there are none
    fork_child(server)
    server.collect_children()
    assert len(server.active_children) == 1
    with gate.later():
        server.collect_children(blocking=True)
        assert server.active_children == set()


@pytest.mark.feature('collect_blocking')
@pytest.mark.kinds(FORKING)
def test_blocking_is_a_keyword_of_collect_children(make_server, kind):
    server = make_server(kind)
    server.collect_children(blocking=False)
    with pytest.raises(TypeError):
        server.collect_children(True)
    with pytest.raises(TypeError):
        server.collect_children(block=True)


@pytest.mark.feature('collect_at_close')
@pytest.mark.kinds(FORKING)
def test_server_close_waits_for_children(ss, make_server, kind, gate):
    assert ss.ForkingMixIn.block_on_close is True
    server = make_server(kind, gate.wait)
    fork_child(server)
    with gate.later():
        server.server_close()
        assert server.active_children == set()


@pytest.mark.feature('collect_at_close')
@pytest.mark.kinds(FORKING)
def test_server_close_does_not_wait_for_children_if_told(
        make_server, kind, gate):
    server = make_server(kind, gate.wait, block_on_close=False)
    fork_child(server)
    server.server_close()
    assert len(server.active_children) == 1
    server.block_on_close = True
    gate.let_go()
    server.server_close()
    assert server.active_children == set()


@pytest.mark.feature('collect_at_close')
@pytest.mark.kinds(FORKING)
def test_a_signal_interrupts_the_wait_for_children(make_server, kind, gate):
    def on_signal(*args):
        raise Stop

    server = make_server(kind, gate.wait)
    fork_child(server)
    with pytest.raises(Stop), timer(on_signal, 0.1):
        server.server_close()
    assert len(server.active_children) == 1


CHILDREN = '''
    from __future__ import print_function
    import os, sys
    sys.path.insert(0, {path!r})
    import {module} as ss
    import support

    def handle(handler):
        {what}

    kind = {kind!r}
    address = support.Address(kind)
    server = getattr(ss, kind)(
        address.address, support.handler_class(ss, kind, handle))
    client = support.connect(server)
    client.sendall(b'text')
    sys.stderr.write('once\\n')
    server.handle_request()
    [pid] = server.active_children
    status = os.waitpid(pid, 0)[1]
    client.close()
    server.socket.close()
    address.remove()
    print('status', os.WEXITSTATUS(status))
'''

OUTCOMES = [('pass', 0, False), ('1 // 0', 1, True),
            ('sys.exit(0)', 1, False), ('sys.exit(5)', 1, False),
            ('raise KeyboardInterrupt', 1, False)]


@pytest.mark.feature('child_exit')
@pytest.mark.kinds(FORKING)
def test_the_end_of_a_child(ss, kind):
    # Through pipes, as stderr on a terminal hides what can be lost, and
    # without PYTHONUNBUFFERED, which hides it too.
    environment = dict(os.environ)
    environment.pop('PYTHONUNBUFFERED', None)
    environment['PYTHONPATH'] = os.pathsep.join(
        path or os.getcwd() for path in sys.path)
    processes = []
    for what, status, reported in OUTCOMES:
        script = textwrap.dedent(CHILDREN).format(
            path=os.path.dirname(os.path.abspath(__file__)),
            module=ss.__name__, what=what, kind=kind)
        processes.append(subprocess.Popen(
            [sys.executable, '-c', script], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=environment))
    outputs = [process.communicate() for process in processes]
    for output, (what, status, reported) in zip(outputs, OUTCOMES):
        out, err = [text.decode() for text in output]
        assert out == 'status %d\n' % status, err
        assert err.count('once') == 1
        rule = '-' * 40
        if reported:
            assert err.count(rule) == 2 and err.endswith(rule + '\n')
            assert 'Exception occurred during processing' in err
            assert 'ZeroDivisionError' in err
        else:
            assert err == 'once\n'


@pytest.mark.feature('forking_unix')
@pytest.mark.kinds(['ForkingUnixStreamServer', 'ForkingUnixDatagramServer'])
def test_forking_unix_servers(ss, start, kind):
    cls = getattr(ss, kind)
    assert issubclass(cls, ss.ForkingMixIn)
    assert issubclass(cls, getattr(ss, kind.replace('Forking', '')))
    assert kind in ss.__all__
    assert ask(start(kind)) == b'TEXT\n'
