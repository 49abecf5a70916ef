"""Sends each line back until one says "stop"."""
from __future__ import print_function

import argparse
import sys

from six.moves.socketserver import StreamRequestHandler, ThreadingTCPServer


class Stop(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            if line.strip() == b'stop':
                self.wfile.write(b'stopping\n')
                self.server.shutdown()
                break
            self.wfile.write(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = ThreadingTCPServer(('127.0.0.1', port), Stop)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        while True:
            server.handle_request()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
