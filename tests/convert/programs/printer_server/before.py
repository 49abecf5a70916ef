#!/usr/bin/env python
# line printer daemon for an old ESC/P printer: converts text, spools to a file
import os
import string
import struct
import sys
import time
import SocketServer

ESC = chr(27)
INIT = ESC + '@'
BOLD_ON, BOLD_OFF = ESC + 'E', ESC + 'F'
FF = '\x0c'

# latin-1 -> cp850
TABLE = string.maketrans('\xe4\xf6\xfc\xc4\xd6\xdc\xdf', '\x84\x94\x81\x8e\x99\x9a\xe1')

class Job:
    number = 0

    def __init__(self, user, title):
        Job.number += 1
        self.id = Job.number
        self.user = user
        self.title = title
        self.lines = []

    def add(self, line):
        try:
            line = line.decode('utf-8').encode('latin-1', 'replace')
        except UnicodeDecodeError:
            pass
        line = line.translate(TABLE, '\x07')
        while len(line) > 40:
            self.lines.append(line[:40])
            line = line[40:]
        self.lines.append(line)

    def spool(self, folder):
        name = os.path.join(folder, 'job%03d.prn' % self.id)
        out = open(name, 'wb')
        out.write(INIT + BOLD_ON + self.title.center(40) + BOLD_OFF + '\r\n')
        for i in xrange(len(self.lines)):
            out.write('%3d %s\r\n' % (i + 1, self.lines[i]))
        out.write(FF)
        out.close()
        return os.path.getsize(name)

class PrintHandler(SocketServer.StreamRequestHandler):
    def handle(self):
        first = self.rfile.readline()
        if first[:1] == '\2':
            user, title = (first[1:].strip().split('/') + ['untitled'])[:2]
            self.wfile.write('\0')
            job = Job(user, title)
            while True:
                line = self.rfile.readline()
                if line == '' or line == '\4\n':
                    break
                if line == '.page\n':
                    job.lines.append(FF)
                else:
                    job.add(line.rstrip('\n').expandtabs(4))
            size = job.spool('.')
            print 'job %d of %s: "%s", %d lines, %d bytes' % (job.id, user, title, len(job.lines), size)
            self.wfile.write(struct.pack('>BH', 0, job.id))
        elif first[:1] == '\3':
            self.wfile.write('%d jobs done\n' % Job.number)
        else:
            print 'bad request %02x' % ord((first or '\0')[0])
            self.wfile.write('\1')

server = SocketServer.TCPServer(('127.0.0.1', int(sys.argv[1])), PrintHandler)
print 'lpd on', server.server_address[1]
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    pass
