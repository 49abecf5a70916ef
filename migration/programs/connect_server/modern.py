"""Prints what a handler knows about each connection."""

import argparse
import sys

from socketserver import BaseRequestHandler, TCPServer


class ConnectHandler(BaseRequestHandler):
    def handle(self):
        print('request:', self.request)
        print('client_address:', self.client_address)
        print('server:', self.server)
        sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    with TCPServer(('127.0.0.1', port), ConnectHandler) as server:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C; the "with" has closed the server
