#!/usr/bin/env python
import BaseHTTPServer
import Cookie
import sys
import urllib
import urlparse

PAGE = """<html><head><title>%s</title></head>
<body><h1>%s</h1>
%s
</body></html>
"""

class Handler(BaseHTTPServer.BaseHTTPRequestHandler):
    server_version = 'Status/0.1'

    def log_message(self, format, *args):
        sys.stdout.write('%s - %s\n' % (self.client_address[0], format % args))

    def page(self, title, body):
        text = PAGE % (title, title, body)
        self.send_response(200)
        self.send_header('Content-type', 'text/html')
        self.send_header('Content-length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        parts = urlparse.urlparse(self.path)
        if parts.path == '/':
            self.page('Index', '<p>nothing here</p>')
        elif parts.path == '/hello':
            query = urlparse.parse_qs(parts.query)
            name = query.get('name', ['nobody'])[0]
            self.page('Hello', '<p>Hello %s</p>' % name)
        elif parts.path.startswith('/file/'):
            name = urllib.unquote(parts.path[6:])
            try:
                data = open(name).read()
            except IOError, e:
                self.send_error(404, 'no such file')
                return
            self.send_response(200)
            self.send_header('Content-type', 'application/octet-stream')
            self.end_headers()
            self.wfile.write(data)
        elif parts.path == '/agent':
            agent = self.headers.getheader('User-Agent')
            if agent is None:
                agent = 'none'
            self.page('Agent', agent)
        elif parts.path == '/visits':
            c = Cookie.SimpleCookie(self.headers.getheader('Cookie', ''))
            n = 0
            if c.has_key('visits'):
                n = int(c['visits'].value)
            c['visits'] = str(n + 1)
            self.send_response(200)
            self.send_header('Set-Cookie', c['visits'].OutputString())
            self.end_headers()
            print >>self.wfile, 'visit number', n + 1
        else:
            self.send_error(404)

    def do_POST(self):
        length = int(self.headers.getheader('Content-Length', '0'))
        data = self.rfile.read(length)
        print 'POST %d bytes: %s' % (length, data)
        fields = urlparse.parse_qs(data)
        self.send_response(200)
        self.end_headers()
        keys = fields.keys()
        keys.sort()
        for key in keys:
            self.wfile.write('%s -> %s\n' % (key, ','.join(fields[key])))

httpd = BaseHTTPServer.HTTPServer(('127.0.0.1', int(sys.argv[1])), Handler)
print 'http on', httpd.server_port
sys.stdout.flush()
try:
    httpd.serve_forever()
except KeyboardInterrupt:
    httpd.socket.close()
