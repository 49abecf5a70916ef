# chat server, one thread, select. telnet localhost PORT
import select, socket, string, sys, time

class Client:
    def __init__(self, sock, addr):
        self.sock = sock
        self.addr = addr
        self.nick = None
        self.inbuf = ''
        self.outbuf = []
        self.ignore = {}

    def fileno(self):
        return self.sock.fileno()

    def tell(self, msg):
        self.outbuf.append(msg + '\r\n')

    def flush(self):
        data = string.join(self.outbuf, '')
        self.outbuf = []
        if data:
            self.sock.send(data)

class ChatServer:
    def __init__(self, port):
        self.clients = []
        self.log = open('chat.log', 'a')
        self.server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.server.bind(('127.0.0.1', port))
        self.server.listen(10)
        print 'chat on port %s' % self.server.getsockname()[1]
        sys.stdout.flush()

    def broadcast(self, msg, sender=None):
        for c in self.clients:
            if c is sender or c.nick is None:
                continue
            if sender and c.ignore.has_key(sender.nick):
                continue
            c.tell(msg)
        print >>self.log, msg
        self.log.flush()

    def remove(self, client):
        self.clients.remove(client)
        client.sock.close()
        if client.nick:
            self.broadcast('* %s has left' % client.nick)

    def find(self, nick):
        for c in self.clients:
            if c.nick and string.lower(c.nick) == string.lower(nick):
                return c
        return None

    def line(self, client, line):
        if client.nick is None:
            nick = string.strip(line)
            if not nick or len(nick) > 12 or self.find(nick):
                client.tell('Bad nick, try again:')
                return
            client.nick = nick
            client.tell('Welcome, %s! %d users here.' % (nick, len(self.clients)))
            self.broadcast('* ' + nick + ' has joined', client)
            return
        if line[:1] == '/':
            words = string.split(line[1:])
            if not words:
                client.tell('Eh?')
                return
            method = getattr(self, 'cmd_' + words[0].lower(), None)
            if method is None:
                client.tell('Unknown command: ' + words[0])
            else:
                method(client, words[1:])
        else:
            self.broadcast('<%s> %s' % (client.nick, line), client)

    def cmd_who(self, client, args):
        names = [c.nick or '(new)' for c in self.clients]
        names.sort(lambda a, b: cmp(a.lower(), b.lower()))
        client.tell('Users: ' + string.join(names, ', '))

    def cmd_msg(self, client, args):
        if len(args) < 2:
            client.tell('Usage: /msg nick text')
            return
        other = self.find(args[0])
        if not other:
            client.tell('No such user: %s' % args[0])
            return
        other.tell('[%s] %s' % (client.nick, ' '.join(args[1:])))

    def cmd_nick(self, client, args):
        old = client.nick
        client.nick = args[0]
        self.broadcast('* %s is now %s' % (old, client.nick))

    def cmd_ignore(self, client, args):
        for name in args:
            client.ignore[name] = 1
        client.tell('Ignoring: ' + ' '.join(sorted(client.ignore.keys())))

    def cmd_quit(self, client, args):
        client.tell('Bye!')
        client.flush()
        self.remove(client)

    def run(self):
        while 1:
            writers = [c for c in self.clients if c.outbuf]
            r, w, e = select.select([self.server] + self.clients, writers, [])
            for c in r:
                if c is self.server:
                    sock, addr = self.server.accept()
                    new = Client(sock, addr)
                    self.clients.append(new)
                    new.tell('Nick:')
                    continue
                try:
                    data = c.sock.recv(4096)
                except socket.error:
                    data = ''
                if not data:
                    self.remove(c)
                    continue
                c.inbuf = c.inbuf + data.replace('\r', '')
                while 1:
                    i = string.find(c.inbuf, '\n')
                    if i < 0:
                        break
                    line, c.inbuf = c.inbuf[:i], c.inbuf[i+1:]
                    self.line(c, line)
                    if c not in self.clients:
                        break
            for c in w:
                if c in self.clients:
                    c.flush()

if __name__ == '__main__':
    try:
        ChatServer(int(sys.argv[1])).run()
    except KeyboardInterrupt:
        print 'shutdown'
