#!/usr/bin/env python
"""SOCKS4 proxy"""
import socket, struct, select, sys
import SocketServer
import threading

class Socks4Error(Exception): pass

class Socks4Handler(SocketServer.StreamRequestHandler):
    users = {'joe': 1, 'ann': 2}

    def handle(self):
        try:
            version = self.rfile.read(1)
            if version != '\x04':
                raise Socks4Error(91, 'bad version')
            cmd = ord(self.rfile.read(1))
            port, ip = struct.unpack('!H4s', self.rfile.read(6))
            user = self.readstring()
            if cmd != 1:
                raise Socks4Error(91, 'bad command')
            if user not in self.users:
                raise Socks4Error(93, 'user %s not allowed' % user)
            try:
                sock = socket.create_connection((socket.inet_ntoa(ip), port))
            except socket.error, e:
                raise Socks4Error(92, 'cannot connect to %s' % socket.inet_ntoa(ip))
        except Socks4Error, e:
            print 'refused:', e.args[1]
            self.wfile.write('\0' + chr(e.args[0]) + '\0' * 6)
            return
        print 'user %s connects to %s' % (user, socket.inet_ntoa(ip))
        self.wfile.write('\x00\x5a' + '\x00\x00' + '\x00\x00\x00\x00')
        self.relay(self.connection, sock)
        sock.close()

    def readstring(self):
        s = ''
        c = self.rfile.read(1)
        while c != '\0':
            if not c:
                raise Socks4Error(91, 'incomplete request')
            s += c
            c = self.rfile.read(1)
        return s

    def relay(self, a, b):
        pair = [a, b]
        count = [0, 0]
        while True:
            ready = select.select(pair, [], [])[0]
            for s in ready:
                i = pair.index(s)
                buf = s.recv(4096)
                if not buf:
                    print 'sent %d, received %d' % tuple(count)
                    return
                count[i] += len(buf)
                pair[1 - i].send(buf)

class Server(SocketServer.ThreadingMixIn, SocketServer.TCPServer):
    allow_reuse_address = 1
    daemon_threads = 1

srv = Server(('127.0.0.1', int(sys.argv[1])), Socks4Handler)
print 'socks on', srv.server_address[1]
sys.stdout.flush()
t = threading.Thread(target=srv.serve_forever)
t.setDaemon(1)
t.start()
try:
    while t.isAlive():
        t.join(3600)
except KeyboardInterrupt:
    srv.shutdown()
