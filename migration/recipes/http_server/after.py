"""A web server and an XML-RPC server, with a thread for each request."""
from __future__ import print_function

import argparse
from six.moves.BaseHTTPServer import BaseHTTPRequestHandler, HTTPServer
from six.moves.xmlrpc_server import SimpleXMLRPCServer
from socketserver_compat import ThreadingMixIn
import sys


class Mirror(BaseHTTPRequestHandler):
    def do_POST(self):
        size = int(self.headers['Content-Length'])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'you sent ')
        self.wfile.write(self.rfile.read(size))


class WebServer(ThreadingMixIn, HTTPServer):
    pass


class XMLRPCServer(ThreadingMixIn, SimpleXMLRPCServer):
    pass


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    parser.add_argument('--xmlrpc', action='store_true')
    arguments = parser.parse_args()
    address = '127.0.0.1', arguments.port
    if arguments.xmlrpc:
        server = XMLRPCServer(address, logRequests=False)
        server.register_function(pow)
    else:
        server = WebServer(address, Mirror)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
