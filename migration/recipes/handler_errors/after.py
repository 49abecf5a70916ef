"""Divides 100 by what a client sends, until it says "quit"."""
from __future__ import print_function

import argparse
import sys

from socketserver_compat import StreamRequestHandler, TCPServer


class Divide(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            if line == b'quit\n':
                return  # sys.exit() would end the server
            self.wfile.write(b'%d\n' % (100 // int(line)))


class Server(TCPServer):
    def handle_error(self, request, client_address):
        print('failed: %s' % sys.exc_info()[0].__name__, file=sys.stderr)
        sys.stderr.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = Server(('127.0.0.1', port), Divide)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
