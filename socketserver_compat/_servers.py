"""The server classes: BaseServer, TCPServer, UDPServer and the Unix ones.

A class is the standard library's own object where that lacks nothing, and
else a subclass of it that holds just what is missing.
"""
from __future__ import print_function

import select
import socket
import sys

from ._features import HAVE_UNIX, JYTHON, MISSING, PY2
from ._stdlib import socketserver

if PY2:
    from . import _waiting
    from ._waiting import EVENT_READ
    from ._waiting import ServerSelector as _ServerSelector
else:
    from selectors import EVENT_READ
    _ServerSelector = socketserver._ServerSelector


def is_error():
    """Tell whether handle_error() is due: for what is an Exception.

    2.7 can raise instances of classic classes, which derive from nothing.
    """
    raised = sys.exc_info()[0]
    return issubclass(raised, Exception) or not issubclass(
        raised, BaseException)


if 'new_style' in MISSING:

    class _MixIn(object):
        """What a mix-in adds to a server class of 2.7, such as HTTPServer.

        _mixins.py puts the methods here.  Our own servers have this base,
        too, so that it stands behind them and adds nothing to them.
        """

        def __init__(self, *args, **kwargs):
            # The classic classes stand behind ``object`` in the order of
            # bases, and ``object.__init__`` would end the search there.
            mro = type(self).__mro__
            for cls in mro[mro.index(_MixIn) + 1:]:
                if '__init__' in vars(cls) and cls is not object:
                    return cls.__init__(self, *args, **kwargs)
            super(_MixIn, self).__init__(*args, **kwargs)

else:
    _MixIn = object


if MISSING & {'new_style', 'serve_forever', 'service_actions',
              'handle_request', 'get_request_errors', 'only_exception',
              'handle_error', 'context_manager', 'interruptible_shutdown'}:

    class BaseServer(socketserver.BaseServer, _MixIn):
        """Base class of the servers: the loop, and what happens to a request.

        See the documentation of socketserver.BaseServer, which holds here.
        _MixIn makes it a new-style class on 2.7.
        """

        if 'serve_forever' in MISSING:
            # bpo-21040 (3.5), bpo-35017 (3.8, 3.7.2, 3.6.8).  Delete when
            # 3.8 is the oldest supported Python.
            def serve_forever(self, poll_interval=0.5):
                """Handle requests one after another until shutdown().

                Look for shutdown() and call service_actions() at least
                every ``poll_interval`` seconds.  ``timeout`` is ignored.
                Raise ValueError if the server has been closed.
                """
                self.__is_shut_down.clear()
                try:
                    with _ServerSelector() as selector:
                        selector.register(self, EVENT_READ)
                        while not self.__shutdown_request:
                            ready = selector.select(poll_interval)
                            if self.__shutdown_request:
                                break  # what is pending stays pending
                            if ready:
                                self._handle_request_noblock()
                            self.service_actions()
                finally:
                    self.__shutdown_request = False
                    self.__is_shut_down.set()

        if 'service_actions' in MISSING:
            # bpo-11109 (3.3).  Delete when 2.7 is dropped.
            def service_actions(self):
                """Do what is due at each turn of serve_forever().

                Does nothing here; a subclass or a mix-in may override it.
                """

        if 'interruptible_shutdown' in MISSING:
            # bpo-8844 (3.2).  Delete when 2.7 is dropped.
            def shutdown(self):
                """Tell serve_forever() to stop, and wait until it has.

                It must run in another thread, or this waits for ever.
                """
                self.__shutdown_request = True
                self.__is_shut_down.wait(_waiting.FOREVER)

        if 'handle_request' in MISSING:
            # bpo-21040, bpo-22043, bpo-23285 (3.5).  Delete when 2.7 is
            # dropped.
            def handle_request(self):
                """Handle one request, or call handle_timeout().

                Wait ``timeout`` seconds at most, or the timeout of the
                socket if that is shorter; None is no limit.  Raise
                ValueError if the server has been closed.
                """
                timeout = self.__shorter_timeout()
                with _ServerSelector() as selector:
                    selector.register(self, EVENT_READ)
                    if selector.select(timeout):
                        return self._handle_request_noblock()
                return self.handle_timeout()

            def __shorter_timeout(self):
                try:
                    timeout = self.socket.gettimeout()
                except socket.error:
                    timeout = None  # closed; a socket of 3 still tells
                if timeout is None:
                    return self.timeout
                if self.timeout is None:
                    return timeout
                return min(timeout, self.timeout)

        if MISSING & {'get_request_errors', 'only_exception'}:
            # bpo-16717 (3.4), bpo-23430 (3.6).  Delete when 2.7 is dropped.
            def _handle_request_noblock(self):
                """Handle the request that waits at the socket.

                An Exception goes to handle_error(); what is none, such as
                SystemExit, closes the request and goes on to the caller.
                """
                while True:
                    try:
                        request, client_address = self.get_request()
                        break
                    except (EnvironmentError, select.error) as error:
                        # Four classes that are one OSError since 3.3.
                        if not _waiting.is_interruption(error):
                            return
                if not self.verify_request(request, client_address):
                    self.shutdown_request(request)
                    return
                try:
                    self.process_request(request, client_address)
                except:  # noqa: E722
                    if not is_error():
                        self.shutdown_request(request)
                        raise
                    self.handle_error(request, client_address)
                    self.shutdown_request(request)

        if 'handle_error' in MISSING:
            # bpo-23430 (3.6) for stderr, the word "occurred" came with 3.9.
            # Delete when 3.9 is the oldest supported Python.
            def handle_error(self, request, client_address):
                """Report the exception being handled on stderr and go on.

                May be overridden.
                """
                import traceback
                rule = '-' * 40
                print(rule, file=sys.stderr)
                print('Exception occurred during processing of request from',
                      client_address, file=sys.stderr)
                traceback.print_exc()
                print(rule, file=sys.stderr)

        if 'context_manager' in MISSING:
            # bpo-26404 (3.6).  Delete when 2.7 is dropped.
            def __enter__(self):
                """Return the server itself."""
                return self

            def __exit__(self, *exc_info):
                """Call server_close(), but not shutdown()."""
                self.server_close()

else:
    BaseServer = socketserver.BaseServer


if BaseServer is not socketserver.BaseServer or MISSING & {
        'request_queue_size', 'allow_reuse_port', 'bind_options',
        'closed_fileno'}:

    class TCPServer(socketserver.TCPServer, BaseServer):
        """A server for stream sockets, for TCP over IPv4 unless told else.

        See the documentation of socketserver.TCPServer, which holds here.
        """

        if 'request_queue_size' in MISSING:
            # gh-80184 (3.15).  With 5, most of a burst of clients waits for
            # TCP to send its SYN again.  Delete when 3.15 is the oldest.
            request_queue_size = getattr(socket, 'SOMAXCONN', 5)

        if 'allow_reuse_port' in MISSING:
            # bpo-16594 (3.11).  Delete when 3.11 is the oldest.
            allow_reuse_port = False

        if 'bind_options' in MISSING:
            # gh-128916 (3.14, 3.13.2, 3.12.9): only IPv4 and IPv6 share a
            # port; bpo-40280 (3.11): not every platform has the constants.
            # Delete when 3.14 is the oldest.
            def server_bind(self):
                """Bind the socket, and note the address it then has.

                Set SO_REUSEADDR and SO_REUSEPORT first, if
                ``allow_reuse_address`` and ``allow_reuse_port`` ask for it.
                """
                with _Hidden(self, self.__options_to_hide()):
                    if 'allow_reuse_port' in MISSING:
                        self.__reuse_port()
                    super(TCPServer, self).server_bind()

            def __options_to_hide(self):
                if self.allow_reuse_port and not (
                        hasattr(socket, 'SO_REUSEPORT') and
                        self.address_family in (socket.AF_INET,
                                                socket.AF_INET6)):
                    yield 'allow_reuse_port'
                if self.allow_reuse_address and not hasattr(
                        socket, 'SO_REUSEADDR'):
                    yield 'allow_reuse_address'

            def __reuse_port(self):
                if self.allow_reuse_port:
                    self.socket.setsockopt(
                        socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)

        if JYTHON:
            def server_activate(self):
                """Listen, and note the port: until now Jython had none."""
                super(TCPServer, self).server_activate()
                self.server_address = self.socket.getsockname()

        if 'shutdown_errors' in MISSING:
            # PEP 3151 (3.3).  Delete when 2.7 is dropped.
            def shutdown_request(self, request):
                """Tell the client that nothing more comes, and close."""
                try:
                    request.shutdown(socket.SHUT_WR)
                except EnvironmentError:
                    pass  # the client has gone, perhaps
                self.close_request(request)

        if 'closed_fileno' in MISSING:
            # Python 3's sockets do so; bpo-21040 (3.5) made it a ValueError
            # in the loop.  Delete when 2.7 is dropped.
            def fileno(self):
                """Return the file descriptor, -1 if the server is closed."""
                try:
                    return self.socket.fileno()
                except socket.error:
                    return -1

    class UDPServer(socketserver.UDPServer, TCPServer):
        """A server for datagrams.

        See the documentation of socketserver.UDPServer, which holds here.
        """

        if 'allow_reuse_port' in MISSING:
            # As in 3.11: setting it on TCPServer does not reach UDPServer.
            allow_reuse_port = False

    if HAVE_UNIX:
        class UnixStreamServer(socketserver.UnixStreamServer, TCPServer):
            """A server for stream sockets of the Unix domain."""

        class UnixDatagramServer(socketserver.UnixDatagramServer, UDPServer):
            """A server for datagram sockets of the Unix domain."""

else:
    TCPServer = socketserver.TCPServer
    UDPServer = socketserver.UDPServer
    if HAVE_UNIX:
        UnixStreamServer = socketserver.UnixStreamServer
        UnixDatagramServer = socketserver.UnixDatagramServer


class _Hidden(object):
    """Attributes that read as False inside a ``with``.

    The standard library's server_bind() is run by a cooperative super(), so
    that HTTPServer's is run as well; this keeps it off an option.
    """

    def __init__(self, server, names):
        self._attributes = vars(server)
        self._names = list(names)

    def __enter__(self):
        self._saved = dict((name, self._attributes[name])
                           for name in self._names
                           if name in self._attributes)
        self._attributes.update(dict.fromkeys(self._names, False))

    def __exit__(self, *exc_info):
        for name in self._names:
            self._attributes.pop(name, None)
        self._attributes.update(self._saved)
