"""Answers each line with its hex digits and in base64."""

import argparse
import sys

from socketserver import StreamRequestHandler, TCPServer
import binascii
import codecs


class Encode(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            data = line.strip()
            digits = binascii.hexlify(data)
            self.wfile.write(digits + b' ' + codecs.encode(data, 'base64'))
            assert binascii.unhexlify(digits) == data


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
