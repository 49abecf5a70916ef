#!/usr/bin/env python
"""
SMTP sink: accepts every mail and writes it into a file.
"""
import SocketServer
import cStringIO
import sys
import re

ADDRESS = re.compile('<([^>]*)>')

class SMTPHandler(SocketServer.StreamRequestHandler):

    number = 0

    def say(self, code, text):
        self.wfile.write('%d %s\r\n' % (code, text))

    def reset(self):
        self.sender = None
        self.rcpts = []

    def handle(self):
        self.reset()
        self.say(220, 'sink')
        while True:
            line = self.rfile.readline()
            if not line:
                break
            line = line.rstrip()
            verb = line[:4].upper()
            if verb in ('HELO', 'EHLO'):
                self.say(250, 'Hello %s' % line[5:])
            elif verb == 'MAIL':
                m = ADDRESS.search(line)
                if m is None:
                    self.say(501, 'Syntax')
                else:
                    self.sender = m.group(1)
                    self.say(250, 'Ok')
            elif verb == 'RCPT':
                m = ADDRESS.search(line)
                if m:
                    self.rcpts.append(m.group(1))
                    self.say(250, 'Ok %s' % ', '.join(self.rcpts))
                else:
                    self.say(501, 'Syntax')
            elif verb == 'DATA':
                if not self.rcpts:
                    self.say(503, 'RCPT first')
                else:
                    self.data()
            elif verb == 'RSET':
                self.reset()
                self.say(250, 'Ok')
            elif verb == 'QUIT':
                self.say(221, 'Bye')
                break
            else:
                self.say(502, '%s not implemented' % verb)

    def data(self):
        self.say(354, 'End with .')
        body = cStringIO.StringIO()
        while True:
            line = self.rfile.readline()
            if line in ('.\r\n', '.\n', ''):
                break
            if line[0] == '.':
                line = line[1:]
            body.write(line)
        SMTPHandler.number += 1
        name = 'mail%d.txt' % SMTPHandler.number
        f = open(name, 'w')
        f.write('From: %s\n' % self.sender)
        for rcpt in self.rcpts:
            f.write('To: %s\n' % rcpt)
        f.write('\n')
        f.write(body.getvalue().replace('\r\n', '\n'))
        f.close()
        print 'stored %s from %s (%d bytes)' % (name, self.sender, len(body.getvalue()))
        self.say(250, 'Stored as ' + name)
        self.reset()

server = SocketServer.TCPServer(('127.0.0.1', int(sys.argv[1])), SMTPHandler)
print 'SMTP sink on port', server.server_address[1]
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    pass
