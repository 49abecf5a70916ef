"""Prints and logs what clients send, and sends it back."""
from __future__ import print_function

import argparse
import logging
import sys

from six.moves.socketserver import StreamRequestHandler, TCPServer


class Show(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            print('received %s' % line.split())
            sys.stdout.flush()
            logging.warning('%d bytes: %s', len(line), line.strip())
            self.wfile.write(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Show)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
