"""Counts the words that clients send."""
from __future__ import print_function

import argparse
import sys

from six.moves.socketserver import StreamRequestHandler, TCPServer


class Count(StreamRequestHandler):
    counts = {}

    def handle(self):
        for line in self.rfile:
            word = line.strip()
            if not self.counts.has_key(word):
                self.counts[word] = 0
            self.counts[word] += 1
            most = max(self.counts.itervalues())
            words = self.counts.keys()
            words.sort()
            self.wfile.write('%d, most %d\n' % (self.counts[word], most))
            self.wfile.write('%s\n' % ' '.join(words))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Count)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
