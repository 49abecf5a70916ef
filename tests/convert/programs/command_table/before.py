#!/usr/bin/env python
"""Little command server: one command per line, answer on one line."""
import sys
import SocketServer

class CommandHandler(SocketServer.StreamRequestHandler):

    def handle(self):
        self.user = None
        self.wfile.write('220 ready\r\n')
        while 1:
            line = self.rfile.readline()
            if line == '':
                print 'client went away'
                break
            words = line.strip().split(' ', 1)
            name = words[0].upper()
            if len(words) > 1:
                arg = words[1]
            else:
                arg = ''
            if not self.commands.has_key(name):
                self.wfile.write('500 unknown command: %s\r\n' % name)
                continue
            if not self.commands[name](self, arg):
                break

    def do_user(self, arg):
        if not arg:
            self.wfile.write('501 who?\r\n')
            return True
        self.user = arg
        print 'user is', self.user
        self.wfile.write('200 hello ' + arg + '\r\n')
        return True

    def do_whoami(self, arg):
        if self.user is None:
            self.wfile.write('403 nobody\r\n')
        else:
            self.wfile.write('200 %s (%d)\r\n' % (self.user, len(self.user)))
        return True

    def do_rev(self, arg):
        self.wfile.write('200 ' + arg[::-1] + '\r\n')
        return True

    def do_quit(self, arg):
        self.wfile.write('221 bye\r\n')
        return False

    commands = {'USER': do_user,
                'WHOAMI': do_whoami,
                'REV': do_rev,
                'QUIT': do_quit}

if __name__ == '__main__':
    server = SocketServer.TCPServer(('127.0.0.1', int(sys.argv[1])), CommandHandler)
    print 'serving on port', server.server_address[1]
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print 'stopped'
