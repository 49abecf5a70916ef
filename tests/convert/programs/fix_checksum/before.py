"""FIX acceptor: checks length and checksum, answers heartbeats and logons."""
import sys
import threading
import SocketServer

SOH = '\x01'
NAMES = {'8': 'BeginString', '9': 'BodyLength', '35': 'MsgType', '49': 'Sender',
         '56': 'Target', '58': 'Text', '10': 'CheckSum', '112': 'TestReqID'}

def checksum(s):
    return '%03d' % (sum(map(ord, s)) % 256)

def build(msgtype, fields):
    body = '35=%s' % msgtype + SOH
    for tag, value in fields:
        body += '%s=%s' % (tag, value) + SOH
    head = '8=FIX.4.2' + SOH + '9=%d' % len(body) + SOH
    msg = head + body
    return msg + '10=' + checksum(msg) + SOH

def parse(raw):
    fields = [f.split('=', 1) for f in raw.split(SOH) if f]
    return dict(fields), [tag for tag, value in fields]

class FixHandler(SocketServer.BaseRequestHandler):
    def handle(self):
        buf = ''
        while 1:
            chunk = self.request.recv(2048)
            if not chunk:
                break
            buf += chunk
            while True:
                pos = buf.find(SOH + '10=')
                if pos == -1:
                    break
                end = buf.find(SOH, pos + 1)
                if end == -1:
                    break
                raw, buf = buf[:end + 1], buf[end + 1:]
                if not self.message(raw):
                    return
        if buf:
            print 'incomplete:', len(buf)

    def message(self, raw):
        try:
            msg, order = parse(raw)
        except ValueError:
            self.reject('cannot parse')
            return False
        body = raw[:raw.rindex('10=')]
        if msg['10'] != checksum(body):
            self.reject('checksum %s, not %s' % (msg['10'], checksum(body)))
            return True
        print '|'.join(['%s=%s' % (NAMES.get(tag, tag), msg[tag]) for tag in order])
        kind = msg.get('35')
        if kind == 'A':
            self.peer = msg['49']
            self.send('A', [('49', 'SERVER'), ('56', self.peer)])
        elif kind == '1':
            self.send('0', [('112', msg['112'])])
        elif kind == '5':
            self.send('5', [('58', 'bye ' + getattr(self, 'peer', '?'))])
            return False
        else:
            self.reject('type ' + str(kind))
        return True

    def reject(self, text):
        self.send('3', [('58', text)])

    def send(self, msgtype, fields):
        self.request.sendall(build(msgtype, fields))

class Server(SocketServer.ThreadingMixIn, SocketServer.TCPServer):
    daemon_threads = True
    allow_reuse_address = True

if __name__ == '__main__':
    s = Server(('127.0.0.1', int(sys.argv[1])), FixHandler)
    print 'FIX acceptor on port', s.server_address[1]
    sys.stdout.flush()
    try:
        s.serve_forever()
    except KeyboardInterrupt:
        pass
