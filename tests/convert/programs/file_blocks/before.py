"""File server: GET/PUT/LIST with an 8 byte length prefix and an md5 trailer."""
import hashlib
import os
import socket
import struct
import sys
import threading

CHUNK = 16
HDR = struct.Struct('!4sQ')
OK, ERR, DATA = 'OKAY', 'FAIL', 'DATA'


class ConnectionClosed(Exception):
    pass


class FileHandler(threading.Thread):
    def __init__(self, sock, addr, root):
        threading.Thread.__init__(self)
        self.sock = sock
        self.addr = addr
        self.root = root
        self.daemon = True
        self.buffer = ''

    def recv_exact(self, n):
        while len(self.buffer) < n:
            chunk = self.sock.recv(4096)
            if chunk == '':
                raise ConnectionClosed('wanted %d, have %d' % (n, len(self.buffer)))
            self.buffer += chunk
        result, self.buffer = self.buffer[:n], self.buffer[n:]
        return result

    def reply(self, code, payload=''):
        self.sock.sendall(HDR.pack(code, len(payload)) + payload)

    def do_LIST(self, arg):
        names = sorted(os.listdir(self.root))
        listing = ''
        for name in names:
            size = os.path.getsize(os.path.join(self.root, name))
            listing += '%s\t%d\n' % (name, size)
        self.reply(DATA, listing)

    def do_GET(self, arg):
        path = os.path.join(self.root, os.path.basename(arg))
        try:
            f = open(path, 'rb')
        except IOError, e:
            self.reply(ERR, 'cannot open %s: %s' % (arg, e.strerror))
            return
        size = os.path.getsize(path)
        self.sock.sendall(HDR.pack(DATA, size))
        digest = hashlib.md5()
        f.seek(0)
        while True:
            block = f.read(CHUNK)
            if not block:
                break
            digest.update(block)
            self.sock.send(block)
        f.close()
        self.sock.send(digest.hexdigest())

    def do_PUTF(self, arg):
        name, size = arg.split('\0')
        remaining = int(size)
        digest = hashlib.md5()
        out = open(os.path.join(self.root, os.path.basename(name)), 'w')
        while remaining > 0:
            block = self.recv_exact(min(CHUNK, remaining))
            out.write(block)
            digest.update(block)
            remaining -= len(block)
        out.close()
        print 'stored %s (%s bytes, md5 %s)' % (name, size, digest.hexdigest())
        sys.stdout.flush()
        self.reply(OK, digest.digest())

    def run(self):
        try:
            while 1:
                command, length = HDR.unpack(self.recv_exact(HDR.size))
                arg = self.recv_exact(length)
                method = getattr(self, 'do_' + command.strip(), None)
                if method is None:
                    self.reply(ERR, 'unknown command %r' % command)
                else:
                    method(arg)
        except ConnectionClosed, e:
            print self.addr[0], 'closed:', e
            sys.stdout.flush()
        finally:
            self.sock.close()


def main():
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(('127.0.0.1', int(sys.argv[1])))
    listener.listen(5)
    print 'serving on', listener.getsockname()[1]
    sys.stdout.flush()
    while True:
        conn, addr = listener.accept()
        FileHandler(conn, addr, '.').start()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass
