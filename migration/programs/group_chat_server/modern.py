"""Sends what one client says to all of them, until it says "quit"."""

import argparse
import codecs
import logging
import select
import socket
import sys
import threading
import weakref

from socketserver import BaseRequestHandler, ThreadingTCPServer

FORMAT = '%(asctime)s %(threadName)s %(message)s'


def is_cut(data):
    """Tell whether UTF-8 data ends within a character."""
    decoder = codecs.getincrementaldecoder('utf-8')('replace')
    decoder.decode(data)
    return bool(decoder.getstate()[0])


def receive(conn):
    """Return what has come from a connection, b'' at the end of the stream.

    TCP may cut a character in two, and then decode() would fail.  If the
    rest does not come within a second, the data is not UTF-8 at all.
    """
    message = conn.recv(1024)
    while is_cut(message) and select.select([conn], [], [], 1)[0]:
        rest = conn.recv(1024)
        if not rest:
            break
        message += rest
    return message


class ChatHandler(BaseRequestHandler):
    # Of the class, for there is one handler for each connection.
    members = set()
    lock = threading.Lock()

    def handle(self):
        with self.lock:
            self.members.add(self.request)
        try:
            self._talk()
        finally:
            self._leave(self.request)  # also after an error

    def _talk(self):
        while True:
            data = receive(self.request)
            if data.strip() == b'quit' or not data:
                break
            logging.info(data.decode('utf-8', 'replace'))
            self._send_to_all(b'ack' + data)

    def _send_to_all(self, data):
        # Others join and leave meanwhile, and a set that changes cannot be
        # iterated over: iterate over a copy.  Send without the lock, or one
        # client that does not read stops all the others.
        with self.lock:
            members = list(self.members)
        for member in members:
            try:
                member.sendall(data)  # send() may send a part only
            except OSError:
                # A member that is gone must not end the one who speaks.
                self._leave(member)

    def _leave(self, member):
        with self.lock:
            self.members.discard(member)


class Server(ThreadingTCPServer):
    """A threading server that ends its connections when it is closed."""

    def __init__(self, *args):
        self._connections = weakref.WeakSet()
        ThreadingTCPServer.__init__(self, *args)

    def get_request(self):
        request, client_address = ThreadingTCPServer.get_request(self)
        self._connections.add(request)
        return request, client_address

    def server_close(self):
        # This waits for the threads, and they wait for their clients.
        # Daemon threads are no way out: one that prints while the
        # interpreter ends can crash it.
        for request in list(self._connections):
            try:
                request.shutdown(socket.SHUT_RDWR)  # recv() returns b''
            except OSError:
                pass  # it is closed already
        ThreadingTCPServer.server_close(self)


def serve(server):
    """Serve until Ctrl-C.

    The loop has a thread of its own, so that Ctrl-C interrupts nothing but
    the wait here.  In the loop it could come while a thread is started, and
    server_close() would then fail or wait for ever.
    """
    loop = threading.Thread(target=server.serve_forever, args=(0.1,))
    loop.start()
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        while loop.is_alive():
            loop.join(1)  # on 2.7 Ctrl-C does not end a join() without limit
    finally:
        server.shutdown()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=10007)
    port = parser.parse_args().port
    # stderr takes any text: 3 escapes what it cannot encode, and on 2.7
    # logging falls back on UTF-8.
    logging.basicConfig(format=FORMAT, level=logging.INFO)
    with Server(('127.0.0.1', port), ChatHandler) as server:
        serve(server)


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C; the "with" has closed the server
