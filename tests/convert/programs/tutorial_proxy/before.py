#!/usr/bin/env python
# a simple HTTP proxy, one thread per request
import signal
import socket
import sys
import thread

MAX_DATA = 4096
BLOCKED = ['blocked.example', 'verboten']

def proxy_thread(conn, client_addr):
    request = conn.recv(MAX_DATA)
    first_line = request.split('\n')[0]
    if len(first_line.split(' ')) < 3:
        conn.send('HTTP/1.0 400 Bad\r\n\r\n' + first_line)
        conn.close()
        return
    url = first_line.split(' ')[1]
    for word in BLOCKED:
        if word in url:
            print 'Blocked', url
            conn.send('HTTP/1.0 403 Forbidden\r\n\r\n%s is blocked' % url)
            conn.close()
            return
    # find the webserver and port
    http_pos = url.find('://')
    if http_pos == -1:
        temp = url
    else:
        temp = url[(http_pos + 3):]
    port_pos = temp.find(':')
    webserver_pos = temp.find('/')
    if webserver_pos == -1:
        webserver_pos = len(temp)
    if port_pos == -1 or webserver_pos < port_pos:
        port = 80
        webserver = temp[:webserver_pos]
    else:
        port = int((temp[(port_pos + 1):])[:webserver_pos - port_pos - 1])
        webserver = temp[:port_pos]
    path = temp[webserver_pos:] or '/'
    print 'Request', first_line.split(' ')[0], webserver, path
    try:
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        s.connect((webserver, port))
        s.send(request.replace(url, path, 1))
        size = 0
        while 1:
            data = s.recv(MAX_DATA)
            if len(data) > 0:
                conn.send(data)
                size += len(data)
            else:
                break
        print 'Answer of %d bytes' % size
        s.close()
        conn.close()
    except socket.error, (value, message):
        if s:
            s.close()
        conn.send('HTTP/1.0 502 ' + message + '\r\n\r\n')
        conn.close()
        print 'Runtime Error:', message

def main():
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('', int(sys.argv[1])))
    s.listen(50)
    print 'Proxy Server Running on', s.getsockname()[1]
    sys.stdout.flush()
    while 1:
        conn, client_addr = s.accept()
        thread.start_new_thread(proxy_thread, (conn, client_addr))

try:
    main()
except KeyboardInterrupt:
    sys.exit(0)
