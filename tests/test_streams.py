"""What goes through rfile and wfile, compared with io over the same bytes."""
import contextlib
import hashlib
import io
import os
import socket
import ssl
import threading

import pytest
import six

import support
from support import connect

hypothesis = pytest.importorskip('hypothesis')
st = hypothesis.strategies

CERTIFICATE = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                           'certificate.pem')


class Split(socket._realsocket if six.PY2 else socket.socket):
    """A connection whose bytes come and go in pieces of a chosen size.

    The client sends the next piece just before it is received, so no piece
    is merged with the next.
    """

    pieces = ()
    most = None

    def recv_into(self, *args):
        if self.pieces:
            self.client.sendall(self.pieces.pop(0))
            if not self.pieces:
                self.client.shutdown(socket.SHUT_WR)
        return super(Split, self).recv_into(*args)

    def send(self, data, *args):
        return super(Split, self).send(memoryview(data)[:self.most], *args)


@contextlib.contextmanager
def plain_connection(listener, pieces, most):
    """Make a connection; yield the server's end and the client's."""
    raw = Split(socket.AF_INET, socket.SOCK_STREAM)
    raw.connect(listener.getsockname())
    client = listener.accept()[0]
    client.settimeout(support.DEADLINE)
    raw.client, raw.pieces, raw.most = client, list(pieces), most
    if not pieces:
        client.shutdown(socket.SHUT_WR)
    server = socket.socket(_sock=raw) if six.PY2 else raw
    server.settimeout(support.DEADLINE)
    try:
        yield server, client
    finally:
        server.close()
        raw.close()
        client.close()


def contexts():
    server = ssl.SSLContext(getattr(
        ssl, 'PROTOCOL_TLS_SERVER', ssl.PROTOCOL_SSLv23))
    server.load_cert_chain(CERTIFICATE)
    client = ssl.SSLContext(getattr(
        ssl, 'PROTOCOL_TLS_CLIENT', ssl.PROTOCOL_SSLv23))
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    return server, client


SERVER, CLIENT = contexts()


@contextlib.contextmanager
def tls_connection(listener, pieces, most):
    """As plain_connection(), over TLS: each piece is a record.

    It has no end: 2.7 takes an end without TLS's own farewell for an error,
    and after the farewell nothing can be sent to where it came from.
    """
    plain = socket.create_connection(listener.getsockname(),
                                     support.DEADLINE)
    accepted = listener.accept()[0]
    accepted.settimeout(support.DEADLINE)
    clients = []

    def talk():
        client = CLIENT.wrap_socket(plain)
        clients.append(client)
        for piece in pieces:
            client.sendall(piece)

    thread = threading.Thread(target=talk)
    thread.start()
    server = None
    try:
        server = SERVER.wrap_socket(accepted, server_side=True)
        thread.join()
        yield server, clients[0]
    finally:
        thread.join()
        for sock in [server, accepted, plain] + clients:
            if sock is not None:
                sock.close()


BYTES = st.binary(max_size=40) | st.lists(
    st.sampled_from([b'\n', b'a', b'line\n', b'xyz' * 9]),
    max_size=8).map(b''.join)
PIECES = st.lists(BYTES.filter(bool), max_size=6)
SIZE = st.integers(0, 50)
READS = st.sampled_from([
    'read', 'read1', 'readline', 'readinto', 'peek']).flatmap(
        lambda name: st.tuples(st.just(name), SIZE)) | st.sampled_from([
            ('line',), ('next',), ('readlines', 20), ('rest',)])
WRITES = st.tuples(
    st.just('write'), BYTES, st.sampled_from([bytes, bytearray, memoryview])
) | st.just(('flush',)) | st.tuples(
    st.just('writelines'), st.lists(BYTES, max_size=3))
OPERATIONS = st.lists(READS | WRITES, max_size=15)


def read(rfile, model, name, size=None):
    """Read the same from both; the model is a file of all the bytes."""
    if name == 'read':
        assert rfile.read(size) == model.read(size)
    elif name == 'readline':
        assert rfile.readline(size) == model.readline(size)
    elif name == 'line':
        assert rfile.readline() == model.readline()
    elif name == 'next':
        assert next(rfile, None) == next(model, None)
    elif name == 'readlines':
        assert rfile.readlines(size) == model.readlines(size)
    elif name == 'rest':
        assert rfile.read() == model.read()
    elif name == 'readinto':
        got, expected = bytearray(size), bytearray(size)
        assert rfile.readinto(got) == model.readinto(expected)
        assert got == expected
    else:
        # How much comes is chance, but something does before the end.
        data = getattr(rfile, name)(size)
        place = model.tell()
        rest = model.read()
        assert isinstance(data, bytes)
        assert rest.startswith(data)
        assert data or not rest or not size and name == 'read1'
        if name == 'read1':
            assert len(data) <= size
            place += len(data)
        model.seek(place)


def meets_the_end(model, name, size=None):
    """Tell whether a read might wait for what comes after all the bytes."""
    place = model.tell()
    rest = model.read()
    model.seek(place)
    if name in ('read', 'readinto'):
        return len(rest) < size
    if name == 'readline':
        return len(rest) < size and b'\n' not in rest
    if name in ('line', 'next'):
        return b'\n' not in rest
    if name in ('read1', 'peek'):
        return not rest
    return True


def write(wfile, written, name, data=None, kind=None):
    if name == 'write':
        assert wfile.write(kind(data)) == len(data)
        written.append(data)
    elif name == 'writelines':
        wfile.writelines(data)
        written.extend(data)
    else:
        wfile.flush()


def check_streams(ss, connection, examples):
    """Compare for many sequences of reads and writes."""
    listener = socket.socket()
    has_end = connection is plain_connection

    @hypothesis.settings(max_examples=examples, deadline=None, database=None,
                         derandomize=True, suppress_health_check=[
                             hypothesis.HealthCheck.too_slow])
    @hypothesis.given(PIECES, OPERATIONS, st.sampled_from([-1, 1, 7, 100]),
                      st.sampled_from([0, -1, 7]), st.integers(1, 9))
    def check(pieces, operations, rbufsize, wbufsize, most):
        class Handler(ss.StreamRequestHandler):
            def handle(self):
                for operation in operations:
                    if operation[0] in ('write', 'writelines', 'flush'):
                        write(self.wfile, written, *operation)
                    elif has_end or not meets_the_end(model, *operation):
                        read(self.rfile, model, *operation)
                rest = model.read()
                assert self.rfile.read(
                    -1 if has_end else len(rest)) == rest

        Handler.rbufsize, Handler.wbufsize = rbufsize, wbufsize
        # Buffered, for readlines(size) of BytesIO stops one line earlier.
        model = io.BufferedReader(io.BytesIO(b''.join(pieces)))
        written = []
        with connection(listener, pieces, most) as (server, client):
            Handler(server, client.getpeername(), None)
            if has_end:
                server.shutdown(socket.SHUT_WR)
            expected, received = b''.join(written), b''
            while has_end or len(received) < len(expected):
                data = client.recv(65536)
                if not data:
                    break
                received += data
            assert received == expected

    with contextlib.closing(listener):
        listener.bind(('127.0.0.1', 0))
        listener.listen(5)
        check()


def test_reads_and_writes(ss):
    check_streams(ss, plain_connection, 200)


def test_reads_and_writes_over_tls(ss):
    check_streams(ss, tls_connection, 50)


# Much, in both directions

MIB = 1 << 20
BLOCK = os.urandom(MIB)


def block(number):
    """Return a MiB; each is another."""
    place = number * 4099 % MIB
    return BLOCK[place:] + BLOCK[:place]


@pytest.mark.parametrize('wbufsize', [0, -1])
@pytest.mark.parametrize('tls', [False, True],
                         ids=['plain', 'over TLS'])
def test_64_mib_both_ways(ss, make_server, tls, wbufsize):
    size = 64
    received = hashlib.sha1()
    counts, errors = [], []

    def handle(handler):
        left = size * MIB
        while left:
            data = handler.rfile.read(min(left, 300007))
            received.update(data)
            left -= len(data)
        for number in range(size):
            counts.append(handler.wfile.write(block(number)))

    def handle_error(self, request, client_address):
        import traceback
        errors.append(traceback.format_exc())

    def get_request(self):
        request, address = self.socket.accept()
        if tls:
            request = SERVER.wrap_socket(request, server_side=True)
        return request, address

    server = make_server(
        'TCPServer', get_request=get_request, handle_error=handle_error,
        handler=support.handler_class(ss, 'TCPServer', handle,
                                      wbufsize=wbufsize,
                                      timeout=support.DEADLINE))
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    try:
        with contextlib.closing(connect(server)) as plain:
            with contextlib.closing(
                    CLIENT.wrap_socket(plain) if tls else plain) as client:
                expected, answer = hashlib.sha1(), hashlib.sha1()
                for number in range(size):
                    client.sendall(block(number))
                    expected.update(block(number))
                count = 0
                while not tls or count < size * MIB:
                    data = client.recv(MIB)
                    if not data:
                        break
                    answer.update(data)
                    count += len(data)
    finally:
        thread.join()
    assert errors == []
    assert counts == [MIB] * size
    assert count == size * MIB
    assert received.digest() == expected.digest() == answer.digest()
