#!/usr/bin/env python
'''netstring server: "5:hello," -> "5:olleh,"'''
from SocketServer import *
import sys

class NetstringError(Exception):
    def __init__(self, reason):
        Exception.__init__(self, reason)
        self.reason = reason

class NetstringHandler(BaseRequestHandler):
    MAX = 99999

    def setup(self):
        self.data = ''

    def read(self, n):
        while len(self.data) < n:
            more = self.request.recv(4096)
            if not more:
                raise EOFError()
            self.data += more
        result, self.data = self.data[:n], self.data[n:]
        return result

    def read_netstring(self):
        length = ''
        c = self.read(1)
        while c in '0123456789':
            length += c
            c = self.read(1)
        if c != ':' or not length:
            raise NetstringError('expected digits and a colon, got %r' % c)
        if int(length) > self.MAX:
            raise NetstringError('too long: %s' % length)
        s = self.read(int(length))
        if self.read(1) != ',':
            raise NetstringError('no comma after "%s"' % s)
        return s

    def send_netstring(self, s):
        self.request.sendall('%d:%s,' % (len(s), s))

    def handle(self):
        try:
            while True:
                s = self.read_netstring()
                print 'got', repr(s)
                self.send_netstring(''.join(reversed(s)))
        except EOFError:
            if self.data:
                print 'left over: %d' % len(self.data)
        except NetstringError, e:
            print 'error:', e.reason
            self.send_netstring('error: ' + e.reason)

    def finish(self):
        print 'finished'

if __name__ == '__main__':
    server = ThreadingTCPServer(('127.0.0.1', int(sys.argv[1])), NetstringHandler)
    server.daemon_threads = True
    print 'netstrings on', server.server_address[1]
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
