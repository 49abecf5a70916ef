"""The server in README.rst runs as it is printed."""
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import time

import pytest

import support
from test_names import python

README = os.path.join(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))), 'README.rst')


def server_of_the_readme():
    with open(README, 'rb') as stream:
        text = stream.read().decode('utf-8')
    head = '\n'.join(text.splitlines()[:30])
    assert 'pip install' in head and 'Since CPython' in head
    code = re.search(r'code-block:: python\n\n(.*?)\n(?=\S)', head, re.S)
    return textwrap.dedent(code.group(1))


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def test_the_server_as_printed(tmpdir):
    code = server_of_the_readme()
    port = free_port()
    assert code.count('9999') == 1
    script = tmpdir.join('server.py')
    script.write(code.replace('9999', str(port)))
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(
        path or os.getcwd() for path in sys.path))
    # A child has Ctrl-C only if the tests have it, and in the background
    # they may not.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            [sys.executable, str(script)], stderr=subprocess.PIPE,
            env=environment, universal_newlines=True)
    finally:
        signal.signal(signal.SIGINT, before)
    try:
        with contextlib.closing(connect(port)) as client:
            client.sendall(b'one\ntwo\n')
            client.shutdown(socket.SHUT_WR)
            assert support.receive(client) == b'ONE\nTWO\n'
        process.send_signal(signal.SIGINT)
        err = process.communicate()[1]
        assert err.strip().endswith('KeyboardInterrupt')
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def block(title, language):
    """Return the code block of a language that follows the title."""
    with open(README, 'rb') as stream:
        text = stream.read().decode('utf-8')
    part = text[text.index(title):]
    code = re.search(r'code-block:: %s\n\n(.*?)\n(?=\S)' % language, part,
                     re.S)
    return textwrap.dedent(code.group(1)).strip() + '\n'


def test_the_converter_as_printed(tmpdir):
    pytest.importorskip('fissix')
    title = 'From Python 2 to 3\n---'
    tmpdir.join('hello.py').write(block(title, 'python'))
    with tmpdir.as_cwd():
        status, out, err = python(
            ['-m', 'socketserver_compat.convert', 'hello.py'])
    # Lines without change have a blank that nobody should write into RST.
    assert re.sub('(?m) +$', '', out) == block(title, 'diff')
    assert (status, err) == (1, '')


def connect(port):
    end = time.time() + support.DEADLINE
    while True:
        try:
            return socket.create_connection(
                ('127.0.0.1', port), support.DEADLINE)
        except socket.error:
            if time.time() > end:
                raise
            time.sleep(0.02)
