#!/usr/bin/env python
# -*- coding: utf-8 -*-
import datetime
import SocketServer
import sys

QUOTES = [
    'Übung macht den Meister.',
    'Simple is better than complex.',
    u'Viele Köche verderben den Brei.',
    '%s ist keine Zahl',
]

MENU = '''Wähle:
 1-4  Spruch
 d    Datum
 q    Ende
'''

class FortuneHandler(SocketServer.StreamRequestHandler):

    def quote(self, n):
        q = QUOTES[n]
        if isinstance(q, unicode):
            q = q.encode('utf-8')
        return q

    def handle(self):
        served = 0
        self.wfile.write(MENU)
        while 1:
            self.wfile.write('» ')
            line = self.rfile.readline()
            if not line:
                break
            choice = line.strip()
            if choice == 'q':
                self.wfile.write('Tschüß!\n')
                break
            elif choice == 'd':
                self.wfile.write(datetime.datetime.now().strftime('%Y-%m-%d') [:2] + '\n')
            elif choice.isdigit():
                n = int(choice) - 1
                if 0 <= n < len(QUOTES) - 1:
                    self.wfile.write(self.quote(n) + '\n')
                    served = served + 1
                else:
                    self.wfile.write('gibt es nicht: %s\n' % choice)
            else:
                self.wfile.write(self.quote(-1) % choice + '\n')
        print '%d Sprüche ausgeliefert' % served

server = SocketServer.TCPServer(('127.0.0.1', int(sys.argv[1])), FortuneHandler)
print 'läuft auf', server.server_address[1]
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    print 'Schluß'
