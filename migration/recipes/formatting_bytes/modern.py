"""Sends each line back, with the time."""

import argparse
import sys
from time import ctime

from socketserver import StreamRequestHandler, TCPServer


class Stamp(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(
                b'[%s] %s\n' % (ctime().encode('ascii'), line.strip()))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Stamp)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
