#!/usr/bin/python
# guestbook: reads an entry, keeps it, tells the last ones
import SocketServer
import sys, os, time, string

class GuestBook:
    """Entries are kept in a text file, one per line: name|text"""
    def __init__(self, filename):
	self.filename = filename
	self.entries = []
	if os.path.exists(filename):
	    for line in open(filename, 'r').readlines():
		name, text = string.split(line[:-1], '|')
		self.entries.append((name, text))

    def add(self, name, text):
	if '|' in name or '|' in text:
	    raise ValueError, 'no bars please'
	self.entries.append((name, text))
	f = open(self.filename, 'a')
	try:
	    f.write('%s|%s\n' % (name, text))
	finally:
	    f.close()

    def sorted(self):
	entries = self.entries[:]
	entries.sort(lambda a, b: cmp(string.lower(a[0]), string.lower(b[0])))
	return entries

    def __len__(self):
        return len(self.entries)

book = GuestBook('guests.txt')

class BookHandler(SocketServer.StreamRequestHandler):
    def ask(self, question):
	self.wfile.write(question + ' ')
	answer = self.rfile.readline()
	if answer == '':
	    raise EOFError
	return string.strip(answer)

    def handle(self):
        try:
            name = self.ask('name?')
            if name == '':
                for name, text in book.sorted():
                    self.wfile.write(string.ljust(name, 8) + text + '\n')
                return
	    text = self.ask('text?')
	    book.add(name, text)
	    self.wfile.write('thank you, ' + name + '\n')
	    print '%-10s%s' % (name, text)
	except EOFError:
	    print 'gone'
	except ValueError, why:
	    self.wfile.write('sorry: ' + str(why) + '\n')
	print len(book), 'entries'

server = SocketServer.TCPServer(('127.0.0.1', int(sys.argv[1])), BookHandler)
print 'guest book on port', `server.server_address[1]`
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    if len(book) <> 0:
	print 'last:', book.entries[-1][0]
