# -*- coding: utf-8 -*-
"""Sends lines of stdin to the welcome server and prints its answers."""
import argparse
from contextlib import closing
import socket
import sys

from six.moves import input


def say(text, end=u'\n'):
    """Print text as UTF-8.

    print() fails where stdout is a pipe (2.7) or the locale is C (3.6).
    """
    stdout = getattr(sys.stdout, 'buffer', sys.stdout)
    stdout.write((text + end).encode('utf-8'))
    stdout.flush()


def ask(prompt):
    """Return the next line of stdin as bytes."""
    say(prompt, end=u'')
    line = input()
    if isinstance(line, bytes):
        return line  # 2.7: the bytes as they were typed
    # 3 leaves surrogates where it could not decode stdin; this undoes them.
    return line.encode('utf-8', 'surrogateescape')


def receive(conn, end):
    """Return what comes up to ``end``, or up to the end of the stream.

    One recv() may return a part of it, even a part of a character.  The
    protocol has no better mark: a long message may get several answers, and
    the later ones are then read together with the answer to the next one.
    """
    answer = b''
    while not answer.endswith(end):
        data = conn.recv(1024)
        if not data:
            break
        answer += data
    return answer


def talk(conn):
    """Take turns with the server until one of the two leaves."""
    answer = receive(conn, u'！'.encode('utf-8'))
    while answer:
        say(u'服务器: ' + answer.decode('utf-8', 'replace'))
        message = b''
        while not message:
            message = ask(u'你:').strip()
        conn.sendall(message)
        if message == b'exit':
            say(u'谢谢使用，再见！')
            break
        answer = receive(conn, b'>')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    with closing(socket.create_connection(('127.0.0.1', port))) as conn:
        conn.settimeout(5)
        talk(conn)


if __name__ == '__main__':
    try:
        main()
    except (EOFError, KeyboardInterrupt):
        pass  # the end of stdin, or Ctrl-C
    except socket.error as error:
        sys.exit('no answer: %s' % error)
