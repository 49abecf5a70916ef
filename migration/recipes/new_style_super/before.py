"""Sends each line back, with the number of the connection."""
from __future__ import print_function

import argparse
import sys

from six.moves.socketserver import StreamRequestHandler, TCPServer


class Number(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(b'%d: %s' % (self.server.connections, line))


class Server(TCPServer):
    def __init__(self, address, handler):
        super(Server, self).__init__(address, handler)
        self.connections = 0

    def process_request(self, request, client_address):
        self.connections += 1
        super(Server, self).process_request(request, client_address)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = Server(('127.0.0.1', port), Number)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
