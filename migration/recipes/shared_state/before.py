"""Sends what one client says to all of them."""
from __future__ import print_function

import argparse
import sys

from six.moves.socketserver import BaseRequestHandler, ThreadingTCPServer


class Chat(BaseRequestHandler):
    members = []

    def handle(self):
        self.members.append(self.request)
        while True:
            data = self.request.recv(1024)
            if not data:
                break
            self.tell_all(data)
        self.tell_all(b'somebody left\n')

    def tell_all(self, data):
        for member in self.members:
            member.send(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = ThreadingTCPServer(('127.0.0.1', port), Chat)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
