"""``python -m socketserver_compat``: what is missing here, and does it work.

Print the table of features, then serve some requests on loopback and say
what was seen.
"""
from __future__ import print_function

import argparse
import contextlib
import platform
import socket
import sys
import threading

import socketserver_compat
from ._features import FEATURES

TIMEOUT = 10  # seconds that the check waits for its own server


def table(features):
    """Return the lines of the table: one for each feature."""
    rows = [('feature', 'since CPython', 'issue', 'here')]
    for row in features:
        rows.append((row.title, row.since, row.issues,
                     'stdlib' if row.in_stdlib else 'backport'))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    rows.insert(1, tuple('-' * width for width in widths))
    return ['  '.join(cell.ljust(width) for cell, width
                      in zip(row, widths)).rstrip() for row in rows]


class Upper(socketserver_compat.StreamRequestHandler):
    """Answers a line in upper case."""

    timeout = TIMEOUT

    def handle(self):
        """Read one line; write it back."""
        self.wfile.write(self.rfile.readline().upper())


class CheckFailed(Exception):
    """What the server should have done and did not."""


def expect(holds, what):
    """Raise CheckFailed unless it holds."""
    if not holds:
        raise CheckFailed(what)


def ask(address, line):
    """Send a line to the server; return its answer."""
    with contextlib.closing(
            socket.create_connection(address, TIMEOUT)) as client:
        client.sendall(line)
        with contextlib.closing(client.makefile('rb')) as answer:
            return answer.read()


def check():
    """Serve on a free port; yield what was seen, line by line."""
    threads = threading.active_count()
    with socketserver_compat.ThreadingTCPServer(
            ('127.0.0.1', 0), Upper) as server:
        address = server.server_address
        yield 'listening on {0}:{1}'.format(*address)
        loop = threading.Thread(target=server.serve_forever, args=(0.05,))
        loop.daemon = True
        loop.start()
        try:
            for line in b'hello\n', b'bye\n':
                answer = ask(address, line)
                expect(answer == line.upper(),
                       'the answer to {0!r} is {1!r}'.format(line, answer))
                yield 'sent {0!r}, received {1!r}'.format(line, answer)
        finally:
            server.shutdown()
        loop.join(TIMEOUT)
        expect(not loop.is_alive(), 'shutdown() did not end the loop')
        yield 'shut down'
    expect(server.fileno() == -1, 'the server is still open')
    expect(threading.active_count() == threads,
           'server_close() left threads behind')
    yield 'closed, no thread left'


def parse(arguments):
    """Parse the command line; exit with 2 if it is wrong."""
    parser = argparse.ArgumentParser(
        prog='python -m socketserver_compat',
        description='Show what this Python lacks of the socketserver of '
                    'CPython 3.15, and check that the backports work.',
        epilog='Exit status: 0 if the check passed, 1 if it failed.')
    parser.add_argument(
        '--version', action='version',
        version='socketserver_compat ' + socketserver_compat.__version__)
    return parser.parse_args(arguments)


def main(arguments=None):
    """Print the table, run the check; return the exit status."""
    parse(arguments)
    print('socketserver_compat {0} on {1} {2}'.format(
        socketserver_compat.__version__, platform.python_implementation(),
        platform.python_version()))
    print()
    for line in table(FEATURES):
        print(line)
    print()
    try:
        for line in check():
            print('check:', line)
    except (CheckFailed, EnvironmentError) as error:
        print('check failed:', error, file=sys.stderr)
        return 1
    print('check: passed')
    return 0


if __name__ == '__main__':
    sys.exit(main())
