#!/usr/bin/python
#
# file_drop.py - a very simple file server, one process per client
#
#   GET name      ->  OK size\n + data
#   PUT name size ->  OK\n, then data
#   LS            ->  names, one per line, then a dot

import os
import sys
import SocketServer

ROOT = 'drop'

class FileServer(SocketServer.ForkingMixIn, SocketServer.TCPServer):
    allow_reuse_address = True

class Handler(SocketServer.StreamRequestHandler):

    def handle(self):
        while True:
            cmd = self.rfile.readline().rstrip('\r\n')
            if not cmd:
                break
            args = cmd.split()
            try:
                if args[0] == 'GET':
                    self.get(args[1])
                elif args[0] == 'PUT':
                    self.put(args[1], int(args[2]))
                elif args[0] == 'LS':
                    self.ls()
                else:
                    self.reply('ERR bad command')
            except (IndexError, ValueError):
                self.reply('ERR syntax')
            except (IOError, OSError), e:
                self.reply('ERR ' + e.strerror)

    def reply(self, msg):
        self.wfile.write(msg + '\n')

    def path(self, name):
        if '/' in name or name.startswith('.'):
            raise IOError(1, 'Not allowed')
        return os.path.join(ROOT, name)

    def get(self, name):
        f = open(self.path(name))
        data = f.read()
        f.close()
        self.reply('OK %d' % len(data))
        self.wfile.write(data)

    def put(self, name, size):
        f = open(self.path(name), 'w')
        self.reply('OK')
        left = size
        while left > 0:
            chunk = self.rfile.read(min(left, 512))
            if not chunk:
                break
            f.write(chunk)
            left -= len(chunk)
        f.close()
        if left:
            os.remove(self.path(name))
        else:
            self.reply('STORED')

    def ls(self):
        names = os.listdir(ROOT)
        names.sort()
        for name in names:
            self.reply(name)
        self.reply('.')

if __name__ == '__main__':
    if not os.path.isdir(ROOT):
        os.mkdir(ROOT, 0755)
    srv = FileServer(('127.0.0.1', int(sys.argv[1])), Handler)
    print 'file_drop: port %d' % srv.server_address[1]
    sys.stdout.flush()
    srv.serve_forever()
