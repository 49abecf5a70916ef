"""Receives until the end, while a timer shows that it is alive."""
from __future__ import print_function

import argparse
from contextlib import closing
import signal
import socket

ticks = []


def tick(number, frame):
    ticks.append(number)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    signal.signal(signal.SIGALRM, tick)
    with closing(socket.create_connection(('127.0.0.1', port))) as conn:
        signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
        size = 0
        try:
            while True:
                data = conn.recv(1024)
                if not data:
                    break
                size += len(data)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    print('%d bytes, ticks: %s' % (size, bool(ticks)))


if __name__ == '__main__':
    main()
