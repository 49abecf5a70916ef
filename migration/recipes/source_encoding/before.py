# -*- coding: utf-8 -*-
"""Greets who has sent his name."""
from __future__ import print_function

import argparse
import sys

from six.moves.socketserver import StreamRequestHandler, TCPServer


class Greet(StreamRequestHandler):
    def handle(self):
        self.wfile.write('你好, ')
        self.wfile.write(self.rfile.readline())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Greet)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
