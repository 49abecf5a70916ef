"""Sends lines back, and counts them until it is closed."""
from __future__ import print_function

import argparse
import sys

from socketserver_compat import StreamRequestHandler, ThreadingTCPServer


class Echo(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.server.lines.append(line)
            self.wfile.write(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = ThreadingTCPServer(('127.0.0.1', port), Echo)
    server.lines = []
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        print('closing')
        sys.stdout.flush()
    server.server_close()
    print('lines: %d' % len(server.lines))
    sys.stdout.flush()


if __name__ == '__main__':
    main()
