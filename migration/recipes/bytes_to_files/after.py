"""Keeps a book of guests in a file."""
from __future__ import print_function

import argparse
import sys

from socketserver_compat import StreamRequestHandler, TCPServer


class Guests(StreamRequestHandler):
    path = None

    def handle(self):
        name = self.rfile.readline()
        with open(self.path, 'ab') as book:
            book.write(name)
        with open(self.path, 'rb') as book:
            self.wfile.write(book.read())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    parser.add_argument('--file', default='guests')
    arguments = parser.parse_args()
    Guests.path = arguments.file
    server = TCPServer(('127.0.0.1', arguments.port), Guests)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
