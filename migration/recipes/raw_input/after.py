"""Sends what is typed to a server, and prints how long the answer is."""
from __future__ import print_function

import argparse
from contextlib import closing
import socket
import sys

from six.moves import input
import six


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    with closing(socket.create_connection(('127.0.0.1', port))) as conn:
        answers = conn.makefile('rb')
        while True:
            try:
                line = input()
            except EOFError:
                break
            conn.sendall(six.ensure_binary(line + '\n', 'utf-8', 'surrogateescape'))
            print('%d bytes' % len(answers.readline()))
            sys.stdout.flush()


if __name__ == '__main__':
    if hasattr(sys.stdin, 'reconfigure'):
        # On 3: pass any bytes on as they are.
        sys.stdin.reconfigure(
            encoding='utf-8', errors='surrogateescape')
    main()
