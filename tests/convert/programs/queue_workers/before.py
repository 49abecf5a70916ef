"""Job server: a thread per client, two workers, results by name.
"""
import Queue
import socket
import sys
import thread
import threading
import traceback
import hashlib

jobs = Queue.Queue()

def md5(data):
    return hashlib.md5(data).hexdigest()

def upper(data):
    return data.upper()

def tohex(data):
    return data.encode('hex')

def fromhex(data):
    return data.decode('hex')

def count(data):
    return str(len(data))

FUNCTIONS = {
    'md5': md5,
    'upper': upper,
    'hex': tohex,
    'unhex': fromhex,
    'count': count,
}

def worker():
    while True:
        job = jobs.get()
        if job is None:
            break
        function, data, answer = job
        try:
            result = function(data)
        except Exception:
            result = 'error'
        answer.put(result)

def serve(conn, addr):
    f = conn.makefile('rw')
    while 1:
        line = f.readline()
        if not line:
            break
        line = line.strip()
        if ' ' not in line:
            f.write('usage: function data\n')
            f.flush()
            continue
        name, data = line.split(' ', 1)
        try:
            function = FUNCTIONS[name]
        except KeyError:
            f.write('no function %s\n' % name)
            f.flush()
            continue
        answer = Queue.Queue()
        jobs.put((function, data, answer))
        f.write('%s: %s\n' % (name, answer.get()))
        f.flush()
    f.close()
    conn.close()

def main():
    for i in range(2):
        t = threading.Thread(target=worker)
        t.setDaemon(True)
        t.start()
    s = socket.socket()
    s.bind(('127.0.0.1', int(sys.argv[1])))
    s.listen(5)
    print 'queue server on %s:%d' % s.getsockname()
    sys.stdout.flush()
    while 1:
        conn, addr = s.accept()
        thread.start_new_thread(serve, (conn, addr))

if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        print 'bye'
