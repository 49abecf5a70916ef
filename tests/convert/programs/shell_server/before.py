#!/usr/bin/env python
"""Runs allowed commands and sends back their output."""
import os
import subprocess
import sys
import SocketServer

ALLOWED = {'echo': ['echo'],
           'cat': ['cat'],
           'lines': ['wc', '-l'],
           'upper': ['tr', 'a-z', 'A-Z']}

class ShellHandler(SocketServer.StreamRequestHandler):

    def run(self, argv, data=None):
        p = subprocess.Popen(argv, stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        out = p.communicate(data)[0]
        if p.returncode:
            out += '[exit status %d]\n' % p.returncode
        return out

    def handle(self):
        print 'connect from', self.client_address[0]
        self.wfile.write('$ ')
        while True:
            line = self.rfile.readline().strip()
            if line == 'exit' or not line:
                break
            parts = line.split()
            cmd = parts[0]
            if cmd not in ALLOWED:
                output = 'sh: %s: not allowed\n' % cmd
            elif cmd == 'upper' or cmd == 'lines':
                output = self.run(ALLOWED[cmd], ' '.join(parts[1:]) + '\n')
            else:
                output = self.run(ALLOWED[cmd] + parts[1:])
            for l in output.splitlines():
                print '  |', l
            self.wfile.write(output + '$ ')
        print 'disconnect'

if __name__ == '__main__':
    os.environ['LC_ALL'] = 'C'
    SocketServer.TCPServer.allow_reuse_address = True
    server = SocketServer.TCPServer(('127.0.0.1', int(sys.argv[1])), ShellHandler)
    print 'port:', server.server_address[1]
    sys.stdout.flush()
    server.serve_forever()
