"""Answers "ping", and greets those who tell their name."""
from __future__ import print_function

import argparse
import sys

from six.moves.socketserver import StreamRequestHandler, TCPServer


class Commands(StreamRequestHandler):
    def handle(self):
        self.wfile.write('ready\n')
        for line in self.rfile:
            command, _, name = line.strip().partition(' ')
            if command == 'ping':
                self.wfile.write('pong\n')
            elif command == 'name':
                self.wfile.write('hello ' + name + '\n')
            else:
                self.wfile.write('what?\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Commands)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
