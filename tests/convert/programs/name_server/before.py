# minimal DNS server: answers A questions from a table
import socket
import struct
import sys
import SocketServer

TABLE = {'www.example.com': '10.0.0.1',
         'mail.example.com': '10.0.0.2'}

class Packet:
    def __init__(self, data):
        self.data = data
        self.id, self.flags, self.qd, an, ns, ar = struct.unpack('!6H', data[:12])
        self.name = self.get_name()

    def get_name(self):
        labels = []
        pos = 12
        n = ord(self.data[pos])
        while n != 0:
            labels.append(self.data[pos + 1:pos + 1 + n])
            pos += n + 1
            n = ord(self.data[pos])
        self.end = pos + 5
        return '.'.join(labels)

    def question(self):
        return self.data[12:self.end]

class Answer:
    def __init__(self, packet, ip):
        self.packet = packet
        self.ip = ip

    def __str__(self):
        s = ''
        if self.ip:
            s += struct.pack('!6H', self.packet.id, 0x8180, self.packet.qd, 1, 0, 0)
            s += self.packet.question()
            s += '\xc0\x0c'
            s += '\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04'
            s += ''.join([chr(int(x)) for x in self.ip.split('.')])
        else:
            s += struct.pack('!6H', self.packet.id, 0x8183, self.packet.qd, 0, 0, 0)
            s += self.packet.question()
        return s

class DNSHandler(SocketServer.DatagramRequestHandler):
    def handle(self):
        data = self.rfile.read()
        try:
            packet = Packet(data)
        except (struct.error, IndexError):
            print 'bad packet of', len(data), 'bytes'
            return
        ip = TABLE.get(packet.name.lower())
        print '%s -> %s' % (packet.name, ip or 'NXDOMAIN')
        self.wfile.write(str(Answer(packet, ip)))

server = SocketServer.UDPServer(('127.0.0.1', int(sys.argv[1])), DNSHandler)
print 'dns on port', server.server_address[1]
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    print 'exit'
