"""Answers what clients send with "[data] time", one client at a time."""
import argparse
import codecs
import select
import sys
from time import ctime

from socketserver import BaseRequestHandler, TCPServer


def say(text):
    """Print text as UTF-8.

    print() fails where stdout is a pipe (2.7) or the locale is C (3.6).
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
        # would end the server for all clients.  An error goes to the
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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    with TCPServer(('127.0.0.1', port), EchoHandler) as server:
        say('listening on %s:%d' % server.server_address)
        server.serve_forever()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C; the "with" has closed the server
