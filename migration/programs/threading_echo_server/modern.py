"""Answers what clients send with "[data] time", all of them at once."""
import argparse
import codecs
import select
import socket
import sys
import threading
from time import ctime
import weakref

from socketserver import BaseRequestHandler, ThreadingTCPServer


def say(text):
    """Print text as UTF-8.

    print() fails where stdout is a pipe (2.7) or the locale is C (3.6), and
    in threads it may mix the lines.
    """
    stdout = getattr(sys.stdout, 'buffer', sys.stdout)
    stdout.write((text + '\n').encode('utf-8'))
    stdout.flush()


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


class EchoHandler(BaseRequestHandler):
    def handle(self):
        # No "except: exit(error)" here: SystemExit is no Exception, so it
        # would end the thread without a word.  An error goes to the
        # server's handle_error() instead, which reports it.
        #
        # No close() either: the server closes the request, also after an
        # error.
        while True:
            message = receive(self.request)
            if not message:
                break
            # Text is only for printing.  The answer takes the bytes as they
            # came, for they need not be UTF-8.
            say('client: %s' % message.decode('utf-8', 'replace'))
            self.request.sendall(
                b'[%s] %s' % (message, ctime().encode('ascii')))


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
        say('listening on %s:%d' % server.server_address)
        while loop.is_alive():
            loop.join(1)  # on 2.7 Ctrl-C does not end a join() without limit
    finally:
        server.shutdown()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    with Server(('127.0.0.1', port), EchoHandler) as server:
        serve(server)


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C; the "with" has closed the server
