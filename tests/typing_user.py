"""A user's program for the type checkers, with every name in it.

It is not run: the ``typing`` environment of tox checks it for every Python
that mypy knows.
"""
import socketserver
import sys
from http.server import HTTPServer
from typing import List, Type

import socketserver_compat
from socketserver_compat import (
    BaseRequestHandler, BaseServer, DatagramRequestHandler,
    StreamRequestHandler, TCPServer, ThreadingMixIn, ThreadingTCPServer,
    ThreadingUDPServer, UDPServer)

version: str = socketserver_compat.__version__


class Upper(StreamRequestHandler):
    def handle(self) -> None:
        line: bytes = self.rfile.readline()
        count: int = self.wfile.write(line.upper())
        assert count == len(line)


class UpperDatagram(DatagramRequestHandler):
    def handle(self) -> None:
        self.wfile.write(self.rfile.read().upper())


class Raw(BaseRequestHandler):
    def handle(self) -> None:
        self.request.sendall(b'')
        server: socketserver.BaseServer = self.server
        server.shutdown()


class Server(ThreadingMixIn, TCPServer):
    allow_reuse_address = True
    allow_reuse_port = True
    block_on_close = False
    daemon_threads = True
    request_queue_size = 10

    def service_actions(self) -> None:
        super().service_actions()


class ThreadingWebServer(ThreadingMixIn, HTTPServer):
    pass


def serve(server: BaseServer) -> None:
    with server as entered:
        entered.serve_forever(poll_interval=0.1)


def is_accepted_by_the_standard_library(
        server: socketserver.BaseServer) -> None:
    server.server_close()


streams: List[Type[TCPServer]] = [
    TCPServer, ThreadingTCPServer, Server]
datagrams: List[Type[UDPServer]] = [UDPServer, ThreadingUDPServer]

for stream in streams:
    with stream(('127.0.0.1', 0), Upper) as a_server:
        port: int = a_server.server_address[1]
        is_accepted_by_the_standard_library(a_server)
        shares: bool = a_server.allow_reuse_port
        queue: int = a_server.request_queue_size
for datagram in datagrams:
    serve(datagram(('127.0.0.1', 0), UpperDatagram))
serve(Server(('127.0.0.1', 0), Raw, bind_and_activate=False))

if sys.platform != 'win32':
    from socketserver_compat import (
        ForkingMixIn, ForkingTCPServer, ForkingUDPServer,
        ForkingUnixDatagramServer, ForkingUnixStreamServer,
        ThreadingUnixDatagramServer, ThreadingUnixStreamServer,
        UnixDatagramServer, UnixStreamServer)

    class ForkingWebServer(ForkingMixIn, HTTPServer):
        max_children = 10

    unix_streams: List[Type[UnixStreamServer]] = [
        UnixStreamServer, ThreadingUnixStreamServer, ForkingUnixStreamServer]
    unix_datagrams: List[Type[UnixDatagramServer]] = [
        UnixDatagramServer, ThreadingUnixDatagramServer,
        ForkingUnixDatagramServer]
    for unix_stream in unix_streams:
        serve(unix_stream('path', Upper))
    for unix_datagram in unix_datagrams:
        serve(unix_datagram('path', UpperDatagram))

    forking = ForkingTCPServer(('127.0.0.1', 0), Upper)
    forking.block_on_close = False
    forking.collect_children(blocking=True)
    serve(ForkingUDPServer(('127.0.0.1', 0), UpperDatagram))
