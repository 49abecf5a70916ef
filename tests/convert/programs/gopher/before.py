#!/usr/bin/env python
"""A gopher server: menus of folders, text files and binaries."""
import os
import stat
import sys
from SocketServer import ThreadingTCPServer, StreamRequestHandler

EXT = {'.txt': '0', '.gif': 'g', '.png': 'I', '.zip': '5'}

class GopherHandler(StreamRequestHandler):
    root = 'gopher'

    def item(self, kind, title, selector):
        host, port = self.server.server_address[:2]
        return '%s%s\t%s\t%s\t%d\r\n' % (kind, title, selector, host, port)

    def handle(self):
        selector = self.rfile.readline()
        if not selector:
            return
        selector = selector.rstrip('\r\n')
        query = ''
        if '\t' in selector:
            selector, query = selector.split('\t', 1)
        print 'request: "%s" %s' % (selector, query)
        path = os.path.normpath(os.path.join(self.root, selector.lstrip('/')))
        if not path.startswith(self.root):
            self.wfile.write(self.item('3', 'Forbidden', selector))
            self.wfile.write('.\r\n')
        elif os.path.isdir(path):
            self.menu(path, selector, query)
        elif os.path.isfile(path):
            self.send_file(path)
        else:
            self.wfile.write(self.item('3', 'No such file: ' + selector, selector) + '.\r\n')

    def menu(self, path, selector, query):
        names = os.listdir(path)
        names.sort()
        for name in names:
            if name[0] == '.' or query not in name:
                continue
            full = os.path.join(path, name)
            if stat.S_ISDIR(os.stat(full)[stat.ST_MODE]):
                kind = '1'
            else:
                kind = EXT.get(os.path.splitext(name)[1].lower(), '9')
            self.wfile.write(self.item(kind, name, selector + '/' + name))
        self.wfile.write('.\r\n')

    def send_file(self, path):
        if path.endswith('.txt'):
            for line in open(path).readlines():
                line = line.rstrip()
                if line.startswith('.'):
                    line = '.' + line
                self.wfile.write(line + '\r\n')
            self.wfile.write('.\r\n')
        else:
            self.wfile.write(open(path, 'rb').read())

if __name__ == '__main__':
    server = ThreadingTCPServer(('127.0.0.1', int(sys.argv[1])), GopherHandler)
    print 'gopher at', server.server_address[1]
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print 'bye'
