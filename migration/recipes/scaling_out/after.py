"""Sends lines back with the number of the process; start it repeatedly."""
from __future__ import print_function

import argparse
import os
import sys

from socketserver_compat import StreamRequestHandler, ThreadingTCPServer


class Echo(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(b'%d: %s' % (os.getpid(), line))


class Server(ThreadingTCPServer):
    allow_reuse_port = True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--host', default='127.0.0.1')
    parser.add_argument('--port', type=int, default=9999)
    arguments = parser.parse_args()
    server = Server((arguments.host, arguments.port), Echo)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
