"""Sends lines back with the number of the process; start it repeatedly."""

import argparse
import os
import socket
import sys

from socketserver import StreamRequestHandler, ThreadingTCPServer


class Echo(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(b'%d: %s' % (os.getpid(), line))


class Server(ThreadingTCPServer):
    def server_bind(self):
        # What allow_reuse_port does, which came with 3.11.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        ThreadingTCPServer.server_bind(self)


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
