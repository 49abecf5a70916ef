#!/usr/bin/env python
# A web server in 60 lines, sockets only
import os, socket, sys, time

MIME = {'html': 'text/html', 'txt': 'text/plain', 'png': 'image/png'}

def respond(conn, status, ctype, body):
    header = 'HTTP/1.0 %s\r\n' % status
    header += 'Content-Type: %s\r\n' % ctype
    header += 'Content-Length: %d\r\n\r\n' % len(body)
    conn.sendall(header)
    conn.sendall(body)

def handle(conn, addr):
    request = ''
    while '\r\n\r\n' not in request:
        data = conn.recv(4096)
        if not data:
            return
        request += data
    head, body = request.split('\r\n\r\n', 1)
    lines = head.split('\r\n')
    try:
        method, path, version = lines[0].split(' ')
    except ValueError:
        respond(conn, '400 Bad Request', 'text/plain', 'cannot parse: ' + lines[0])
        return
    headers = {}
    for line in lines[1:]:
        key, value = line.split(':', 1)
        headers[key.lower()] = value.strip()
    print '%s %s from %s' % (method, path, headers.get('host', 'unknown'))
    if method == 'POST':
        length = int(headers.get('content-length', 0))
        while len(body) < length:
            body += conn.recv(length - len(body))
        out = open('posted', 'w')
        out.write(body)
        out.close()
        respond(conn, '200 OK', 'text/plain', 'got %d bytes\n%s' % (len(body), body))
    elif method in ['GET', 'HEAD']:
        name = path.lstrip('/') or 'index.html'
        if '..' in name or not os.path.isfile(name):
            respond(conn, '404 Not Found', 'text/html', '<h1>%s not found</h1>' % path)
            return
        ext = name.split('.')[-1]
        content = file(name, 'rb').read()
        if method == 'HEAD':
            content = ''
        respond(conn, '200 OK', MIME.get(ext, 'application/octet-stream'), content)
    else:
        respond(conn, '405 Method Not Allowed', 'text/plain', method + '?')

def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(('127.0.0.1', int(sys.argv[1])))
    sock.listen(1)
    print 'http://127.0.0.1:%d' % sock.getsockname()[1]
    sys.stdout.flush()
    while True:
        conn, addr = sock.accept()
        try:
            handle(conn, addr)
        finally:
            conn.close()

if __name__ == '__main__':
    main()
