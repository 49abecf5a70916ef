"""Run-length and Huffman coding over TCP: 'R' or 'H' + 2 bytes of length + data."""
import heapq
import SocketServer
import struct
import sys
from collections import Counter
from itertools import groupby

def rle(data):
    out = []
    for char, group in groupby(data):
        n = len(list(group))
        while n > 255:
            out.append('\xff' + char)
            n -= 255
        out.append(chr(n) + char)
    return ''.join(out)

def unrle(data):
    pairs = zip(data[::2], data[1::2])
    return ''.join(c * ord(n) for n, c in pairs)

def codes(data):
    heap = [[weight, [symbol, '']] for symbol, weight in sorted(Counter(data).items())]
    heapq.heapify(heap)
    if len(heap) == 1:
        heap[0][1][1] = '0'
    while len(heap) > 1:
        lo = heapq.heappop(heap)
        hi = heapq.heappop(heap)
        for pair in lo[1:]:
            pair[1] = '0' + pair[1]
        for pair in hi[1:]:
            pair[1] = '1' + pair[1]
        heapq.heappush(heap, [lo[0] + hi[0]] + lo[1:] + hi[1:])
    return dict(heap[0][1:])

def huffman(data):
    table = codes(data)
    bits = ''.join([table[c] for c in data])
    packed = ''
    for i in range(0, len(bits), 8):
        packed += chr(int(bits[i:i + 8].ljust(8, '0'), 2))
    head = chr(len(table))
    for symbol in sorted(table):
        head += symbol + chr(len(table[symbol]))
    return head + packed, table

class Coder(SocketServer.BaseRequestHandler):
    def get(self, n):
        data = ''
        while len(data) < n:
            more = self.request.recv(n - len(data))
            if not more:
                raise EOFError(data)
            data += more
        return data

    def handle(self):
        while True:
            try:
                method, size = struct.unpack('>cH', self.get(3))
                data = self.get(size)
            except EOFError, e:
                if e.args[0]:
                    print 'rest: %r' % e.args[0]
                    sys.stdout.flush()
                return
            if method == 'R':
                answer = rle(data)
            elif method == 'U':
                answer = unrle(data)
            elif method == 'H' and data:
                answer, table = huffman(data)
                for k in sorted(table, key=lambda k: (len(table[k]), k)):
                    print '%s %s' % (repr(k), table[k])
                sys.stdout.flush()
            else:
                answer = 'bad method ' + method
            self.request.sendall(struct.pack('>H', len(answer)) + answer)

if __name__ == '__main__':
    server = SocketServer.TCPServer(('127.0.0.1', int(sys.argv[1])), Coder)
    print 'coder on %s:%s' % server.server_address
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
