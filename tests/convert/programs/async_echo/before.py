import asyncore, socket, sys, logging

logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format='%(name)s: %(message)s')

class EchoHandler(asyncore.dispatcher_with_send):

    def handle_read(self):
        data = self.recv(8192)
        if data:
            logging.getLogger('echo').debug('read %d "%s"', len(data), data)
            if data[0] == '#':
                self.send('ignored\n')
            else:
                self.send('> ' + data)

class EchoServer(asyncore.dispatcher):

    def __init__(self, host, port):
        asyncore.dispatcher.__init__(self)
        self.create_socket(socket.AF_INET, socket.SOCK_STREAM)
        self.set_reuse_addr()
        self.bind((host, port))
        self.listen(5)

    def handle_accept(self):
        pair = self.accept()
        if pair is None:
            pass
        else:
            sock, addr = pair
            print 'Incoming connection from %s' % addr[0]
            handler = EchoHandler(sock)

server = EchoServer('localhost', int(sys.argv[1]))
print 'echo on %d' % server.socket.getsockname()[1]
sys.stdout.flush()
try:
    asyncore.loop(timeout=1)
except KeyboardInterrupt:
    asyncore.close_all()
