#!/usr/bin/python
# file receiver and sender in one program: "get NAME" from the server, or "list"
import os
import socket
import sys

class FileClient:
    def __init__(self, port):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.connect((socket.gethostbyname('localhost'), port))

    def read_line(self):
        line = ''
        while True:
            c = self.sock.recv(1)
            if not c:
                return None
            if c == '\n':
                return line
            if c != '\r':
                line += c

    def get(self, name):
        self.sock.send('GET ' + name + '\n')
        header = self.read_line()
        if header is None:
            print 'Server has gone'
            return False
        if header.startswith('ERROR'):
            print 'Server says: ' + header[6:]
            return True
        size = long(header.split(' ')[1])
        f = open('new_' + name, 'wb')
        received = 0
        while received < size:
            data = self.sock.recv(min(1024, size - received))
            if not data:
                break
            f.write(data)
            received += len(data)
        f.close()
        print '{0}: {1:.0f}% done, {2} of {3} bytes'.format(name, received / float(size) * 100, received, size)
        return received == size

    def list(self):
        self.sock.send('LIST\n')
        names = []
        while True:
            name = self.read_line()
            if not name:
                break
            names.append(name)
        for i, name in enumerate(sorted(names)):
            print '%d. %s' % (i + 1, name)
        print names and 'first is ' + names[0] or 'nothing'

def main():
    client = FileClient(int(sys.argv[1]))
    while True:
        try:
            command = raw_input('Command? ')
        except EOFError:
            break
        if command == 'list':
            client.list()
        elif command[:4] == 'get ':
            if not client.get(command[4:]):
                break
        elif command:
            print 'list or get'
    print 'bye'
    client.sock.close()

if __name__ == '__main__':
    main()
