# -*- coding: utf-8 -*-
# whois server: answers from a table in UTF-8, tab separated
import codecs
import sys
import SocketServer

DATA = u"""joe\tJoe Doe\tBerlin
jürgen\tJürgen Größe\tKöln
ann\tAnn Lee\t東京
"""

class Entry(object):
    def __init__(self, login, name, city):
        self.login = login
        self.name = name
        self.city = city

    def __unicode__(self):
        return u'%s: %s, %s' % (self.login, self.name, self.city)

    def __str__(self):
        return unicode(self).encode('utf-8')

entries = [Entry(*line.split(u'\t')) for line in DATA.splitlines()]

class WhoisHandler(SocketServer.StreamRequestHandler):
    def handle(self):
        query = self.rfile.readline().strip()
        try:
            word = query.decode('utf-8')
        except UnicodeDecodeError:
            self.wfile.write('% not UTF-8: ' + query + '\r\n')
            return
        print 'query:', query
        if word == u'*':
            found = entries
        else:
            found = [e for e in entries if word and (word in e.login or word in e.name)]
        if not found:
            self.wfile.write('%% no match for "%s"\r\n' % query)
        for e in found:
            self.wfile.write(str(e) + '\r\n')
        self.wfile.write('%% %d found\r\n' % len(found))
        f = codecs.open('queries.txt', 'a', 'utf-8')
        f.write(u'%s (%d)\n' % (word, len(found)))
        f.close()

if __name__ == '__main__':
    server = SocketServer.TCPServer(('127.0.0.1', int(sys.argv[1])), WhoisHandler)
    print 'whois on port', server.server_address[1]
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        for e in sorted(entries, key=lambda e: e.name):
            print e
