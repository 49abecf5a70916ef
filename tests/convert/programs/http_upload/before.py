#!/usr/bin/env python
"""Simple HTTP server with upload, after many recipes on the net."""
import BaseHTTPServer
import cgi
import mimetypes
import os
import posixpath
import re
import shutil
import sys
import urllib
try:
    from cStringIO import StringIO
except ImportError:
    from StringIO import StringIO

class UploadHandler(BaseHTTPServer.BaseHTTPRequestHandler):

    server_version = 'SimpleHTTPWithUpload/0.1'

    def log_request(self, code='-', size='-'):
        print self.command, self.path, code

    def do_GET(self):
        f = self.send_head()
        if f:
            shutil.copyfileobj(f, self.wfile)
            f.close()

    def do_HEAD(self):
        f = self.send_head()
        if f:
            f.close()

    def do_POST(self):
        ok, info = self.deal_post_data()
        f = StringIO()
        f.write('<title>Upload</title>\n')
        if ok:
            f.write('<strong>Success:</strong>')
        else:
            f.write('<strong>Failed:</strong>')
        f.write(info)
        f.write('\n')
        length = f.tell()
        f.seek(0)
        self.send_response(200)
        self.send_header('Content-type', 'text/html')
        self.send_header('Content-Length', str(length))
        self.end_headers()
        shutil.copyfileobj(f, self.wfile)
        f.close()

    def deal_post_data(self):
        boundary = self.headers.getheader('content-type').split('=')[1]
        remainbytes = int(self.headers['content-length'])
        line = self.rfile.readline()
        remainbytes -= len(line)
        if not boundary in line:
            return (False, 'Content does not begin with boundary')
        line = self.rfile.readline()
        remainbytes -= len(line)
        fn = re.findall(r'Content-Disposition.*name="file"; filename="(.*)"', line)
        if not fn:
            return (False, 'no file name')
        name = os.path.basename(fn[0])
        line = self.rfile.readline()
        remainbytes -= len(line)
        out = open(name, 'wb')
        preline = self.rfile.readline()
        remainbytes -= len(preline)
        while remainbytes > 0:
            line = self.rfile.readline()
            remainbytes -= len(line)
            if boundary in line:
                preline = preline[0:-1]
                if preline.endswith('\r'):
                    preline = preline[0:-1]
                out.write(preline)
                out.close()
                return (True, "File '%s' upload success!" % name)
            else:
                out.write(preline)
                preline = line
        return (False, 'Unexpected end of data.')

    def send_head(self):
        name = posixpath.normpath(urllib.unquote(self.path)).lstrip('/')
        if name == '':
            return self.list_directory('.')
        try:
            f = open(name, 'rb')
        except IOError:
            self.send_response(404)
            self.end_headers()
            self.wfile.write('not found: ' + cgi.escape(name))
            return None
        self.send_response(200)
        self.send_header('Content-type', mimetypes.guess_type(name)[0] or 'x/y')
        self.end_headers()
        return f

    def list_directory(self, path):
        names = os.listdir(path)
        names.sort(key=lambda a: a.lower())
        f = StringIO()
        for name in names:
            f.write('<li><a href="%s">%s</a>\n' % (urllib.quote(name), cgi.escape(name)))
        length = f.tell()
        f.seek(0)
        self.send_response(200)
        self.send_header('Content-type', 'text/html; charset=utf-8')
        self.send_header('Content-Length', str(length))
        self.end_headers()
        return f

if __name__ == '__main__':
    server = BaseHTTPServer.HTTPServer(('', int(sys.argv[1])), UploadHandler)
    print 'Serving HTTP on port', server.server_port, '...'
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
