"""Sends lines of stdin to an echo server and prints its answers."""
import argparse
from contextlib import closing
import socket
import sys


def say(text):
    """Print text as UTF-8, whatever the locale is."""
    stdout = sys.stdout.buffer
    stdout.write((text + '\n').encode('utf-8'))
    stdout.flush()


def read_line():
    """Return the next line of stdin as bytes."""
    line = input()
    # Surrogates stand for what could not be decoded; this undoes them.
    return line.encode('utf-8', 'surrogateescape')


def receive(conn):
    """Return what comes up to the end of an answer, or of the stream.

    One recv() may return a part of it, even a part of a character.  The
    protocol has no other mark of the end than "] " and the 24 characters of
    the time: a long message may get several answers, and the later ones are
    then read together with the answer to the next one.
    """
    answer = b''
    while answer[-26:-24] != b'] ':
        data = conn.recv(1024)
        if not data:
            break
        answer += data
    return answer


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    # closing() also where the loop is left by an exception.
    with closing(socket.create_connection(('127.0.0.1', port))) as conn:
        while True:
            line = read_line()
            if not line:
                break
            conn.sendall(line)
            answer = receive(conn)
            if not answer:
                break  # the server has gone
            say('server: ' + answer.decode('utf-8', 'replace'))


if __name__ == '__main__':
    try:
        main()
    except (EOFError, KeyboardInterrupt):
        pass  # the end of stdin, or Ctrl-C
    except OSError as error:
        sys.exit('no answer: %s' % error)
