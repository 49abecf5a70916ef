"""key-value store on a Unix socket, pickled at each change"""
import SocketServer
import os
import sys
import cPickle

DB = 'store.db'

class Store:
    def __init__(self, path):
        self.path = path
        if os.path.exists(path):
            f = open(path)
            self.d = cPickle.load(f)
            f.close()
        else:
            self.d = {}

    def save(self):
        f = open(self.path, 'w')
        cPickle.dump(self.d, f)
        f.close()

store = Store(DB)

class Handler(SocketServer.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            parts = line.strip().split(None, 2)
            if not parts:
                continue
            cmd = parts[0].lower()
            if cmd == 'set' and len(parts) == 3:
                store.d[parts[1]] = parts[2]
                store.save()
                self.wfile.write('+\n')
            elif cmd == 'get' and len(parts) == 2:
                value = store.d.get(parts[1], None)
                if value == None:
                    self.wfile.write('-\n')
                else:
                    self.wfile.write('+%s\n' % value)
            elif cmd == 'dump':
                keys = store.d.keys()
                keys.sort()
                self.wfile.write(''.join(['%s: %s\n' % (k, store.d[k]) for k in keys]))
            elif cmd == 'size':
                n = 0
                for k, v in store.d.iteritems():
                    n += len(k) + len(v)
                self.wfile.write(str(n) + '\n')
            else:
                self.wfile.write('! ' + line)

path = sys.argv[1]
if os.path.exists(path):
    os.unlink(path)
server = SocketServer.UnixStreamServer(path, Handler)
print 'listening on', path
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    print len(store.d), 'keys'
    check = Store(DB)
    names = check.d.keys()
    names.sort()
    print 'saved:', ' '.join(names)
    os.unlink(DB)
    os.unlink(path)
