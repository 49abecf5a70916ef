"""Asks the time server, one connection for each line of stdin."""
import argparse
from socket import *
import sys

BUFSIZE = 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=10001)
    port = parser.parse_args().port
    while True:
        conn = socket(AF_INET, SOCK_STREAM)
        conn.connect(('127.0.0.1', port))
        line = raw_input('>')
        if not line:
            break
        conn.send('%s\r\n' % line)
        answer = conn.recv(BUFSIZE)
        if not answer:
            break
        print answer.strip()
        sys.stdout.flush()
        conn.close()


if __name__ == '__main__':
    main()
