#!/usr/bin/python
"""A guestbook: BaseHTTPServer, GET shows, POST adds."""
from BaseHTTPServer import BaseHTTPRequestHandler, HTTPServer
from SocketServer import ThreadingMixIn
from urlparse import urlparse, parse_qs
import cgi
import os
import sys
import time

PAGE = """<html><head><title>Guestbook</title></head>
<body>
%s
<form method="POST" action="/sign"><input name="name"><textarea name="text"></textarea></form>
</body></html>
"""

class Guestbook:
    filename = 'guestbook.txt'

    def entries(self):
        if not os.path.exists(self.filename):
            return []
        return [line.rstrip('\n').split('\t') for line in open(self.filename, 'r')]

    def add(self, name, text):
        f = open(self.filename, 'a')
        f.write('%s\t%s\n' % (name, text.replace('\r\n', ' ').replace('\t', ' ')))
        f.close()

book = Guestbook()

class Handler(BaseHTTPRequestHandler):

    def log_message(self, format, *args):
        sys.stdout.write('LOG ' + (format % args) + '\n')
        sys.stdout.flush()

    def page(self, code, body, ctype='text/html'):
        self.send_response(code)
        self.send_header('Content-Type', ctype)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        url = urlparse(self.path)
        if url.path == '/':
            query = parse_qs(url.query)
            who = query.get('who', [''])[0]
            html = []
            for name, text in book.entries():
                if who and who != name:
                    continue
                html.append('<p><b>%s</b>: %s</p>' % (cgi.escape(name), cgi.escape(text)))
            self.page(200, PAGE % '\n'.join(html))
        elif url.path == '/raw':
            self.page(200, '\n'.join(['|'.join(e) for e in book.entries()]), 'text/plain')
        else:
            self.send_error(404, 'no page %s' % self.path)

    def do_POST(self):
        length = int(self.headers.getheader('content-length', 0))
        data = self.rfile.read(length)
        form = parse_qs(data, keep_blank_values=1)
        if not form.has_key('name') or not form['name'][0]:
            self.page(400, 'no name given\n')
            return
        name = form['name'][0]
        text = form.get('text', ['(nothing)'])[0]
        book.add(name, text)
        print 'new entry by', name
        self.send_response(302)
        self.send_header('Location', '/?who=' + name)
        self.end_headers()

class Server(ThreadingMixIn, HTTPServer):
    pass

if __name__ == '__main__':
    httpd = Server(('127.0.0.1', int(sys.argv[1])), Handler)
    print 'http://localhost:%d/' % httpd.server_port
    sys.stdout.flush()
    try:
        httpd.serve_forever()
    except KeyboardInterrupt:
        httpd.socket.close()
