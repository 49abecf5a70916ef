"""Sends lines back over a Unix socket."""
from __future__ import print_function

import argparse
import sys

from six.moves.socketserver import (
    StreamRequestHandler, ThreadingUnixStreamServer)


class Echo(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line)


class Server(ThreadingUnixStreamServer):
    allow_reuse_address = True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--path', default='/tmp/echo.socket')
    path = parser.parse_args().path
    server = Server(path, Echo)
    try:
        print('listening on %s' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
