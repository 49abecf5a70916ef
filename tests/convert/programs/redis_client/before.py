#!/usr/bin/env python
"""Redis client: reads commands from standard input"""
import socket
import sys

CRLF = '\r\n'

class ResponseError(Exception):
    pass

class ConnectionError(Exception):
    pass

class Connection(object):

    def __init__(self, host='localhost', port=6379):
        self.host = host
        self.port = port
        self._sock = None
        self._fp = None

    def connect(self):
        if self._sock:
            return
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.connect((self.host, self.port))
        self._sock = sock
        self._fp = sock.makefile('r')

    def encode(self, value):
        if isinstance(value, unicode):
            return value.encode('utf-8')
        return str(value)

    def pack(self, *args):
        output = ['*%d' % len(args)]
        for arg in args:
            enc = self.encode(arg)
            output.append('$%s' % len(enc))
            output.append(enc)
        return CRLF.join(output) + CRLF

    def execute(self, *args):
        self.connect()
        self._sock.sendall(self.pack(*args))
        return self.read_response()

    def read_response(self):
        response = self._fp.readline()[:-2]
        if not response:
            raise ConnectionError('server closed')
        kind, response = response[0], response[1:]
        if kind == '-':
            if response.startswith('ERR '):
                response = response[4:]
            raise ResponseError(response)
        elif kind == '+':
            return response
        elif kind == ':':
            return long(response)
        elif kind == '$':
            length = int(response)
            if length == -1:
                return None
            data = self._fp.read(length)
            self._fp.read(2)
            return data
        elif kind == '*':
            return [self.read_response() for i in xrange(int(response))]
        raise ConnectionError('unknown: ' + kind)

def show(result, indent=''):
    if result is None:
        print indent + '(nil)'
    elif isinstance(result, (int, long)):
        print '%s(integer) %d' % (indent, result)
    elif isinstance(result, list):
        for i, item in enumerate(result):
            print '%s%d)' % (indent, i + 1),
            show(item)
    else:
        print '%s"%s"' % (indent, result)

def main():
    c = Connection('127.0.0.1', int(sys.argv[1]))
    for line in sys.stdin:
        words = line.split()
        if not words:
            continue
        try:
            show(c.execute(*words))
        except ResponseError, e:
            print '(error)', e
        except ConnectionError, e:
            print 'connection:', e
            return 1
    print c.execute('ECHO', u'\xfcber', 42)

if __name__ == '__main__':
    sys.exit(main())
