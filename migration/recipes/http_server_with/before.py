"""A web server."""
import argparse
import sys

from six.moves.BaseHTTPServer import BaseHTTPRequestHandler, HTTPServer


class Mirror(BaseHTTPRequestHandler):
    def do_POST(self):
        size = int(self.headers['Content-Length'])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.rfile.read(size))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    with HTTPServer(('127.0.0.1', port), Mirror) as server:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass
