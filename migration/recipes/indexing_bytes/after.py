"""Adds and subtracts: "+3" and "-3" change a sum."""
from __future__ import print_function

import argparse
import sys

from socketserver_compat import StreamRequestHandler, TCPServer
import six


class Sum(StreamRequestHandler):
    def handle(self):
        total = 0
        for line in self.rfile:
            if six.indexbytes(line, 0) == ord(b'+'):
                total += int(line[1:])
            elif six.indexbytes(line, 0) == ord(b'-'):
                total -= int(line[1:])
            else:
                self.wfile.write(b'what? ')
            self.wfile.write(b'%d\n' % total)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Sum)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
