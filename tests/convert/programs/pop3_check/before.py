#!/usr/bin/env python
"""Checks a POP3 mailbox: lists subjects, saves the mails into an mbox file."""
import email
import socket
import sys
import time
from cStringIO import StringIO

class POPError(Exception):
    pass

class POP:
    def __init__(self, host, port):
        self.sock = socket.create_connection((host, port))
        self.file = self.sock.makefile('rb')
        self.welcome = self.response()

    def response(self):
        line = self.file.readline()
        if not line:
            raise POPError('no answer')
        line = line.rstrip('\r\n')
        if line[:1] != '+':
            raise POPError(line)
        return line

    def command(self, cmd, *args):
        if args:
            cmd = cmd + ' ' + ' '.join([str(a) for a in args])
        self.sock.sendall('%s\r\n' % cmd)
        return self.response()

    def lines(self):
        result = []
        line = self.file.readline()
        while line != '.\r\n':
            if line == '':
                raise POPError('broken off')
            if line[0] == '.':
                line = line[1:]
            result.append(line.rstrip('\r\n'))
            line = self.file.readline()
        return result

    def retr(self, n):
        self.command('RETR', n)
        return self.lines()

def main():
    try:
        pop = POP('127.0.0.1', int(sys.argv[1]))
        user, password = raw_input('user: '), raw_input('password: ')
        pop.command('USER', user)
        pop.command('PASS', password)
        count, size = pop.command('STAT').split()[1:3]
        print '%s mails, %s bytes' % (count, size)
        mbox = open('mbox', 'a')
        for i in range(int(count)):
            lines = pop.retr(i + 1)
            print 'mail %d: %d lines' % (i + 1, len(lines))
            for line in lines:
                if line.startswith('Subject:'):
                    print '   ', line[8:].strip()
                    break
            else:
                print '    no subject'
            mbox.write('From pop3\n')
            mbox.write('\n'.join(lines))
            mbox.write('\n\n')
        mbox.close()
        pop.command('QUIT')
    except POPError, e:
        print 'POP error:', e
        return 1

if __name__ == '__main__':
    sys.exit(main())
