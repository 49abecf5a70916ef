"""The recipes in SECURITY.rst do what it says."""
import contextlib
import os
import re
import textwrap
import threading

import pytest

import socketserver_compat
import support
from support import connect, receive, wait_until

pytestmark = pytest.mark.ours

DOCUMENT = os.path.join(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))), 'SECURITY.rst')


def example(title):
    """Run the code under a title; return its names."""
    with open(DOCUMENT, 'rb') as stream:
        text = stream.read().decode('ascii')
    part = text[text.index(title):]
    code = re.search(r'code-block:: python\n\n(.*?)\n(?=\S)', part, re.S)
    names = {'threading': threading}
    names.update((name, getattr(socketserver_compat, name))
                 for name in socketserver_compat.__all__)
    exec(textwrap.dedent(code.group(1)), names)
    return names


def test_a_slow_client_is_given_up(start):
    errors = []

    class Handler(example('Slow clients')['Handler']):
        def handle(self):
            self.rfile.readline()

    assert Handler.timeout == 10
    Handler.timeout = 0.05
    server = start('TCPServer', handler=Handler,
                   handle_error=lambda self, *args: errors.append(args))
    with contextlib.closing(connect(server)) as client:
        client.sendall(b'no end of the line')
        assert receive(client, server) == b''
    assert len(errors) == 1


def test_a_line_without_end_is_given_up(start):
    server = start('TCPServer', handler=example('Lines without end')[
        'Handler'])
    assert support.ask(server, b'x' * 8191 + b'\n') == b'X' * 8191 + b'\n'
    with contextlib.closing(connect(server)) as client:
        client.sendall(b'x' * 8193)
        assert receive(client, server) == b''


def test_threads_have_a_limit(start):
    Server = example('Threads and processes')['Server']
    Server.places = threading.Semaphore(3)
    running, most, go_on = [], [], threading.Event()

    def handle(handler):
        running.append(handler)
        most.append(len(running))
        go_on.wait(support.DEADLINE)
        running.remove(handler)
        support.upper(handler)

    server = start('ThreadingTCPServer', handle, mixed=Server)
    clients = [support.send(server) for _ in range(10)]
    try:
        assert wait_until(lambda: len(running) == 3)
        go_on.set()
        for client in clients:
            assert receive(client, server) == b'TEXT\n'
    finally:
        for client in clients:
            client.close()
    assert max(most) == 3 and len(most) == 10
