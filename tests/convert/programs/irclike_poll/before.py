"""Line server with poll() and output queues."""
import errno
import select
import socket
import sys

class Connection:
    def __init__(self, sock, server):
        self.sock = sock
        self.server = server
        self.out = ''
        self.inbuf = ''
        self.name = ''

    def fileno(self):
        return self.sock.fileno()

    def write(self, data):
        self.out = self.out + data

    def flush(self):
        n = self.sock.send(self.out)
        self.out = self.out[n:]

    def read(self):
        try:
            data = self.sock.recv(512)
        except socket.error, (code, msg):
            if code in (errno.EAGAIN, errno.EINTR):
                return True
            return False
        if not data:
            return False
        self.inbuf += data
        lines = self.inbuf.split('\r\n')
        self.inbuf = lines[-1]
        for line in lines[:-1]:
            self.process(line)
        return True

    def process(self, line):
        args = line.split(' ')
        cmd = args[0].upper()
        func = self.server.commands.get(cmd)
        if func:
            func(self, *args[1:])
        elif cmd != '':
            self.write(':%s 421 %s :Unknown command\r\n' % (self.server.name, cmd))

class Server:
    name = 'irc.local'

    def __init__(self, port):
        self.connections = {}
        self.channels = {}
        self.commands = {'NICK': self.nick, 'JOIN': self.join,
                         'PRIVMSG': self.privmsg, 'NAMES': self.names}
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.bind(('127.0.0.1', port))
        self.sock.listen(5)
        self.sock.setblocking(0)

    def nick(self, conn, name='', *args):
        for c in self.connections.itervalues():
            if c.name == name:
                conn.write(':%s 433 %s :in use\r\n' % (self.name, name))
                return
        conn.name = name
        conn.write(':%s 001 %s :Welcome\r\n' % (self.name, name))

    def join(self, conn, channel, *args):
        members = self.channels.setdefault(channel, [])
        members.append(conn)
        for c in members:
            c.write(':%s JOIN %s\r\n' % (conn.name, channel))

    def privmsg(self, conn, target, *text):
        for c in self.channels.get(target, []):
            if c is not conn:
                c.write(':' + conn.name + ' PRIVMSG ' + target + ' ' + ' '.join(text) + '\r\n')
        print conn.name, '->', target, ' '.join(text)[1:]

    def names(self, conn, channel, *args):
        names = map(lambda c: c.name, self.channels.get(channel, []))
        names.sort()
        conn.write(':%s 353 %s :%s\r\n' % (self.name, channel, ' '.join(names)))
        print len(filter(None, names)), 'names'

    def drop(self, conn):
        del self.connections[conn.fileno()]
        for members in self.channels.values():
            if conn in members:
                members.remove(conn)
                for c in members:
                    c.write(':%s QUIT\r\n' % conn.name)
        conn.sock.close()
        print conn.name, 'quit'

    def run(self):
        poll = select.poll()
        while 1:
            poll = select.poll()
            poll.register(self.sock, select.POLLIN)
            for fd, conn in self.connections.items():
                flags = select.POLLIN
                if conn.out:
                    flags |= select.POLLOUT
                poll.register(fd, flags)
            for fd, event in poll.poll():
                if fd == self.sock.fileno():
                    sock, addr = self.sock.accept()
                    self.connections[sock.fileno()] = Connection(sock, self)
                    continue
                conn = self.connections[fd]
                if event & select.POLLOUT:
                    conn.flush()
                if event & (select.POLLIN | select.POLLHUP):
                    if not conn.read():
                        self.drop(conn)

server = Server(int(sys.argv[1]))
print 'ircd on port %d' % server.sock.getsockname()[1]
sys.stdout.flush()
try:
    server.run()
except KeyboardInterrupt:
    print 'done'
