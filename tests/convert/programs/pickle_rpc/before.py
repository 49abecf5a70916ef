"""Calls of functions over a socket, with pickle and a length in front."""
import pickle
import socket
import struct
import sys
import threading

class RPCError(Exception):
    pass

def send_msg(sock, obj):
    data = pickle.dumps(obj)
    sock.send('%08d' % len(data))
    sock.send(data)

def read_exactly(sock, n):
    parts = []
    while n > 0:
        part = sock.recv(n)
        if part == '':
            raise RPCError, 'closed'
        parts.append(part)
        n -= len(part)
    return ''.join(parts)

def recv_msg(sock):
    head = read_exactly(sock, 8)
    if not head.isdigit():
        raise RPCError, 'bad length: ' + head
    return pickle.loads(read_exactly(sock, int(head)))

class Functions:
    def add(self, a, b):
        return a + b
    def split(self, text):
        return text.split()
    def square(self, n):
        return n ** 2

class Client(threading.Thread):
    def __init__(self, sock, functions):
        threading.Thread.__init__(self)
        self.sock = sock
        self.functions = functions
        self.setDaemon(True)

    def run(self):
        try:
            while True:
                name, args = recv_msg(self.sock)
                f = getattr(self.functions, name, None)
                if f is None:
                    send_msg(self.sock, ('error', 'no ' + name))
                    continue
                try:
                    send_msg(self.sock, ('ok', f(*args)))
                except TypeError:
                    send_msg(self.sock, ('error', 'type'))
        except RPCError, e:
            print 'RPC:', e
        except (pickle.UnpicklingError, IndexError, KeyError):
            print 'bad pickle'
        self.sock.close()

def main():
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(('127.0.0.1', int(sys.argv[1])))
    listener.listen(5)
    print 'rpc', listener.getsockname()[1]
    sys.stdout.flush()
    functions = Functions()
    while True:
        sock, addr = listener.accept()
        Client(sock, functions).start()

if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass
