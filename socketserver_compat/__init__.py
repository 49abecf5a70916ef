"""The socketserver module of CPython 3.15 for every Python.

    from socketserver_compat import ThreadingTCPServer

Each name is the standard library's own object, or a subclass of it that
adds what this interpreter's socketserver (SocketServer) lacks.  The
documentation is that of the standard library's newest socketserver.
"""
import os
import socket
import sys
import threading
from io import BufferedIOBase

from ._features import HAVE_FORK, HAVE_UNIX, PY2
from ._handlers import (
    BaseRequestHandler, DatagramRequestHandler, StreamRequestHandler,
    _SocketWriter)
from ._mixins import (
    ThreadingMixIn, ThreadingTCPServer, ThreadingUDPServer,
    _NoThreads, _Threads)
from ._servers import BaseServer, TCPServer, UDPServer, _ServerSelector

__version__ = '1.0.0'

__all__ = [
    'BaseServer', 'TCPServer', 'UDPServer',
    'ThreadingUDPServer', 'ThreadingTCPServer',
    'BaseRequestHandler', 'StreamRequestHandler', 'DatagramRequestHandler',
    'ThreadingMixIn',
]

if HAVE_FORK:
    from ._mixins import ForkingMixIn, ForkingTCPServer, ForkingUDPServer
    __all__ += ['ForkingUDPServer', 'ForkingTCPServer', 'ForkingMixIn']

if HAVE_UNIX:
    from ._mixins import (
        ThreadingUnixDatagramServer, ThreadingUnixStreamServer)
    from ._servers import UnixDatagramServer, UnixStreamServer
    __all__ += ['UnixStreamServer', 'UnixDatagramServer',
                'ThreadingUnixStreamServer', 'ThreadingUnixDatagramServer']

if HAVE_FORK and HAVE_UNIX:
    from ._mixins import ForkingUnixDatagramServer, ForkingUnixStreamServer
    __all__ += ['ForkingUnixStreamServer', 'ForkingUnixDatagramServer']

# Programs reach for these, too: module globals of CPython's, and on 2.7 the
# helper that only its module has.
if PY2:
    from ._stdlib import socketserver as _socketserver
    _eintr_retry = _socketserver._eintr_retry
else:
    import selectors
    from time import monotonic as time
