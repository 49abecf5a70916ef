"""BaseServer, TCPServer, UDPServer, and the loop that all kinds share."""
from __future__ import print_function

import contextlib
import os
import resource
import select
import signal
import socket
import sys
import threading

import pytest

from support import (
    DATAGRAM, STREAM, SYNCHRONOUS, THREADING, Loop, ask, connect,
    file_descriptors, handler_class, receive, send, wait_until)
import support


class Stop(Exception):
    """Raised to end a wait."""


@contextlib.contextmanager
def timer(handler, seconds, interval=0):
    """Run a handler when SIGALRM comes."""
    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, seconds, interval)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# Every kind serves.

def test_answers(start, kind):
    server = start(kind)
    assert [ask(server), ask(server, b'more\n')] == [b'TEXT\n', b'MORE\n']


def test_answers_through_handle_request(make_server, kind):
    server = make_server(kind)
    with contextlib.closing(send(server)) as client:
        server.handle_request()
        assert receive(client, server) == b'TEXT\n'


def test_shutdown_ends_the_loop(start, kind):
    server = start(kind)
    assert ask(server) == b'TEXT\n'
    server.shutdown()
    server.loop_of_test.join(support.DEADLINE)
    assert not server.loop_of_test.is_alive()
    assert server.loop_of_test.error is None


# New-style classes.

@pytest.mark.feature('new_style')
def test_super_in_a_server(ss, start, kind):
    class Server(getattr(ss, kind)):
        def __init__(self, *args):
            self.log = ['made']
            super(Server, self).__init__(*args)

        def finish_request(self, *args):
            super(Server, self).finish_request(*args)
            self.log.append('finished')

    server = start(kind, mixed=Server)
    assert ask(server) == b'TEXT\n'
    assert server.log[0] == 'made'


@pytest.mark.feature('new_style')
@pytest.mark.kinds(SYNCHRONOUS)
def test_super_in_a_handler(ss, start, kind):
    class Handler(handler_class(ss, kind)):
        def setup(self):
            super(Handler, self).setup()
            self.seen = self.request

        def handle(self):
            super(Handler, self).handle()
            assert self.seen is self.request

    assert ask(start(kind, handler=Handler)) == b'TEXT\n'


@pytest.mark.feature('new_style')
@pytest.mark.kinds(SYNCHRONOUS)
def test_a_property_intercepts_assignment(ss, make_server, kind):
    class Server(getattr(ss, kind)):
        address = None

        @property
        def server_address(self):
            return self.address

        @server_address.setter
        def server_address(self, value):
            self.address = ('set', value)

    server = make_server(kind, mixed=Server, bind=False)
    assert server.server_address[0] == 'set'


# serve_forever()

@contextlib.contextmanager
def low_descriptors_taken():
    """Take every file descriptor below 1024."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limits[0] != resource.RLIM_INFINITY and limits[0] < 1200:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1200, limits[1]))
    taken = []
    try:
        while not taken or taken[-1] < 1024:
            taken.append(os.open(os.devnull, os.O_RDONLY))
        yield
    finally:
        for fd in taken:
            os.close(fd)
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


@pytest.mark.feature('serve_forever')
def test_serves_descriptors_above_1023(start, kind):
    with low_descriptors_taken():
        server = start(kind)
        assert server.socket.fileno() > 1023
        client = connect(server)
    with contextlib.closing(client):
        client.sendall(b'text\n')
        assert wait_for_answer(client, server) == b'TEXT\n'


def wait_for_answer(client, server):
    """Receive without select(), as the descriptor may be too high for it."""
    try:
        return receive(client, server)
    except ValueError as error:
        raise AssertionError(error)


@pytest.mark.feature('handle_request')
@pytest.mark.kinds(SYNCHRONOUS)
def test_handle_request_on_descriptors_above_1023(make_server, kind):
    with low_descriptors_taken():
        server = make_server(kind)
        with contextlib.closing(send(server)) as client:
            server.handle_request()
            assert receive(client, server) == b'TEXT\n'


@pytest.mark.feature('serve_forever')
@pytest.mark.kinds(SYNCHRONOUS)
def test_negative_poll_interval_does_not_wait(start, kind):
    assert ask(start(kind, poll_interval=-1)) == b'TEXT\n'


@pytest.mark.feature('serve_forever')
@pytest.mark.kinds(SYNCHRONOUS)
def test_server_close_does_not_end_the_loop(make_server, kind):
    calls = []
    server = make_server(kind, handler=object)
    entered = threading.Event()
    server.get_request = lambda: calls.append(1) or broken()
    server.service_actions = entered.set
    loop = Loop(server, 0.01)
    loop.start()
    assert entered.wait(support.DEADLINE)
    server.server_close()
    assert wait_until(lambda: len(calls) > 10)
    assert loop.is_alive()
    server.shutdown()
    loop.join(support.DEADLINE)
    assert loop.error is None


def broken():
    raise socket.error(9, 'Bad file descriptor')


@pytest.mark.kinds(STREAM)
def test_shutdown_during_the_wait_leaves_the_request_pending(
        make_server, kind):
    # bpo-35017
    server = make_server(kind)
    calls = []
    server.get_request = lambda: calls.append(1) or broken()
    server.service_actions = lambda: calls.append(2)
    fileno = server.fileno

    def shut_down_and_tell():
        server._BaseServer__shutdown_request = True
        return fileno()

    with contextlib.closing(send(server)):
        server.fileno = shut_down_and_tell  # asked for after the first look
        server.serve_forever(0.01)
    assert calls == []


def test_shutdown_before_the_loop_ends_it_at_once(make_server, kind):
    server = make_server(kind)
    caller = threading.Thread(target=server.shutdown)
    caller.start()
    assert wait_until(lambda: server._BaseServer__shutdown_request)
    server.serve_forever(60)
    caller.join(support.DEADLINE)
    assert not caller.is_alive()


@pytest.mark.kinds(SYNCHRONOUS)
def test_shutdown_of_a_loop_that_begins_again_at_once(make_server, kind):
    # Each comes while a loop runs: one that comes when a loop ends by itself
    # is forgotten, and waits for ever, on 3.15 too.
    server = make_server(kind)
    begun, running = [], []
    fileno = server.fileno
    # What waits for the server asks for it, in every loop.
    server.fileno = lambda: running.append(len(begun)) or fileno()

    def serve():
        while len(begun) < 20:
            begun.append(1)
            server.serve_forever(0.001)

    def shut_down_each():
        for number in range(1, 21):
            if not wait_until(lambda: number in running):
                break
            server.shutdown()

    loop = threading.Thread(target=serve)
    caller = threading.Thread(target=shut_down_each)
    loop.start()
    caller.start()
    caller.join(support.DEADLINE)
    finished = not caller.is_alive()
    begun.extend(range(20))
    server._BaseServer__shutdown_request = True
    loop.join(support.DEADLINE)
    assert finished and not loop.is_alive()


@pytest.mark.kinds(STREAM)
def test_handler_ends_the_loop_by_the_private_flag(ss, make_server, kind):
    def handle(handler):
        handler.server._BaseServer__shutdown_request = True
        support.upper(handler)

    server = make_server(kind, handle)
    with contextlib.closing(send(server)) as client:
        server.serve_forever(60)
        assert receive(client, server) == b'TEXT\n'


@pytest.mark.kinds(SYNCHRONOUS)
def test_own_loop_over_handle_request_noblock(make_server, kind):
    server = make_server(kind)
    with contextlib.closing(send(server)) as client:
        assert support.readable(server, support.DEADLINE)
        server._handle_request_noblock()
        assert receive(client, server) == b'TEXT\n'


@pytest.mark.feature('serve_forever')
@pytest.mark.kinds(SYNCHRONOUS)
def test_own_loop_over_the_server_selector(ss, make_server, kind):
    server = make_server(kind)
    with contextlib.closing(send(server)) as client:
        with ss._ServerSelector() as selector:
            selector.register(server, 1)
            assert selector.select(support.DEADLINE)
            server._handle_request_noblock()
            assert selector.select(0) == []
        assert receive(client, server) == b'TEXT\n'


# service_actions()

@pytest.mark.feature('service_actions')
def test_service_actions_while_idle(ss, start, kind):
    calls = []
    start(kind, service_actions=lambda self: calls.append(1))
    assert wait_until(lambda: len(calls) > 2)


@pytest.mark.feature('service_actions')
@pytest.mark.kinds(SYNCHRONOUS)
def test_service_actions_after_a_request(ss, make_server, kind):
    log = []
    server = make_server(kind, lambda handler: log.append('request'),
                         service_actions=lambda self: log.append('actions'))
    with contextlib.closing(send(server)):
        Loop(server, 0.01).start()
        assert wait_until(lambda: 'actions' in log)
    assert log[:2] == ['request', 'actions']


@pytest.mark.feature('service_actions')
@pytest.mark.kinds(SYNCHRONOUS)
def test_service_actions_of_the_base_does_nothing(make_server, kind):
    assert make_server(kind).service_actions() is None


# handle_request()

@pytest.mark.feature('handle_request')
@pytest.mark.kinds(SYNCHRONOUS)
def test_signals_do_not_postpone_the_deadline(make_server, kind):
    signals, timeouts = [], []

    def on_signal(*args):
        signals.append(1)
        if len(signals) > 25:
            raise Stop

    server = make_server(kind, timeout=0.3,
                         handle_timeout=lambda self: timeouts.append(1))
    with timer(on_signal, 0.05, 0.05):
        try:
            server.handle_request()
        except Stop:
            pass
    assert timeouts == [1]
    assert 0 < len(signals) <= 25


@pytest.mark.feature('handle_request')
@pytest.mark.kinds(SYNCHRONOUS)
def test_negative_timeout_does_not_wait(make_server, kind):
    timeouts = []
    server = make_server(kind, timeout=-1,
                         handle_timeout=lambda self: timeouts.append(1))
    server.handle_request()
    assert timeouts == [1]


@pytest.mark.parametrize('of_server, of_socket', [
    (0.05, None), (None, 0.05), (0.05, 60), (60, 0.05)])
@pytest.mark.kinds(SYNCHRONOUS)
def test_the_shorter_timeout_counts(make_server, kind, of_server, of_socket):
    timeouts = []
    server = make_server(kind, timeout=of_server,
                         handle_timeout=lambda self: timeouts.append(1))
    server.socket.settimeout(of_socket)
    server.handle_request()
    assert timeouts == [1]


# get_request() and errors

def once(server, get_request):
    """Make the next get_request() another one."""
    def first():
        del server.get_request
        return get_request()
    server.get_request = first


@pytest.mark.feature('get_request_errors')
@pytest.mark.parametrize('error', [
    OSError(24, 'Too many open files'), IOError(5, 'Input/output error'),
    select.error(4000, 'no such number')])
@pytest.mark.kinds(SYNCHRONOUS)
def test_an_error_of_get_request_is_passed_over(start, kind, error):
    def fail():
        raise error
    server = start(kind)
    once(server, fail)
    assert ask(server) == b'TEXT\n'


@pytest.mark.kinds(SYNCHRONOUS)
def test_a_socket_error_of_get_request_is_passed_over(start, kind):
    server = start(kind)
    once(server, broken)
    assert ask(server) == b'TEXT\n'


@pytest.mark.kinds(SYNCHRONOUS)
def test_another_error_of_get_request_leaves_the_loop(start, kind):
    def fail():
        raise ZeroDivisionError
    server = start(kind)
    once(server, fail)
    with contextlib.closing(send(server)):
        assert wait_until(lambda: not server.loop_of_test.is_alive())
    assert isinstance(server.loop_of_test.error, ZeroDivisionError)


def logged(cls, log, *methods):
    """Return a subclass that logs calls of its methods."""
    def logging(name):
        def method(self, *args):
            log.append(name)
            return getattr(cls, name)(self, *args)
        return method
    return type(cls)('Logged', (cls,),
                     dict((name, logging(name)) for name in methods))


@pytest.mark.kinds(SYNCHRONOUS)
def test_a_refused_request_is_shut_down(ss, make_server, kind):
    # bpo-26309
    log = []
    cls = logged(getattr(ss, kind), log, 'shutdown_request', 'handle_error')
    server = make_server(kind, mixed=cls,
                         verify_request=lambda self, *args: False)
    with contextlib.closing(send(server)):
        server.handle_request()
    assert log == ['shutdown_request']


@pytest.mark.kinds(SYNCHRONOUS)
def test_an_error_is_handled_then_the_request_shut_down(
        ss, make_server, kind):
    log = []
    cls = logged(getattr(ss, kind), log, 'shutdown_request')

    def handle_error(self, request, client_address):
        try:
            raise
        except ZeroDivisionError:
            log.append('handle_error')

    server = make_server(kind, lambda handler: 1 // 0, mixed=cls,
                         handle_error=handle_error)
    with contextlib.closing(send(server)):
        server.handle_request()
    assert log == ['handle_error', 'shutdown_request']


@pytest.mark.kinds(SYNCHRONOUS)
def test_an_error_of_handle_error_leaves_the_server(ss, make_server, kind):
    log = []
    cls = logged(getattr(ss, kind), log, 'shutdown_request')

    def handle_error(self, request, client_address):
        self.close_request(request)  # nobody else will
        raise Stop

    server = make_server(kind, lambda handler: 1 // 0, mixed=cls,
                         handle_error=handle_error)
    with contextlib.closing(send(server)):
        with pytest.raises(Stop):
            server.handle_request()
    assert log == []


@pytest.mark.feature('only_exception')
@pytest.mark.parametrize('error', [
    SystemExit, KeyboardInterrupt, GeneratorExit])
@pytest.mark.kinds(SYNCHRONOUS)
def test_what_is_no_exception_leaves_the_server(
        ss, make_server, kind, error):
    def handle(handler):
        raise error

    log = []
    cls = logged(getattr(ss, kind), log, 'shutdown_request', 'handle_error')
    server = make_server(kind, handle, mixed=cls)
    for serve in server.handle_request, server.serve_forever:
        with contextlib.closing(send(server)):
            with pytest.raises(error):
                serve()
    assert log == ['shutdown_request', 'shutdown_request']
    server.shutdown()  # the loop has ended


@pytest.mark.skipif(sys.version_info[0] > 2, reason='classic classes of 2.7')
def test_an_exception_of_a_classic_class_is_an_error(start, kind):
    class Classic:
        pass

    def handle(handler):
        if handler.rfile.readline() == b'raise\n':
            raise Classic
        handler.wfile.write(b'right')

    errors = []
    server = start(kind, handle, handle_error=lambda self, *args:
                   errors.append(sys.exc_info()[0].__name__))
    with contextlib.closing(send(server, b'raise\n')):
        assert 'Forking' in kind or wait_until(lambda: errors == ['Classic'])
    assert ask(server) == b'right'


RULE = '-' * 40 + '\n'


@pytest.mark.feature('handle_error')
@pytest.mark.kinds(SYNCHRONOUS + THREADING)
def test_the_report_of_an_error(make_server, kind, capsys):
    server = make_server(kind, lambda handler: 1 // 0)
    with contextlib.closing(send(server)) as client:
        address = client.getsockname()
        server.handle_request()
        reported = ['', '']

        def complete():
            out, err = capsys.readouterr()
            reported[0] += out
            reported[1] += err
            return reported[1].count(RULE) == 2

        assert wait_until(complete)
    out, err = reported
    assert out == ''
    head = 'Exception occurred during processing of request from '
    assert err.startswith(RULE + head)
    if 'Unix' not in kind:
        assert err.startswith(RULE + head + str(address) + '\nTraceback ')
    assert '\nZeroDivisionError: ' in err
    assert err.count(RULE) == 2 and err.endswith(RULE)


# with server:

@pytest.mark.feature('context_manager')
def test_with_closes_the_server(make_server, kind):
    calls = []
    server = make_server(kind)
    server.shutdown = lambda: calls.append(1)
    before = file_descriptors()
    with server as entered:
        assert entered is server
    assert len(before - file_descriptors()) == 1
    assert calls == []


@pytest.mark.feature('context_manager')
@pytest.mark.kinds(SYNCHRONOUS)
def test_with_lets_an_error_through(ss, make_server, kind):
    log = []
    cls = logged(getattr(ss, kind), log, 'server_close')
    server = make_server(kind, mixed=cls)
    with pytest.raises(Stop):
        with server:
            raise Stop
    assert log == ['server_close']


# Ctrl-C

@pytest.mark.feature('interruptible_shutdown')
@pytest.mark.kinds(STREAM)
def test_a_signal_interrupts_shutdown(start, kind):
    release, rescued = threading.Event(), threading.Event()
    entered = threading.Event()

    def on_signal(*args):
        raise Stop

    def handle(handler):
        entered.set()
        release.wait(60)

    def rescue():
        if not release.wait(support.DEADLINE):
            rescued.set()
            release.set()

    server = start(kind, handle)
    rescuer = threading.Thread(target=rescue)
    rescuer.start()
    with contextlib.closing(send(server)):
        try:
            assert entered.wait(support.DEADLINE)
            with pytest.raises(Stop), timer(on_signal, 0.1):
                server.shutdown()
            assert not rescued.is_set()
        finally:
            release.set()
            rescuer.join()


# TCPServer and UDPServer

@pytest.mark.feature('request_queue_size')
@pytest.mark.kinds([kind for kind in support.KINDS
                    if support.is_stream(kind)])
def test_many_clients_wait_in_the_queue(ss, make_server, kind):
    assert getattr(ss, kind).request_queue_size == socket.SOMAXCONN
    server = make_server(kind)
    clients = []
    try:
        for _ in range(40):
            clients.append(connect(server, 1))
    finally:
        for client in clients:
            client.close()


@pytest.mark.feature('allow_reuse_port')
@pytest.mark.kinds([kind for kind in support.KINDS if 'Unix' not in kind])
def test_two_servers_on_one_port(ss, make_server, kind):
    cls = getattr(ss, kind)
    assert cls.allow_reuse_port is False
    first = make_server(kind, allow_reuse_port=True)
    second = make_server(kind, allow_reuse_port=True, bind=False)
    second.server_address = first.server_address
    second.server_bind()
    second.server_activate()
    assert second.server_address == first.server_address
    third = make_server(kind, bind=False)
    third.server_address = first.server_address
    with pytest.raises(socket.error):
        third.server_bind()


@pytest.mark.feature('allow_reuse_port')
def test_allow_reuse_port_of_tcp_does_not_reach_udp(ss, monkeypatch):
    monkeypatch.setattr(ss.TCPServer, 'allow_reuse_port', True)
    assert ss.ThreadingTCPServer.allow_reuse_port is True
    assert ss.UDPServer.allow_reuse_port is False
    assert ss.ThreadingUDPServer.allow_reuse_port is False


@pytest.mark.feature('bind_options')
@pytest.mark.kinds([kind for kind in SYNCHRONOUS if 'Unix' in kind])
def test_options_are_set_where_they_exist_and_fit(
        ss, make_server, kind, monkeypatch):
    unix = make_server(kind, allow_reuse_port=True)
    assert unix.allow_reuse_port is True
    assert not unix.socket.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT)
    monkeypatch.delattr(socket, 'SO_REUSEADDR')
    monkeypatch.delattr(socket, 'SO_REUSEPORT')
    inet = make_server(kind.replace('UnixStream', 'TCP').replace(
        'UnixDatagram', 'UDP'), allow_reuse_address=True,
        allow_reuse_port=True)
    assert inet.server_address[1] > 0
    assert inet.allow_reuse_port is True
    assert vars(inet).get('allow_reuse_address', True) is True


@pytest.mark.kinds(['TCPServer', 'UDPServer'])
def test_allow_reuse_address(ss, make_server, kind):
    def is_set(server):
        return bool(server.socket.getsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR))
    assert getattr(ss, kind).allow_reuse_address is False
    assert not is_set(make_server(kind))
    assert is_set(make_server(kind, allow_reuse_address=True))


def test_class_attributes_reach_subclasses(ss, monkeypatch):
    monkeypatch.setattr(ss.TCPServer, 'allow_reuse_address', True)
    assert ss.ThreadingTCPServer.allow_reuse_address is True
    assert ss.UDPServer.allow_reuse_address is False
    monkeypatch.setattr(ss.BaseServer, 'timeout', 7)
    assert ss.TCPServer.timeout == ss.ThreadingUDPServer.timeout == 7


@pytest.mark.feature('shutdown_errors')
@pytest.mark.parametrize('error', [OSError, IOError])
@pytest.mark.kinds(STREAM)
def test_errors_of_shutting_down_are_passed_over(make_server, kind, error):
    class Request(object):
        closed = False

        def shutdown(self, how):
            assert how == socket.SHUT_WR
            raise error(107, 'Transport endpoint is not connected')

        def close(self):
            self.closed = True

    request = Request()
    make_server(kind).shutdown_request(request)
    assert request.closed


@pytest.mark.feature('closed_fileno')
@pytest.mark.kinds(SYNCHRONOUS)
def test_a_closed_server_has_no_descriptor(make_server, kind):
    server = make_server(kind)
    server.server_close()
    assert server.fileno() == -1
    for serve in server.handle_request, server.serve_forever:
        with pytest.raises(ValueError):
            serve()


@pytest.mark.kinds([kind for kind in support.KINDS if 'Unix' not in kind])
def test_a_port_in_use(ss, make_server, kind):
    server = make_server(kind)
    before = file_descriptors()
    with pytest.raises(socket.error):
        getattr(ss, kind)(server.server_address, None)
    assert file_descriptors() == before


@pytest.mark.kinds(SYNCHRONOUS)
def test_a_failing_constructor_closes_through_server_close(ss, kind):
    log = []

    def interrupted(self):
        raise KeyboardInterrupt

    cls = logged(getattr(ss, kind), log, 'server_close')
    cls.server_bind = interrupted
    with pytest.raises(KeyboardInterrupt):
        cls(('127.0.0.1', 0), None)
    assert log == ['server_close']


@pytest.mark.kinds(SYNCHRONOUS)
def test_bind_and_activate_by_hand(make_server, kind):
    server = make_server(kind, bind=False)
    server.server_bind()
    server.server_activate()
    Loop(server, 0.01).start()
    assert ask(server) == b'TEXT\n'


def test_base_server_has_no_socket(ss):
    # gh-127209
    server = ss.BaseServer('nowhere', None)
    assert server.server_address == 'nowhere'
    for name in 'fileno', 'get_request', 'server_bind', 'socket':
        assert not hasattr(server, name)
    with pytest.raises(AttributeError):
        server.handle_request()


def test_a_server_made_of_base_server_alone(ss):
    class Server(ss.BaseServer):
        def __init__(self):
            ss.BaseServer.__init__(self, None, Handler)
            self.socket, self.client = socket.socketpair()

        def fileno(self):
            return self.socket.fileno()

        def get_request(self):
            return self.socket.recv(100), 'client'

    class Handler(ss.BaseRequestHandler):
        def handle(self):
            assert self.client_address == 'client'
            self.server.client.sendall(self.request.upper())

    server = Server()
    with contextlib.closing(server.socket), contextlib.closing(server.client):
        server.client.sendall(b'text')
        server.handle_request()
        server.client.settimeout(support.DEADLINE)
        server.socket.sendall(b'!')
        assert server.client.recv(9)


@pytest.mark.kinds(DATAGRAM)
def test_max_packet_size(make_server, kind):
    sizes = []
    server = make_server(kind, lambda handler: sizes.append(
        len(handler.packet)), max_packet_size=10)
    with contextlib.closing(send(server, b'x' * 50)):
        server.handle_request()
    assert sizes == [10]


@pytest.mark.kinds(DATAGRAM)
def test_an_empty_reply_is_sent_even_after_an_error(make_server, kind):
    server = make_server(kind, lambda handler: 1 // 0,
                         handle_error=lambda self, *args: None)
    with contextlib.closing(send(server)) as client:
        server.handle_request()
        assert receive(client, server) == b''
