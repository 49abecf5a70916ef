"""Frame codec with a registry of classes, decorators and a binary field table."""
import socket, struct, sys, threading, Queue, traceback

FRAMES = {}

def frame(code):
    def decorate(cls):
        cls.code = code
        FRAMES[code] = cls
        return cls
    return decorate

class Writer(object):
    def __init__(self):
        self.parts = []
    def octet(self, n):
        self.parts.append(chr(n)); return self
    def short(self, n):
        self.parts.append(struct.pack('>H', n)); return self
    def shortstr(self, s):
        if len(s) > 255:
            raise ValueError('too long')
        self.parts.append(chr(len(s)) + s); return self
    def table(self, d):
        w = Writer()
        for key in sorted(d):
            w.shortstr(key)
            value = d[key]
            if isinstance(value, bool):
                w.parts.append('t' + chr(int(value)))
            elif isinstance(value, int):
                w.parts.append('I' + struct.pack('>i', value))
            else:
                w.parts.append('S' + struct.pack('>I', len(value)) + value)
        body = w.getvalue()
        self.parts.append(struct.pack('>I', len(body)) + body)
        return self
    def getvalue(self):
        return ''.join(self.parts)

class Reader(object):
    def __init__(self, data):
        self.data, self.pos = data, 0
    def take(self, n):
        part = self.data[self.pos:self.pos + n]
        if len(part) != n:
            raise EOFError('frame too short')
        self.pos += n
        return part
    def octet(self): return ord(self.take(1))
    def short(self): return struct.unpack('>H', self.take(2))[0]
    def shortstr(self): return self.take(self.octet())
    def rest(self): return self.take(len(self.data) - self.pos)

@frame(1)
class Hello(object):
    def __init__(self, name='', **props):
        self.name = name
        self.props = props
    def encode(self):
        return Writer().shortstr(self.name).table(self.props).getvalue()
    @classmethod
    def decode(cls, r):
        return cls(r.shortstr())

@frame(2)
class Publish(object):
    def __init__(self, topic, body):
        self.topic, self.body = topic, body
    def encode(self):
        return Writer().shortstr(self.topic).getvalue() + self.body
    @classmethod
    def decode(cls, r):
        return cls(r.shortstr(), r.rest())

@frame(3)
class Subscribe(Hello):
    def __str__(self):
        return 'subscribe to ' + self.name

class Connection(threading.Thread):
    topics = {}
    def __init__(self, sock):
        threading.Thread.__init__(self)
        self.setDaemon(True)
        self.sock = sock
        self.out = Queue.Queue()
    def send(self, obj):
        body = obj.encode()
        self.sock.sendall(struct.pack('>BI', obj.code, len(body)) + body + '\xce')
    def read(self, n):
        buf = ''
        while len(buf) < n:
            data = self.sock.recv(n - len(buf))
            if data == '':
                raise EOFError('closed')
            buf += data
        return buf
    def run(self):
        try:
            while 1:
                code, size = struct.unpack('>BI', self.read(5))
                body = self.read(size)
                if self.read(1) != '\xce':
                    print 'no frame end'
                    break
                if code not in FRAMES:
                    print 'unknown frame', code
                    continue
                obj = FRAMES[code].decode(Reader(body))
                getattr(self, 'on_' + obj.__class__.__name__.lower())(obj)
                sys.stdout.flush()
        except EOFError, e:
            print 'end:', e
            sys.stdout.flush()
        for subscribers in self.topics.values():
            if self in subscribers:
                subscribers.remove(self)
        self.sock.close()
    def on_hello(self, hello):
        print 'hello from', hello.name
        self.send(Hello('server', version=9, ssl=False, motd='gr\xc3\xbc\xdfe'))
    def on_subscribe(self, sub):
        print sub
        self.topics.setdefault(sub.name, []).append(self)
    def on_publish(self, pub):
        print 'publish', pub.topic, repr(pub.body)
        for c in self.topics.get(pub.topic, []):
            c.send(pub)

def main():
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('127.0.0.1', int(sys.argv[1])))
    s.listen(1)
    print s.getsockname()[1]
    sys.stdout.flush()
    while 1:
        Connection(s.accept()[0]).start()

try:
    main()
except KeyboardInterrupt:
    pass
