"""Challenge-response login, then commands; passwords in a file."""
import base64
import binascii
import hashlib
import SocketServer
import sys

PASSWD = 'passwd'

def load_users():
    users = {}
    try:
        f = open(PASSWD)
    except IOError:
        return users
    for line in f:
        line = line.strip()
        if not line or line.startswith('#'):
            continue
        name, password = line.split(':')
        users[name] = password
    f.close()
    return users

def response(challenge, password):
    return hashlib.sha1(challenge + password).hexdigest()

class Session:
    def __init__(self, handler):
        self.h = handler
        self.name = None

    def send(self, msg):
        self.h.wfile.write('%s\n' % msg)

    def recv(self):
        line = self.h.rfile.readline()
        if not line:
            raise EOFError
        return line.rstrip('\r\n')

    def login(self):
        challenge = 'c%d' % len(self.h.server.users)
        self.send('CHALLENGE ' + challenge.encode('base64').strip())
        name = self.recv()
        answer = self.recv()
        password = self.h.server.users.get(name)
        if password is not None and answer == response(challenge, password):
            self.name = name
            self.send('WELCOME ' + name)
            return True
        self.send('DENIED')
        print 'login failed for', name
        return False

    def run(self):
        while True:
            line = self.recv()
            if line == 'bye':
                return
            elif line[:4] == 'b64 ':
                try:
                    self.send(base64.b64decode(line[4:]))
                except TypeError:
                    self.send('bad base64')
            elif line[:4] == 'enc ':
                self.send(base64.encodestring(line[4:]).replace('\n', ''))
            elif line[:4] == 'hex ':
                self.send(binascii.hexlify(line[4:]))
            elif line[:6] == 'unhex ':
                self.send(line[6:].decode('hex'))
            else:
                self.send('? ' + repr(line)[1:-1])

class LoginHandler(SocketServer.StreamRequestHandler):
    def handle(self):
        session = Session(self)
        try:
            if session.login():
                print session.name, 'logged in'
                session.run()
        except EOFError:
            print 'lost', session.name

server = SocketServer.TCPServer(('127.0.0.1', int(sys.argv[1])), LoginHandler)
server.users = load_users()
print '%d users, port %d' % (len(server.users), server.server_address[1])
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    server.server_close()
