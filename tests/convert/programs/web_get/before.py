"""Fetch a page over a plain socket and save it."""
import socket
import sys
import StringIO

class Response:
    def __init__(self, data):
        f = StringIO.StringIO(data)
        line = f.readline()
        self.version, self.status, self.reason = line.split(None, 2)
        self.headers = {}
        while True:
            line = f.readline().strip()
            if not line:
                break
            name, value = line.split(':', 1)
            self.headers[name.lower()] = value.strip()
        self.body = f.read()

    def ok(self):
        return self.status[0] == '2'

def fetch(host, port, path):
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.connect((host, port))
    s.send('GET %s HTTP/1.0\r\n' % path)
    s.send('Host: %s\r\n' % host)
    s.send('\r\n')
    data = ''
    while True:
        buf = s.recv(1000)
        if not len(buf):
            break
        data += buf
    s.close()
    return Response(data)

def main():
    port = int(sys.argv[1])
    for path in sys.argv[2:]:
        try:
            r = fetch('127.0.0.1', port, path)
        except ValueError:
            print >>sys.stderr, 'bad answer'
            print path, 'failed'
            continue
        print path, r.status, r.reason.strip()
        names = r.headers.keys()
        names.sort()
        for name in names:
            print '    %s: %s' % (name.title(), r.headers[name])
        if r.ok():
            f = open('page.out', 'w')
            f.write(r.body)
            f.close()
            if r.headers.get('content-type', '').startswith('text/'):
                print r.body

if __name__ == '__main__':
    main()
