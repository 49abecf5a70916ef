"""A server in a process of its own, for the tests of faults and load.

Served starts ``python stress.py`` and tells it what to do over its stdin;
Host, in that process, does it.  The server runs in the main thread, where
signals interrupt it, and the clients are elsewhere, so that a forked child
inherits none of their sockets, and limits and memory concern the server only.
"""
from __future__ import print_function

import errno
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import support
from support import is_datagram

try:
    import resource
except ImportError:
    resource = None

MIB = 1 << 20
FLOOD = 64 * MIB
# Nobody's: no other process counts for its limits.
ANOTHER_USER = 100000 + os.getpid()


def again(function, *args):
    """Call again after a signal, as Python 3.5 and later do."""
    while True:
        try:
            return function(*args)
        except (OSError, IOError, select.error) as error:
            if error.args[0] != errno.EINTR:
                raise


def write_line(fd, line):
    again(os.write, fd, line.encode('ascii') + b'\n')


def lines(fd):
    """Yield the lines that come out of a pipe."""
    rest = b''
    while True:
        data = again(os.read, fd, 65536)
        if not data:
            return
        rest += data
        while b'\n' in rest:
            line, rest = rest.split(b'\n', 1)
            yield line.decode('ascii')


# What the handlers do.  The first line of a stream says what is wanted.

def answer(handler):
    line = handler.rfile.readline()
    if line == b'count\n':
        handler.wfile.write(b'%d' % len(handler.rfile.read()))
    elif line == b'flood\n':
        handler.wfile.write(b'x' * FLOOD)
    elif line == b'exit\n':
        sys.exit(3)
    elif line == b'error\n':
        raise ValueError
    elif line == b'SIGKILL\n':
        os.kill(os.getpid(), signal.SIGKILL)
    elif line == b'SIGSEGV\n':
        os.kill(os.getpid(), signal.SIGSEGV)
    else:
        handler.wfile.write(line.upper())


def answer_lines(handler):
    for line in iter(handler.rfile.readline, b''):
        handler.wfile.write(line.upper())


def answer_datagram(handler):
    handler.wfile.write(handler.rfile.read().upper())


class Host(object):
    """What the process of the server can be told to do."""

    def __init__(self, module, signals):
        self.ss = importlib.import_module(module)
        self.pid = os.getpid()
        self.main = threading.current_thread()
        # Threads and children alike write here what handle_error() got.
        self.errors = os.pipe()
        self.statuses = []
        self.ticks = 0
        self.signals = signals
        self.server = self.foreign = None
        self.work = threading.Event()
        self.idle = threading.Event()
        self.idle.set()
        self.over = False
        waitpid = os.waitpid

        def noting(pid, options):
            ended, status = waitpid(pid, options)
            if ended:
                self.statuses.append(status)
            return ended, status

        os.waitpid = noting
        if signals:
            signal.signal(signal.SIGALRM, self._tick)
            self._set_timer()

    def _tick(self, *args):
        self.ticks += 1

    def _set_timer(self):
        signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)

    # In the main thread

    def run(self):
        """Serve whenever told to, until stdin ends."""
        commands = threading.Thread(target=self._obey)
        commands.daemon = True
        commands.start()
        while not self.over:
            # 2.7 hears of signals after a wait only if that has a limit.
            self.work.wait(1)
            if self.work.is_set() and not self.over:
                self.work.clear()
                try:
                    self.server.serve_forever(0.01)
                except BaseException as error:
                    self.ended = repr(error)
                self.idle.set()

    # In the thread that reads stdin

    def _obey(self):
        for line in lines(0):
            command, args, options = json.loads(line)
            options = dict((str(name), options[name]) for name in options)
            try:
                result = [True, getattr(self, command)(*args, **options)]
            except BaseException as error:
                result = [False, repr(error)]
            write_line(1, json.dumps(result))
        self.over = True
        self.work.set()

    def make(self, kind, address, handle=None, timeout=None, **attributes):
        """Make a server that listens; return its address."""
        host = self
        base = getattr(self.ss, kind)
        base_handler = (self.ss.DatagramRequestHandler if is_datagram(kind)
                        else self.ss.StreamRequestHandler)
        handle = globals()[handle or (
            'answer_datagram' if is_datagram(kind) else 'answer')]

        class Handler(base_handler):
            def handle(self):
                if os.getpid() != host.pid and host.signals:
                    host._set_timer()  # a child does not inherit it
                handle(self)

        class Server(base):
            def get_request(self):
                host.accepts += 1
                return base.get_request(self)

            def process_request(self, request, client_address):
                host.requests += 1
                base.process_request(self, request, client_address)
                host.most_children = max(host.most_children, len(
                    getattr(self, 'active_children', None) or ()))

            def handle_error(self, request, client_address):
                write_line(host.errors[1], sys.exc_info()[0].__name__)
                host.reports += 1

        Handler.timeout = timeout
        for name in attributes:
            setattr(Server, name, attributes[name])
        self.accepts = self.requests = 0
        self.reports = self.most_children = 0
        self.ended = None
        self.server = Server(
            tuple(address) if isinstance(address, list) else address, Handler)
        return self.server.server_address

    def serve(self):
        self.idle.clear()
        self.work.set()

    def shutdown(self):
        self.server.shutdown()
        self.idle.wait()

    def close(self):
        self.server.server_close()

    def stop(self):
        self.shutdown()
        self.close()

    def facts(self):
        """Return what there is now, as a dictionary."""
        gc.collect()
        return {
            'threads': threading.active_count(),
            'objects': sum(isinstance(thing, threading.Thread)
                           for thing in gc.get_objects()),
            'descriptors': descriptors(),
            'resident': resident(),
            'children': self._has_children(),
            'accepts': self.accepts,
            'requests': self.requests,
            'most_children': self.most_children,
            'ticks': self.ticks,
            'ended': self.ended,
            'socket': self.server.fileno(),
        }

    def count(self, name):
        return getattr(self, name)

    def take_errors(self):
        """Return what handle_error() got since the last time."""
        write_line(self.errors[1], '')
        taken = []
        for line in lines(self.errors[0]):
            if not line:
                return taken
            taken.append(line)

    def take_statuses(self):
        """Return the statuses that waitpid() has given."""
        taken, self.statuses[:] = self.statuses[:], []
        return taken

    def _has_children(self):
        try:
            again(os.waitpid, -1, os.WNOHANG)
        except OSError:
            return False
        return True

    def wait_for_child(self):
        return again(os.waitpid, -1, 0)[1]

    # Resources

    def expect_many_threads(self):
        threading.stack_size(256 * 1024)
        if hasattr(sys, 'setcheckinterval'):
            # Many threads of 2.7 spend their time in changing places.
            sys.setcheckinterval(10000)

    def no_core_files(self):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def run_foreign_child(self, status):
        """Start a child that is none of the server's."""
        self.foreign = subprocess.Popen(
            [sys.executable, '-c', 'raise SystemExit(%d)' % status])

    def wait_for_foreign_child(self):
        return self.foreign.wait()

    def take_low_descriptors(self):
        while os.open(os.devnull, os.O_RDONLY) < 1024:
            pass

    def exhaust(self, how):
        """Take a resource away; tell whether this user is subject to it."""
        if how == 'descriptors':
            free = os.dup(0)
            os.close(free)
            self._limit(resource.RLIMIT_NOFILE, free)
        elif how == 'processes':
            if not os.getuid():
                try:
                    os.setuid(ANOTHER_USER)  # the limit does not bind root
                except (OSError, ValueError):
                    return False
            self._limit(resource.RLIMIT_NPROC, 1)
        elif how == 'threads injected':
            name = ('_start_joinable_thread' if hasattr(
                threading, '_start_joinable_thread') else '_start_new_thread')
            self._patch(threading, name, RuntimeError(
                "can't start new thread"))
        elif how == 'fork injected':
            self._patch(os, 'fork', OSError(errno.EAGAIN, 'injected'))
        return True

    def _limit(self, limit, soft):
        limits = resource.getrlimit(limit)
        self.release = lambda: resource.setrlimit(limit, limits)
        resource.setrlimit(limit, (soft, limits[1]))

    def _patch(self, owner, name, error):
        original = getattr(owner, name)

        def fail(*args, **kwargs):
            raise error

        self.release = lambda: setattr(owner, name, original)
        setattr(owner, name, fail)


def descriptors():
    """Count the open file descriptors."""
    try:
        return len(os.listdir('/proc/self/fd'))
    except OSError:  # no /proc, or not for a process that changed its user
        count = 0
        for fd in range(256):
            try:
                os.fstat(fd)
            except OSError:
                continue
            count += 1
        return count


def resident():
    """Return the resident memory in KiB, None if it cannot be told."""
    try:
        with open('/proc/self/status') as status:
            for line in status:
                if line.startswith('VmRSS:'):
                    return int(line.split()[1])
    except IOError:
        return None


class Served(object):
    """The tests' end of a Host: starts it, tells it, kills it.

    ``address_family``, ``socket_type`` and ``server_address`` make it good
    for the functions of the module support.
    """

    def __init__(self, module, signals=False, deadline=100):
        self._signals = signals
        self._module = module
        self._deadline = time.time() + deadline
        self._address = None

    def __enter__(self):
        self._stderr = tempfile.TemporaryFile()
        path = os.pathsep.join(path or os.getcwd() for path in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, '-W', 'ignore', os.path.abspath(__file__).replace(
                '.pyc', '.py'), self._module, str(int(self._signals))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._stderr, env=dict(os.environ, PYTHONPATH=path))
        self._received = b''
        return self

    def __exit__(self, *exc_info):
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()
        self._stderr.close()
        if self._address:
            self._address.remove()

    def send(self, command, *args, **options):
        """Tell the host what to do, and do not wait for the result."""
        write_line(self._process.stdin.fileno(),
                   json.dumps([command, args, options]))

    def result(self):
        """Wait for the result of what was sent first."""
        fd = self._process.stdout.fileno()
        poll = select.poll()
        poll.register(fd, select.POLLIN)
        while b'\n' not in self._received:
            if time.time() > self._deadline:
                raise AssertionError('the server does not answer')
            if again(poll.poll, 100):
                data = again(os.read, fd, 65536)
                if not data:
                    self._stderr.seek(0)
                    raise AssertionError('the server has died: %s' %
                                         self._stderr.read())
                self._received += data
        line, self._received = self._received.split(b'\n', 1)
        success, result = json.loads(line.decode('ascii'))
        if not success:
            raise AssertionError(result)
        return result

    def do(self, command, *args, **options):
        """Tell the host what to do; return the result."""
        self.send(command, *args, **options)
        return self.result()

    def make(self, kind, **options):
        """Make a server of this kind; it listens but does not serve."""
        if self._address:
            self._address.remove()
        self._address = support.Address(kind)
        self.kind = kind
        self.address_family = (socket.AF_UNIX if 'Unix' in kind
                               else socket.AF_INET)
        self.socket_type = (socket.SOCK_DGRAM if is_datagram(kind)
                            else socket.SOCK_STREAM)
        address = self.do('make', kind, self._address.address, **options)
        self.server_address = (tuple(address) if isinstance(address, list)
                               else address)

    def start(self, kind, **options):
        """Make a server of this kind that serves."""
        self.make(kind, **options)
        self.do('serve')

    def wait_for(self, name, count):
        """Wait until the host has counted so many; tell whether it has.

        Give up when there are no more of them for some time.
        """
        counted = None
        while counted != self.do('count', name):
            counted = self.do('count', name)
            if support.wait_until(lambda: self.do('count', name) >=
                                  min(count, counted + 1000)):
                if self.do('count', name) >= count:
                    return True
        return False


if __name__ == '__main__':
    Host(sys.argv[1], bool(int(sys.argv[2]))).run()
