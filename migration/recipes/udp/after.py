"""Tells how many bytes a datagram has."""
from __future__ import print_function

import argparse
import sys

from socketserver_compat import DatagramRequestHandler, UDPServer


class Size(DatagramRequestHandler):
    def handle(self):
        data, server_socket = self.request
        if data == b'ping':
            server_socket.sendto(b'pong', self.client_address)
        self.wfile.write(b'%d bytes' % len(data))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = UDPServer(('127.0.0.1', port), Size)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
