#!/usr/bin/env python
# telnet-like client: stdin and the socket in one select()
import select
import socket
import sys

def prompt():
    sys.stdout.write('<You> ')
    sys.stdout.flush()

def main():
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.settimeout(20)
    try:
        s.connect(('127.0.0.1', int(sys.argv[1])))
    except:
        print 'Unable to connect'
        sys.exit(1)
    print 'Connected. Start sending messages'
    prompt()
    while 1:
        rlist = [sys.stdin, s]
        read_sockets, write_sockets, error_sockets = select.select(rlist, [], [])
        for sock in read_sockets:
            if sock == s:
                data = sock.recv(4096)
                if not data:
                    print '\nDisconnected from server'
                    sys.exit()
                else:
                    sys.stdout.write(data)
                    if data[-1] != '\n':
                        sys.stdout.write('\n')
                    if '\a' in data:
                        print '(bell)'
                    prompt()
            else:
                msg = sys.stdin.readline()
                if msg == '':
                    s.shutdown(socket.SHUT_WR)
                    print 'end'
                    sys.exit()
                if msg.startswith('/nick '):
                    msg = 'NICK ' + msg[6:]
                s.send(msg)
                prompt()

main()
