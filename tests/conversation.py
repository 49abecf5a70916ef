# -*- coding: utf-8 -*-
"""Replaying the transcripts of migration/ on its programs.

A transcript (conversation.txt, before.txt) is UTF-8 text, one step a line:

==========================  =============================================
``# words``                 a comment
``== NAME ==``              a new case: the program is started anew, with
                            ``--port 0``, or, if the transcript has
                            connections that are accepted, with the port of
                            a listener of the test's
``run ARGUMENTS``           start it with these arguments instead; ``PORT``
                            is the listener's port, ``NOBODY`` one that
                            nobody listens at, ``FOLDER`` an empty folder
``needs: WHAT``             skip the case where that is missing: ``fork``,
                            ``unix``, ``ipv6``, ``reuse_port``, a version
                            (``2``: 2.7 alone; ``3.8``: 3.8 and later),
                            ``before 3.9``, or ``after``: not before.py
``locale: C``               run it with this locale, not with C.UTF-8
``prints: TEXT``            its next line on standard output; at the end of
                            a case none may be left
``says: TEXT``              a line on standard error; others may come before
``types: TEXT``             a line for standard input; ``ends input``
``A connects``              a client; also ``over UDP``, ``over TLS``,
                            ``over IPv6``
``A cannot connect over TLS``  nobody answers to its handshake
``A is accepted``           a connection that the program makes
``A sends: TEXT``           these bytes; over UDP a datagram
``A gets: TEXT``            exactly these bytes come next
``A gets the end``          of the stream, or a reset
``A gets nothing``          and would have got it by now
``A stops sending``         also ``A closes``, ``A resets``
``Ctrl-C``                  also ``terminates``: SIGINT, SIGTERM
``exits: N``                the status; ends the case, or is followed by
``starts again``            the same once more, with the port that it had
==========================  =============================================

In TEXT, the escapes are those of bytes literals, and ``<port>``, ``<time>``
(as ctime() gives it), ``<number>`` and ``<any>`` (within a line) stand for
what differs each time.

The header that SocketServer of 2.7 prints above a traceback is passed over.
A traceback in a conversation.txt needs a ``says``, unless it only tells of a
connection that the client has broken off.

As a command it replays the transcripts of folders, on the Python it runs on::

    python tests/conversation.py migration/recipes/udp ...
"""
from __future__ import print_function

import errno
import io
import os
import platform
import re
import select
import shlex
import shutil
import signal
import socket
import ssl
import sys
import tempfile
import time

import programs

# What is shown on both sides where a transcript and a program differ.
SHOWN = 2000

# How long the absence of an answer is watched.
NOTHING = 0.3

# Between two packets, so that they are two for the program.
GAP = 0.03

PATTERNS = {b'<port>': br'\d+', b'<number>': br'\d+', b'<any>': br'[^\n]*',
            b'<time>': br'\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}'}
ESCAPES = {b'n': b'\n', b'r': b'\r', b't': b'\t', b'0': b'\0', b'\\': b'\\'}

# SocketServer of 2.7 has this on stdout, the traceback on stderr.
REPORT = re.compile(br'-{40}$|Exception happened during processing of ')

# The last line of a traceback, and those that need no mention.
ERROR = re.compile(
    br'^(?!KeyboardInterrupt|ConnectionResetError|BrokenPipeError|'
    br'error: \[Errno (?:32|104|54)\]|[\w.]*SSL|Exception \w+ during )'
    br'([\w.]*(?:Error|Exception|error|timeout|Exit)\b.*)', re.MULTILINE)


class Mismatch(Exception):
    """A program did something else than its transcript tells."""


def unescape(text):
    """Return the bytes that a TEXT stands for, <...> left as it is."""
    def replace(found):
        escape = found.group(1)
        if escape[:1] == b'x':
            return bytes(bytearray([int(escape[1:], 16)]))
        return ESCAPES[escape]
    data = text.encode('utf-8')
    assert not re.search(br'\\(?!x[0-9a-f]{2}|[nrt0\\])',
                         data.replace(b'\\\\', b'')), 'escape in ' + text
    return re.sub(br'\\(x[0-9a-f]{2}|[nrt0\\])', replace, data)


def pattern_of(text):
    """Return the regular expression for a TEXT."""
    parts = re.split(b'(' + b'|'.join(PATTERNS) + b')', unescape(text))
    return re.compile(b''.join(
        PATTERNS.get(part) or re.escape(part) for part in parts))


class Case(object):
    """A part of a transcript: one start of the program, mostly."""

    def __init__(self, path, name):
        self.path = path
        self.name = name
        self.arguments = None
        self.needs = []
        self.locale = 'C.UTF-8'
        self.steps = []  # (line number, the line)

    def is_for(self, program, version):
        """Tell whether it can be replayed with that program and version."""
        needs = list(self.needs)
        if 'after' in needs:
            needs.remove('after')
            if os.path.basename(program) == 'before.py':
                return False
        return all(is_there(need, version) for need in needs)


def is_there(need, version):
    """Tell whether what a case needs is there."""
    found = re.match(r'(before )?(\d)(?:\.(\d+))?$', need)
    if found:
        wanted = tuple(int(part) for part in found.groups()[1:] if part)
        if found.group(1):
            return version < wanted
        return version >= wanted and (wanted != (2,) or version < (3,))
    if need == 'ipv6':
        return _can_bind_ipv6()
    return {'fork': hasattr(os, 'fork'),
            'unix': hasattr(socket, 'AF_UNIX'),
            'reuse_port': hasattr(socket, 'SO_REUSEPORT') or
            (version < (3,) and sys.platform.startswith('linux'))}[need]


def _can_bind_ipv6():
    if not socket.has_ipv6:
        return False
    sock = socket.socket(socket.AF_INET6)
    try:
        sock.bind(('::1', 0))
    except socket.error:
        return False
    finally:
        sock.close()
    return True


def read(path):
    """Return the cases of a transcript."""
    with io.open(path, encoding='utf-8') as stream:
        lines = stream.read().split('\n')
    cases = []
    for number, line in enumerate(lines, 1):
        if not line or line.startswith('#'):
            continue
        heading = re.match('== (.*) ==$', line)
        if heading:
            cases.append(Case(path, heading.group(1)))
            continue
        assert cases, '%s:%d: a step before the first case' % (path, number)
        _add(cases[-1], number, line)
    assert cases, path + ' has no case'
    for case in cases:
        assert case.steps and case.steps[-1][1].startswith('exits: '), (
            '%s: the case %r does not tell how it ends' % (path, case.name))
    return cases


def _add(case, number, line):
    if line.startswith('run '):
        case.arguments = shlex.split(str(line[4:]))
    elif line.startswith('needs: '):
        case.needs += re.split(', *', line[7:])
    elif line.startswith('locale: '):
        case.locale = str(line[8:])
    else:
        assert step_of(line), '%s:%d: not understood: %s' % (
            case.path, number, line)
        case.steps.append((number, line))


class Program(programs.Process):
    """A program that is read line by line."""

    _read_to = 0  # in stdout
    _heard_to = 0  # in stderr

    def read_rest(self):
        """Read what it has written so far, to show it."""
        end = time.time() + NOTHING
        while self._open and time.time() < end:
            self._read_once(NOTHING)

    def line(self):
        """Return the next line on stdout, None after the last one."""
        def is_whole():
            return (b'\n' in self.stdout[self._read_to:] or
                    self._process.stdout not in self._open)
        while True:
            self._wait(is_whole)
            line, newline, _ = self.stdout[self._read_to:].partition(b'\n')
            self._read_to += len(line + newline)
            if not REPORT.match(line):
                return line if line or newline else None

    def says(self, pattern):
        """Wait for a line on stderr; tell whether it has come."""
        while True:
            is_open = self._process.stderr in self._open
            lines = self.stderr[self._heard_to:].split(b'\n')
            if is_open:
                lines.pop()  # the rest of it is to come
            for line in lines:
                self._heard_to += len(line) + 1
                if matches(pattern, line):
                    return True
            if not is_open:
                return False
            before = len(self.stderr)
            self._wait(lambda: len(self.stderr) > before or
                       self._process.stderr not in self._open)


def matches(pattern, data):
    """Tell whether all of the data is what a TEXT stands for."""
    found = pattern.match(data)
    return found is not None and found.end() == len(data)


class Connection(object):
    """One end of a connection, in the test."""

    def __init__(self, sock, deadline, is_datagram=False):
        self._sock = sock
        self._deadline = deadline
        self._is_datagram = is_datagram
        self._received = b''
        self._sent_at = 0
        sock.settimeout(deadline)
        self.is_open = True

    def send(self, data):
        """Send bytes, apart from those that were sent before."""
        time.sleep(max(0, min(self._sent_at + GAP - time.time(), GAP)))
        self._sock.sendall(data)
        self._sent_at = time.time()

    def get(self, pattern):
        """Receive what the pattern tells, and no more."""
        if self._is_datagram:
            data = self._sock.recv(65536)
            check(matches(pattern, data), 'got %r', data)
            return
        end = time.time() + self._deadline
        while True:
            found = pattern.match(self._received)
            if found:
                self._received = self._received[found.end():]
                return
            check(time.time() < end, 'got %r', self._received)
            try:
                data = self._sock.recv(65536)
            except socket.timeout:
                raise Mismatch('got %r' % self._received)
            except socket.error as error:
                raise Mismatch('got %r and %s' % (self._received, error))
            check(data, 'got %r and the end', self._received)
            self._received += data

    def get_end(self):
        """Receive the end of the stream, or a reset."""
        while not self._received:
            try:
                data = self._sock.recv(65536)
            except ssl.SSLError as error:
                check('timed out' not in str(error), 'got no end')
                return
            except socket.timeout:
                raise Mismatch('got no end')
            except socket.error as error:
                check(error.errno in (errno.ECONNRESET, errno.EPIPE),
                      '%s', error)
                return
            if not data:
                return
            self._received += data
        raise Mismatch('got %r' % self._received)

    def get_nothing(self):
        """Make sure that nothing comes."""
        check(not self._received, 'got %r', self._received)
        if select.select([self._sock], [], [], NOTHING)[0]:
            raise Mismatch('got %r' % self._sock.recv(65536))

    def stop_sending(self):
        """Send the end of the stream."""
        self._sock.shutdown(socket.SHUT_WR)

    def reset(self):
        """Break it off."""
        programs.reset(self._sock)
        self.is_open = False

    def close(self):
        """Close it; all that came must have been read before."""
        self._sock.close()
        self.is_open = False
        check(not self._received, 'unread: %r', self._received)

    def check_rest(self):
        """Make sure that nothing is left to read."""
        if self._is_datagram:
            readable = select.select([self._sock], [], [], 0)[0]
            check(not readable or not self._is_data(), 'an answer is left')
        else:
            self.get_end()

    def _is_data(self):
        try:
            self._sock.recv(65536)
        except socket.error:
            return False  # the port is closed
        return True


def check(condition, message, *args):
    """Raise Mismatch unless the condition is true."""
    if not condition:
        raise Mismatch(message % args if args else message)


class Replay(object):
    """What happens in one case, with one program."""

    def __init__(self, case, command, library=None, is_client=False,
                 deadline=programs.DEADLINE):
        self._case = case
        self._command = command
        self._library = library
        self._is_client = is_client
        self._deadline = deadline
        self._line = 0, 'the start'
        self._connections = {}
        self._listener = self._nobody = self._program = None
        self._address = self._folder = self._status = None
        self._has_said = False

    def run(self):
        """Go through all the steps; raise Mismatch where they differ."""
        try:
            self._start()
            for self._line in self._case.steps:
                perform, arguments = step_of(self._line[1])
                perform(self, *arguments)
        except (Mismatch, AssertionError, EnvironmentError,
                select.error) as error:
            raise Mismatch(self._describe(error))
        finally:
            self._clean_up()

    def _describe(self, error):
        program = self._program
        if program:
            program.read_rest()
        lines = [u'%s:%d: %s' % ((self._case.path,) + self._line),
                 u'  ' + (u'%s' % (error,) or repr(error))[:SHOWN]]
        for name in ('stdout', 'stderr') if program else ():
            text = getattr(program, name).decode('utf-8', 'replace')
            lines.append(u'  %s: %s' % (name, text[-SHOWN:]))
        text = u'\n'.join(lines)
        return text if sys.version_info[0] > 2 else text.encode('utf-8')

    def _start(self):
        arguments = self._case.arguments or ['--port', '0']
        if self._is_client:
            self._listener = listen(5)
            self._listener.settimeout(self._deadline)
            arguments = self._case.arguments or ['--port', 'PORT']
        if 'FOLDER' in ' '.join(arguments):
            self._folder = tempfile.mkdtemp(prefix='sc')
        self._arguments = [self._fill_in(part) for part in arguments]
        self._run_program()

    def _fill_in(self, argument):
        if argument == 'NOBODY':
            self._nobody = listen(None)
            return str(self._nobody.getsockname()[1])
        if argument == 'PORT':
            return str(self._listener.getsockname()[1])
        return argument.replace('FOLDER', self._folder or 'FOLDER')

    def _run_program(self):
        self._program = Program(
            self._command + self._arguments, self._library,
            locale=self._case.locale, folder=self._folder)
        self._program.deadline = self._deadline
        self._status = None

    def _find_address(self):
        """Read where the program listens."""
        if self._address:
            return
        self._address = port_of(self._program.line())

    def _connect(self, name, over=None):
        self._find_address()
        self._add(name, connect(self._address, over, self._deadline),
                  over == 'UDP')

    def _add(self, name, sock, is_datagram=False):
        old = self._connections.get(name)
        check(old is None or not old.is_open, '%s is connected', name)
        self._connections[name] = Connection(
            sock, self._deadline, is_datagram)

    # The steps

    def _cannot_connect_over_tls(self, name):
        self._find_address()
        try:
            connect(self._address, 'TLS', NOTHING).close()
        except (socket.timeout, ssl.SSLError) as error:
            check('timed out' in str(error), '%s', error)
        else:
            raise Mismatch('it can')

    def _is_accepted(self, name):
        sock = self._listener.accept()[0]
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._add(name, sock)

    def _sends(self, name, text):
        self._connections[name].send(unescape(text))

    def _gets(self, name, text):
        self._connections[name].get(pattern_of(text))

    def _does(self, name, what):
        getattr(self._connections[name], {
            'gets the end': 'get_end', 'gets nothing': 'get_nothing',
            'stops sending': 'stop_sending', 'closes': 'close',
            'resets': 'reset'}[what])()

    def _prints(self, text):
        if not self._is_client and not text.startswith('listening on '):
            self._find_address()
        line = self._program.line()
        check(line is not None and matches(pattern_of(text), line),
              'printed %r', line)

    def _says(self, text):
        self._has_said = True
        check(self._program.says(pattern_of(text)), 'it did not say so')

    def _types(self, text):
        self._program.type(unescape(text) + b'\n')

    def _ends_input(self):
        self._program.end_input()

    def _ctrl_c(self):
        self._wait_for_start()
        self._program.press_ctrl_c()

    def _terminates(self):
        self._wait_for_start()
        self._program.send_signal(signal.SIGTERM)

    def _wait_for_start(self):
        if not self._is_client:
            self._find_address()

    def _exits(self, status):
        got = self._program.end()
        check(got == int(status), 'exited with %d', got)
        line = self._program.line()
        if (not self._is_client and not self._address and
                line and line.startswith(b'listening on ')):
            line = self._program.line()
        check(line is None, 'printed %r', line)
        error = ERROR.search(self._program.stderr)
        check(not error or self._has_said or not self._is_strict(),
              'an error is not mentioned: %s', error and error.group(1))
        for connection in self._connections.values():
            if connection.is_open:
                connection.check_rest()

    def _is_strict(self):
        return os.path.basename(self._case.path) == 'conversation.txt'

    def _starts_again(self):
        self._program.close()
        port, self._address = self._address, None
        if isinstance(port, int):
            self._arguments = [str(port) if part == '0' else part
                               for part in self._arguments]
        self._run_program()

    def _clean_up(self):
        for connection in self._connections.values():
            try:
                connection.close()
            except Mismatch:
                pass  # it did differ, or this is the second failure
        for sock in (self._listener, self._nobody):
            if sock:
                sock.close()
        if self._program:
            self._program.close()
        if self._folder:
            shutil.rmtree(self._folder)


STEPS = [(re.compile(expression + '$', re.DOTALL), perform)
         for expression, perform in [
    (r'(\w+) connects(?: over (UDP|TLS|IPv6))?', Replay._connect),
    (r'(\w+) cannot connect over TLS', Replay._cannot_connect_over_tls),
    (r'(\w+) is accepted', Replay._is_accepted),
    (r'(\w+) sends: (.*)', Replay._sends),
    (r'(\w+) gets: (.*)', Replay._gets),
    (r'(\w+) (gets the end|gets nothing|stops sending|closes|resets)',
     Replay._does),
    (r'prints: (.*)', Replay._prints),
    (r'says: (.*)', Replay._says),
    (r'types: (.*)', Replay._types),
    (r'ends input', Replay._ends_input),
    (r'Ctrl-C', Replay._ctrl_c),
    (r'terminates', Replay._terminates),
    (r'exits: (-?\d+)', Replay._exits),
    (r'starts again', Replay._starts_again)]]


def step_of(line):
    """Return the method for a step and its arguments, or None."""
    for expression, perform in STEPS:
        found = expression.match(line)
        if found:
            return perform, found.groups()
    return None


def port_of(line):
    """Return the port, or the path, that a program's first line tells."""
    found = re.match(br'listening on (?:(.*):(\d+)|(/.*))$', line or b'')
    check(found, 'the first line is %r', line)
    return int(found.group(2) or 0) or found.group(3)


def listen(backlog):
    """Return a socket that listens, or that only keeps a port (None)."""
    sock = socket.socket()
    sock.bind(('127.0.0.1', 0))
    if backlog is not None:
        sock.listen(backlog)
    return sock


def connect(address, over, deadline):
    """Return a socket that is connected to a program."""
    if not isinstance(address, int):
        sock, address = socket.socket(socket.AF_UNIX), address
    elif over == 'IPv6':
        sock, address = socket.socket(socket.AF_INET6), ('::1', address)
    else:
        kind = socket.SOCK_DGRAM if over == 'UDP' else socket.SOCK_STREAM
        sock = socket.socket(socket.AF_INET, kind)
        address = '127.0.0.1', address
    try:
        sock.settimeout(deadline)
        sock.connect(address)
        if sock.family != getattr(socket, 'AF_UNIX', None) and over != 'UDP':
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return tls(sock) if over == 'TLS' else sock
    except Exception:
        sock.close()
        raise


def tls(sock):
    """Return the socket with TLS, after the handshake."""
    context = ssl.SSLContext(getattr(
        ssl, 'PROTOCOL_TLS_CLIENT', ssl.PROTOCOL_SSLv23))
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(sock)


def is_of_client(cases):
    """Tell whether the program of a transcript connects by itself."""
    return any(' is accepted' in line
               for case in cases for _, line in case.steps)


def replay(transcript, command, version, library=None,
           deadline=programs.DEADLINE, as_after=False):
    """Replay all cases; return how many, without those that lack something.

    Raises Mismatch at the first that differs.  With ``as_after`` also those
    that are not for before.py.
    """
    cases = read(transcript)
    done = 0
    for case in cases:
        stage = 'after.py' if as_after else command[-1]
        if not case.is_for(stage, version):
            continue
        Replay(case, command, library, is_of_client(cases), deadline).run()
        done += 1
    return done


def main(folders):
    """Replay the transcripts of folders as far as this Python can."""
    library = tempfile.mkdtemp()
    version = sys.version_info[:2]
    failed = False
    try:
        programs.copy_library(library)
        for folder in folders:
            for program, transcript in jobs(folder, version):
                start = time.time()
                try:
                    with programs.ctrl_c_for_children():
                        done = replay(
                            os.path.join(folder, transcript),
                            [sys.executable,
                             os.path.abspath(os.path.join(folder, program))],
                            version,
                            None if program == 'modern.py' else library)
                except (Mismatch, AssertionError) as error:
                    failed = True
                    print('%s %s FAILED' % (folder, program))
                    print(error)
                else:
                    print('%s %s %s: %d cases, %.1f s' % (
                        folder, program, transcript, done,
                        time.time() - start))
    finally:
        shutil.rmtree(library)
    return 1 if failed else 0


def jobs(folder, version):
    """Return pairs of a program and a transcript that it is to follow."""
    found = [('after.py', 'conversation.txt')]
    if version >= (3, 8) and os.path.exists(
            os.path.join(folder, 'modern.py')):
        found.append(('modern.py', 'conversation.txt'))
    if platform.python_implementation() != 'CPython':
        return found  # PyPy has other words in its errors
    if os.path.exists(os.path.join(folder, 'before.txt')):
        found.append(('before.py', 'before.txt'))
    if (kind(folder) == 'breaks' and runs_unchanged(folder, version) and
            any(case.is_for('before.py', version) for case in read(
                os.path.join(folder, 'conversation.txt')))):
        found.append(('before.py', 'conversation.txt'))
    return found


def kind(folder):
    """Return what README.rst calls the kind of a folder, or None."""
    path = os.path.join(folder, 'README.rst')
    if not os.path.exists(path):
        return None
    with io.open(path, encoding='utf-8') as stream:
        found = re.search(r'^:Kind: (\w+)$', stream.read(), re.MULTILINE)
    return found and found.group(1)


def runs_unchanged(folder, version):
    """Tell whether before.py of the kind *breaks* is for this version.

    The first case of before.txt tells how, and so where, it breaks.
    """
    first = read(os.path.join(folder, 'before.txt'))[0]
    return not first.is_for('before.py', version)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
