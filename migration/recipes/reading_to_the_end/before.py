"""Sends each message back."""
from __future__ import print_function

import argparse
import sys

from six.moves.socketserver import BaseRequestHandler, TCPServer


class Echo(BaseRequestHandler):
    def handle(self):
        while True:
            message = self.request.recv(1024)
            if message == '':
                break
            if message:
                self.request.sendall(b'<' + message.strip() + b'>\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Echo)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
