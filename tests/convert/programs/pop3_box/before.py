import ConfigParser, md5, os, socket, string, sys, thread

cfg = ConfigParser.ConfigParser()
cfg.read('pop.ini')
BANNER = cfg.get('server', 'banner')
USERS = dict(cfg.items('users'))

class Message:
    def __init__(self, path):
        fp = open(path, 'rb')
        self.raw = fp.read()
        fp.close()
        self.size = len(self.raw)
        self.deleted = 0
        self.uid = md5.new(self.raw).hexdigest()

    def top(self, n):
        head, body = self.raw.split('\n\n', 1)
        return head + '\n\n' + '\n'.join(body.split('\n')[:n])

def dot(text):
    lines = text.split('\n')
    return '\r\n'.join([l.startswith('.') and '.' + l or l for l in lines])

class Session:
    def __init__(self, conn):
        self.conn = conn
        self.file = conn.makefile()
        self.user = None
        self.msgs = None

    def ok(self, text=''):
        self.conn.send('+OK %s\r\n' % text)

    def err(self, text):
        self.conn.send('-ERR ' + text + '\r\n')

    def multi(self, lines):
        for l in lines:
            self.conn.send(l + '\r\n')
        self.conn.send('.\r\n')

    def get(self, arg):
        try:
            m = self.msgs[int(arg) - 1]
        except (ValueError, IndexError):
            self.err('no such message %s' % arg)
            return None
        return m

    def run(self):
        self.ok(BANNER)
        for line in self.file:
            words = string.split(string.strip(line))
            if not words:
                continue
            cmd = string.upper(words[0])
            arg = ''
            if len(words) > 1:
                arg = words[1]
            print '%-4s %s' % (cmd, arg)
            if cmd == 'QUIT':
                self.ok('bye %s' % self.user)
                break
            elif cmd == 'USER':
                self.user = arg
                self.ok('who is ' + arg)
            elif cmd == 'PASS':
                if self.user in USERS and USERS[self.user] == arg:
                    names = sorted(os.listdir('mail'))
                    self.msgs = [Message(os.path.join('mail', n)) for n in names]
                    self.ok('%d messages' % len(self.msgs))
                else:
                    self.err('bad password for %s' % repr(self.user))
            elif self.msgs is None:
                self.err('log in first')
            elif cmd == 'STAT':
                self.ok('%d %d' % (len(self.msgs), sum([m.size for m in self.msgs])))
            elif cmd == 'LIST':
                self.ok()
                self.multi(['%d %d' % (i + 1, m.size) for i, m in enumerate(self.msgs)])
            elif cmd == 'UIDL':
                self.ok()
                self.multi([str(i + 1) + ' ' + m.uid for i, m in enumerate(self.msgs)])
            elif cmd == 'RETR':
                m = self.get(arg)
                if m:
                    self.ok('%d octets' % m.size)
                    self.multi([dot(m.raw)])
            elif cmd == 'TOP':
                m = self.get(arg)
                if m:
                    self.ok()
                    self.multi(dot(m.top(int(words[2]))).split('\r\n'))
            else:
                self.err('what is ' + cmd + '?')
        self.file.close()
        self.conn.close()

def serve(conn, addr):
    Session(conn).run()

s = socket.socket()
s.bind(('127.0.0.1', int(sys.argv[1])))
s.listen(1)
print 'pop3 on', s.getsockname()[1]
sys.stdout.flush()
try:
    while 1:
        thread.start_new_thread(serve, s.accept())
except KeyboardInterrupt:
    pass
