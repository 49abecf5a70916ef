"""Servers, clients and waits that the tests share."""
import contextlib
import errno
import os
import select
import shutil
import socket
import tempfile
import threading
import time

# Seconds that a test waits for what must come.  The run against the standard
# library's own module, where tests are meant to fail, lowers it.
DEADLINE = 10

STREAM = ['TCPServer', 'UnixStreamServer']
DATAGRAM = ['UDPServer', 'UnixDatagramServer']
SYNCHRONOUS = STREAM + DATAGRAM
THREADING = ['Threading' + name for name in SYNCHRONOUS]
FORKING = ['Forking' + name for name in SYNCHRONOUS]
KINDS = SYNCHRONOUS + THREADING + FORKING


def exists(kind):
    """Tell whether CPython 3.15 has this server on this platform."""
    return ((hasattr(os, 'fork') or 'Forking' not in kind) and
            (hasattr(socket, 'AF_UNIX') or 'Unix' not in kind))


def available(kinds):
    return [kind for kind in kinds if exists(kind)]


def is_stream(kind):
    return not is_datagram(kind)


def is_datagram(kind):
    return 'UDP' in kind or 'Datagram' in kind


def wait_until(condition):
    """Wait until the condition holds; tell whether it does."""
    end = time.time() + DEADLINE
    while not condition():
        if time.time() > end:
            return False
        time.sleep(0.002)
    return True


def upper(handler):
    """Answer with one line in upper case: a handle() for every handler."""
    handler.wfile.write(handler.rfile.readline().upper())


def handler_class(module, kind, handle=upper, **attributes):
    """Return a handler class for the kind of server, with this handle()."""
    base = (module.StreamRequestHandler if is_stream(kind)
            else module.DatagramRequestHandler)
    attributes['handle'] = lambda self: handle(self)
    return type(base)('Handler', (base,), attributes)


class Address(object):
    """Where a server binds: port 0, or a path that is removed."""

    def __init__(self, kind):
        self._folder = None
        self.address = ('127.0.0.1', 0)
        if 'Unix' in kind:
            self._folder = tempfile.mkdtemp(prefix='s')
            self.address = os.path.join(self._folder, 's')

    def remove(self):
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def connect(server, timeout=None):
    """Return a client's socket, connected to the server."""
    client = socket.socket(server.address_family, server.socket_type)
    try:
        client.settimeout(timeout or DEADLINE)
        if (server.socket_type == socket.SOCK_DGRAM and
                server.address_family != socket.AF_INET):
            client.bind('')  # Linux chooses an abstract name to answer to
        client.connect(server.server_address)
    except BaseException:
        client.close()
        raise
    return client


def receive(client, server=None):
    """Receive up to the end of the stream, or one datagram.

    Give up as soon as the thread that serves is seen to have died.
    """
    received = b''
    end = time.time() + DEADLINE
    client.settimeout(0.05)
    while time.time() < end:
        try:
            data = client.recv(65536)
        except socket.timeout:
            if server is not None and loop_has_died(server):
                raise AssertionError('serve_forever() has ended')
            continue
        except socket.error as error:
            if error.errno == errno.ECONNRESET:
                return received
            raise
        if server is not None and is_datagram_server(server):
            return data
        if not data:
            return received
        received += data
    raise AssertionError('no end of the answer, only %r' % received[:80])


def is_datagram_server(server):
    return server.socket_type == socket.SOCK_DGRAM


def loop_has_died(server):
    loop = getattr(server, 'loop_of_test', None)
    return loop is not None and not loop.is_alive()


def send(server, data=b'text\n'):
    """Send a request and return the client's socket."""
    client = connect(server)
    try:
        client.sendall(data)
    except socket.error as error:
        # A handler that reads nothing may have ended already.
        if error.errno not in (errno.EPIPE, errno.ECONNRESET):
            client.close()
            raise
    return client


def ask(server, data=b'text\n'):
    """Send a request; return the answer."""
    with contextlib.closing(send(server, data)) as client:
        return receive(client, server)


class Loop(threading.Thread):
    """serve_forever() in a thread that keeps what ended it."""

    def __init__(self, server, poll_interval):
        super(Loop, self).__init__()
        self.daemon = True
        self._server = server
        self._poll_interval = poll_interval
        self.error = None
        server.loop_of_test = self

    def run(self):
        try:
            self._server.serve_forever(self._poll_interval)
        except BaseException as error:
            self.error = error


def stop(server):
    """Stop the loop and close the server, whatever state they are in."""
    loop = getattr(server, 'loop_of_test', None)
    if loop is not None and loop.is_alive():
        server._BaseServer__shutdown_request = True
        loop.join(DEADLINE)
    server.server_close()
    reap(server)


def reap(server):
    """Wait for the children that the server has not waited for."""
    for pid in list(getattr(server, 'active_children', None) or ()):
        try:
            os.waitpid(pid, 0)
        except OSError:
            pass
        server.active_children.discard(pid)


def file_descriptors():
    """Return the open file descriptors; without /proc none."""
    try:
        return set(os.listdir('/proc/self/fd'))
    except OSError:
        return set()


def readable(sock, seconds):
    """Tell whether there is something to read."""
    return bool(select.select([sock], [], [], seconds)[0])
