"""Answers one line per connection with "[time] line"."""

import argparse
import sys
from time import ctime

# The common "try: import socketserver / except ImportError: import
# SocketServer" binds two different names, so the rest of the program works
# on one of the two versions only.
from socketserver import StreamRequestHandler, TCPServer


class TimeHandler(StreamRequestHandler):
    def handle(self):
        print('connected from ', self.client_address)
        sys.stdout.flush()
        # readline() puts together a line that comes in pieces.
        line = self.rfile.readline()
        if not line:
            return  # the client left without a question
        # Text would fail on 3, and as it is never decoded, the line need
        # not be UTF-8.
        self.wfile.write(b'[%s] %s' % (ctime().encode('ascii'), line))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=10001)
    port = parser.parse_args().port
    # The address '' instead would let the whole network in.
    with TCPServer(('127.0.0.1', port), TimeHandler) as server:
        print('listening on %s:%d' % server.server_address)
        print('waiting for connection')
        sys.stdout.flush()
        server.serve_forever()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C; the "with" has closed the server
