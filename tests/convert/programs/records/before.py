# binary protocol: 2 byte magic, 1 byte type, 4 byte length, payload
import SocketServer
import struct
import sys
import zlib

MAGIC = 'RP'
HEADER = '!2sBI'
HEADER_SIZE = struct.calcsize(HEADER)

T_ECHO = 1
T_SUM = 2
T_CRC = 3
T_ERROR = 0xff

class ProtocolError(Exception):
    pass

def recvall(sock, n):
    data = ''
    while len(data) < n:
        chunk = sock.recv(n - len(data))
        if chunk == '':
            raise EOFError, 'connection closed'
        data += chunk
    return data

def pack(type, payload):
    return struct.pack(HEADER, MAGIC, type, len(payload)) + payload

def checksum(data):
    total = 0
    for c in data:
        total = (total + ord(c)) & 0xffff
    return total

class RecordHandler(SocketServer.BaseRequestHandler):
    def read_record(self):
        head = recvall(self.request, HEADER_SIZE)
        magic, type, length = struct.unpack(HEADER, head)
        if magic != MAGIC:
            raise ProtocolError('bad magic %s' % magic)
        return type, recvall(self.request, length)

    def handle(self):
        count = 0
        try:
            while 1:
                type, payload = self.read_record()
                count += 1
                if type == T_ECHO:
                    self.request.sendall(pack(T_ECHO, payload))
                elif type == T_SUM:
                    self.request.sendall(pack(T_SUM, struct.pack('!H', checksum(payload))))
                elif type == T_CRC:
                    self.request.sendall(pack(T_CRC, '%08x' % (zlib.crc32(payload) & 0xffffffff)))
                else:
                    self.request.sendall(pack(T_ERROR, 'unknown type %d' % type))
        except EOFError, e:
            print 'done after', count, 'records:', e
        except ProtocolError, e:
            print 'error:', e
            self.request.sendall(pack(T_ERROR, str(e)))

class Server(SocketServer.ThreadingMixIn, SocketServer.TCPServer):
    daemon_threads = True

if __name__ == '__main__':
    server = Server(('', int(sys.argv[1])), RecordHandler)
    print server.server_address[1]
    sys.stdout.flush()
    server.serve_forever()
