"""Counts the words that clients send."""

import argparse
import sys

from socketserver import StreamRequestHandler, TCPServer


class Count(StreamRequestHandler):
    counts = {}

    def handle(self):
        for line in self.rfile:
            word = line.strip()
            if word not in self.counts:
                self.counts[word] = 0
            self.counts[word] += 1
            most = max(self.counts.values())
            words = list(self.counts.keys())
            words.sort()
            self.wfile.write(b'%d, most %d\n' % (self.counts[word], most))
            self.wfile.write(b'%s\n' % b' '.join(words))


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
