"""Prints how long the lines are that clients send."""
import argparse
import sys

from six.moves.socketserver import StreamRequestHandler, TCPServer


class Measure(StreamRequestHandler):
    def handle(self):
        lengths = []
        for line in self.rfile:
            print 'received', len(line), 'bytes'
            print (len(lengths), len(line))
            sys.stdout.flush()
            lengths.append(len(line))
            self.wfile.write(b'ok\n')
        print >>sys.stderr, 'a client has left'
        print 'lengths:',
        print ' '.join([str(length) for length in lengths])
        sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Measure)
    try:
        print 'listening on %s:%d' % server.server_address
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
