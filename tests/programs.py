"""Running the programs of migration/, and talking to them."""
import contextlib
import errno
import os
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

import six
import socketserver_compat

DEADLINE = 10

# How long a program may leave a Ctrl-C without any effect.  A person would
# press again, too: CPython 2.7 and 3.6 can lose a signal that a thread takes
# while it ends, and 2.7 one that comes while a request is processed.
PATIENCE = 2

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(os.path.dirname(HERE), 'migration', 'programs')

# subprocess of 2.7 is not made for several threads.
_STARTING = threading.Lock()

# So that close() ends the children of a program, too.
_OWN_GROUP = ({'preexec_fn': getattr(os, 'setsid', None)}
              if sys.version_info[0] == 2 else {'start_new_session': True})


def copy_library(folder):
    """Copy six and the package, both pure Python, for any interpreter."""
    shutil.copy(os.path.splitext(six.__file__)[0] + '.py', folder)
    shutil.copytree(os.path.dirname(socketserver_compat.__file__),
                    os.path.join(folder, 'socketserver_compat'),
                    ignore=shutil.ignore_patterns('__pycache__', '*.pyc'))


def _environment(python):
    """Return a copy of the environment that is fit for this interpreter."""
    environment = dict(os.environ)
    environment.pop('PYTHONPATH', None)
    if python != sys.executable:
        environment.pop('PYTHONHOME', None)  # where our own library is
    return environment


@contextlib.contextmanager
def ctrl_c_for_children():
    """Let the processes that are started here have Ctrl-C.

    A child has it only if the tests have it, and in the background they may
    not.  For the main thread.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Process(object):
    """A command in a process; its output is read while a test waits."""

    deadline = DEADLINE
    _pressed = None

    def __init__(self, command, library, locale=None, folder=None):
        environment = _environment(command[0])
        if library:
            environment['PYTHONPATH'] = library
        # Either would hide faults in what the programs do about it.
        environment.pop('PYTHONUNBUFFERED', None)
        environment.pop('PYTHONIOENCODING', None)
        if locale:
            environment['LC_ALL'] = locale
        with _STARTING:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, bufsize=0, close_fds=True,
                env=environment, cwd=folder, **_OWN_GROUP)
        self._output = {self._process.stdout: b'', self._process.stderr: b''}
        self._open = list(self._output)

    @property
    def stdout(self):
        """The bytes read so far."""
        return self._output[self._process.stdout]

    @property
    def stderr(self):
        """The bytes read so far."""
        return self._output[self._process.stderr]

    def _wait(self, condition, deadline=None):
        end = time.time() + (deadline or self.deadline)
        while not condition():
            left = end - time.time()
            assert self._open and left > 0, (
                'stdout: %r, stderr: %r' % (self.stdout, self.stderr))
            self._read(left)

    def _read(self, timeout):
        if not self._pressed:
            return self._read_once(timeout)
        before = self._progress()
        self._read_once(min(timeout, 0.1))
        if self._progress() != before:
            self._pressed = time.time()
        elif time.time() - self._pressed > PATIENCE:
            self.press_ctrl_c()

    def _progress(self):
        return len(self.stdout), len(self.stderr), len(self._open)

    def _read_once(self, timeout):
        for stream in select.select(self._open, [], [], timeout)[0]:
            data = os.read(stream.fileno(), 65536)
            self._output[stream] += data
            if not data:
                self._open.remove(stream)

    def type(self, data):
        """Write to stdin; at a terminal too, a program may be gone by then."""
        try:
            os.write(self._process.stdin.fileno(), data)
        except OSError as error:
            if error.errno != errno.EPIPE:
                raise

    def end_input(self):
        """Close stdin."""
        self._process.stdin.close()

    def send_signal(self, number):
        """Send a signal to the program alone, not to its children."""
        self._process.send_signal(number)

    def press_ctrl_c(self):
        """Do what a terminal does, and again if nothing comes of it."""
        self.send_signal(signal.SIGINT)
        self._pressed = time.time()

    def end(self, deadline=None):
        """Wait until the program has ended; return its exit status."""
        self._wait(lambda: not self._open, deadline)
        end = time.time() + (deadline or self.deadline)
        while self._process.poll() is None:
            assert time.time() < end, 'stdout is closed, but no end'
            time.sleep(0.005)
        return self._process.returncode

    def close(self):
        """Leave no process and no pipe, whatever has happened."""
        if self._open or self._process.poll() is None:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except OSError:
                pass  # all of them have gone meanwhile
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout,
                       self._process.stderr):
            stream.close()


class Program(Process):
    """One of the programs, as it is to be on every Python."""

    def __init__(self, name, library, port=0, python=sys.executable,
                 locale=None):
        self.name = name
        path = os.path.join(FOLDER, name, 'after.py')
        with ctrl_c_for_children():
            Process.__init__(
                self, [python, path, '--port', str(port)], library, locale)

    @property
    def port(self):
        """The port that the first line tells; wait for that line."""
        self._wait(lambda: b'\n' in self.stdout)
        found = re.match(br'listening on 127\.0\.0\.1:(\d+)\n', self.stdout)
        assert found, self.stdout
        return int(found.group(1))

    def prints(self, data, times=1):
        """Wait until the program has printed this, so many times."""
        self._wait(lambda: self.stdout.count(data) >= times)


def prepare(conn):
    """Let a socket wait no longer than it must, and send at once."""
    conn.settimeout(DEADLINE)
    conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def receive(conn, size):
    """Receive so many bytes."""
    received = b''
    while len(received) < size:
        data = conn.recv(size - len(received))
        assert data, 'the stream ends after %r' % received
        received += data
    return received


def receive_all(conn):
    """Receive up to the end of the stream."""
    received = b''
    while True:
        data = conn.recv(65536)
        if not data:
            return received
        received += data


def reset(client):
    """Break a connection off: the other side gets ECONNRESET."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                      struct.pack('ii', 1, 0))
    client.close()


def is_refused(port):
    """Tell whether nobody listens there."""
    client = socket.socket()
    try:
        return client.connect_ex(('127.0.0.1', port)) == errno.ECONNREFUSED
    finally:
        client.close()


def find_interpreter(*wanted):
    """Return the newest Python of a version such as 2 or 3, 6, or None."""
    found = [(sys.version_info[:2], sys.executable)]
    found += [(version_in(path), path) for path in _candidates()]
    for version, path in sorted(found, reverse=True):
        if version[:len(wanted)] == wanted and _runs(path, version):
            return path
    return None


def _candidates():
    """Return the paths of what is called pythonX.Y."""
    root = os.environ.get('PYENV_ROOT') or os.path.expanduser('~/.pyenv')
    versions = os.path.join(root, 'versions')
    folders = os.environ.get('PATH', '').split(os.pathsep)
    if os.path.isdir(versions):
        folders += [os.path.join(versions, name, 'bin')
                    for name in os.listdir(versions)]
    return [os.path.join(folder, name)
            for folder in folders if os.path.isdir(folder)
            for name in os.listdir(folder) if version_in(name)]


def version_in(path):
    """Return the version that a path ends with, or None."""
    found = re.match(r'python(\d)\.(\d+)$', os.path.basename(path))
    return found and (int(found.group(1)), int(found.group(2)))


def _runs(path, version):
    """Tell whether it is that version; pyenv's shims may not run at all."""
    process = subprocess.Popen(
        [path, '-c', 'import sys; print("%d.%d" % sys.version_info[:2])'],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, close_fds=True, env=_environment(path))
    output = process.communicate()[0]
    return output.decode('ascii', 'replace').split() == ['%d.%d' % version]
