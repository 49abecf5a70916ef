"""Sends lines back, each client in a thread of its own."""
from __future__ import print_function

import argparse
import sys

from socketserver_compat import BaseRequestHandler, ThreadingTCPServer


class Echo(BaseRequestHandler):
    def handle(self):
        self.talk()  # when handle() returns, the server closes the request

    def talk(self):
        while True:
            data = self.request.recv(1024)
            if not data:
                break
            self.request.sendall(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = ThreadingTCPServer(('127.0.0.1', port), Echo)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
