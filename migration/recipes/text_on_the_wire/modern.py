"""Answers "ping", and greets those who tell their name."""

import argparse
import sys

from socketserver import StreamRequestHandler, TCPServer


class Commands(StreamRequestHandler):
    def handle(self):
        self.wfile.write(b'ready\n')
        for line in self.rfile:
            command, _, name = line.strip().partition(b' ')
            if command == b'ping':
                self.wfile.write(b'pong\n')
            elif command == b'name':
                self.wfile.write(b'hello ' + name + b'\n')
            else:
                self.wfile.write(b'what?\n')


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
