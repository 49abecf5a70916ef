"""Asks a server for its greeting, and tells why it got none."""
from __future__ import print_function

import argparse
from contextlib import closing
import errno
import socket


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    parser.add_argument('--timeout', type=float, default=10)
    arguments = parser.parse_args()
    address = '127.0.0.1', arguments.port
    try:
        sock = socket.create_connection(address, arguments.timeout)
        with closing(sock):
            print('%d bytes' % len(sock.makefile('rb').readline()))
    except socket.timeout:
        print('it says nothing')
    except socket.error, error:
        if error.errno == errno.ECONNREFUSED:
            print('nobody is there')
        elif error.errno == errno.ECONNRESET:
            print('it broke off')
        else:
            raise


if __name__ == '__main__':
    main()
