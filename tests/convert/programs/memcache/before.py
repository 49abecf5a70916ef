#! /usr/bin/env python
# A toy memcached
import SocketServer, sys

class Cache(SocketServer.StreamRequestHandler):
    data = {}

    def handle(self):
        while True:
            line = self.rfile.readline()
            if not line.endswith('\r\n'):
                return
            args = line[:-2].split(' ')
            cmd = args.pop(0)
            handler = getattr(self, 'cmd_' + cmd, None)
            if handler is None:
                self.wfile.write('ERROR\r\n')
                continue
            try:
                handler(*args)
            except TypeError:
                self.wfile.write('CLIENT_ERROR bad arguments\r\n')
            except StopIteration:
                return

    def cmd_set(self, key, flags, exptime, length):
        value = self.rfile.read(int(length))
        if self.rfile.read(2) != '\r\n':
            self.wfile.write('CLIENT_ERROR bad data chunk\r\n')
            return
        self.data[key] = (flags, value)
        self.wfile.write('STORED\r\n')

    def cmd_get(self, *keys):
        for key in keys:
            if key in self.data:
                flags, value = self.data[key]
                self.wfile.write('VALUE %s %s %d\r\n' % (key, flags, len(value)))
                self.wfile.write(value)
                self.wfile.write('\r\n')
        self.wfile.write('END\r\n')

    def cmd_incr(self, key, by):
        if not self.data.has_key(key):
            self.wfile.write('NOT_FOUND\r\n')
            return
        flags, value = self.data[key]
        value = str(int(value) + int(by))
        self.data[key] = (flags, value)
        self.wfile.write(value + '\r\n')

    def cmd_delete(self, key):
        if self.data.pop(key, None):
            self.wfile.write('DELETED\r\n')
        else:
            self.wfile.write('NOT_FOUND\r\n')

    def cmd_stats(self):
        self.wfile.write('STAT curr_items %d\r\nEND\r\n' % len(self.data))

    def cmd_quit(self):
        raise StopIteration

class Server(SocketServer.ThreadingMixIn, SocketServer.TCPServer):
    pass

if __name__ == '__main__':
    server = Server(('127.0.0.1', int(sys.argv[1])), Cache)
    print 'port %d' % server.server_address[1]
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
