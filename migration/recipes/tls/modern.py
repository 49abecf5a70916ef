"""Sends lines back over TLS."""

import argparse
import os
import ssl
import sys

from socketserver import StreamRequestHandler, ThreadingTCPServer

CERTIFICATE = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                           'certificate.pem')


class Echo(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line)


class Server(ThreadingTCPServer):
    allow_reuse_address = True

    def get_request(self):
        # This runs in the loop, and the handshake would wait for the client.
        request, client_address = ThreadingTCPServer.get_request(self)
        request = self.context.wrap_socket(
            request, server_side=True, do_handshake_on_connect=False)
        return request, client_address

    def finish_request(self, request, client_address):
        # This runs in the thread of the client.
        request.settimeout(60)
        request.do_handshake()
        ThreadingTCPServer.finish_request(self, request, client_address)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    server = Server(('127.0.0.1', port), Echo)
    server.context = context
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
