#!/usr/bin/env python
"""'Encrypted' chat client: XOR with the MD5 of a password, base64 lines."""
import base64
import getpass
import hashlib
import itertools
import os
import socket
import sys
import threading
import time

class Cipher:
    def __init__(self, password):
        self.key = hashlib.md5(password).digest()

    def crypt(self, data):
        return ''.join(chr(ord(c) ^ ord(k)) for c, k in itertools.izip(data, itertools.cycle(self.key)))

    def encrypt(self, text):
        return base64.b64encode(self.crypt(text))

    def decrypt(self, line):
        try:
            return self.crypt(base64.b64decode(line))
        except TypeError:
            return None

class Receiver(threading.Thread):
    def __init__(self, sock, cipher):
        threading.Thread.__init__(self)
        self.sock = sock
        self.cipher = cipher
        self.setDaemon(True)

    def run(self):
        buf = ''
        while True:
            try:
                data = self.sock.recv(4096)
            except socket.error:
                break
            if data == '':
                print '* disconnected'
                break
            buf += data
            while '\n' in buf:
                line, buf = buf.split('\n', 1)
                if line[:1] == '*':
                    print line
                    continue
                nick, text = line.split(' ', 1)
                text = self.cipher.decrypt(text)
                if text is None:
                    print '<%s> (cannot be read)' % nick
                else:
                    print '<%s> %s' % (nick, text)
        sys.stdout.flush()

def main(argv):
    port, nick, password = int(argv[1]), argv[2], argv[3]
    sock = socket.socket()
    sock.connect(('127.0.0.1', port))
    cipher = Cipher(password)
    sock.send('NICK %s\n' % nick)
    receiver = Receiver(sock, cipher)
    receiver.start()
    while 1:
        line = sys.stdin.readline()
        if not line:
            break
        line = line.rstrip('\n')
        if line == '/quit':
            break
        sock.send(cipher.encrypt(line) + '\n')
    sock.shutdown(socket.SHUT_WR)
    receiver.join()
    sock.close()

if __name__ == '__main__':
    main(sys.argv)
