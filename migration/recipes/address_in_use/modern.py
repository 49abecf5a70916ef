"""Says goodbye."""

import argparse
import sys

from socketserver import StreamRequestHandler, TCPServer


class Server(TCPServer):
    # Before the socket is bound: set on the object, it comes too late.
    allow_reuse_address = True


class Goodbye(StreamRequestHandler):
    def handle(self):
        self.wfile.write(b'goodbye\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = Server(('127.0.0.1', port), Goodbye)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
