#!/usr/bin/env python
import os, random, socket, sys
import SocketServer

class GuessHandler(SocketServer.BaseRequestHandler):
    """Guess a number between 1 and 100"""
    secret = 42

    def setup(self):
        self.rf = self.request.makefile('r', 0)
        self.wf = self.request.makefile('w', 0)

    def ask(self, question, kind=str):
        while 1:
            print >>self.wf, question,
            answer = self.rf.readline()
            if not answer:
                raise EOFError
            try:
                return kind(answer.strip())
            except ValueError:
                print >>self.wf, 'Please, a %s, not "%s"!' % (kind.__name__, answer.strip())

    def handle(self):
        try:
            name = self.ask('Name?')
            print >>self.wf, 'Hello, %s!' % (name or 'stranger')
            tries = 0
            while 1:
                n = self.ask('Number?', int)
                tries += 1
                if n < self.secret:
                    self.wf.write('more\n')
                elif n > self.secret:
                    self.wf.write('less\n')
                else:
                    break
            self.wf.writelines(['right after ', str(tries), ' tries\n'])
            scores = open('scores.txt', 'a+')
            scores.write('%-10s %3d\n' % (name, tries))
            scores.seek(0)
            best = min([(int(line.split()[-1]), line[:10].strip()) for line in scores])
            scores.close()
            self.wf.write('best: %s with %d\n' % (best[1], best[0]))
        except EOFError:
            print 'player left'

    def finish(self):
        self.rf.close()
        self.wf.close()

server = SocketServer.TCPServer(('127.0.0.1', int(sys.argv[1])), GuessHandler)
print 'game on %s' % server.server_address[1]
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    pass
