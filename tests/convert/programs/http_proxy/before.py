#!/usr/bin/env python
"""HTTP proxy with a word filter (GET and POST)."""
import BaseHTTPServer
import httplib
import socket
import sys
import urlparse
from SocketServer import ThreadingMixIn

BAD = ['casino', 'Lotterie']

class ProxyHandler(BaseHTTPServer.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.0'

    def log_message(self, fmt, *args):
        print fmt % args

    def do_GET(self):
        self.forward('GET')

    def do_POST(self):
        length = int(self.headers['Content-Length'])
        self.forward('POST', self.rfile.read(length))

    def forward(self, method, body=None):
        scheme, netloc, path, params, query, fragment = urlparse.urlparse(self.path)
        if scheme != 'http':
            self.send_error(400, 'Only http')
            return
        if query:
            path += '?' + query
        headers = {}
        for name in self.headers.keys():
            if name.lower() not in ('proxy-connection', 'connection', 'host'):
                headers[name] = self.headers[name]
        try:
            conn = httplib.HTTPConnection(netloc)
            conn.request(method, path or '/', body, headers)
            response = conn.getresponse()
            data = response.read()
        except (socket.error, httplib.HTTPException), e:
            self.send_response(502)
            self.end_headers()
            self.wfile.write('cannot reach %s' % netloc)
            return
        ctype = response.getheader('content-type', 'text/plain')
        if ctype.startswith('text/'):
            data = self.clean(data)
        self.send_response(response.status)
        self.send_header('Content-Type', ctype)
        self.send_header('Content-Length', len(data))
        self.end_headers()
        self.wfile.write(data)
        conn.close()

    def clean(self, data):
        for word in BAD:
            if word in data:
                print 'filtered', word
                data = data.replace(word, '#' * len(word))
        return data

class Proxy(ThreadingMixIn, BaseHTTPServer.HTTPServer):
    daemon_threads = True

if __name__ == '__main__':
    proxy = Proxy(('127.0.0.1', int(sys.argv[1])), ProxyHandler)
    print 'proxy on port', proxy.server_port
    sys.stdout.flush()
    try:
        proxy.serve_forever()
    except KeyboardInterrupt:
        pass
