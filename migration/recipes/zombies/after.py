"""Sends lines back from child processes, two at most."""
from __future__ import print_function

import argparse
import sys

from socketserver_compat import ForkingTCPServer, StreamRequestHandler


class Echo(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line)


class Server(ForkingTCPServer):
    max_children = 2


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = Server(('127.0.0.1', port), Echo)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        while True:
            server.handle_request()
            server.service_actions()  # handle_request() does not call it
            print('children: %d' % len(server.active_children))
            sys.stdout.flush()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
