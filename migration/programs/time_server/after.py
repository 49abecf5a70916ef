"""Answers one line per connection with "[time] line"."""
from __future__ import print_function

import argparse
import sys
from time import ctime

from socketserver_compat import TCPServer, StreamRequestHandler
import six


class Server(TCPServer):
    allow_reuse_address = True


class TimeHandler(StreamRequestHandler):
    def handle(self):
        print('connected from ', self.client_address)
        sys.stdout.flush()
        # readline() puts together a line that comes in pieces.
        line = self.rfile.readline()
        if not line:
            return  # the client left without a question
        # The line is never decoded, so it need not be UTF-8.
        self.wfile.write(b'[%s] %s' % (six.ensure_binary(ctime()), line))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=10001)
    port = parser.parse_args().port
    # The address '' instead would let the whole network in.
    with Server(('127.0.0.1', port), TimeHandler) as server:
        print('listening on 127.0.0.1:%d' % server.server_address[1])
        print('waiting for connection')
        sys.stdout.flush()
        server.serve_forever()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C
