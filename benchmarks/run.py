"""Measure socketserver_compat against the standard library's module.

Each figure is processor time of the server process, taken in rounds that
alternate between what is compared: rates by the clock say more about what
else the machine does.
"""
import argparse
import contextlib
import datetime
import importlib.util
import json
import os
import platform
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import report

HERE = os.path.dirname(os.path.abspath(__file__))
QUEUE = 1024  # the same for all, or who waits for TCP would be measured
STACK = 64 * 1024  # of a thread, where thousands of them are held
TIMEOUT = 120  # seconds that any answer of a child may take

# name, kind, clients, requests in one turn
CASES = [
    ('threaded1', 'threaded', 1, 160),
    ('threaded32', 'threaded', 32, 320),
    ('plain', 'plain', 1, 300),
    ('udp', 'udp', 1, 500),
    ('forking', 'forking', 1, 20),
    ('pingpong', 'pingpong', 1, 800),
    ('http', 'http', 1, 100),
]

IMPORT = '''
import json, resource, sys, time
def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
def measure(load):
    modules, cpu, clock = len(sys.modules), used(), time.time()
    load()
    return {'ms': 1000 * (time.time() - clock),
            'cpu_ms': 1000 * (used() - cpu),
            'modules': len(sys.modules) - modules}
def base():
    import six
    from six.moves import socketserver
def ours():
    import socketserver_compat
print(json.dumps({'base': measure(base), 'ours': measure(ours)}))
'''


class Failed(Exception):
    """What ends the run, in one line."""


class Progress:
    """A bar on stderr, if that is a terminal."""

    def __init__(self, total):
        self._total = total
        self._done = 0
        self._shown = sys.stderr.isatty()

    def step(self, what):
        """Count one step, and name what comes."""
        self._done = min(self._done + 1, self._total)
        if self._shown:
            filled = 30 * self._done // self._total
            sys.stderr.write('\r[{}{}] {:3}% {:36.36}'.format(
                '#' * filled, ' ' * (30 - filled),
                100 * self._done // self._total, what))
            sys.stderr.flush()

    def clear(self):
        """Take the bar away."""
        if self._shown:
            sys.stderr.write('\r' + ' ' * 78 + '\r')


class Child:
    """A process that answers lines of JSON, in a session of its own.

    The session keeps Ctrl-C from it, and takes its children along at the
    end.
    """

    def __init__(self, command, env):
        # What a server reports of connections that a burst gave up is of no
        # interest, unless it ends.
        self._stderr = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            command, env=env, bufsize=0, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=self._stderr,
            start_new_session=True)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.stdin.close()
        self._process.stdout.close()
        self._stderr.close()
        self._process.wait()

    def ask(self, line):
        """Write to the process; return its answer."""
        try:
            self._process.stdin.write(line)
        except BrokenPipeError:
            raise self._ended() from None
        return self.answer()

    def _ended(self):
        self._stderr.seek(0)
        said = self._stderr.read().decode(errors='replace').strip()
        return Failed('{} ended: {}'.format(
            self._process.args[1], said.splitlines()[-1] if said else '-'))

    def answer(self):
        """Return the next answer; Failed if it is late or an error."""
        if not select.select([self._process.stdout], [], [], TIMEOUT)[0]:
            raise Failed('no answer from {}'.format(self._process.args[1]))
        line = self._process.stdout.readline()
        if not line:
            raise self._ended()
        answer = json.loads(line)
        if 'error' in answer:
            raise Failed('client: ' + answer['error'])
        return answer


class Server(Child):
    """The measured process."""

    def __init__(self, python, env, **options):
        super().__init__([python, os.path.join(HERE, 'server.py'),
                          json.dumps(options)], env)
        self.kind = options['kind']
        try:
            self.port = self.answer()['port']
        except BaseException:
            self.__exit__()
            raise

    def status(self):
        """Return its processor time, resident memory, threads."""
        return self.ask(b'?')


class Client(Child):
    """The process of the clients."""

    def __init__(self, env):
        super().__init__([sys.executable, os.path.join(HERE, 'client.py')],
                         env)

    def order(self, order, **options):
        """Have something done; return what came of it."""
        options['order'] = order
        return self.ask(json.dumps(options).encode() + b'\n')


def microseconds(server, client, clients, requests):
    """Return the server's processor time for each of some requests."""
    before = server.status()['cpu']
    done = client.order('load', kind=server.kind, port=server.port,
                        clients=clients, requests=requests)['done']
    time.sleep(0.005)  # the last thread ends after its client has gone
    return (server.status()['cpu'] - before) / done * 1e6


def alternate(servers, client, clients, requests, rounds, progress, what):
    """Measure in the order A B B A; return a mean for each server and round.

    A machine that gets slower or faster meanwhile does so for all.
    """
    for server in servers.values():
        microseconds(server, client, clients, requests)
    figures = {name: [] for name in servers}
    for _ in range(rounds):
        turns = {name: [] for name in servers}
        for name in list(servers) + list(servers)[::-1]:
            turns[name].append(microseconds(
                servers[name], client, clients, requests))
        for name, values in turns.items():
            figures[name].append(sum(values) / len(values))
        progress.step(what)
    return figures


class Run:
    """All that is measured of one interpreter."""

    def __init__(self, python, env, sizes, progress):
        self._python = python
        self._env = env
        self._sizes = sizes
        self._progress = progress

    def _server(self, **options):
        return Server(self._python, self._env, **options)

    def requests(self):
        """Measure processor time per request."""
        found = {}
        for name, kind, clients, requests in CASES:
            compared = ['stdlib', 'ours', 'again', 'loop']
            if kind == 'http':
                compared.remove('loop')
            with contextlib.ExitStack() as stack:
                client = stack.enter_context(Client(self._env))
                servers = {
                    which: stack.enter_context(self._server(
                        which='stdlib' if which == 'again' else which,
                        kind=kind, queue=QUEUE)) for which in compared}
                found[name] = alternate(
                    servers, client, clients, requests,
                    self._sizes['rounds'], self._progress, name)
        return found

    def held(self):
        """Measure the same while connections are held open."""
        with contextlib.ExitStack() as stack:
            client = stack.enter_context(Client(self._env))
            servers = {}
            for level in self._sizes['held']:
                for which in 'stdlib', 'ours':
                    server = servers[level, which] = stack.enter_context(
                        self._server(which=which, kind='threaded',
                                     queue=QUEUE, stack=STACK))
                    client.order('hold', port=server.port, count=level)
                    wait_for(lambda: server.status()['threads'] >= level)
                self._progress.step('holding {}'.format(level))
            figures = alternate(servers, client, 1, 100,
                                self._sizes['rounds'], self._progress, 'held')
        return {str(level): {which: figures[level, which]
                             for which in ('stdlib', 'ours')}
                for level in self._sizes['held']}

    def burst(self):
        """Let many connect at once, with the queues of the modules."""
        found = {}
        for clients in self._sizes['burst']:
            found[str(clients)] = {'stdlib': [], 'ours': [], 'loop': []}
            for _ in range(self._sizes['bursts']):
                for which, tries in found[str(clients)].items():
                    with Client(self._env) as client, self._server(
                            which=which, kind='threaded') as server:
                        tries.append(client.order(
                            'burst', port=server.port, clients=clients,
                            seconds=3))
                    self._progress.step('burst of {}'.format(clients))
        return found

    def memory(self):
        """Measure resident memory after many short connections."""
        found = {}
        for which in 'stdlib', 'ours':
            figures = found[which] = {}
            with Client(self._env) as client, self._server(
                    which=which, kind='threaded', queue=QUEUE) as server:
                done = 0
                for count in self._sizes['memory']:
                    while done < count:
                        done += client.order(
                            'load', kind='threaded', port=server.port,
                            clients=4, requests=500)['done']
                        self._progress.step('memory')
                    figures[str(count)] = server.status()['rss']
        return found

    def imports(self):
        """Measure the import, in fresh processes with cached byte code."""
        def once():
            return json.loads(subprocess.check_output(
                [self._python, '-c', IMPORT], env=self._env, timeout=TIMEOUT))
        once()
        runs = []
        for _ in range(self._sizes['imports']):
            runs.append(once())
            self._progress.step('import')
        found = {which: {
            'ms': [run[which]['ms'] for run in runs],
            'cpu_ms': [run[which]['cpu_ms'] for run in runs],
            'modules': runs[0][which]['modules'],
        } for which in ('base', 'ours')}
        if importlib.util.find_spec('pyperf'):
            found['pyperf_ms'] = 1000 * (
                self._pyperf('import socketserver_compat') -
                self._pyperf('import six; from six.moves import socketserver'))
        return found

    def _pyperf(self, code):
        import pyperf
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'figures.json')
            subprocess.run(
                [sys.executable, '-m', 'pyperf', 'command', '--quiet',
                 '--processes', '10', '--values', '2', '--inherit-environ',
                 'PYTHONPATH', '--output', path, '--', self._python, '-c',
                 code], env=self._env, check=True, timeout=TIMEOUT,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return pyperf.Benchmark.load(path).median()


def wait_for(condition):
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        if time.monotonic() > deadline:
            raise Failed('the server does not take the connections')
        time.sleep(0.05)


def environment(folder, package):
    """Copy the package and six, so that PYTHONPATH has nothing else.

    The copy also keeps byte code, which the import time depends on, away
    from the sources.
    """
    six = importlib.util.find_spec('six')
    if six is None:
        raise Failed('six is not installed in {}'.format(sys.executable))
    shutil.copy(six.origin, folder)
    try:
        shutil.copytree(os.path.join(package, 'socketserver_compat'),
                        os.path.join(folder, 'socketserver_compat'),
                        ignore=shutil.ignore_patterns('*.pyc', '__pycache__'))
    except FileNotFoundError:
        raise Failed('no socketserver_compat in {}'.format(package)) from None
    env = {name: value for name, value in os.environ.items()
           if not name.startswith('PYTHON')}
    env['PYTHONPATH'] = folder
    return env


def identify(python, env):
    """Return the interpreter's path, name and version; Failed if none."""
    path = shutil.which(python)
    if path is None:
        raise Failed('no such interpreter: {}'.format(python))
    try:
        name, version = subprocess.check_output(
            [path, '-c', 'import platform, socketserver_compat; '
             'print(platform.python_implementation() + " " + '
             'platform.python_version())'],
            env=env, timeout=TIMEOUT, stderr=subprocess.PIPE,
            universal_newlines=True).split()
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        said = (getattr(error, 'stderr', None) or str(error)).strip()
        raise Failed('not a Python that can import the package: {}: {}'.format(
            python, said.splitlines()[-1])) from None
    return {'python': path, 'implementation': name, 'version': version}


def parse(arguments):
    """Parse the command line; exit with 2 if it is wrong."""
    parser = argparse.ArgumentParser(
        description='Measure socketserver_compat against the standard '
                    "library's module and a hand-written loop.",
        epilog='six must be installed for the Python that runs this; the '
               'measured ones need nothing. Exit status: 0 measured, 1 '
               'failed, 2 wrong arguments, 130 interrupted.')
    parser.add_argument('--python', nargs='+', metavar='PATH',
                        action='extend', default=[],
                        help='interpreters to measure (default: this one)')
    parser.add_argument('--quick', action='store_true',
                        help='less of all, in under a minute each')
    parser.add_argument('--rounds', type=count, metavar='N',
                        help='rounds of each comparison (15; quick: 3)')
    parser.add_argument('--package', metavar='DIR',
                        default=os.path.dirname(HERE),
                        help='the directory that holds socketserver_compat')
    for name in 'json', 'rst', 'svg':
        parser.add_argument('--' + name, metavar='FILE',
                            help='write the figures as ' + name.upper())
    options = parser.parse_args(arguments)
    for path in options.json, options.rst, options.svg:
        if path and not os.path.isdir(os.path.dirname(path) or '.'):
            parser.error('no directory for {}'.format(path))
    return parser, options


def count(text):
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def sizes(options):
    """Return how much of each is measured."""
    if options.quick:
        return {'rounds': options.rounds or 3, 'held': [0, 500, 2000],
                'burst': [64], 'bursts': 1, 'memory': [500, 2000],
                'imports': 21}
    return {'rounds': options.rounds or 15, 'held': [0, 500, 2000, 5000],
            'burst': [64, 256], 'bursts': 3, 'memory': [2000, 20000],
            'imports': 41}


def steps(size):
    """Return how often one interpreter moves the bar."""
    return (size['rounds'] * (len(CASES) + 1) + len(size['held']) +
            3 * size['bursts'] * len(size['burst']) +
            2 * size['memory'][-1] // 500 + size['imports'])


def allow_files(size):
    """Raise the limit of open files to what the held connections need."""
    needed = 2 * sum(size['held']) + 200
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise Failed('needs {} open files, the limit is {} (ulimit -Hn)'
                     .format(needed, hard))
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def measure(options, env, interpreters):
    """Measure all; return the figures.

    The files are written after each interpreter, so that an interrupted run
    leaves what it has.
    """
    size = sizes(options)
    allow_files(size)
    progress = Progress(steps(size) * len(interpreters))
    results = {
        'date': datetime.date.today().isoformat(),
        'machine': '{} {}, {} processors'.format(
            platform.system(), platform.machine(), os.cpu_count()),
        'rounds': size['rounds'], 'interpreters': []}
    try:
        for result in interpreters:
            run = Run(result['python'], env, size, progress)
            result['import'] = run.imports()
            result['requests'] = run.requests()
            result['held'] = run.held()
            result['burst'] = run.burst()
            result['memory'] = run.memory()
            del result['python']  # where it lies is nobody's business
            progress.clear()
            print('{implementation} {version}'.format(**result))
            print('\n'.join(report.tables(result)), flush=True)
            results['interpreters'].append(result)
            write(options.json, json.dumps(results, indent=1) + '\n')
            write(options.rst, report.rst(results))
            write(options.svg, report.svg(results))
    finally:
        progress.clear()
    return results


def write(path, text):
    if path:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)


def stop(*_):
    raise KeyboardInterrupt


def main(arguments=None):
    parser, options = parse(arguments)
    signal.signal(signal.SIGTERM, stop)
    try:
        with tempfile.TemporaryDirectory() as folder:
            try:
                env = environment(folder, options.package)
                interpreters = [identify(python, env) for python in
                                options.python or [sys.executable]]
            except Failed as error:
                parser.error(str(error))
            results = measure(options, env, interpreters)
        if not importlib.util.find_spec('pyperf'):
            print('pyperf is not installed: import time by the own loop only')
        print('\n'.join(report.verdict(results)))
    except Failed as error:
        print('run.py: {}'.format(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print('run.py: interrupted', file=sys.stderr)
        return 130
    return 0


if __name__ == '__main__':
    sys.exit(main())
