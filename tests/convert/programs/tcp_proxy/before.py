#!/usr/bin/env python
# -*- coding: iso-8859-1 -*-
"""
TCP proxy that shows what goes through it.
usage: tcpproxy.py listenport targetport
"""
import select
import socket
import string
import sys
import SocketServer

PRINTABLE = string.digits + string.letters + string.punctuation + ' '

def hexdump(src, length=16):
    result = []
    for i in xrange(0, len(src), length):
        s = src[i:i + length]
        hexa = ' '.join(['%02X' % ord(x) for x in s])
        text = ''.join([x in PRINTABLE and x or '.' for x in s])
        result.append('%04X   %-*s   %s' % (i, length * 3, hexa, text))
    return '\n'.join(result)

class ProxyHandler(SocketServer.BaseRequestHandler):

    def handle(self):
        remote = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            remote.connect(('127.0.0.1', self.server.target))
        except socket.error:
            self.request.send('cannot connect\n')
            return
        peers = {self.request: remote, remote: self.request}
        while peers:
            r, w, x = select.select(peers.keys(), [], [])
            for sock in r:
                data = sock.recv(4096)
                if data == '':
                    print '[==] closed'
                    remote.close()
                    return
                if sock is remote:
                    print '[<==] %d bytes' % len(data)
                    data = self.response(data)
                else:
                    print '[==>] %d bytes' % len(data)
                    data = self.filter(data)
                print hexdump(data)
                peers[sock].sendall(data)

    def filter(self, data):
        return data.replace('secret', '******')

    def response(self, data):
        if data.startswith('220 '):
            return data.replace('FTP', 'ftp (proxied)')
        return data

class Proxy(SocketServer.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, port, target):
        self.target = target
        SocketServer.ThreadingTCPServer.__init__(self, ('127.0.0.1', port), ProxyHandler)

if __name__ == '__main__':
    proxy = Proxy(int(sys.argv[1]), int(sys.argv[2]))
    print 'port %d' % proxy.server_address[1]
    sys.stdout.flush()
    try:
        proxy.serve_forever()
    except KeyboardInterrupt:
        print '[*] exit'
