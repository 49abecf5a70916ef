"""Sends lines of stdin to the welcome server and prints its answers."""
import argparse
from contextlib import closing
import socket
import sys


def say(text, end='\n'):
    """Print text as UTF-8, whatever the locale is."""
    stdout = sys.stdout.buffer
    stdout.write((text + end).encode('utf-8'))
    stdout.flush()


def ask(prompt):
    """Return the next line of stdin as bytes."""
    say(prompt, end='')
    line = input()
    # Surrogates stand for what could not be decoded; this undoes them.
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
    answer = receive(conn, '！'.encode())
    while answer:
        say('服务器: ' + answer.decode('utf-8', 'replace'))
        message = b''
        while not message:
            message = ask('你:').strip()
        conn.sendall(message)
        if message == b'exit':
            say('谢谢使用，再见！')
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
    except OSError as error:
        sys.exit('no answer: %s' % error)
