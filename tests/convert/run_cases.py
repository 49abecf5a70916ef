"""Run the cases of test_wire.py: a script for Python 2.7 and 3.

Standard input has a JSON list of programs, standard output gets a list of
what each did: what it sent and printed, as escaped bytes, and the name of
the exception that ended it.  SOCKET in a program is a socket from which it
can read RECEIVED, and then the end.
"""
import io
import json
import os
import socket
import sys
import tempfile

RECEIVED = (b'GET /caf\xc3\xa9 HTTP/1.0\r\nkey=\xff\xfe value\r\n\r\n'
            b'12\x00\x01\x02\xfftail')
TYPED = b'typed \xc3\xa9\n'


class Output(object):
    """In place of stdout on 2.7, which would not take unicode."""

    def __init__(self):
        self.buffer = io.BytesIO()

    def write(self, text):
        if not isinstance(text, bytes):
            text = text.encode('utf-8')
        self.buffer.write(text)

    def flush(self):
        pass


def streams():
    if str is bytes:
        return io.BytesIO(TYPED), Output()
    return (io.TextIOWrapper(io.BytesIO(TYPED), 'utf-8'),
            io.TextIOWrapper(io.BytesIO(), 'utf-8', newline='\n'))


def escaped(data):
    return data.decode('latin-1').encode('unicode_escape').decode('ascii')


def received(sock):
    parts = []
    sock.settimeout(0)
    try:
        while True:
            parts.append(sock.recv(65536))
            if not parts[-1]:
                break
    except socket.error:
        pass
    return b''.join(parts)


def run(text):
    """Run one program; return what it did."""
    os.chdir(tempfile.mkdtemp(dir=sys.argv[1]))
    near, far = socket.socketpair()
    far.sendall(RECEIVED)
    far.shutdown(socket.SHUT_WR)
    if str is bytes:
        near = socket.socket(_sock=near)
    near.settimeout(10)
    old = sys.stdin, sys.stdout
    sys.stdin, sys.stdout = streams()
    error = None
    try:
        exec(compile(text, '<case>', 'exec'),
             {'SOCKET': near, '__name__': '__main__', '__doc__': None})
    except (Exception, SystemExit) as e:
        error = type(e).__name__
    finally:
        sys.stdout.flush()
        printed = sys.stdout.buffer.getvalue()
        sys.stdin, sys.stdout = old
    try:
        return [escaped(received(far)), escaped(printed), error]
    finally:
        near.close()
        far.close()


def main():
    texts = json.loads(sys.stdin.read())
    if str is bytes:
        texts = [b'# coding: utf-8\n' + text.encode('utf-8')
                 for text in texts]
    print(json.dumps([run(text) for text in texts]))


if __name__ == '__main__':
    main()
