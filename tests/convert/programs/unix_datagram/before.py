# event log on a Unix datagram socket; priority in the first byte
import os
import socket
import string
import sys
import SocketServer

LEVELS = {'D': 'debug', 'I': 'info', 'W': 'warning', 'E': 'error'}

class EventHandler(SocketServer.BaseRequestHandler):

    def handle(self):
        packet = self.request[0]
        sock = self.request[1]
        if not packet:
            return
        level = packet[0]
        text = packet[1:]
        if level not in LEVELS:
            print 'ignored', len(packet), 'bytes, first is %d' % ord(level)
            self.answer(sock, 'N')
            return
        clean = ''
        for c in text:
            if c in string.printable and c not in '\r\n\t':
                clean += c
            else:
                clean += '\\x%02x' % ord(c)
        print '%-8s%s' % (LEVELS[level], clean)
        f = open('events', 'a')
        f.write(LEVELS[level] + ': ' + text + '\n')
        f.close()
        self.answer(sock, 'Y' + chr(len(text) & 0xff))

    def answer(self, sock, data):
        if self.client_address:
            sock.sendto(data, self.client_address)

class EventServer(SocketServer.UnixDatagramServer):
    def server_bind(self):
        if os.path.exists(self.server_address):
            os.remove(self.server_address)
        SocketServer.UnixDatagramServer.server_bind(self)

if __name__ == '__main__':
    server = EventServer(sys.argv[1], EventHandler)
    print 'events:', server.server_address
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        os.remove(sys.argv[1])
