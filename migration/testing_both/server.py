"""Sends each line back, with the number of its bytes."""
from __future__ import print_function

import argparse
import sys

from socketserver_compat import StreamRequestHandler, ThreadingTCPServer


class CountHandler(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            line = line.rstrip(b'\r\n')
            self.wfile.write(b'%d %s\n' % (len(line), line))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    with ThreadingTCPServer(('127.0.0.1', port), CountHandler) as server:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C
