#!/usr/bin/env python
# A BBS for telnet clients: handles IAC, asks, keeps messages (shelve-like)
import SocketServer
import anydbm
import os
import random
import sys
import time

IAC = chr(255)
DONT = chr(254)
DO = chr(253)
WONT = chr(252)
WILL = chr(251)
ECHO = chr(1)
SGA = chr(3)

ESC = '\x1b['

def color(n, text):
    return ESC + str(n) + 'm' + text + ESC + '0m'

class TelnetHandler(SocketServer.BaseRequestHandler):

    messages = []

    def setup(self):
        self.pending = []
        self.request.send(IAC + WILL + SGA)
        self.request.send(IAC + DONT + ECHO)

    def getc(self):
        while True:
            if not self.pending:
                data = self.request.recv(100)
                if data == '':
                    raise EOFError
                self.pending = list(data)
            c = self.pending.pop(0)
            if c == IAC:
                cmd = self.getc()
                if cmd in (DO, DONT, WILL, WONT):
                    option = self.getc()
                    print 'option %d %d' % (ord(cmd), ord(option))
                    continue
                elif cmd != IAC:
                    continue
            return c

    def getline(self, prompt):
        self.write(prompt)
        chars = []
        while True:
            c = self.getc()
            if c == '\r' or c == '\0':
                continue
            if c == '\n':
                return ''.join(chars)
            if c == '\x08' or c == '\x7f':
                if chars:
                    chars.pop()
            else:
                chars.append(c)

    def write(self, text):
        text = text.replace('\n', '\r\n').replace(IAC, IAC + IAC)
        self.request.sendall(text)

    def handle(self):
        try:
            self.write(color(31, 'Welcome') + '\n')
            name = self.getline('Login: ')
            self.write('Hello %s, %d messages\n' % (color(32, name), len(self.messages)))
            while True:
                cmd = self.getline('> ')
                if cmd in ('q', 'quit'):
                    self.write('Bye\n')
                    return
                if cmd == 'r':
                    for i, (who, text) in enumerate(self.messages):
                        self.write('%2d. %s: %s\n' % (i + 1, who, text))
                elif cmd == 'w':
                    self.messages.append((name, self.getline('Text: ')))
                elif cmd:
                    self.write('Unknown "%s"\n' % cmd)
        except EOFError:
            print 'hung up'

s = SocketServer.TCPServer(('127.0.0.1', int(sys.argv[1])), TelnetHandler)
print 'bbs', s.server_address[1]
sys.stdout.flush()
try:
    s.serve_forever()
except KeyboardInterrupt:
    for who, text in TelnetHandler.messages:
        print who, 'wrote', text
