"""Upload server: multipart/form-data parsed by hand, files saved, index page, If-Modified."""
import os, re, sys, time, posixpath, mimetypes, urllib, shutil, cgi
from BaseHTTPServer import HTTPServer, BaseHTTPRequestHandler
from StringIO import StringIO

UPLOAD = 'files'

class UploadHandler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.0'

    def log_request(self, code='-', size='-'):
        print self.command, self.path, code
        sys.stdout.flush()

    def do_HEAD(self):
        f = self.send_file_head()
        if f:
            f.close()

    def do_GET(self):
        f = self.send_file_head()
        if f:
            shutil.copyfileobj(f, self.wfile)
            f.close()

    def send_file_head(self):
        path = urllib.unquote(self.path.split('?', 1)[0])
        name = posixpath.basename(posixpath.normpath(path))
        if path.endswith('/'):
            return self.index()
        full = os.path.join(UPLOAD, name)
        try:
            f = open(full, 'rb')
        except IOError:
            self.reply(404, 'File %s not found' % name)
            return None
        ctype = mimetypes.guess_type(full)[0] or 'application/octet-stream'
        self.send_response(200)
        self.send_header('Content-Type', ctype)
        self.send_header('Content-Length', str(os.fstat(f.fileno())[6]))
        self.send_header('Content-Disposition', 'inline; filename="%s"' % name)
        self.end_headers()
        return f

    def index(self):
        names = os.listdir(UPLOAD)
        names.sort(key=lambda a: a.lower())
        f = StringIO()
        f.write('<html><body><ul>\n')
        for name in names:
            size = os.path.getsize(os.path.join(UPLOAD, name))
            f.write('<li><a href="%s">%s</a> %d\n' % (urllib.quote(name), cgi.escape(name, True), size))
        f.write('</ul></body></html>\n')
        length = f.tell()
        f.seek(0)
        self.send_response(200)
        self.send_header('Content-Type', 'text/html')
        self.send_header('Content-Length', str(length))
        self.end_headers()
        return f

    def reply(self, code, text):
        self.send_response(code)
        self.send_header('Content-Type', 'text/plain')
        self.end_headers()
        self.wfile.write(text + '\n')

    def do_POST(self):
        ok, info = self.deal_post_data()
        print ok, info, 'by:', self.client_address[0]
        self.reply(ok and 200 or 400, info)

    def deal_post_data(self):
        ctype = self.headers.get('Content-Type', '')
        if 'boundary=' not in ctype:
            return (False, 'Content is not multipart')
        boundary = ctype.split('boundary=')[1]
        remainbytes = int(self.headers['content-length'])
        line = self.rfile.readline()
        remainbytes -= len(line)
        if not boundary in line:
            return (False, 'Content NOT begin with boundary')
        line = self.rfile.readline()
        remainbytes -= len(line)
        fn = re.findall(r'Content-Disposition.*name="file"; filename="(.*)"', line)
        if not fn:
            return (False, "Can't find out file name...")
        fn = os.path.join(UPLOAD, os.path.basename(fn[0]))
        while line.strip():
            line = self.rfile.readline()
            remainbytes -= len(line)
        out = open(fn, 'wb')
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
                return (True, "File '%s' upload success!" % fn)
            else:
                out.write(preline)
                preline = line
        return (False, 'Unexpect Ends of data.')

if __name__ == '__main__':
    if not os.path.exists(UPLOAD):
        os.makedirs(UPLOAD)
    server = HTTPServer(('127.0.0.1', int(sys.argv[1])), UploadHandler)
    print 'Started on', server.server_address[1]
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print 'stopped'
