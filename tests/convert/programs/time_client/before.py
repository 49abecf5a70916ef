# asks an SNTP server for the time
from socket import *
import struct
import sys
import time

TIME1970 = 2208988800L

def ask(port):
    client = socket(AF_INET, SOCK_DGRAM)
    data = '\x1b' + 47 * '\0'
    client.sendto(data, ('127.0.0.1', port))
    data, address = client.recvfrom(1024)
    if not data:
        print 'empty reply'
        return 1
    if len(data) < 48:
        print 'short reply: %s' % data
        return 2
    first = ord(data[0])
    print 'leap %d version %d mode %d' % (first >> 6, first >> 3 & 7, first & 7)
    stratum = ord(data[1])
    if stratum == 1:
        ref = data[12:16].strip('\0')
        print 'source', ref
    else:
        print 'source', '.'.join([str(ord(c)) for c in data[12:16]])
    t = struct.unpack('!12I', data)[10]
    t -= TIME1970
    print 'year', time.gmtime(t)[0]
    if data[40:44] == '\0\0\0\0':
        print 'not set'
    return 0

sys.exit(ask(int(sys.argv[1])))
