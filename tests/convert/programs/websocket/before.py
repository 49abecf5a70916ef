#!/usr/bin/env python
# WebSocket echo server, RFC 6455, text frames up to 125 bytes
import base64
import hashlib
import struct
import sys
import SocketServer

MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

class WebSocketHandler(SocketServer.StreamRequestHandler):

    def setup(self):
        SocketServer.StreamRequestHandler.setup(self)
        self.handshake_done = False

    def handle(self):
        while True:
            if not self.handshake_done:
                if not self.handshake():
                    return
            else:
                if not self.read_next_message():
                    break

    def read_next_message(self):
        head = self.rfile.read(2)
        if len(head) < 2:
            print 'gone'
            return False
        opcode = ord(head[0]) & 15
        length = ord(head[1]) & 127
        if length == 126:
            length = struct.unpack('>H', self.rfile.read(2))[0]
        masks = [ord(byte) for byte in self.rfile.read(4)]
        decoded = ''
        for char in self.rfile.read(length):
            decoded += chr(ord(char) ^ masks[len(decoded) % 4])
        if opcode == 8:
            print 'close'
            return False
        self.on_message(decoded)
        return True

    def send_message(self, message):
        self.request.send(chr(129))
        length = len(message)
        if length <= 125:
            self.request.send(chr(length))
        elif length >= 126 and length <= 65535:
            self.request.send(chr(126))
            self.request.send(struct.pack('>H', length))
        self.request.send(message)

    def handshake(self):
        data = self.request.recv(1024).strip()
        headers = {}
        for line in data.splitlines()[1:]:
            if ': ' in line:
                name, value = line.split(': ', 1)
                headers[name.lower()] = value
        if headers.get('upgrade', None) != 'websocket':
            self.request.send('HTTP/1.1 400 Bad Request\r\n\r\n')
            return False
        print 'Handshaking...', headers.get('host', '?')
        key = headers['sec-websocket-key']
        digest = base64.b64encode(hashlib.sha1(key + MAGIC).digest())
        response = 'HTTP/1.1 101 Switching Protocols\r\n'
        response += 'Upgrade: websocket\r\n'
        response += 'Connection: Upgrade\r\n'
        response += 'Sec-WebSocket-Accept: %s\r\n\r\n' % digest
        self.handshake_done = self.request.send(response)
        return True

    def on_message(self, message):
        print 'message:', message
        self.send_message(message.upper())

if __name__ == '__main__':
    server = SocketServer.TCPServer(('localhost', int(sys.argv[1])), WebSocketHandler)
    print 'ws://localhost:%d' % server.server_address[1]
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
