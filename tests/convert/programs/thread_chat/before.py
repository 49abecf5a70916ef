#!/usr/bin/env python
# -*- coding: utf-8 -*-
# Simple chat server. telnet localhost 9000

import SocketServer
import threading
import sys
import time

lock = threading.Lock()
clients = []

def broadcast(msg, skip=None):
    lock.acquire()
    try:
        for c in clients[:]:
            if c is skip:
                continue
            try:
                c.request.send(msg)
            except Exception, e:
                print 'send failed:', e
                clients.remove(c)
    finally:
        lock.release()

class ChatHandler(SocketServer.BaseRequestHandler):
    nick = None

    def setup(self):
        self.buf = ''

    def readline(self):
        while '\n' not in self.buf:
            data = self.request.recv(1024)
            if not data:
                return None
            self.buf += data
        line, self.buf = self.buf.split('\n', 1)
        return line.rstrip('\r')

    def handle(self):
        self.request.send('Wie heißt du? ')
        self.nick = self.readline()
        if not self.nick:
            return
        clients.append(self)
        broadcast('* %s ist da\n' % self.nick)
        print self.nick, 'joined,', len(clients), 'here'
        while True:
            line = self.readline()
            if line is None or line == '/quit':
                break
            elif line.startswith('/me '):
                broadcast('* ' + self.nick + line[3:] + '\n')
            elif line == '/who':
                nicks = [c.nick for c in clients]
                nicks.sort()
                self.request.send(', '.join(nicks) + '\n')
            else:
                broadcast('<%s> %s\n' % (self.nick, line), self)

    def finish(self):
        if self in clients:
            clients.remove(self)
            broadcast('* %s geht\n' % self.nick)
            print '%s left' % self.nick

class ChatServer(SocketServer.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

if __name__ == '__main__':
    s = ChatServer(('127.0.0.1', int(sys.argv[1])), ChatHandler)
    print 'Chat auf Port', s.server_address[1]
    sys.stdout.flush()
    try:
        s.serve_forever()
    except KeyboardInterrupt:
        print 'Tschüß'
