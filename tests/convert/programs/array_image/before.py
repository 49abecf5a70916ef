"""Frame buffer server: commands in binary, pixels in an array."""
import array
import socket
import struct
import sys
import thread
import threading

W, H = 8, 4

class FrameBuffer:
    def __init__(self):
        self.pixels = array.array('B', [0] * (W * H))
        self.lock = thread.allocate_lock()
        self.name = 'unnamed'

    def put(self, x, y, value):
        self.pixels[y * W + x] = value

    def fill(self, data):
        self.pixels = array.array('B', data[:W * H].ljust(W * H, '\0'))

    def row(self, y):
        return self.pixels[y * W:(y + 1) * W].tostring()

    def dump(self):
        chars = ' .:-=+*#'
        for y in range(H):
            print ''.join([chars[ord(c) / 32] for c in self.row(y)])

fb = FrameBuffer()

class Connection:
    def __init__(self, sock):
        self.sock = sock

    def need(self, n):
        data = self.sock.recv(n)
        while len(data) < n:
            d = self.sock.recv(n - len(data))
            if not d:
                raise EOFError
            data += d
        return data

    def serve(self):
        commands = {'P': self.put, 'F': self.fill, 'R': self.row, 'N': self.rename, '?': self.info}
        while True:
            c = self.sock.recv(1)
            if c == '':
                break
            try:
                handler = commands[c]
            except KeyError:
                self.sock.send('!' + c)
                continue
            fb.lock.acquire()
            try:
                handler()
            finally:
                fb.lock.release()
        self.sock.close()

    def put(self):
        x, y, v = map(ord, self.need(3))
        fb.put(x, y, v)
        self.sock.send('+')

    def fill(self):
        n = ord(self.need(1))
        fb.fill(self.need(n))
        self.sock.send('+')

    def row(self):
        self.sock.send(fb.row(ord(self.need(1))))

    def rename(self):
        n = struct.unpack('B', self.need(1))[0]
        fb.name = self.need(n)
        print 'name is', fb.name
        self.sock.send('+')

    def info(self):
        info = '%s %dx%d' % (fb.name, W, H)
        self.sock.send(chr(len(info)) + info)

def serve(sock):
    try:
        Connection(sock).serve()
    except (EOFError, socket.error):
        print 'broken off'

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', int(sys.argv[1])))
s.listen(1)
print 'frame buffer on', s.getsockname()[1]
sys.stdout.flush()
try:
    while 1:
        conn, addr = s.accept()
        thread.start_new_thread(serve, (conn,))
except KeyboardInterrupt:
    fb.dump()
