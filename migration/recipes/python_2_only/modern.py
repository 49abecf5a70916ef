"""Draws the numbers that clients send, and their mean, as bars."""

import argparse
import sys

from socketserver import StreamRequestHandler, TCPServer


class Bars(StreamRequestHandler):
    def handle(self):
        total = 0
        for count, line in enumerate(self.rfile):
            total += int(line)
            for _ in range(int(line)):
                self.wfile.write(b'#')
            self.wfile.write(b'\n')
            if total != 0:
                self.wfile.write(b'mean %d\n' % (total // (count + 1)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Bars)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
