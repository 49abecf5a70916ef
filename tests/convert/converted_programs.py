"""Playing conversations with Python 2 programs, before and after conversion.

Each folder of ``programs/`` holds

``before.py``
    A program for Python 2.7.  A server takes the port (0: any) or the path
    of a Unix socket as its first argument and prints the port it got in its
    first line; a client takes the port to connect to.
``conversation.txt``
    What is done to the program, case by case.
``expected.txt``
    What ``before.py`` did on Python 2.7: bytes on the wire, standard output,
    files, exit status.  Recorded by this module; see below.

A line of ``conversation.txt`` is one of

=======================  ==================================================
``# words``              a comment
``forks``, ``slow``      before the first case: the program has children,
                         or waits by polling
``unix``, ``udp``        before the first case: the kind of socket
``client``               before the first case: the program connects
``ends``                 before the first case: it ends by itself
``before: 3.12``         before the first case: a module that the program
                         needs has gone in this Python
``== NAME ==``           a new case: the program is started anew
``run: ARGUMENTS``       in place of ``0``; ``LISTEN`` in it is the port of a
                         listener of the test's
``locale: C``            run with the locale C, not with UTF-8
``stderr``               record the standard error too
``file NAME: TEXT``      a file that the program finds
``A connects``           a client of the program's
``A is accepted``        a connection that the program makes to LISTEN
``A sends: TEXT``        also ``A sends 900 times: TEXT``
``A stops sending``      and ``A closes``, ``A resets``
``types: TEXT``          to standard input; ``ends input`` closes it
=======================  ==================================================

Escapes in TEXT are those of a bytes literal; other characters are UTF-8;
``{LISTEN}`` is the listener's port, ``{LISTEN16}`` the same as two bytes.
After each step the test waits until all threads of the program sleep, then
records what each client got.  At the end all clients close and the program
gets SIGINT, if it still runs.

Run as a command from the root of the project, with modernize installed::

    python tests/convert/converted_programs.py record [NAME ...]
    python tests/convert/converted_programs.py compare PYTHON ... [-- NAME ...]

The first makes ``expected.txt`` anew with ``python2.7``; the second converts
and shows what differs on each interpreter, in all cases.
"""
from __future__ import print_function

import ast
import difflib
import io
import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAMS = os.path.join(HERE, 'programs')

DEADLINE = 10
# Conversations are mostly waiting.
AT_ONCE = 6
JOBS = '2'

HEADERS = ('forks', 'slow', 'unix', 'udp', 'client', 'ends')


# The conversations.

class Case(object):
    """One case of a conversation."""

    def __init__(self, name, headers):
        self.name = name
        self.headers = headers
        self.arguments = None
        self.locale = None
        self.stderr = False
        self.files = []
        self.steps = []


class Program(object):
    """A folder of programs/."""

    def __init__(self, name):
        self.name = name
        self.folder = os.path.join(PROGRAMS, name)
        self.before = os.path.join(self.folder, 'before.py')
        self.headers = set()
        self.gone_in = None
        self.cases = []
        path = os.path.join(self.folder, 'conversation.txt')
        with io.open(path, encoding='utf-8') as f:
            for line in f:
                self._parse(line.rstrip('\r\n'))

    def _parse(self, line):
        if not line.strip() or line.startswith('#'):
            return
        found = re.match('== (.*) ==$', line)
        if found:
            self.cases.append(Case(found.group(1), self.headers))
        elif not self.cases:
            if line.startswith('before: '):
                self.gone_in = tuple(map(int, line[8:].split('.')))
            elif line in HEADERS:
                self.headers.add(line)
            else:
                raise ValueError('%s: %r' % (self.name, line))
        else:
            self._parse_step(self.cases[-1], line)

    def _parse_step(self, case, line):
        if line.startswith('run:'):
            case.arguments = line[4:].split()
        elif line.startswith('locale: '):
            case.locale = line[8:]
        elif line == 'stderr':
            case.stderr = True
        elif line.startswith('file '):
            name, text = line[5:].split(': ', 1)
            case.files.append((name, unescape(text)))
        else:
            case.steps.append(line)

    def expected(self):
        """Return the recorded transcripts: {case's name: [line, ...]}."""
        path = os.path.join(self.folder, 'expected.txt')
        cases = {}
        with io.open(path, encoding='ascii') as f:
            for line in f:
                line = line.rstrip('\n')
                found = re.match('== (.*) ==$', line)
                if found:
                    lines = cases[found.group(1)] = []
                else:
                    lines.append(line)
        return cases


def all_programs():
    return [Program(name) for name in sorted(os.listdir(PROGRAMS))
            if os.path.isdir(os.path.join(PROGRAMS, name))]


def unescape(text):
    quoted = text.replace('"', '\\x22')
    quoted = ''.join(
        c if ord(c) < 128 else
        ''.join('\\x%02x' % byte for byte in bytearray(c.encode('utf-8')))
        for c in quoted)
    return ast.literal_eval('b"%s"' % quoted)


def escape(data):
    names = {9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\'}
    return ''.join(
        names[byte] if byte in names else
        chr(byte) if 32 <= byte < 127 else '\\x%02x' % byte
        for byte in bytearray(data))


# What differs from run to run.
NORMAL = [
    (br'\b(?:3[2-9]|[45]\d|6[0-5])\d{3}\b', b'<port>'),
    (br'(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? [\w ]+ \d\d:\d\d:\d\d(?: \d{4})?',
     b'<time>'),
    (br'\d\d(?:\d\d)?[-/]\w+[-/]\d\d(?:\d\d)?[ T:]\d\d:\d\d:\d\d(?:[,.]\d+)?',
     b'<time>'),
    (br'\d\d:\d\d:\d\d(?:[,.]\d+)?', b'<time>'),
    (br'(?m)^(Server|User-Agent): .*?(\r?)$', br'\1: <software>\2'),
    (br'Python-urllib/[\d.]+', b'<software>'),
]
# 2.7 writes the frame of this to stdout, 3 the whole to stderr.
REPORT = re.compile(br'-{40}\nException happened .*\n-{40}\n')


def normal(data):
    for pattern, replacement in NORMAL:
        data = re.sub(pattern, replacement, data)
    # Python 2 keeps the headers that it sends in a dictionary.
    return re.sub(br'(?m)^((?:GET|POST) .* HTTP/1.1\r\n)((?:.+\r\n)+)\r\n',
                  sort_headers, data)


def sort_headers(found):
    lines = found.group(2).lower().splitlines(True)
    return found.group(1) + b''.join(sorted(lines)) + b'\r\n'


# A run of a program.

class Failed(Exception):
    """The program did something that the conversation cannot go on from."""


class Run(object):
    """One case, played with one program on one interpreter."""

    def __init__(self, case, script, python, packages=None, slow=False):
        self.case = case
        self.slow = slow or 'slow' in case.headers
        self.script = script
        self.python = python
        self.packages = packages
        self.transcript = []
        self.stderr = b''
        self.sockets = {}
        self.peers = {}
        self.listener = None
        self.process = None

    def play(self):
        """Play the case; return the transcript, a list of lines."""
        self.folder = tempfile.mkdtemp(prefix='c')
        try:
            self._prepare()
            try:
                self._start()
                for step in self.case.steps:
                    self._step(step)
            except Failed as e:
                self._write('failed', str(e).encode())
            self._end()
            return self.transcript
        finally:
            self._kill()
            for sock in list(self.sockets.values()) + [self.listener]:
                if sock:
                    sock.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _prepare(self):
        self.cwd = os.path.join(self.folder, 'files')
        os.mkdir(self.cwd)
        for name, content in self.case.files:
            path = os.path.join(self.cwd, name)
            if not os.path.isdir(os.path.dirname(path)):
                os.makedirs(os.path.dirname(path))
            with open(path, 'wb') as f:
                f.write(content)

    def _environment(self):
        environment = {'PATH': os.environ['PATH'], 'HOME': self.cwd,
                       'TZ': 'UTC'}
        if self.case.locale:
            environment['LC_ALL'] = self.case.locale
        else:
            environment['LC_ALL'] = 'C.UTF-8'
            if self.packages:
                # Most locales are strict; C.UTF-8 is not.  The original
                # ran without: 2.7 would encode text that it refuses.
                environment['PYTHONIOENCODING'] = 'utf-8:strict'
                if b'2.' in version(self.python):
                    del environment['PYTHONIOENCODING']
        if self.packages:
            environment['PYTHONPATH'] = self.packages
        return environment

    def _start(self):
        headers = self.case.headers
        arguments = self.case.arguments
        if arguments is None:
            arguments = ['LISTEN' if 'client' in headers else
                         's' if 'unix' in headers else '0']
        if 'LISTEN' in arguments:
            self._listen()
            port = str(self.listener.getsockname()[1])
            arguments = [port if a == 'LISTEN' else a for a in arguments]
        self.out = os.path.join(self.folder, 'stdout')
        self.err = os.path.join(self.folder, 'stderr')
        with open(self.out, 'wb') as out, open(self.err, 'wb') as err:
            self.process = subprocess.Popen(
                [self.python, self.script] + arguments, cwd=self.cwd,
                env=self._environment(), stdin=subprocess.PIPE,
                stdout=out, stderr=err, start_new_session=True)
        if 'client' in headers:
            self._settle()
            return
        line = self._first_line()
        if 'unix' in headers:
            self.address = os.path.join(self.cwd, arguments[0])
        else:
            found = re.findall(br'\d+', line)
            if not found:
                raise Failed('no port in the first line')
            self.address = ('127.0.0.1', int(found[-1]))

    def _listen(self):
        kind = (socket.SOCK_DGRAM if 'udp' in self.case.headers and
                'client' in self.case.headers else socket.SOCK_STREAM)
        self.listener = socket.socket(socket.AF_INET, kind)
        self.listener.bind(('127.0.0.1', 0))
        if kind == socket.SOCK_STREAM:
            self.listener.listen(5)
            self.listener.settimeout(DEADLINE)

    def _first_line(self):
        end = time.time() + DEADLINE
        while time.time() < end:
            with open(self.out, 'rb') as f:
                line = f.readline()
            if line.endswith(b'\n'):
                return line
            if self.process.poll() is not None:
                raise Failed('ended at the start')
            time.sleep(0.005)
        raise Failed('no first line')

    def _step(self, step):
        found = re.match('types: (.*)$', step)
        if found:
            self.process.stdin.write(unescape(found.group(1)))
            self._flush(self.process.stdin.flush)
        elif step == 'ends input':
            self._flush(self.process.stdin.close)
        else:
            name, action = step.split(' ', 1)
            self._act(name, action)
        self._settle()
        self._collect()

    def _flush(self, method):
        try:
            method()
        except OSError:
            self._write('input', b'not read')

    def _act(self, name, action):
        times, text = 1, ''
        found = re.match(r'sends(?: (\d+) times)?: (.*)$', action)
        if found:
            action = 'sends'
            times, text = int(found.group(1) or 1), found.group(2)
        if action == 'connects':
            self._connect(name)
        elif action == 'is accepted':
            self._accept(name)
        elif name not in self.sockets:
            raise Failed('%s has gone' % name)
        elif action == 'sends':
            self._send(name, self._fill(unescape(text)) * times)
        elif action == 'stops sending':
            self.sockets[name].shutdown(socket.SHUT_WR)
        elif action == 'closes':
            self._close(name)
        elif action == 'resets':
            self.sockets[name].setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            self._close(name)
        else:
            raise ValueError(action)

    def _fill(self, data):
        if self.listener:
            port = self.listener.getsockname()[1]
            data = data.replace(b'{LISTEN}', str(port).encode())
            data = data.replace(b'{LISTEN16}', struct.pack('!H', port))
        return data

    def _connect(self, name):
        family = (socket.AF_UNIX if 'unix' in self.case.headers
                  else socket.AF_INET)
        kind = (socket.SOCK_DGRAM if 'udp' in self.case.headers
                else socket.SOCK_STREAM)
        sock = self.sockets[name] = socket.socket(family, kind)
        sock.settimeout(DEADLINE)
        if family == socket.AF_UNIX and kind == socket.SOCK_DGRAM:
            sock.bind(os.path.join(self.folder, name))
        try:
            sock.connect(self.address)
        except OSError:
            raise Failed('no connection')

    def _accept(self, name):
        if self.listener.type == socket.SOCK_DGRAM:
            self.sockets[name] = self.listener.dup()
            return
        end = time.time() + DEADLINE
        self.listener.settimeout(0.05)
        while time.time() < end:
            try:
                self.sockets[name] = self.listener.accept()[0]
                self.sockets[name].settimeout(DEADLINE)
                return
            except socket.timeout:
                if self.process.poll() is not None:
                    break
        raise Failed('did not connect')

    def _send(self, name, data):
        try:
            if name in self.peers:
                self.sockets[name].sendto(data, self.peers[name])
            else:
                self.sockets[name].sendall(data)
        except OSError:
            self._write('%s could not send' % name)

    def _close(self, name):
        self.sockets.pop(name).close()

    def _collect(self):
        """Record what each client has got, and that its stream has ended."""
        for name in sorted(self.sockets):
            sock = self.sockets[name]
            datagrams = sock.type == socket.SOCK_DGRAM
            received, ended = self._receive(name, sock, datagrams)
            for data in (received if datagrams else [b''.join(received)]):
                if data or datagrams:
                    self._write('%s got' % name, data)
            if ended:
                self._write('%s ended' % name)
                self._close(name)

    def _receive(self, name, sock, datagrams):
        received = []
        sock.settimeout(0)
        while True:
            try:
                data, peer = sock.recvfrom(65536)
            except BlockingIOError:
                sock.settimeout(DEADLINE)
                return received, False
            except OSError:
                return received, True
            if datagrams:
                if self.listener and self.listener.type == sock.type:
                    self.peers[name] = peer
            elif not data:
                return received, True
            received.append(data)

    def _write(self, what, data=None):
        self.transcript.append(
            what if data is None else
            '%s: %s' % (what, escape(normal(data))))

    # Waiting for the program.

    def _settle(self):
        """Wait until the program and its children wait for something."""
        end = time.time() + DEADLINE
        pause, samples = (
            (0.02, 10) if self.slow else (0.004, 4))
        quiet = 0
        while quiet < samples:
            quiet = 0 if self._is_busy() else quiet + 1
            self._acknowledge()
            time.sleep(pause)
            if time.time() > end:
                raise Failed('never rests')

    def _acknowledge(self):
        """Let the program's next small write out (Nagle) at once."""
        for sock in self.sockets.values():
            if (sock.type, sock.family) == (socket.SOCK_STREAM,
                                            socket.AF_INET):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def _is_busy(self):
        return any(state in 'RD' for pid in self._processes()
                   for state in states(pid))

    def _processes(self):
        if 'forks' not in self.case.headers:
            return [self.process.pid]
        return [pid for pid in map(int, filter(str.isdigit,
                                               os.listdir('/proc')))
                if session(pid) == self.process.pid]

    # The end.

    def _end(self):
        if not self.process:
            return
        try:
            for name in sorted(self.sockets):
                self._close(name)
                self._settle()
        except Failed as e:
            self._write('failed', str(e).encode())
        interrupted = self.process.poll() is None
        if interrupted and not {'client', 'ends'} & self.case.headers:
            os.kill(self.process.pid, signal.SIGINT)
        self._record_end(interrupted)

    def _record_end(self, interrupted):
        end = time.time() + DEADLINE / 2
        while self.process.poll() is None and time.time() < end:
            time.sleep(0.003)
        status = self.process.poll()
        self._kill()
        with open(self.out, 'rb') as f:
            self._write_text('stdout', REPORT.sub(b'', f.read()))
        with open(self.err, 'rb') as f:
            self.stderr = f.read()
        if self.case.stderr:
            self._write_text('stderr', self.stderr)
        self._record_files()
        if status is None:
            self._write('exit', b'never')
        elif interrupted and status in (1, -signal.SIGINT):
            # 2.7 exits with 1 at a KeyboardInterrupt that nobody catches.
            self._write('exit', b'interrupted')
        else:
            self._write('exit', str(status).encode())

    def _write_text(self, what, data):
        for line in data.splitlines(True):
            self._write(what, line)

    def _record_files(self):
        for folder, folders, names in sorted(os.walk(self.cwd)):
            for name in sorted(names):
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    with open(path, 'rb') as f:
                        content = f.read()
                    name = os.fsencode(os.path.relpath(path, self.cwd))
                    self._write('file ' + escape(name), content)

    def _kill(self):
        if not self.process:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except OSError:
            pass
        self.process.wait()
        if not self.process.stdin.closed:
            try:
                self.process.stdin.close()
            except OSError:
                pass


def states(pid):
    """Return the states of a process's threads, as ps shows them."""
    found = []
    try:
        for thread in os.listdir('/proc/%d/task' % pid):
            with open('/proc/%d/task/%s/stat' % (pid, thread)) as f:
                found.append(f.read().rpartition(')')[2].split()[0])
    except OSError:
        pass  # it has just ended
    return found


def session(pid):
    try:
        with open('/proc/%d/stat' % pid) as f:
            return int(f.read().rpartition(')')[2].split()[3])
    except OSError:
        return None


# Interpreters, conversion.

def version(python, _known={}):
    if python not in _known:
        try:
            _known[python] = subprocess.check_output(
                [python, '-c', 'import sys; print(sys.version.split()[0])'],
                stderr=subprocess.DEVNULL).strip()
        except (OSError, subprocess.CalledProcessError):
            _known[python] = b''
    return _known[python]


def find(names):
    """Return the path of the first of these interpreters that starts."""
    for name in names:
        path = shutil.which(name)
        if path and version(path):
            # Not a script that looks for the interpreter at each start.
            return subprocess.check_output(
                [path, '-c', 'import sys; print(sys.executable)']
            ).decode().strip() or path
    return None


def python_2():
    return find(['python2.7', os.path.expanduser(
        '~/.pyenv/versions/2.7.18/bin/python2.7')])


def minor(python):
    return tuple(map(int, version(python).split(b'.')[:2]))


def copy_packages(folder):
    """Copy what converted programs import, for any interpreter."""
    import six
    import socketserver_compat
    shutil.copy(os.path.splitext(six.__file__)[0] + '.py', folder)
    shutil.copytree(os.path.dirname(socketserver_compat.__file__),
                    os.path.join(folder, 'socketserver_compat'),
                    ignore=shutil.ignore_patterns('__pycache__', '*.pyc'))


def run_converter(arguments):
    """Run the command; return its status, output and error output."""
    process = subprocess.Popen(
        [sys.executable, '-m', 'socketserver_compat.convert'] + arguments,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        out, err = process.communicate(timeout=120)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return process.returncode, out.decode(), err.decode()


def play(case, script, python, packages=None, expected=None, slow=False):
    """Play one case; return the transcript and what stderr got.

    What differs from the expected is played again, more slowly: a busy
    machine may be late with a packet.
    """
    run = Run(case, script, python, packages, slow)
    transcript = run.play()
    if expected is None or transcript == expected:
        return transcript, run.stderr
    return play(case, script, python, packages, slow=True)


def difference(expected, transcript):
    """Return the first lines that differ, as a short text; '' if none."""
    if expected == transcript:
        return ''
    lines = list(difflib.unified_diff(expected, transcript, lineterm='',
                                      n=0))[2:]
    return '\n'.join(line for line in lines if not line.startswith('@@'))


# The command.

def record(names):
    """Write expected.txt for these programs, or for all."""
    python = python_2()
    programs = [p for p in all_programs() if not names or p.name in names]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [
            (program, [
                pool.submit(play, case, program.before, python, slow=True)
                for case in program.cases])
            for program in programs]
        for program, futures in jobs:
            path = os.path.join(program.folder, 'expected.txt')
            with io.open(path, 'w', encoding='ascii') as f:
                for case, future in zip(program.cases, futures):
                    transcript, stderr = future.result()
                    f.write(u'== %s ==\n' % case.name)
                    f.write(u''.join(line + u'\n' for line in transcript))
                    if b'Traceback' in stderr:
                        print('%s, %s:\n%s' % (
                            program.name, case.name,
                            stderr.decode('utf-8', 'replace')))


def convert_all(folder, names=()):
    """Convert copies in the folder; return {name: (path, [note, ...])}."""
    paths = {}
    for program in all_programs():
        if not names or program.name in names:
            path = os.path.join(folder, program.name + '.py')
            shutil.copy(program.before, path)
            paths[program.name] = path
    status, out, err = run_converter(
        ['--write', '--jobs', JOBS, '--format', 'json', folder])
    return paths, status, out, err


def compare(pythons, names):
    """Print what differs from the originals; return a count of cases."""
    folder = tempfile.mkdtemp(prefix='converted')
    wrong = 0
    try:
        packages = os.path.join(folder, 'packages')
        os.mkdir(packages)
        copy_packages(packages)
        target = os.path.join(folder, 'converted')
        os.mkdir(target)
        paths, status, out, err = convert_all(target, names)
        print(err, end='', file=sys.stderr)
        show_notes(read_json(out), paths)
        for python in pythons:
            wrong += _compare_on(python, paths, packages)
    finally:
        shutil.rmtree(folder)
    return wrong


def _compare_on(python, paths, packages):
    wrong, cases, programs = 0, 0, 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [
            (program, case, pool.submit(
                play, case, paths[program.name], python, packages,
                program.expected()[case.name]))
            for program in all_programs() if program.name in paths and
            not (program.gone_in and minor(python) >= program.gone_in)
            for case in program.cases]
        failed = set()
        for program, case, future in jobs:
            transcript, stderr = future.result()
            cases += 1
            found = difference(program.expected()[case.name], transcript)
            if found:
                wrong += 1
                failed.add(program.name)
                print('--- %s, %s, %s' % (
                    program.name, case.name, version(python).decode()))
                print(found)
                print(stderr.decode('utf-8', 'replace')[-600:])
    programs = len(set(p.name for p, _, _ in jobs))
    print('%s: %d of %d cases right, %d of %d programs' % (
        version(python).decode(), cases - wrong, cases,
        programs - len(failed), programs))
    return wrong


def read_json(out):
    """Return {program's name: what the command tells about it}."""
    return {os.path.splitext(os.path.basename(found['path']))[0]: found
            for found in json.loads(out)['files']}


def show_notes(found, paths):
    """Print errors of the command, and how many notes it wrote."""
    lines, count = 0, 0
    for name, path in sorted(paths.items()):
        if found[name]['error']:
            print(name, found[name]['error'])
        count += len(found[name]['notes'])
        with open(path, 'rb') as f:
            lines += len(f.readlines())
    print('%d notes in %d lines' % (count, lines))


def main(arguments):
    sys.path.insert(0, ROOT)
    os.environ['PYTHONPATH'] = ROOT
    if arguments[:1] == ['record']:
        record(arguments[1:])
        return 0
    if arguments[:1] == ['compare']:
        names = []
        if '--' in arguments:
            where = arguments.index('--')
            names = arguments[where + 1:]
            del arguments[where:]
        return bool(compare(arguments[1:] or [sys.executable], names))
    print(__doc__)
    return 2


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
