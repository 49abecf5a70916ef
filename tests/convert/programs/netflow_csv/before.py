"""NetFlow v5 collector: UDP, writes csv."""
import SocketServer
import csv
import socket
import struct
import sys
from collections import defaultdict

HEADER = '!HHIIIIBBH'
RECORD = '!4s4s4sHHIIIIHHxBBBHHBBxx'
SIZE_OF_HEADER = struct.calcsize(HEADER)
SIZE_OF_RECORD = struct.calcsize(RECORD)
PROTO = {1: 'icmp', 6: 'tcp', 17: 'udp'}

totals = defaultdict(int)

class Flow(object):
    def __init__(self, data):
        (src, dst, hop, self.input, self.output, self.packets, self.octets, first, last,
         self.sport, self.dport, self.flags, proto, tos, sas, das, sm, dm) = struct.unpack(RECORD, data)
        self.src = socket.inet_ntoa(src)
        self.dst = socket.inet_ntoa(dst)
        self.proto = PROTO.get(proto, str(proto))

    def row(self):
        return [self.src, self.sport, self.dst, self.dport, self.proto, self.octets]

    def __cmp__(self, other):
        return cmp(self.octets, other.octets)

    def __str__(self):
        return '%s:%s -> %s:%s %s' % (self.src, self.sport, self.dst, self.dport, self.proto)

class Collector(SocketServer.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        version = data[:2]
        if version != '\x00\x05':
            print 'not v5 but %s' % version.encode('hex')
            sys.stdout.flush()
            sock.sendto('?' + version, self.client_address)
            return
        head = struct.unpack(HEADER, data[:SIZE_OF_HEADER])
        count = head[1]
        flows = []
        for i in range(count):
            start = SIZE_OF_HEADER + i * SIZE_OF_RECORD
            chunk = data[start:start + SIZE_OF_RECORD]
            if len(chunk) != SIZE_OF_RECORD:
                print >>sys.stdout, 'truncated'
                break
            flows.append(Flow(chunk))
        f = open('flows.csv', 'ab')
        writer = csv.writer(f)
        for flow in flows:
            writer.writerow(flow.row())
            totals[flow.src] += flow.octets
            print flow
        f.close()
        sys.stdout.flush()
        sock.sendto(struct.pack('!H', len(flows)), self.client_address)

if __name__ == '__main__':
    server = SocketServer.UDPServer(('127.0.0.1', int(sys.argv[1])), Collector)
    print 'port %d' % server.server_address[1]
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        for ip in sorted(totals):
            print ip, totals[ip]
