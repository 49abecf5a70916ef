# What type checkers and editors see: the names of CPython 3.15's socketserver
# with its signatures, whatever Python is the target.  What is the standard
# library's own object at run time is so here, too; what is a subclass of it
# is a subclass here, so that the two may be mixed.
import socketserver as _socketserver
import sys
from socketserver import (
    BaseRequestHandler as BaseRequestHandler,
    DatagramRequestHandler as DatagramRequestHandler,
    StreamRequestHandler as StreamRequestHandler,
)

__version__: str

__all__ = [
    "BaseServer",
    "TCPServer",
    "UDPServer",
    "ThreadingUDPServer",
    "ThreadingTCPServer",
    "BaseRequestHandler",
    "StreamRequestHandler",
    "DatagramRequestHandler",
    "ThreadingMixIn",
]
if sys.platform != "win32":
    __all__ += [
        "ForkingUDPServer",
        "ForkingTCPServer",
        "ForkingMixIn",
        "UnixStreamServer",
        "UnixDatagramServer",
        "ThreadingUnixStreamServer",
        "ThreadingUnixDatagramServer",
        "ForkingUnixStreamServer",
        "ForkingUnixDatagramServer",
    ]

if sys.version_info >= (3, 9):
    from socketserver import BaseServer as BaseServer
else:
    class BaseServer(_socketserver.BaseServer): ...

if sys.version_info >= (3, 10):
    from socketserver import ThreadingMixIn as ThreadingMixIn
else:
    class ThreadingMixIn(_socketserver.ThreadingMixIn):
        block_on_close: bool

if sys.version_info >= (3, 15):
    from socketserver import (
        TCPServer as TCPServer,
        ThreadingTCPServer as ThreadingTCPServer,
        ThreadingUDPServer as ThreadingUDPServer,
        UDPServer as UDPServer,
    )
else:
    # In typeshed a datagram or Unix server is no exact subtype of TCPServer;
    # that much of it is inherited here.
    class TCPServer(_socketserver.TCPServer, BaseServer):  # pyright: ignore[reportIncompatibleVariableOverride]
        request_queue_size: int
        allow_reuse_port: bool
        def server_bind(self) -> None: ...

    class UDPServer(_socketserver.UDPServer, TCPServer): ...  # pyright: ignore[reportIncompatibleMethodOverride]
    class ThreadingTCPServer(_socketserver.ThreadingTCPServer, ThreadingMixIn, TCPServer): ...
    class ThreadingUDPServer(_socketserver.ThreadingUDPServer, ThreadingMixIn, UDPServer): ...

if sys.platform != "win32":
    if sys.version_info >= (3, 9):
        from socketserver import ForkingMixIn as ForkingMixIn
    else:
        class ForkingMixIn(_socketserver.ForkingMixIn):
            block_on_close: bool
            def collect_children(self, *, blocking: bool = False) -> None: ...

    if sys.version_info >= (3, 15):
        from socketserver import (
            ForkingTCPServer as ForkingTCPServer,
            ForkingUDPServer as ForkingUDPServer,
            ForkingUnixDatagramServer as ForkingUnixDatagramServer,
            ForkingUnixStreamServer as ForkingUnixStreamServer,
            ThreadingUnixDatagramServer as ThreadingUnixDatagramServer,
            ThreadingUnixStreamServer as ThreadingUnixStreamServer,
            UnixDatagramServer as UnixDatagramServer,
            UnixStreamServer as UnixStreamServer,
        )
    else:
        class UnixStreamServer(_socketserver.UnixStreamServer, TCPServer): ...  # pyright: ignore[reportIncompatibleVariableOverride]
        class UnixDatagramServer(_socketserver.UnixDatagramServer, UDPServer): ...  # pyright: ignore[reportIncompatibleVariableOverride]
        class ThreadingUnixStreamServer(_socketserver.ThreadingUnixStreamServer, ThreadingMixIn, UnixStreamServer): ...
        class ThreadingUnixDatagramServer(_socketserver.ThreadingUnixDatagramServer, ThreadingMixIn, UnixDatagramServer): ...
        class ForkingTCPServer(_socketserver.ForkingTCPServer, ForkingMixIn, TCPServer): ...
        class ForkingUDPServer(_socketserver.ForkingUDPServer, ForkingMixIn, UDPServer): ...
        if sys.version_info >= (3, 12):
            class ForkingUnixStreamServer(_socketserver.ForkingUnixStreamServer, UnixStreamServer): ...
            class ForkingUnixDatagramServer(_socketserver.ForkingUnixDatagramServer, UnixDatagramServer): ...
        else:
            class ForkingUnixStreamServer(ForkingMixIn, UnixStreamServer): ...
            class ForkingUnixDatagramServer(ForkingMixIn, UnixDatagramServer): ...
