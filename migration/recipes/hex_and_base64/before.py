"""Answers each line with its hex digits and in base64."""
from __future__ import print_function

import argparse
import sys

from six.moves.socketserver import StreamRequestHandler, TCPServer


class Encode(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            data = line.strip()
            digits = data.encode('hex')
            self.wfile.write(digits + b' ' + data.encode('base64'))
            assert digits.decode('hex') == data


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Encode)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
