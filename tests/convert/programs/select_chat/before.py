#!/usr/bin/env python
# select() based chat server, no threads

import select
import socket
import sys

class ChatServer:

    def __init__(self, port, backlog=5):
        self.clients = 0
        self.clientmap = {}
        self.outputs = []
        self.buffers = {}
        self.server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.server.bind(('', port))
        print 'Listening to port', self.server.getsockname()[1], '...'
        sys.stdout.flush()
        self.server.listen(backlog)

    def getname(self, client):
        info = self.clientmap[client]
        name = info[1]
        return '@'.join((name, 'local'))

    def serve(self):
        inputs = [self.server]
        running = 1
        while running:
            try:
                inputready, outputready, exceptready = select.select(inputs, self.outputs, [], 30)
            except (select.error, KeyboardInterrupt):
                break
            for s in inputready:
                if s == self.server:
                    client, address = self.server.accept()
                    self.clients += 1
                    self.clientmap[client] = (address, 'guest%d' % self.clients)
                    self.buffers[client] = ''
                    inputs.append(client)
                    client.send('WELCOME %d\n' % self.clients)
                else:
                    try:
                        data = s.recv(1024)
                    except socket.error, e:
                        data = ''
                    if data:
                        self.buffers[s] += data
                        while self.buffers[s].find('\n') >= 0:
                            pos = self.buffers[s].index('\n')
                            line = self.buffers[s][:pos].strip()
                            self.buffers[s] = self.buffers[s][pos + 1:]
                            self.line(s, line, inputs)
                    else:
                        print 'chatserver: %s hung up' % self.getname(s)
                        self.clients -= 1
                        s.close()
                        inputs.remove(s)
                        msg = '\n(Hung up: Client from %s)' % self.getname(s)
                        del self.clientmap[s]
                        del self.buffers[s]
                        self.sendall(inputs, None, msg)
        self.server.close()
        print 'clients left: %d' % self.clients

    def line(self, s, line, inputs):
        if line[:6] == 'NAME: ':
            self.clientmap[s] = (self.clientmap[s][0], line[6:])
            s.send('CLIENT: ' + self.getname(s) + '\n')
        else:
            msg = '#[' + self.getname(s) + ']>> ' + line
            print msg
            self.sendall(inputs, s, msg + '\n')

    def sendall(self, inputs, skip, msg):
        for o in inputs:
            if o != self.server and o != skip:
                o.send(msg)

if __name__ == "__main__":
    ChatServer(int(sys.argv[1])).serve()
