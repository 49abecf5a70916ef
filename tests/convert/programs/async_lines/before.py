# line server on asyncore/asynchat
import asyncore
import asynchat
import socket
import sys

class LineChannel(asynchat.async_chat):

    def __init__(self, server, sock, addr):
        asynchat.async_chat.__init__(self, sock)
        self.server = server
        self.set_terminator('\r\n')
        self.ibuffer = []
        self.state = 'name'
        self.push('name?\r\n')

    def collect_incoming_data(self, data):
        self.ibuffer.append(data)

    def found_terminator(self):
        line = ''.join(self.ibuffer)
        self.ibuffer = []
        if self.state == 'name':
            self.name = line
            self.state = 'talk'
            self.push('hello %s\r\n' % line)
        elif line == 'bye':
            self.push('bye %s\r\n' % self.name)
            self.close_when_done()
        else:
            print '%s: %s' % (self.name, line)
            self.push(line.swapcase() + '\r\n')

    def handle_close(self):
        print 'lost'
        self.close()

class LineServer(asyncore.dispatcher):

    def __init__(self, port):
        asyncore.dispatcher.__init__(self)
        self.create_socket(socket.AF_INET, socket.SOCK_STREAM)
        self.set_reuse_addr()
        self.bind(('127.0.0.1', port))
        self.listen(5)
        print 'port', self.socket.getsockname()[1]
        sys.stdout.flush()

    def handle_accept(self):
        conn, addr = self.accept()
        LineChannel(self, conn, addr)

if __name__ == '__main__':
    LineServer(int(sys.argv[1]))
    try:
        asyncore.loop()
    except KeyboardInterrupt:
        print 'end'
