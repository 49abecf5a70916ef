"""Sends each line back."""
from __future__ import print_function

import argparse
import sys

from six.moves.socketserver import StreamRequestHandler, TCPServer


class Echo(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    with TCPServer(('127.0.0.1', port), Echo) as server:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        print('closed')
