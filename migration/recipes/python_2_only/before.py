"""Draws the numbers that clients send, and their mean, as bars."""
from __future__ import print_function

import argparse
import sys

from six.moves.socketserver import StreamRequestHandler, TCPServer


class Bars(StreamRequestHandler):
    def handle(self):
        total = 0
        for count, line in enumerate(self.rfile):
            total += long(line)
            for _ in xrange(int(line)):
                self.wfile.write('#')
            self.wfile.write('\n')
            if total != 0:
                self.wfile.write('mean %d\n' % (total // (count + 1)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Bars)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
