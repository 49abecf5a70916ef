#!/usr/bin/env python
# forking server with signals, straight from the book
import os, signal, socket, sys

def reap(signum, frame):
    while 1:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except OSError:
            return
        if pid == 0:
            return

def child(conn):
    total = 0
    while 1:
        data = conn.recv(256)
        if data == '':
            break
        total += len(data)
        if data.strip() == 'size':
            conn.send('%d\n' % total)
        elif ord(data[0]) == 4 or data.startswith('exit'):
            conn.send('Goodbye\n')
            break
        else:
            conn.send(data.upper())
    conn.close()

def main(port):
    signal.signal(signal.SIGCHLD, reap)
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('127.0.0.1', port))
    s.listen(5)
    sys.stdout.write('port %d\n' % s.getsockname()[1])
    sys.stdout.flush()
    while 1:
        try:
            conn, addr = s.accept()
        except socket.error, why:
            if why.args[0] == 4:
                continue
            raise
        except KeyboardInterrupt:
            break
        pid = os.fork()
        if pid == 0:
            s.close()
            child(conn)
            os._exit(0)
        conn.close()

main(int(sys.argv[1]))
