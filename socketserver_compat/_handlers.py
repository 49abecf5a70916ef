"""The request handler classes.

Python 3 has had them for long, so all of this is for 2.7: new-style
classes, and ``rfile`` and ``wfile`` that belong to the io module.  Delete
what is here when 2.7 is dropped.
"""
import errno
import io
import socket

from ._features import JYTHON, MISSING
from ._stdlib import socketserver
from . import _waiting

if 'new_style' in MISSING:

    class BaseRequestHandler(socketserver.BaseRequestHandler, object):
        """Base class of the request handlers; override handle().

        See the documentation of socketserver.BaseRequestHandler, which
        holds here.
        """

else:
    BaseRequestHandler = socketserver.BaseRequestHandler


if MISSING & {'rfile', 'wfile'}:

    # What 2.7's sockets are made of; Jython has no such class.
    _REAL = getattr(socket, '_realsocket', None)

    def _refuse_text(data):
        # 2.7 takes text wherever it takes a buffer, and encodes it to ASCII.
        if isinstance(data, unicode):  # noqa: F821
            raise TypeError(
                "a bytes-like object is required, not 'unicode'")

    # No frame from here on names a socket: 2.7 closes a connection when the
    # last reference to it goes, and a traceback that is kept has frames.

    def _timeouts_as_on_3(operation):
        """Turn the SSLError that 2.7 raises into a socket.timeout (3.2)."""
        try:
            return operation()
        except socket.error as error:
            if error.args and 'operation timed out' in str(error.args[0]):
                raise socket.timeout(*error.args)
            raise

    def _on_socket(operation, timeout):
        """Do something with a socket, and go on after a signal (PEP 475)."""
        return _timeouts_as_on_3(lambda: _waiting.retry(
            operation, timeout=timeout or None))

    class _SocketFile(io.RawIOBase):
        """What Python 3 calls socket.SocketIO, over a socket of 2.7.

        ``sockfile`` is the file that the socket's own makefile() made.  It
        keeps the connection open as long as it is open, plain or TLS, also
        when the socket itself is closed earlier.
        """

        def __init__(self, sock, sockfile, mode):
            self._sock = sock
            self._sockfile = sockfile
            self._timed_out = self._ended = False
            self.mode = mode

        def readable(self):
            """Tell whether it can be read; ValueError if closed."""
            self._check_open()
            return 'r' in self.mode

        def writable(self):
            """Tell whether it can be written; ValueError if closed."""
            self._check_open()
            return 'w' in self.mode

        def seekable(self):
            """Return False; ValueError if closed."""
            self._check_open()
            return False

        def _check_open(self):
            if self.closed:
                raise ValueError('I/O operation on closed socket.')

        @property
        def name(self):
            """The file descriptor, -1 if closed."""
            return -1 if self.closed else self.fileno()

        def fileno(self):
            """Return the file descriptor; ValueError if closed."""
            self._check_open()
            return self._sock.fileno()

        def readinto(self, b):
            """Receive into a buffer; return the number of bytes.

            None means that a socket without blocking has nothing, 0 the end
            of the stream.
            """
            if not self.readable():
                raise io.UnsupportedOperation('not readable')
            if self._timed_out:
                raise socket.error('cannot read from timed out object')
            if self._ended:
                return 0
            try:
                size = self._would_block_is_none(
                    lambda: self._sock.recv_into(b))
            except socket.timeout:
                self._timed_out = True
                raise
            # Jython's sockets tell the end of the stream but once.
            self._ended = JYTHON and size == 0
            return size

        def write(self, b):
            """Send some of the bytes; return how many, None for none yet."""
            if not self.writable():
                raise io.UnsupportedOperation('not writable')
            return self._would_block_is_none(lambda: self._sock.send(b))

        def read1(self, n):
            """Read once; io.TextIOWrapper of 2.7 asks for this method."""
            return self.read(n)

        def _would_block_is_none(self, operation):
            try:
                return _on_socket(operation, self._sock.gettimeout())
            except socket.error as error:
                if error.args[0] in (errno.EAGAIN, errno.EWOULDBLOCK):
                    return None
                raise

        def close(self):
            """Close the file, and the connection if it was closed before."""
            if self.closed:
                return
            super(_SocketFile, self).close()
            self._sock = None
            if self._sockfile is not None:
                self._sockfile.close()

    class _BufferedReader(io.BufferedReader):
        """A buffered reader with what Python 3's has more."""

        def read1(self, size=-1):
            """Read with one receive at most; by default what there is."""
            return super(_BufferedReader, self).read1(
                size if size >= 0 else io.DEFAULT_BUFFER_SIZE)

        def readinto(self, b):
            """Read into a buffer; None if a read without blocking fails."""
            return self._copy(self.read(_size(b)), b)

        def readinto1(self, b):
            """Read into a buffer with one receive at most (3.5)."""
            return self._copy(self.read1(_size(b)), b)

        def _copy(self, data, b):
            if data is None:
                return None
            return io.BytesIO(data).readinto(b)

    class _BufferedWriter(io.BufferedWriter):
        """A buffered writer that refuses text, as Python 3's does."""

        def write(self, b):
            """Write bytes; return their number."""
            _refuse_text(b)
            return super(_BufferedWriter, self).write(b)

    def _makefile(connection, mode, buffering):
        """Make the file that Python 3's connection.makefile() makes.

        Only a socket's file is replaced: what else has a makefile() of its
        own knows what it returns.
        """
        if type(connection) is _REAL:
            # socketpair() gives these; their makefile() is no socket file.
            raw = _SocketFile(connection, None, mode)
        else:
            sockfile = connection.makefile(mode, buffering)
            if not isinstance(sockfile, socket._fileobject):
                return sockfile
            raw = _SocketFile(sockfile._sock, sockfile, mode)
        if buffering == 0:
            return raw
        if buffering < 0:
            buffering = io.DEFAULT_BUFFER_SIZE
        buffered = _BufferedReader if mode == 'rb' else _BufferedWriter
        return buffered(raw, buffering)

    class _SocketWriter(io.BufferedIOBase):
        """The unbuffered ``wfile``: each write() sends everything.

        3.6, bpo-26721.  ``rfile`` keeps the connection of a closed socket
        open (see _SocketFile); while this file is open it writes there.
        """

        def __init__(self, sock, rfile=None):
            self._sock = sock
            self._rfile = rfile

        def writable(self):
            """Return True."""
            return True

        def write(self, b):
            """Send all the bytes; return their number."""
            _refuse_text(b)
            if self._is_plain():
                return self._send_all(b)
            _timeouts_as_on_3(lambda: self._sock.sendall(b))
            return _size(b)

        def _is_plain(self):
            # Not a subclass, a TLS socket or a user's own object: they have
            # their own sendall(), which is to be used.
            return type(self._sock) in (
                _REAL, getattr(socket, '_socketobject', _REAL))

        def _socket(self):
            raw = getattr(self._rfile, 'raw', self._rfile)
            if isinstance(raw, _SocketFile) and self._is_plain():
                return raw._sock or self._sock
            return self._sock

        def _send_all(self, data):
            # 2.7's sendall() begins its timeout anew after each part that
            # went (3.5: bpo-23853) and after each signal.
            timeout = self._socket().gettimeout()
            deadline = _waiting.clock() + timeout if timeout else None
            size = _size(data)
            sent = _on_socket(lambda: self._socket().send(data), timeout)
            while sent < size:
                if deadline is not None:
                    self._wait_until_writable(deadline - _waiting.clock())
                rest = _rest(data, sent)
                sent += _on_socket(lambda: self._socket().send(rest), timeout)
            return size

        def _wait_until_writable(self, timeout):
            with _waiting.ServerSelector() as selector:
                selector.register(self.fileno(), _waiting.EVENT_WRITE)
                if timeout <= 0 or not selector.select(timeout):
                    raise socket.timeout('timed out')

        def fileno(self):
            """Return the file descriptor of the socket, -1 if closed."""
            try:
                return self._socket().fileno()
            except socket.error:
                return -1

        def close(self):
            """Close the file, not the socket."""
            self._rfile = None
            super(_SocketWriter, self).close()

    def _size(data):
        """Count the bytes of an object."""
        if isinstance(data, memoryview):
            return len(data) * data.itemsize
        return len(buffer(data))  # noqa: F821

    def _rest(data, start):
        """Return the data without its first bytes."""
        if isinstance(data, memoryview):
            if data.itemsize == 1:
                return data[start:]
            data = data.tobytes()
        return buffer(data, start)  # noqa: F821

    class StreamRequestHandler(socketserver.StreamRequestHandler,
                               BaseRequestHandler):
        """A handler of stream sockets with ``rfile`` and ``wfile``.

        See the documentation of socketserver.StreamRequestHandler, which
        holds here.
        """

        def setup(self):
            """Set the timeout, TCP_NODELAY, ``rfile`` and ``wfile``."""
            self.connection = self.request
            if self.timeout is not None:
                self.connection.settimeout(self.timeout)
            if self.disable_nagle_algorithm:
                self.connection.setsockopt(
                    socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
            self.rfile = _makefile(self.connection, 'rb', self.rbufsize)
            if self.wbufsize == 0:
                self.wfile = _SocketWriter(self.connection, self.rfile)
            else:
                self.wfile = _makefile(self.connection, 'wb', self.wbufsize)

else:
    StreamRequestHandler = socketserver.StreamRequestHandler
    _SocketWriter = socketserver._SocketWriter


if MISSING & {'datagram_files', 'new_style'}:

    class DatagramRequestHandler(socketserver.DatagramRequestHandler,
                                 BaseRequestHandler):
        """A handler of datagrams with ``rfile`` and ``wfile``.

        See the documentation of socketserver.DatagramRequestHandler, which
        holds here.
        """

        def setup(self):
            """Make the files: the datagram, and the reply, empty so far."""
            self.packet, self.socket = self.request
            self.rfile = io.BytesIO(self.packet)
            self.wfile = io.BytesIO()

        def finish(self):
            """Send the reply, empty or not."""
            _waiting.retry(self.socket.sendto, self.wfile.getvalue(),
                           self.client_address)

else:
    DatagramRequestHandler = socketserver.DatagramRequestHandler
