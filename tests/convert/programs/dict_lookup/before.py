"""Line protocol framework, sub classes for echo, dictionary and adventure."""
import socket, select, sys, time, os, types

class Connection:
    delimiter = '\r\n'
    MAX = 200

    def __init__(self, factory, sock, addr):
        self.factory = factory
        self.transport = sock
        self.peer = addr
        self.__buffer = ''
        self.out = ''

    def dataReceived(self, data):
        lines = (self.__buffer + data).split(self.delimiter)
        self.__buffer = lines.pop(-1)
        for line in lines:
            if len(line) > self.MAX:
                return self.lineLengthExceeded(line)
            why = self.lineReceived(line)
            if why:
                return self.loseConnection()

    def sendLine(self, line):
        return self.write(line + self.delimiter)

    def write(self, data):
        self.out = self.out + data
        n = self.transport.send(self.out)
        self.out = self.out[n:]

    def lineLengthExceeded(self, line):
        self.sendLine('too long: %d' % len(line))
        return self.loseConnection()

    def loseConnection(self):
        self.factory.remove(self)

    def connectionMade(self): pass
    def connectionLost(self): pass

class DictProtocol(Connection):
    """a bit of RFC 2229"""
    def connectionMade(self):
        self.sendLine('220 dict server <auth.mime> %d words' % len(self.factory.words))

    def lineReceived(self, line):
        args = line.split()
        if not args:
            return
        verb = args[0].upper()
        if verb == 'DEFINE':
            return self.define(args[2].strip('"'))
        if verb == 'MATCH':
            db, strategy, word = args[1:4]
            test = {'exact': lambda w: w == word, 'prefix': lambda w: w.startswith(word),
                    'substring': lambda w: word in w}[strategy]
            found = filter(test, self.factory.words.keys())
            found.sort()
            self.sendLine('152 %d matches' % len(found))
            map(self.sendLine, ['main "%s"' % f for f in found])
            self.sendLine('.')
        elif verb == 'SHOW':
            self.sendLine('110 ' + self.factory.name)
        elif verb == 'QUIT':
            self.sendLine('221 bye')
            return True
        else:
            self.sendLine('500 unknown command "%s"' % verb)

    def define(self, word):
        defs = self.factory.words.get(word.lower(), [])
        if not defs:
            self.sendLine('552 no match')
            return
        self.sendLine('150 %d definitions' % len(defs))
        for text in defs:
            self.sendLine('151 "%s" main' % word)
            for l in text.split('\\n'):
                if l[:1] == '.': l = '.' + l
                self.sendLine(l)
            self.sendLine('.')
        self.sendLine('250 ok')

    def connectionLost(self):
        print 'lost', self.peer[0]

class Factory:
    protocol = DictProtocol
    name = 'words'

    def __init__(self, path):
        self.connections = {}
        self.words = {}
        for line in open(path).readlines():
            word, text = line.rstrip().split('=', 1)
            self.words.setdefault(word.lower(), []).append(text)

    def listen(self, port):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.bind(('127.0.0.1', port))
        self.sock.listen(5)
        return self.sock.getsockname()

    def remove(self, connection):
        for fd, c in self.connections.items():
            if c is connection:
                del self.connections[fd]
        connection.connectionLost()
        connection.transport.close()

    def loop(self):
        while 1:
            ready = select.select([self.sock.fileno()] + self.connections.keys(), [], [])[0]
            for fd in ready:
                if fd == self.sock.fileno():
                    conn, addr = self.sock.accept()
                    c = self.connections[conn.fileno()] = self.protocol(self, conn, addr)
                    c.connectionMade()
                    continue
                c = self.connections[fd]
                try:
                    data = c.transport.recv(1024)
                except socket.error, why:
                    if type(why) is types.StringType:
                        raise
                    data = ''
                if data:
                    c.dataReceived(data)
                else:
                    self.remove(c)

if __name__ == '__main__':
    f = Factory('words.txt')
    print '%s port %s' % (f.name, f.listen(int(sys.argv[1]))[1])
    sys.stdout.flush()
    try:
        f.loop()
    except KeyboardInterrupt:
        print 'done, %d open' % len(f.connections)
