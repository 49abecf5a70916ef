import SocketServer
import threading
import string
import sys
import time

store = {}
expires = {}
lock = threading.RLock()

def cmd_set(args):
    key, value = args[0], string.join(args[1:], ' ')
    lock.acquire()
    try:
        store[key] = value
    finally:
        lock.release()
    return '+OK'

def cmd_get(args):
    v = store.get(args[0])
    if v is None:
        return '-ERR no such key'
    return '$%d %s' % (len(v), v)

def cmd_del(args):
    count = 0
    for key in args:
        if store.has_key(key):
            del store[key]
            count += 1
    return ':' + str(count)

def cmd_incr(args):
    key = args[0]
    n = int(store.get(key, '0')) + 1
    store[key] = str(n)
    return ':' + `n`

def cmd_append(args):
    store[args[0]] = store.setdefault(args[0], '') + args[1]
    return ':%d' % len(store[args[0]])

def cmd_keys(args):
    names = [k for k in store.keys() if not args or args[0] in k]
    names.sort()
    return '*%d\r\n' % len(names) + '\r\n'.join(names)

def cmd_dump(args):
    f = open('dump.txt', 'w')
    for k, v in sorted(store.iteritems()):
        f.write('%s\t%s\n' % (k, v))
    f.close()
    return '+OK saved'

def cmd_load(args):
    for line in open('dump.txt'):
        k, v = line.rstrip('\n').split('\t')
        store[k] = v
    return '+OK %d' % len(store)

COMMANDS = {}
for _name, _func in globals().items():
    if _name.startswith('cmd_'):
        COMMANDS[_name[4:]] = _func

class Handler(SocketServer.BaseRequestHandler):
    def handle(self):
        buf = ''
        while True:
            try:
                chunk = self.request.recv(4096)
            except IOError:
                return
            if chunk == '':
                return
            buf += chunk
            while buf.find('\n') != -1:
                i = buf.index('\n')
                line, buf = buf[:i].strip(), buf[i + 1:]
                words = line.split()
                if not words:
                    continue
                name = words[0].lower()
                if name == 'quit':
                    self.request.send('+BYE\r\n')
                    return
                func = COMMANDS.get(name)
                if func is None:
                    result = "-ERR unknown command '" + name + "'"
                else:
                    try:
                        result = func(words[1:])
                    except IndexError:
                        result = '-ERR wrong number of arguments for %s' % name
                    except ValueError, e:
                        result = '-ERR not a number'
                self.request.send(result + '\r\n')

if __name__ == '__main__':
    SocketServer.ThreadingTCPServer.allow_reuse_address = True
    SocketServer.ThreadingTCPServer.daemon_threads = True
    srv = SocketServer.ThreadingTCPServer(('127.0.0.1', int(sys.argv[1])), Handler)
    print 'kv store on port', srv.socket.getsockname()[1]
    sys.stdout.flush()
    try:
        srv.serve_forever()
    except KeyboardInterrupt:
        print >>sys.stderr, 'bye'
