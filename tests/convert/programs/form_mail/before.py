#!/usr/bin/env python
# -*- coding: utf-8 -*-
"""Contact form.  Saves entries into entries.csv."""
import cgi
import csv
import os
import sys
import urllib
from BaseHTTPServer import BaseHTTPRequestHandler, HTTPServer
from cStringIO import StringIO

FORM = '''<html><head><title>Kontakt – Formular</title></head>
<body>%(message)s
<form action="/" method="POST">
Name: <input name="name" value="%(name)s"><br>
<textarea name="text">%(text)s</textarea>
<input type="submit" value="Übermitteln">
</form></body></html>
'''

def render(**values):
    for key in 'message', 'name', 'text':
        values.setdefault(key, '')
    for key in values.keys():
        values[key] = values[key].replace('&', '&amp;').replace('<', '&lt;')
    return FORM % values

class FormHandler(BaseHTTPRequestHandler):
    def output(self, body, status=200):
        out = StringIO()
        out.write('<!DOCTYPE html>\n')
        out.write(body)
        self.send_response(status)
        self.send_header('Content-Type', 'text/html; charset=utf-8')
        self.send_header('Content-Length', str(out.tell()))
        self.end_headers()
        self.wfile.write(out.getvalue())

    def do_GET(self):
        if self.path == '/':
            self.output(render())
        elif self.path == '/count':
            n = 0
            if os.path.exists('entries.csv'):
                n = len(list(csv.reader(open('entries.csv', 'rb'))))
            self.wfile.write('HTTP/1.0 200 OK\r\n\r\n%d' % n)
        else:
            self.output('<p>%s gibt es nicht</p>' % urllib.unquote(self.path), 404)

    def do_POST(self):
        length = int(self.headers.getheader('content-length'))
        form = cgi.parse_qs(self.rfile.read(length))
        name = form.get('name', [''])[0]
        text = form.get('text', [''])[0]
        if not name:
            self.output(render(message='Name fehlt', text=text))
            return
        f = open('entries.csv', 'ab')
        csv.writer(f).writerow([name, text])
        f.close()
        print 'Eintrag von %s: %d Zeichen' % (name, len(text))
        self.output(render(message='Danke, %s!' % name))

    def log_message(self, *args):
        pass

if __name__ == '__main__':
    httpd = HTTPServer(('127.0.0.1', int(sys.argv[1])), FormHandler)
    print 'Port', httpd.server_port
    sys.stdout.flush()
    try:
        httpd.serve_forever()
    except KeyboardInterrupt:
        print
