"""BaseRequestHandler, StreamRequestHandler and DatagramRequestHandler."""
from __future__ import print_function

import array
import contextlib
import errno
import io
import os
import socket
import ssl
import sys
import threading

import pytest

from support import (
    DATAGRAM, STREAM, SYNCHRONOUS, THREADING, connect, handler_class,
    receive, send)
import support
from test_servers import Stop, timer

CERTIFICATE = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), 'certificate.pem')
STREAMS = STREAM + [kind for kind in THREADING if support.is_stream(kind)]
TEXT = b'text'.decode()
PYPY = '__pypy__' in sys.builtin_module_names


@pytest.fixture
def talk(make_server):
    """Run a handle() on what a client sends; return the answer.

    An error of the handler is raised again here.
    """
    def talk(kind, handle, data=b'', **attributes):
        ss = attributes.pop('ss')

        def handle_error(self, request, client_address):
            raise

        server = make_server(
            kind, handler=handler_class(ss, kind, handle, **attributes),
            handle_error=handle_error)
        with contextlib.closing(send(server, data)) as client:
            if support.is_stream(kind):
                client.shutdown(socket.SHUT_WR)
            server.handle_request()
            server.server_close()  # as the thread has ended then
            return receive(client, server)
    return talk


# The order of calls

@pytest.mark.kinds(SYNCHRONOUS)
@pytest.mark.parametrize('failing, expected', [
    (None, ['setup', 'handle', 'finish']),
    ('handle', ['setup', 'handle', 'finish']),
    ('setup', ['setup'])])
def test_finish_is_called_if_setup_succeeded(
        ss, make_server, kind, failing, expected):
    log = []

    def method(name):
        def method(self):
            log.append(name)
            if name == failing:
                raise Stop
        return method

    handler = type(ss.BaseRequestHandler)(
        'Handler', (ss.BaseRequestHandler,),
        dict((name, method(name)) for name in ('setup', 'handle', 'finish')))
    server = make_server(kind, handler=handler,
                         handle_error=lambda self, *args: None)
    with contextlib.closing(send(server)):
        server.handle_request()
    assert log == expected


def test_a_handler_of_nothing(ss):
    handler = ss.BaseRequestHandler(None, None, None)
    assert handler.request is handler.client_address is handler.server is None


# rfile

@pytest.mark.feature('rfile')
@pytest.mark.kinds(STREAMS)
def test_rfile_is_a_buffered_reader(ss, talk, kind):
    def handle(handler):
        rfile = handler.rfile
        assert isinstance(rfile, io.BufferedReader)
        assert rfile.readable() and not rfile.writable()
        assert not rfile.seekable() and not rfile.closed
        assert rfile.fileno() == handler.request.fileno()
        assert rfile.peek(1)[:1] == b'o'
        assert rfile.readline(2) == b'on'
        assert rfile.readline() == b'e\n'
        buffer = bytearray(3)
        assert rfile.readinto(buffer) == 3 and buffer == b'two'
        assert rfile.read(1) == b'\n'
        assert list(rfile) == [b'three\n', b'four']
        assert rfile.read() == rfile.readline() == rfile.read(1) == b''
        handler.wfile.write(b'right')

    assert talk(kind, handle, b'one\ntwo\nthree\nfour', ss=ss) == b'right'


@pytest.mark.feature('rfile')
@pytest.mark.kinds(STREAM)
def test_rfile_without_buffer(ss, talk, kind):
    def handle(handler):
        assert isinstance(handler.rfile, io.RawIOBase)
        assert handler.rfile.read(2) == b'on'
        assert handler.request.recv(1) == b'e'
        assert handler.rfile.readline() == b'\n'
        assert handler.rfile.readall() == b'two'
        assert handler.rfile.mode == 'rb'
        assert handler.rfile.name == handler.request.fileno()
        with pytest.raises(io.UnsupportedOperation):
            handler.rfile.write(b'')
        handler.wfile.write(b'right')

    assert talk(kind, handle, b'one\ntwo', rbufsize=0, ss=ss) == b'right'


@pytest.mark.feature('rfile')
@pytest.mark.kinds(STREAM)
def test_the_raw_file_below_rfile(ss, talk, kind):
    def handle(handler):
        raw = handler.rfile.raw
        assert isinstance(raw, io.RawIOBase)
        assert not raw.isatty() and not raw.seekable()
        with pytest.raises(io.UnsupportedOperation):
            raw.tell()
        assert raw.readline() == b'one\n'
        assert next(iter(raw)) == b'two\n'
        assert raw.read(2) == b'th'
        assert raw.readlines() == [b'ree\n', b'four']
        assert list(raw) == []
        assert not hasattr(raw, 'nothing')
        with handler.rfile.detach() as detached:
            assert detached is raw
        assert raw.closed
        handler.rfile = io.BytesIO()  # for finish()
        handler.wfile.write(b'right')

    assert talk(kind, handle, b'one\ntwo\nthree\nfour', ss=ss) == b'right'


@pytest.mark.feature('wfile')
@pytest.mark.kinds(STREAM)
def test_what_wfile_is_not_for(ss, talk, kind):
    def handle(handler):
        wfile = handler.wfile
        assert isinstance(wfile, io.BufferedIOBase)
        assert wfile.writable() and not wfile.readable()
        assert not wfile.seekable() and not wfile.isatty()
        for method in wfile.read, wfile.tell, wfile.truncate:
            with pytest.raises(io.UnsupportedOperation):
                method()
        assert not hasattr(wfile, 'nothing')
        wfile.writelines([b'ri', b'ght'])
        with wfile:
            wfile.flush()
        assert wfile.closed
        with pytest.raises(ValueError):
            wfile.flush()

    assert talk(kind, handle, ss=ss) == b'right'


@pytest.mark.feature('rfile')
@pytest.mark.kinds(STREAM)
def test_text_wrappers(ss, talk, kind):
    text = b'\xe4\xbd\xa0\xe5\xa5\xbd'.decode('utf-8')

    def handle(handler):
        lines = io.TextIOWrapper(handler.rfile, 'utf-8')
        answer = io.TextIOWrapper(handler.wfile, 'utf-8', newline='\r\n')
        assert lines.readline() == text + TEXT[:0] + b'\n'.decode()
        answer.write(lines.readline())
        answer.flush()
        lines.detach()
        answer.detach()

    data = text.encode('utf-8')
    assert talk(kind, handle, data + b'\n' + data + b'\n', ss=ss) == (
        data + b'\r\n')


@pytest.mark.feature('rfile')
@pytest.mark.kinds(STREAM)
def test_a_timeout_ends_rfile(ss, make_server, kind):
    seen = []

    def handle(handler):
        with pytest.raises(socket.timeout):
            handler.rfile.read(1)
        with pytest.raises(socket.error) as caught:
            handler.rfile.read(1)
        seen.append(str(caught.value))

    server = make_server(
        kind, handler=handler_class(ss, kind, handle, timeout=0.01))
    with contextlib.closing(connect(server)):
        server.handle_request()
    assert seen == ['cannot read from timed out object']


@pytest.mark.kinds(STREAM)
def test_a_kept_traceback_keeps_no_descriptor(ss, make_server, kind):
    kept = []

    def handle(handler):
        try:
            handler.rfile.read(1)
        except socket.timeout:
            kept.append(sys.exc_info())

    server = make_server(
        kind, handler=handler_class(ss, kind, handle, timeout=0.01))
    before = support.file_descriptors()
    with contextlib.closing(connect(server)):
        server.handle_request()
    assert support.file_descriptors() == before
    del kept[:]


@pytest.mark.feature('rfile')
@pytest.mark.parametrize('rbufsize', [0, -1])
@pytest.mark.kinds(STREAM)
def test_reading_nothing_waits_for_nothing(ss, make_server, kind, rbufsize):
    if PYPY and sys.version_info[0] > 2 and not rbufsize:
        pytest.skip("PyPy's own recv_into() waits for data")

    def handle(handler):
        handler.request.settimeout(1)  # the client sends nothing
        assert handler.rfile.read(0) == b''
        assert handler.rfile.readinto(bytearray()) == 0
        handler.wfile.write(b'right')

    server = make_server(kind, handler=handler_class(
        ss, kind, handle, rbufsize=rbufsize))
    with contextlib.closing(connect(server)) as client:
        server.handle_request()
        assert receive(client, server) == b'right'


@pytest.mark.feature('rfile')
@pytest.mark.parametrize('rbufsize', [0, -1])
@pytest.mark.kinds(STREAM)
def test_reading_at_most_once(ss, talk, kind, rbufsize):
    def handle(handler):
        lines = io.TextIOWrapper(handler.rfile, 'ascii')
        assert lines.readline() == b'one\n'.decode()
        lines.detach()
        handler.wfile.write(b'right')

    assert talk(kind, handle, b'one\n', rbufsize=rbufsize,
                ss=ss) == b'right'

    def handle_buffered(handler):
        assert handler.rfile.read1(2) == b'on'
        buffer = bytearray(2)
        assert handler.rfile.readinto1(buffer) == 2 and buffer == b'e\n'
        assert handler.rfile.read1(9) == b''
        numbers = array.array('H', [1, 2])
        assert handler.rfile.readinto(numbers) == 0
        handler.wfile.write(b'right')

    assert talk(kind, handle_buffered, b'one\n', ss=ss) == b'right'


@pytest.mark.skipif(PYPY, reason="PyPy's io.BufferedReader knows no None")
@pytest.mark.feature('rfile')
@pytest.mark.kinds(STREAM)
def test_nothing_to_read_without_blocking_is_none(ss, make_server, kind):
    seen = []

    def handle(handler):
        handler.request.setblocking(False)
        assert handler.rfile.readinto(bytearray(1)) is None
        seen.append(handler.rfile.raw.read(1))

    server = make_server(kind, handle)
    with contextlib.closing(connect(server)):
        server.handle_request()
    assert seen == [None]


@pytest.mark.kinds(STREAM)
def test_files_outlive_a_closed_request(ss, talk, kind):
    def handle(handler):
        handler.request.close()
        handler.wfile.write(handler.rfile.readline().upper())
        assert not handler.rfile.closed

    assert talk(kind, handle, b'text\n', ss=ss) == b'TEXT\n'


@pytest.mark.feature('rfile')
@pytest.mark.kinds(STREAM)
def test_closed_files_say_so(ss, talk, kind):
    def handle(handler):
        raw = handler.rfile.raw
        handler.rfile.close()
        handler.rfile.close()
        assert raw.closed and raw.name == -1
        for use in raw.readable, raw.fileno, raw.seekable, raw.writable:
            with pytest.raises(ValueError):
                use()
        handler.wfile.write(b'right')

    assert talk(kind, handle, ss=ss) == b'right'


@pytest.mark.kinds(STREAM)
def test_a_handler_that_is_kept_keeps_no_descriptor(ss, make_server, kind):
    kept = []
    server = make_server(kind, lambda handler: kept.append(handler))
    before = support.file_descriptors()
    with contextlib.closing(send(server)):
        server.handle_request()
    assert support.file_descriptors() == before
    assert kept[0].rfile.closed and kept[0].wfile.closed


@pytest.mark.ours
@pytest.mark.kinds(STREAM)
def test_rfile_and_wfile_of_a_socketpair(ss, kind):
    ours, theirs = socket.socketpair()
    with contextlib.closing(ours), contextlib.closing(theirs):
        theirs.sendall(b'text\n')
        handler_class(ss, kind)(ours, None, None)
        assert theirs.recv(100) == b'TEXT\n'


# wfile

def array_bytes():
    numbers = array.array('H', [1, 2])
    return numbers, (numbers.tobytes() if hasattr(numbers, 'tobytes')
                     else numbers.tostring())


@pytest.mark.feature('wfile')
@pytest.mark.kinds(STREAMS)
def test_wfile_takes_bytes_and_counts(ss, talk, kind):
    numbers, as_bytes = array_bytes()

    def handle(handler):
        wfile = handler.wfile
        assert isinstance(wfile, io.BufferedIOBase)
        assert isinstance(wfile, ss._SocketWriter)
        assert wfile.writable() and not wfile.readable()
        assert wfile.fileno() == handler.request.fileno()
        assert wfile.write(b'bytes ') == 6
        assert wfile.write(bytearray(b'bytearray ')) == 10
        assert wfile.write(memoryview(b'memoryview ')[:7]) == 7
        assert wfile.write(numbers) == 4
        assert wfile.write(b'') == 0
        assert wfile.flush() is None

    assert talk(kind, handle, ss=ss) == (
        b'bytes bytearray memoryv' + as_bytes)


@pytest.mark.feature('wfile')
@pytest.mark.kinds(STREAM)
def test_wfile_writes_everything(ss, kind):
    big = b'x' * 3000000
    written = []

    def handle(handler):
        written.append(handler.wfile.write(big))

    with reading_client(ss, kind, handle) as received:
        assert received == [big]
    assert written == [len(big)]


@contextlib.contextmanager
def reading_client(ss, kind, handle, **attributes):
    """Serve one request while the client reads in another thread."""
    address = support.Address(kind)
    server = getattr(ss, kind)(
        address.address, handler_class(ss, kind, handle, **attributes))
    received = []

    def read():
        with contextlib.closing(connect(server)) as client:
            received.append(receive(client, server))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        server.handle_request()
        reader.join()
        yield received
    finally:
        server.server_close()
        address.remove()


@pytest.mark.feature('wfile')
@pytest.mark.parametrize('wbufsize', [0, -1, 1, 100])
@pytest.mark.kinds(STREAM)
def test_wfile_refuses_text(ss, talk, kind, wbufsize):
    def handle(handler):
        for text in TEXT, TEXT[:0], b'\xe4'.decode('latin-1'):
            with pytest.raises(TypeError):
                handler.wfile.write(text)
        with pytest.raises(TypeError):
            handler.wfile.write(None)
        handler.wfile.write(b'right')

    assert talk(kind, handle, wbufsize=wbufsize, ss=ss) == b'right'


@pytest.mark.feature('wfile')
@pytest.mark.kinds(STREAM)
def test_wfile_writes_after_close(ss, talk, kind):
    def handle(handler):
        handler.wfile.close()
        assert handler.wfile.closed
        handler.wfile.write(b'right')

    assert talk(kind, handle, ss=ss) == b'right'


@pytest.mark.feature('wfile')
@pytest.mark.kinds(STREAM)
def test_descriptor_of_wfile(ss, talk, kind):
    def handle(handler):
        fd = handler.request.fileno()
        handler.request.close()
        assert handler.wfile.fileno() == fd
        handler.wfile.write(b'right')
        handler.rfile.close()
        assert handler.wfile.fileno() == -1

    assert talk(kind, handle, ss=ss) == b'right'


@pytest.mark.feature('wfile')
@pytest.mark.kinds(STREAM)
def test_wfile_uses_the_sendall_of_a_wrapped_request(ss, talk, kind):
    class Wrapped(object):
        def __init__(self, sock):
            self._sock = sock

        def sendall(self, data):
            self._sock.sendall(bytes(data).upper())

        def __getattr__(self, name):
            return getattr(self._sock, name)

    def setup(handler):
        handler.request = Wrapped(handler.request)
        ss.StreamRequestHandler.setup(handler)

    def handle(handler):
        assert handler.wfile.write(handler.rfile.readline()) == 5

    assert talk(kind, handle, b'text\n', setup=setup, ss=ss) == b'TEXT\n'


@pytest.mark.kinds(STREAM)
def test_wfile_without_blocking_writes_what_it_can(ss, make_server, kind):
    errors = []

    def handle(handler):
        handler.request.setblocking(False)
        try:
            handler.wfile.write(b'x' * 10000000)
        except socket.error as error:
            errors.append(error.errno)

    server = make_server(kind, handle)
    with contextlib.closing(connect(server)):
        server.handle_request()
    assert errors == [errno.EAGAIN]


@pytest.mark.parametrize('signals', [
    False, pytest.param(True, marks=pytest.mark.feature('wfile'))])
@pytest.mark.kinds(STREAM)
def test_a_client_that_never_reads(ss, make_server, kind, signals):
    # With signals, which must not begin the timeout again.
    if signals and PYPY and sys.version_info[0] > 2:
        pytest.skip("PyPy's own sendall() begins its timeout again")
    errors, count = [], []

    def handle(handler):
        try:
            handler.wfile.write(b'x' * 10000000)
        except socket.timeout as error:
            errors.append(str(error))

    def on_signal(*args):
        count.append(1)
        if len(count) > 400:
            raise Stop

    server = make_server(kind, handler=handler_class(
        ss, kind, handle, timeout=0.1, finish=lambda handler: (
            handler.rfile.close(), handler.wfile.close())),
        handle_error=lambda self, *args: None)
    with contextlib.closing(connect(server)):
        with timer(on_signal, 0.005, 0.005 if signals else 0):
            server.handle_request()
    assert errors == ['timed out']
    assert len(count) <= 400


@pytest.mark.feature('rfile')
@pytest.mark.parametrize('wbufsize', [-1, 1, 100])
@pytest.mark.kinds(STREAMS)
def test_a_buffered_wfile(ss, talk, kind, wbufsize):
    def handle(handler):
        assert isinstance(handler.wfile, io.BufferedWriter)
        assert handler.wfile.fileno() == handler.request.fileno()
        assert handler.wfile.write(b'some ') == 5
        assert handler.wfile.write(bytearray(b'text')) == 4
        with pytest.raises(io.UnsupportedOperation):
            handler.wfile.raw.readinto(bytearray(1))

    assert talk(kind, handle, wbufsize=wbufsize, ss=ss) == b'some text'


@pytest.mark.kinds(STREAM)
def test_finish_flushes_wfile(ss, make_server, kind):
    server = make_server(kind, handler=handler_class(
        ss, kind, lambda handler: handler.wfile.write(b'text'), wbufsize=99))
    with contextlib.closing(connect(server)) as client:
        server.handle_request()
        assert receive(client, server) == b'text'


@pytest.mark.ours
@pytest.mark.kinds(STREAM)
def test_socket_writer_may_be_patched(ss, talk, kind, monkeypatch):
    monkeypatch.setattr(
        ss._SocketWriter, 'write',
        lambda self, data: self._sock.sendall(data.upper()))
    assert talk(kind, lambda handler: handler.wfile.write(b'text'),
                ss=ss) == b'TEXT'


@pytest.mark.kinds(['TCPServer'])
def test_timeout_and_nagle(ss, talk, kind):
    def handle(handler):
        assert handler.connection is handler.request
        assert handler.connection.gettimeout() == 7
        assert handler.connection.getsockopt(
            socket.IPPROTO_TCP, socket.TCP_NODELAY)
        handler.wfile.write(b'right')

    assert talk(kind, handle, timeout=7, disable_nagle_algorithm=True,
                ss=ss) == b'right'


# What is no socket

class Fake(object):
    """A request that has just what the handler needs."""

    def __init__(self, data):
        self.rfile = io.BytesIO(data)
        self.sent = []

    def makefile(self, mode, bufsize):
        self.made = mode, bufsize
        return self.rfile

    def sendall(self, data):
        self.sent.append(bytes(data))


@pytest.mark.feature('wfile')
@pytest.mark.kinds(['TCPServer'])
def test_a_fake_request(ss, kind):
    fake = Fake(b'text\n')
    handler = handler_class(ss, kind)(fake, None, None)
    assert fake.made == ('rb', -1)
    assert handler.rfile is fake.rfile
    assert fake.sent == [b'TEXT\n']


@pytest.mark.kinds(['TCPServer'])
def test_a_fake_request_without_sendall(ss, kind):
    class Silent(object):
        def makefile(self, *args):
            return io.BytesIO(b'text')

    seen = []
    handler_class(ss, kind, lambda handler: seen.append(
        handler.rfile.read()))(Silent(), None, None)
    assert seen == [b'text']


# TLS

@pytest.mark.feature('rfile')
@pytest.mark.parametrize('wbufsize', [0, -1])
def test_files_over_tls(ss, make_server, wbufsize):
    big = b'y' * 200000

    def handle(handler):
        assert handler.rfile.peek(1)
        handler.wfile.write(handler.rfile.readline().upper())
        handler.wfile.flush()
        assert handler.rfile.read(len(big)) == big
        assert handler.wfile.write(big) == len(big)
        with pytest.raises(TypeError):
            handler.wfile.write(TEXT)
        handler.connection.settimeout(0.01)
        with pytest.raises(socket.timeout):
            handler.rfile.read(1)

    def get_request(self):
        request, address = self.socket.accept()
        context = ssl.SSLContext(getattr(
            ssl, 'PROTOCOL_TLS_SERVER', ssl.PROTOCOL_SSLv23))
        context.load_cert_chain(CERTIFICATE)
        return context.wrap_socket(request, server_side=True), address

    errors = []

    def handle_error(self, request, client_address):
        import traceback
        errors.append(traceback.format_exc())

    server = make_server(
        'TCPServer', get_request=get_request, handle_error=handle_error,
        handler=handler_class(ss, 'TCPServer', handle, wbufsize=wbufsize))
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    try:
        with contextlib.closing(connect(server)) as plain:
            client = ssl.SSLContext(getattr(
                ssl, 'PROTOCOL_TLS_CLIENT', ssl.PROTOCOL_SSLv23))
            client.check_hostname = False
            client.verify_mode = ssl.CERT_NONE
            with contextlib.closing(client.wrap_socket(plain)) as tls:
                tls.sendall(b'text\n')
                assert tls.recv(5) == b'TEXT\n'
                tls.sendall(big)
                answer = b''
                while len(answer) < len(big):
                    answer += tls.recv(100000)
                assert answer == big
                thread.join(support.DEADLINE)
    finally:
        thread.join()
    assert errors == []


# DatagramRequestHandler

@pytest.mark.feature('datagram_files')
@pytest.mark.kinds(DATAGRAM)
def test_datagram_files(ss, talk, kind):
    def handle(handler):
        assert isinstance(handler.rfile, io.BytesIO)
        assert isinstance(handler.wfile, io.BytesIO)
        assert handler.packet == b'packet'
        assert handler.rfile.read() == b'packet'
        with pytest.raises(TypeError):
            handler.wfile.write(TEXT)
        assert handler.wfile.write(b'right') == 5

    assert talk(kind, handle, b'packet', ss=ss) == b'right'
