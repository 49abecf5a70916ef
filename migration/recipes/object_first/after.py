"""Sends lines back and counts them."""
from __future__ import print_function

import argparse
import sys

from socketserver_compat import StreamRequestHandler, TCPServer


class Count(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.server.lines += 1
            self.wfile.write(b'%d %s' % (self.server.lines, line))


class Server(TCPServer):
    def __init__(self, address, handler):
        self._lines = 0
        TCPServer.__init__(self, address, handler)

    @property
    def lines(self):
        return self._lines

    @lines.setter
    def lines(self, value):
        self._lines = value


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = Server(('127.0.0.1', port), Count)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
