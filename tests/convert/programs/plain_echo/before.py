# Echo server program
import socket
import sys

HOST = ''                 # Symbolic name meaning all available interfaces
PORT = int(sys.argv[1])   # Arbitrary non-privileged port
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind((HOST, PORT))
s.listen(1)
print 'Listening on', s.getsockname()
sys.stdout.flush()
total = 0
try:
    while 1:
        conn, addr = s.accept()
        print 'Connected by', addr
        while 1:
            data = conn.recv(1024)
            if not data: break
            total += len(data)
            print 'Received', repr(data)
            if data[-1] == '\n':
                reply = 'OK...' + data
            else:
                reply = 'MORE...%s\n' % data
            conn.sendall(reply)
        conn.close()
except KeyboardInterrupt:
    print 'total: %d' % total
s.close()
