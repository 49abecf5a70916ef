"""Asks the time server, one connection for each line of stdin."""

import argparse
import socket
import sys

BUFSIZE = 1024


def say(text):
    """Print text as UTF-8, also where stdout is a pipe or the locale C."""
    stdout = getattr(sys.stdout, 'buffer', sys.stdout)
    stdout.write((text + '\n').encode('utf-8'))


def receive(conn):
    """Return what comes up to the end of the stream.

    One recv() may return a part of it, even a part of a character.
    """
    answer = b''
    while True:
        data = conn.recv(BUFSIZE)
        if not data:
            return answer
        answer += data


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=10001)
    port = parser.parse_args().port
    while True:
        sys.stdout.write('>')
        sys.stdout.flush()
        line = input()
        if not line:
            break
        conn = socket.socket()
        conn.connect(('127.0.0.1', port))
        question = '%s\r\n' % line
        conn.sendall(question.encode('utf-8', 'surrogateescape'))
        answer = receive(conn)
        if not answer:
            break
        say(answer.strip().decode('utf-8', 'replace'))
        sys.stdout.flush()
        conn.close()


if __name__ == '__main__':
    if hasattr(sys.stdin, 'reconfigure'):
        # On 3: pass any bytes on as they are.
        sys.stdin.reconfigure(
            encoding='utf-8', errors='surrogateescape')
    try:
        main()
    except (EOFError, KeyboardInterrupt):
        pass  # the end of stdin, or Ctrl-C
    except OSError as error:
        sys.exit('no answer: %s' % error)
