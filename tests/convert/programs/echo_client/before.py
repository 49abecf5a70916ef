#!/usr/bin/python
import socket
import sys

HOST = 'localhost'

def main():
    port = int(sys.argv[1])
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        s.connect((HOST, port))
    except socket.error, msg:
        print 'Connect failed'
        sys.exit(1)
    print 'Connected to', HOST
    while True:
        try:
            message = raw_input('> ')
        except EOFError:
            print
            break
        if message == 'quit':
            break
        if not message:
            continue
        s.sendall(message + '\n')
        reply = s.recv(1024)
        if not reply:
            print 'Server closed the connection'
            break
        print 'Received:', reply.rstrip('\n')
        print '%d bytes' % len(reply)
    s.close()
    print 'Done'

if __name__ == '__main__':
    main()
