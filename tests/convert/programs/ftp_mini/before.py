#!/usr/bin/env python
"""A bit of FTP: USER, PASS, PWD, CWD, SIZE, STOR/RETR inline, QUIT."""
import os
import re
import socket
import sys
import threading
import time
import types

CRLF = '\r\n'

class FTPThread(threading.Thread):

    users = {'anonymous': None, 'joe': 'geheim'}

    def __init__(self, conn, number):
        threading.Thread.__init__(self, name='ftp-%d' % number)
        self.daemon = True
        self.conn = conn
        self.buffer = ''
        self.cwd = '/'
        self.user = None
        self.ok = False

    def reply(self, code, *lines):
        lines = list(lines)
        last = lines.pop()
        for line in lines:
            self.conn.send(str(code) + '-' + line + CRLF)
        self.conn.send(str(code) + ' ' + last + CRLF)

    def getline(self):
        while CRLF not in self.buffer:
            new = self.conn.recv(128)
            if len(new) == 0:
                return ''
            self.buffer += new
        line, sep, self.buffer = self.buffer.partition(CRLF)
        return line + sep

    def run(self):
        self.reply(220, 'mini FTP', 'ready')
        while True:
            line = self.getline()
            if not line:
                print '%s: connection lost' % self.getName()
                break
            m = re.match(r'([A-Za-z]{3,4})(?: (.*))?\r\n$', line)
            if m is None:
                self.reply(500, 'what?')
                continue
            verb, arg = m.groups()
            verb = verb.upper()
            try:
                method = getattr(self, 'ftp_%s' % verb)
            except AttributeError:
                self.reply(502, verb + ' not implemented')
                continue
            if verb not in ('USER', 'PASS', 'QUIT') and not self.ok:
                self.reply(530, 'login first')
                continue
            if method(arg) == 'stop':
                break
        self.conn.close()

    def ftp_USER(self, name):
        if self.users.has_key(name):
            self.user = name
            if self.users[name] is None:
                self.ok = True
                self.reply(230, 'welcome ' + name)
            else:
                self.reply(331, 'password?')
        else:
            print 'unknown user "%s"' % name
            self.reply(530, 'no user %s' % name)

    def ftp_PASS(self, password):
        self.ok = password == self.users.get(self.user, '')
        self.reply(*(self.ok and (230, 'welcome') or (530, 'wrong')))

    def ftp_PWD(self, arg):
        self.reply(257, '"%s"' % self.cwd.replace('"', '""'))

    def ftp_CWD(self, arg):
        self.cwd = os.path.join(self.cwd, arg)
        self.reply(250, 'now in', self.cwd)

    def local(self, name):
        return os.path.join('.', os.path.basename(name))

    def ftp_SIZE(self, name):
        try:
            self.reply(213, str(os.path.getsize(self.local(name))))
        except OSError, e:
            self.reply(550, os.strerror(e.errno))

    def ftp_STOR(self, arg):
        name, text = arg.split(' ', 1)
        f = open(self.local(name), 'w')
        print >>f, text
        f.close()
        self.reply(226, 'stored ' + name)

    def ftp_RETR(self, name):
        if not os.path.isfile(self.local(name)):
            self.reply(550, name + ': no such file')
            return
        self.reply(150, 'follows')
        for line in open(self.local(name)):
            self.conn.send(line.rstrip('\n') + CRLF)
        self.reply(226, 'done')

    def ftp_QUIT(self, arg):
        self.reply(221, 'bye')
        return 'stop'

s = socket.socket()
s.bind(('127.0.0.1', int(sys.argv[1])))
s.listen(3)
print 'FTP on', s.getsockname()[1]
sys.stdout.flush()
n = 0
try:
    while True:
        c, a = s.accept()
        n += 1
        FTPThread(c, n).start()
except KeyboardInterrupt:
    print n, 'connections'
