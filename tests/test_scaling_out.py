"""migration/recipes/scaling_out: one port, several processes."""
import errno
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import pytest

import programs

pytestmark = pytest.mark.skipif(
    os.name != 'posix', reason='starts processes as POSIX does')

RECIPE = os.path.join('..', 'recipes', 'scaling_out')
CONFIGURATION = os.path.join(programs.FOLDER, RECIPE, 'haproxy.cfg')


@pytest.fixture(scope='module')
def library(tmpdir_factory):
    folder = str(tmpdir_factory.mktemp('library'))
    programs.copy_library(folder)
    return folder


@pytest.fixture
def start(library):
    """Start servers that are gone at the end of the test."""
    started = []

    def start(port=0):
        started.append(programs.Program(RECIPE, library, port))
        return started[-1]

    yield start
    for program in started:
        program.close()


@pytest.fixture
def balance():
    """Start HAProxy before two ports; return the path that it listens at."""
    folder = tempfile.mkdtemp(prefix='s')  # short, as it is for a socket
    path = os.path.join(folder, 's')
    started = []

    def balance(one, two):
        environment = dict(
            os.environ, LISTEN=path,
            ONE='127.0.0.1:%d' % one, TWO='127.0.0.1:%d' % two)
        # It may be where only root looks.
        environment['PATH'] = os.pathsep.join(
            [os.environ.get('PATH', os.defpath), '/usr/sbin'])
        try:
            with open(os.path.join(folder, 'output'), 'w') as output:
                started.append(subprocess.Popen(
                    ['haproxy', '-f', CONFIGURATION], env=environment,
                    stdout=output, stderr=output, close_fds=True))
        except OSError as error:
            if error.errno != errno.ENOENT:
                raise
            pytest.skip('haproxy is not installed')
        wait_for(path, started[0], os.path.join(folder, 'output'))
        return path

    yield balance
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
    shutil.rmtree(folder)


def wait_for(path, process, output):
    """Wait until somebody listens at a Unix socket."""
    end = time.time() + programs.DEADLINE
    while True:
        try:
            return connect(path).close()
        except socket.error:
            if time.time() < end and process.poll() is None:
                time.sleep(0.01)
                continue
        with open(output) as stream:
            pytest.fail('haproxy does not listen: ' + stream.read())


def connect(address):
    """Connect to a port, or to the path of a Unix socket."""
    if isinstance(address, int):
        return socket.create_connection(('127.0.0.1', address),
                                        programs.DEADLINE)
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        client.settimeout(programs.DEADLINE)
        client.connect(address)
    except socket.error:
        client.close()
        raise
    return client


def talk(client):
    """Return the number of the process that sends our line back."""
    client.sendall(b'hello\n')
    answer = b''
    while not answer.endswith(b'\n'):
        data = client.recv(1024)
        assert data, 'the stream ends after %r' % answer
        answer += data
    number, line = answer.split(b': ')
    assert line == b'hello\n'
    return int(number)


def ask(address):
    """Return the number of the process that answers a new client."""
    client = connect(address)
    try:
        return talk(client)
    finally:
        client.close()


@pytest.mark.skipif(not (sys.platform.startswith('linux') and
                         hasattr(socket, 'SO_REUSEPORT')),
                    reason='only Linux spreads the connections')
def test_two_processes_share_a_port(start):
    first = start()
    second = start(first.port)
    assert second.port == first.port
    answered = set()
    end = time.time() + programs.DEADLINE
    while len(answered) < 2 and time.time() < end:
        answered.add(ask(first.port))
    assert len(answered) == 2

    second.close()
    left = set(ask(first.port) for _ in range(20))
    assert len(left) == 1
    assert left < answered


def test_haproxy_spreads_the_clients(start, balance):
    one, two = start(), start()
    address = balance(one.port, two.port)
    clients, answered = [], set()
    try:
        # They stay connected, so the next one goes to the other server.
        while len(answered) < 2 and len(clients) < 10:
            clients.append(connect(address))
            answered.add(talk(clients[-1]))
    finally:
        for client in clients:
            client.close()
    assert len(answered) == 2

    alone = ask(one.port)
    two.close()
    assert [ask(address) for _ in range(4)] == [alone] * 4
