"""Answers one line per connection with "[time] line"."""
import argparse
import sys
from time import ctime

from SocketServer import TCPServer, StreamRequestHandler


class TimeHandler(StreamRequestHandler):
    def handle(self):
        print 'connected from ', self.client_address
        sys.stdout.flush()
        self.wfile.write('[%s] %s' % (ctime(), self.rfile.readline()))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=10001)
    port = parser.parse_args().port
    server = TCPServer(('', port), TimeHandler)
    print 'listening on 127.0.0.1:%d' % server.server_address[1]
    print 'waiting for connection'
    sys.stdout.flush()
    server.serve_forever()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C
