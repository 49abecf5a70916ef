#!/usr/bin/env python
"""Keeps notes: two bytes, a name and perhaps a text, each with its length.

The lengths are taken from the socket, all else from its file.
"""
import select
import struct
import sys
import SocketServer


class Shelf(SocketServer.StreamRequestHandler):
    """Commands: 1 keep, 2 show."""
    notes = {}

    def field(self):
        size = ord(self.connection.recv(1))
        return self.rfile.read(size)

    def has_more(self):
        ready, _, _ = select.select([self.connection], [], [], 0)
        return bool(ready)

    def handle(self):
        while 1:
            head = self.rfile.read(2)
            if len(head) < 2:
                break
            command, flags = struct.unpack('BB', head)
            name = self.field()
            if command == 1:
                self.notes[name] = self.field()
                print 'kept', name, len(self.notes[name])
                self.wfile.write('\x01' + name)
            elif command == 2:
                text = self.notes.get(name, '')
                self.wfile.write(chr(len(text)) + text)
            else:
                print 'command', command, 'for', repr(name)
                break
            if flags:
                self.wfile.write('+' if self.has_more() else '.')
            sys.stdout.flush()


server = SocketServer.TCPServer(('127.0.0.1', int(sys.argv[1])), Shelf)
print server.server_address[1]
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    server.server_close()
