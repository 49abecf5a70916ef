#!/usr/bin/env python
# UDP client: each line of the input is a datagram; waits for an answer
import getopt
import socket
import struct
import sys

def usage():
    print 'usage: %s [-v] port' % 'client'
    sys.exit(2)

def crc(data):
    value = 0
    for ch in data:
        value = ((value << 1) ^ ord(ch)) & 0xffff
    return value

class Client:
    def __init__(self, port, verbose=False):
        self.addr = ('127.0.0.1', port)
        self.verbose = verbose
        self.seq = 0
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.settimeout(3)

    def encode(self, text):
        self.seq += 1
        payload = text.encode('zlib') if len(text) > 60 else text
        return 'P' + struct.pack('!HH', self.seq, crc(payload)) + payload

    def decode(self, packet):
        if packet[0] != 'R':
            raise ValueError, 'not a reply: %s' % packet
        seq, sum = struct.unpack('!HH', packet[1:5])
        payload = packet[5:]
        if crc(payload) != sum:
            raise ValueError, 'bad crc in "%s"' % payload
        return seq, payload

    def talk(self):
        while True:
            try:
                line = raw_input()
            except EOFError:
                break
            packet = self.encode(line)
            if self.verbose:
                print 'sending %d bytes' % len(packet)
            self.sock.sendto(packet, self.addr)
            try:
                reply, (host, port) = self.sock.recvfrom(1500)
            except socket.timeout:
                print 'no answer'
                continue
            try:
                seq, text = self.decode(reply)
            except (ValueError, struct.error), e:
                print 'error:', e
            else:
                if seq <> self.seq:
                    print '(late)',
                print '%s: %s' % (host, text)

try:
    opts, args = getopt.getopt(sys.argv[1:], 'v')
except getopt.error:
    usage()
if len(args) <> 1:
    usage()
Client(int(args[0]), ('-v', '') in opts).talk()
