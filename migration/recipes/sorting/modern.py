"""Keeps the best results that clients send: a number and a name."""

import argparse
import sys

from socketserver import StreamRequestHandler, TCPServer
import functools


def by_number(one, other):
    return ((other[0] > one[0]) - (other[0] < one[0])) or ((one[1] > other[1]) - (one[1] < other[1]))


class Keep(StreamRequestHandler):
    results = []

    def handle(self):
        for line in self.rfile:
            number, name = line.strip().split(b' ', 1)
            self.results.append((int(number), name))
            self.results.sort(key=functools.cmp_to_key(by_number))
            for number, name in self.results[:3]:
                self.wfile.write(b'%d %s\n' % (number, name))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Keep)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
