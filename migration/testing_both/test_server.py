# -*- coding: utf-8 -*-
"""What the server says, the same on every Python."""
import socket
import struct
import subprocess
import sys

import pytest


@pytest.fixture
def port():
    """Start the server as a user does; return the port that it prints."""
    process = subprocess.Popen(
        [sys.executable, 'server.py', '--port', '0'],
        stdout=subprocess.PIPE)
    try:
        yield int(process.stdout.readline().split(b':')[-1])
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def connect(port):
    # With a limit: a test that waits for ever tells nothing.
    client = socket.create_connection(('127.0.0.1', port), 10)
    # Send at once, so that two parts come as two.
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def ask(port, *parts):
    """Send a request in parts; return the whole answer."""
    client = connect(port)
    try:
        for part in parts:
            client.sendall(part)
        client.shutdown(socket.SHUT_WR)
        answer = b''
        while True:
            data = client.recv(4096)
            if not data:
                return answer
            answer += data
    finally:
        client.close()


@pytest.mark.parametrize('line, answer', [
    (b'hello\n', b'5 hello\n'),
    (b'\n', b'0 \n'),
    # Text that is not ascii, and bytes that are no text at all: most
    # faults of a migration are seen only with these.
    (u'你好\n'.encode('utf-8'), u'6 你好\n'.encode('utf-8')),
    (b'\xff\xfe\n', b'2 \xff\xfe\n'),
])
def test_answer(port, line, answer):
    assert ask(port, line) == answer


def test_line_in_two_parts(port):
    assert ask(port, b'\xe4\xbd', b'\xa0\n') == b'3 \xe4\xbd\xa0\n'


def test_server_goes_on_after_a_client_that_breaks_off(port):
    client = connect(port)
    client.setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    client.close()
    assert ask(port, b'still there?\n') == b'12 still there?\n'
