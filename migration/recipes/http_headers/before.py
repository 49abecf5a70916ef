"""Answers a GET with the headers that it came with."""
from __future__ import print_function

import argparse
import sys

from six.moves.BaseHTTPServer import BaseHTTPRequestHandler, HTTPServer


class Headers(BaseHTTPRequestHandler):
    def do_GET(self):
        host = self.headers.getheader('Host', 'nobody')
        agent = self.headers.getheader('User-Agent')
        self.send_response(200)
        self.send_header('Content-Type', 'text/plain; charset=utf-8')
        self.end_headers()
        self.wfile.write('%s asks %s for %s\n' % (agent, host, self.path))

    def log_message(self, *args):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = HTTPServer(('127.0.0.1', port), Headers)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
