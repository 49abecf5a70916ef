#!/usr/bin/python
# Mini web server without BaseHTTPServer: static files, directory listing, a form, cookies
import socket, os, sys, time, urllib, string, thread
import Cookie, cgi

DOCROOT = 'www'
TYPES = {'.html': 'text/html', '.txt': 'text/plain', '.png': 'image/png'}
ERRORS = {404: 'Not Found', 405: 'Method Not Allowed', 400: 'Bad Request'}

class Request:
    def __init__(self, raw):
        head, sep, self.body = raw.partition('\r\n\r\n')
        lines = head.split('\r\n')
        self.method, self.uri, self.version = lines[0].split(' ')
        self.headers = {}
        for line in lines[1:]:
            key, value = line.split(': ', 1)
            self.headers[key.lower()] = value
        self.path, _, self.query = self.uri.partition('?')
        self.path = urllib.unquote(self.path)
        self.form = {}
        for pair in (self.method == 'POST' and self.body or self.query).split('&'):
            if '=' in pair:
                k, v = pair.split('=', 1)
                self.form[urllib.unquote_plus(k)] = urllib.unquote_plus(v)
        self.cookies = Cookie.SimpleCookie(self.headers.get('cookie', ''))

def response(code, reason, body, ctype='text/html', extra=[]):
    head = ['HTTP/1.0 %d %s' % (code, reason), 'Content-Type: %s' % ctype, 'Content-Length: %d' % len(body)]
    return '\r\n'.join(head + extra) + '\r\n\r\n' + body

def error(code, detail=''):
    return response(code, ERRORS[code], '<h1>%d %s</h1><p>%s</p>\n' % (code, ERRORS[code], cgi.escape(detail)))

def listing(path, full):
    items = []
    for name in sorted(os.listdir(full)):
        if os.path.isdir(os.path.join(full, name)):
            name += '/'
        items.append('<li><a href="%s">%s</a></li>' % (urllib.quote(name), name))
    return response(200, 'OK', '<h1>%s</h1>\n<ul>\n%s\n</ul>\n' % (path, '\n'.join(items)))

def hello(req):
    name = req.form.get('name')
    if name is None and req.cookies.has_key('name'):
        name = req.cookies['name'].value
    name = name or 'stranger'
    return response(200, 'OK', 'Hello, <b>%s</b>\n' % cgi.escape(name), extra=['Set-Cookie: name=%s' % urllib.quote(name)])

def handle(req):
    if req.method not in ('GET', 'POST'):
        return error(405, req.method)
    if req.path == '/hello':
        return hello(req)
    full = os.path.normpath(DOCROOT + '/' + req.path)
    if not full.startswith(DOCROOT) or not os.path.exists(full):
        return error(404, req.path)
    if os.path.isdir(full):
        return listing(req.path, full)
    f = open(full, 'rb')
    body = f.read()
    f.close()
    ext = os.path.splitext(full)[1]
    return response(200, 'OK', body, TYPES.get(ext, 'application/octet-stream'))

def serve(conn, peer):
    raw = ''
    while '\r\n\r\n' not in raw:
        part = conn.recv(512)
        if not part:
            conn.close()
            return
        raw += part
    pos = raw.lower().find('content-length: ')
    if pos >= 0:
        need = int(raw[pos + 16:raw.find('\r\n', pos)])
        while len(raw) - raw.find('\r\n\r\n') - 4 < need:
            raw += conn.recv(512)
    try:
        req = Request(raw)
        reply = handle(req)
        print req.method, req.path, reply[9:12]
    except ValueError, e:
        reply = error(400, 'cannot parse')
        print 'bad request:', raw.split('\r\n')[0]
    conn.sendall(reply)
    conn.close()
    sys.stdout.flush()

if __name__ == '__main__':
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('127.0.0.1', int(sys.argv[1])))
    s.listen(5)
    print 'http://127.0.0.1/ port %d' % s.getsockname()[1]
    sys.stdout.flush()
    try:
        while 1:
            thread.start_new_thread(serve, s.accept())
    except KeyboardInterrupt:
        s.close()
