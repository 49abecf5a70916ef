"""A TFTP server for reading, one transfer at a time (octet only)."""
import os
import socket
import struct
import sys

RRQ, WRQ, DATA, ACK, ERROR = range(1, 6)
BLOCK = 512

class TFTPError(Exception):
    def __init__(self, code, msg):
        self.code = code
        self.msg = msg

    def packet(self):
        return struct.pack('!HH', ERROR, self.code) + self.msg + '\0'

class Transfer:
    def __init__(self, name):
        try:
            self.data = open(name, 'rb').read()
        except IOError:
            raise TFTPError(1, 'File not found: ' + name)
        self.block = 0

    def next(self, acked):
        self.block = acked + 1
        start = acked * BLOCK
        chunk = self.data[start:start + BLOCK]
        return struct.pack('!HH', DATA, self.block) + chunk

    def done(self, acked):
        return acked * BLOCK > len(self.data)

class Server:
    def __init__(self, port):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind(('127.0.0.1', port))
        self.transfers = {}

    def run(self):
        print 'tftp on', self.sock.getsockname()[1]
        sys.stdout.flush()
        while True:
            data, addr = self.sock.recvfrom(600)
            try:
                reply = self.process(data, addr)
            except TFTPError, e:
                print 'error %d: %s' % (e.code, e.msg)
                reply = e.packet()
            if reply:
                self.sock.sendto(reply, addr)

    def process(self, data, addr):
        if len(data) < 4:
            raise TFTPError(4, 'short packet')
        opcode = struct.unpack('!H', data[:2])[0]
        if opcode == RRQ:
            name, mode = data[2:].split('\x00')[:2]
            if mode.lower() != 'octet':
                raise TFTPError(0, 'mode %s?' % mode)
            print 'sending', os.path.basename(name)
            self.transfers[addr] = Transfer(name)
            return self.transfers[addr].next(0)
        elif opcode == ACK:
            acked, = struct.unpack('!H', data[2:4])
            t = self.transfers[addr]
            if t.done(acked):
                del self.transfers[addr]
                print 'done'
                return None
            return t.next(acked)
        raise TFTPError(4, 'Illegal operation %d' % opcode)

try:
    Server(int(sys.argv[1])).run()
except KeyboardInterrupt:
    pass
