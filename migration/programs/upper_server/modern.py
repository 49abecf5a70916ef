"""Answers with what a client sends in upper case."""
import argparse
import codecs
import select
import sys

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


class UpperHandler(BaseRequestHandler):
    def handle(self):
        self.data = receive(self.request).strip()
        say('%s wrote:' % self.client_address[0])
        # print() would show b'...' on 3.
        say(self.data.decode('utf-8', 'replace'))
        # upper() of bytes changes ascii letters only, on 2.7 and on 3, and
        # leaves alone what is not UTF-8.
        self.request.sendall(self.data.upper())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    # The "with" calls server_close(); a method close() does not exist.
    with TCPServer(('127.0.0.1', port), UpperHandler) as server:
        say('listening on %s:%d' % server.server_address)
        server.serve_forever()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C; the "with" has closed the server
