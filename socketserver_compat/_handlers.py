"""The request handler classes.

Python 3 has had them for long, so all of this is for 2.7: new-style
classes, and ``rfile`` and ``wfile`` that belong to the io module.  Delete
what is here when 2.7 is dropped.
"""
import errno
import io
import socket
import types

from ._features import JYTHON, MISSING
from ._stdlib import socketserver

if 'new_style' in MISSING:

    class BaseRequestHandler(socketserver.BaseRequestHandler, object):
        """Base class of the request handlers; override handle().

        See the documentation of socketserver.BaseRequestHandler, which
        holds here.
        """

else:
    BaseRequestHandler = socketserver.BaseRequestHandler


if MISSING & {'rfile', 'wfile', 'datagram_files'}:
    from . import _waiting

if MISSING & {'rfile', 'wfile'}:

    # Sockets of 2.7 whose methods nobody has overridden: not a subclass, such
    # as a TLS socket.  Jython has none of these classes.
    _PLAIN = tuple(vars(socket)[name] for name in
                   ('_socketobject', '_realsocket') if name in vars(socket))

    def _refuse_text(data):
        # 2.7 takes text wherever it takes a buffer, and encodes it to ASCII.
        if isinstance(data, unicode):  # noqa: F821
            raise TypeError(
                "a bytes-like object is required, not 'unicode'")

    def _as_on_3(error):
        """Return a timeout where a TLS socket of 2.7 raises an SSLError."""
        if error.args and 'operation timed out' in str(error.args[0]):
            return socket.timeout(*error.args)
        return error

    # 2.7 closes a connection when the last reference to its innermost socket
    # goes, and the frames of a traceback that somebody keeps are references.
    # So no local variable of what reads and writes is such a socket.

    class _File(object):
        """What the cheap files below have in common.

        Making and closing an object that derives from a class of the io
        module costs 2.7 more than all that such a file does for a request.
        So these only say that they are one (``register()``), have the usual
        methods themselves and take the others from the io module in Python.
        """

        def flush(self):
            """Do nothing; ValueError if closed."""
            self._check_open()

        def seekable(self):
            """Return False; ValueError if closed."""
            self._check_open()
            return False

        def tell(self):
            """Raise io.UnsupportedOperation."""
            # Each io.BufferedReader asks, so this is not left to _pyio.
            self._unsupported('tell')

        def __enter__(self):
            self._check_open()
            return self

        def __exit__(self, *exc_info):
            self.close()

        def __iter__(self):
            self._check_open()
            return self

        def next(self):
            """Return the next line."""
            line = self.readline()
            if not line:
                raise StopIteration
            return line

        def __getattr__(self, name):
            import _pyio
            method = getattr(getattr(_pyio, self._base), name, None)
            if not isinstance(method, types.MethodType):
                raise AttributeError('{0!r} object has no attribute {1!r}'
                                     .format(type(self).__name__, name))
            return types.MethodType(method.__func__, self)

        def _unsupported(self, name):
            # _pyio asks this, and has an exception of its own for it.
            raise io.UnsupportedOperation(name)

    class _Raw(_File):
        """What Python 3 calls socket.SocketIO, over a connection of 2.7.

        It refers to the innermost socket, and thus keeps the connection open
        when that is closed earlier.  For a TLS connection the file that its
        own makefile() makes, ``sockfile``, does so.
        """

        _base = 'RawIOBase'
        closed = False
        _sockfile = None
        _timed_out = _ended = False

        def __init__(self, connection, sock, mode):
            self.connection = connection
            self._sock = sock
            self.mode = mode

        def readable(self):
            """Tell whether it can be read; ValueError if closed."""
            self._check_open()
            return self.mode == 'rb'

        def writable(self):
            """Tell whether it can be written; ValueError if closed."""
            self._check_open()
            return self.mode == 'wb'

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
            if self.mode != 'rb':
                raise io.UnsupportedOperation('not readable')
            if self._timed_out:
                raise socket.error('cannot read from timed out object')
            # recv() of 2.7 waits for data, even if none is wanted.
            if self._ended or not _size(b):
                return 0
            try:
                size = self._sock.recv_into(b)
            except socket.error as error:
                return self._recover(error, lambda: self._sock.recv_into(b))
            if JYTHON and not size:
                # Its sockets tell the end of the stream but once.
                self._ended = True
            return size

        def write(self, b):
            """Send some of the bytes; return how many, None for none yet."""
            if self.mode != 'wb':
                raise io.UnsupportedOperation('not writable')
            try:
                return self._sock.send(b)
            except socket.error as error:
                return self._recover(error, lambda: self._sock.send(b))

        def _recover(self, error, operation):
            """Go on after a signal (PEP 475); return None for "not yet"."""
            timeout = self._sock.gettimeout()
            left = _waiting.TimeLeft(timeout) if timeout else None
            while _waiting.is_interruption(error):
                try:
                    return operation()
                except socket.error as again:
                    error = again
                if left is not None and left() <= 0:
                    error = socket.timeout('timed out')
            if error.args and error.args[0] in (errno.EAGAIN,
                                                errno.EWOULDBLOCK):
                return None
            error = _as_on_3(error)
            if isinstance(error, socket.timeout):
                self._timed_out = True
            raise error

        def close(self):
            """Close the file, and the connection if it was closed before."""
            if not self.closed:
                self.closed = True
                self.connection = self._sock = None
                if self._sockfile is not None:
                    self._sockfile.close()

    io.RawIOBase.register(_Raw)

    class _SocketFile(_Raw, io.RawIOBase):
        """The same as a true io.RawIOBase: an unbuffered file."""

        def read1(self, n):
            """Read once; io.TextIOWrapper of 2.7 asks for this method."""
            return self.read(n)

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
        own knows what it returns.  PyPy counts the files of a socket by its
        method _reuse(), which makefile() calls.
        """
        file_class = _SocketFile if buffering == 0 else _Raw
        innermost = getattr(connection, '_sock', connection)
        if type(connection) in _PLAIN and not hasattr(innermost, '_reuse'):
            raw = file_class(connection, innermost, mode)
        else:
            sockfile = connection.makefile(mode, buffering)
            if not isinstance(sockfile, socket._fileobject):
                return sockfile
            raw = file_class(connection, sockfile._sock, mode)
            raw._sockfile = sockfile
        if buffering == 0:
            return raw
        if buffering < 0:
            buffering = io.DEFAULT_BUFFER_SIZE
        buffered = _BufferedReader if mode == 'rb' else _BufferedWriter
        return buffered(raw, buffering)

    class _SocketWriter(_File):
        """The unbuffered ``wfile``: each write() sends everything.

        3.6, bpo-26721.  ``rfile`` keeps a plain connection open when that is
        closed earlier, so as long as it is open this writes by way of it.
        """

        _base = 'BufferedIOBase'
        closed = False

        def __init__(self, sock, rfile=None):
            self._sock = sock
            raw = getattr(rfile, 'raw', rfile)
            self._raw = raw if isinstance(raw, _Raw) else None

        def writable(self):
            """Return True."""
            return True

        def write(self, b):
            """Send all the bytes; return their number."""
            if type(b) is not bytes:
                _refuse_text(b)
            if self._goes_by_rfile():
                return _send_all(self._raw, b)
            try:
                self._sock.sendall(b)
            except socket.error as error:
                raise _as_on_3(error)
            return _size(b)

        def _goes_by_rfile(self):
            # Where sendall() may be the user's own, it is to be used.
            return (self._raw is not None and
                    self._raw.connection is self._sock and
                    type(self._sock) in _PLAIN)

        def _check_open(self):
            if self.closed:
                raise ValueError('I/O operation on closed file.')

        def close(self):
            """Close the file, not the socket."""
            self.closed = True

        def fileno(self):
            """Return the file descriptor of the socket, -1 if closed."""
            try:
                return (self._raw if self._goes_by_rfile()
                        else self._sock).fileno()
            except socket.error:
                return -1

    io.BufferedIOBase.register(_SocketWriter)

    def _send_all(raw, data):
        """Send all the data within the timeout; return its size.

        2.7's sendall() begins its timeout anew after each part that went
        (3.5: bpo-23853) and after each signal.
        """
        timeout = raw._sock.gettimeout()
        left = _waiting.TimeLeft(timeout) if timeout else None
        size = len(data) if type(data) is bytes else _size(data)
        rest, sent = data, 0
        while True:
            try:
                sent += raw._sock.send(rest)
            except socket.error as error:
                if not _waiting.is_interruption(error):
                    raise
            if sent >= size:
                return size
            if left is not None:
                _wait_until_writable(raw, left())
            rest = _rest(data, sent)

    def _wait_until_writable(raw, timeout):
        with _waiting.ServerSelector() as selector:
            selector.register(raw.fileno(), _waiting.EVENT_WRITE)
            if timeout <= 0 or not selector.select(timeout):
                raise socket.timeout('timed out')

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
