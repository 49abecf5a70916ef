#!/usr/bin/env python
# JSON REST API over BaseHTTPServer: /items, /items/ID
import BaseHTTPServer
import json
import re
import sys
import urlparse

items = {}

def route(pattern, method):
    def decorator(f):
        f.route = (re.compile('^' + pattern + '$'), method)
        return f
    return decorator

class APIError(Exception):
    def __init__(self, status, message):
        Exception.__init__(self, message)
        self.status = status

class API(BaseHTTPServer.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.0'

    @route('/items', 'GET')
    def index(self):
        query = urlparse.parse_qs(urlparse.urlparse(self.path).query)
        wanted = query.get('q', [''])[0].decode('utf-8')
        return 200, [items[k] for k in sorted(items) if wanted in items[k]['name']]

    @route('/items', 'POST')
    def create(self):
        data = self.body()
        n = max(items.keys() or [0]) + 1
        items[n] = {'id': n, 'name': data['name']}
        print 'created', n, data['name'].encode('utf-8')
        return 201, items[n]

    @route(r'/items/(\d+)', 'GET')
    def show(self, n):
        return 200, items[int(n)]

    @route(r'/items/(\d+)', 'DELETE')
    def delete(self, n):
        del items[int(n)]
        return 204, None

    def body(self):
        length = int(self.headers.getheader('content-length') or 0)
        try:
            return json.loads(self.rfile.read(length))
        except ValueError:
            raise APIError(400, 'bad JSON')

    def dispatch(self):
        path = self.path.split('?')[0]
        for name in dir(self):
            pattern, method = getattr(getattr(self, name), 'route', (None, None))
            if method == self.command:
                m = pattern.match(path)
                if m:
                    return getattr(self, name)(*m.groups())
        raise APIError(404, 'no route for %s' % path)

    def do_GET(self):
        try:
            status, result = self.dispatch()
        except APIError, e:
            status, result = e.status, {'error': str(e)}
        except KeyError, e:
            status, result = 404, {'error': 'no %s' % e.args[0]}
        text = ''
        if result is not None:
            text = json.dumps(result, sort_keys=True)
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', len(text))
        self.end_headers()
        self.wfile.write(text)

    do_POST = do_DELETE = do_GET

    def log_request(self, code='-', size='-'):
        sys.stdout.write('%s %s -> %s\n' % (self.command, self.path, code))

def main():
    httpd = BaseHTTPServer.HTTPServer(('127.0.0.1', int(sys.argv[1])), API)
    print 'API at port', httpd.server_port
    sys.stdout.flush()
    try:
        httpd.serve_forever()
    except KeyboardInterrupt:
        pass

main()
