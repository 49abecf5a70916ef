#!/usr/bin/env python
# upload.py port file...
# Sends files to the upload server: name, size, md5, then the data
import md5
import os
import socket
import struct
import sys

BUFSIZE = 1024

def digest(path):
    m = md5.new()
    f = open(path, 'rb')
    while 1:
        block = f.read(BUFSIZE)
        if not block:
            break
        m.update(block)
    f.close()
    return m.digest()

def send_file(sock, path):
    name = os.path.basename(path)
    size = os.path.getsize(path)
    header = struct.pack('>H%dsI' % len(name), len(name), name, size)
    sock.sendall(header + digest(path))
    sent = 0
    f = open(path, 'rb')
    for block in iter(lambda: f.read(BUFSIZE), ''):
        sock.sendall(block)
        sent += len(block)
    f.close()
    return sent

def get_answer(sock):
    status = sock.recv(1)
    if status == '':
        return 'connection lost'
    n = ord(sock.recv(1))
    text = ''
    while len(text) < n:
        more = sock.recv(n - len(text))
        if not more:
            return 'connection lost'
        text += more
    if status == 'K':
        return 'ok: ' + text
    elif status == 'E':
        return 'error: ' + text
    return 'unknown status %d' % ord(status)

def main(args):
    s = socket.socket()
    s.connect(('localhost', int(args[0])))
    failed = 0
    for path in args[1:]:
        try:
            n = send_file(s, path)
        except (IOError, OSError), (errno, message):
            print path + ':', message
            failed += 1
            continue
        answer = get_answer(s)
        print '%s: %d bytes, %s' % (path, n, answer)
        if answer.split(':')[0] != 'ok':
            failed += 1
    s.close()
    return failed

sys.exit(main(sys.argv[1:]))
