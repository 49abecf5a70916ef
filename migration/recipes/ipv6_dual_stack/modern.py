"""Tells clients of IPv4 and IPv6 their address."""

import argparse
import socket
import sys

from socketserver import StreamRequestHandler, ThreadingTCPServer


class Address(StreamRequestHandler):
    def handle(self):
        # Of four parts with IPv6, so not "host, port = ...".
        host = self.client_address[0]
        if host.startswith('::ffff:'):
            host = host[len('::ffff:'):]  # IPv4, as IPv6 writes it
        self.wfile.write(host.encode('ascii') + b'\n')


class Server(ThreadingTCPServer):
    address_family = socket.AF_INET6

    def server_bind(self):
        # The default is the system's: off with Linux, on with Windows.
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        ThreadingTCPServer.server_bind(self)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = Server(('::', port), Address)
    try:
        print('listening on [%s]:%d' % server.server_address[:2])
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
