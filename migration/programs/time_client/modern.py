"""Asks the time server, one connection for each line of stdin."""
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


def receive(conn):
    """Return what comes up to the end of the stream.

    One recv() may return a part of it, even a part of a character.
    """
    answer = b''
    while True:
        data = conn.recv(1024)
        if not data:
            return answer
        answer += data


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=10001)
    port = parser.parse_args().port
    while True:
        # Ask before connecting: the server has no time for others while a
        # connected client has sent nothing.
        line = ask('>')
        if not line:
            break
        # closing() also where the loop is left early.
        with closing(socket.create_connection(('127.0.0.1', port))) as conn:
            conn.sendall(line + b'\r\n')
            answer = receive(conn)
        if not answer:
            break
        say(answer.strip().decode('utf-8', 'replace'))


if __name__ == '__main__':
    try:
        main()
    except (EOFError, KeyboardInterrupt):
        pass  # the end of stdin, or Ctrl-C
    except OSError as error:
        sys.exit('no answer: %s' % error)
