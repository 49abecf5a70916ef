#!/usr/bin/env python3
"""Converts old releases from PyPI and reports what comes of it.

A fixed list of source distributions of 2004 to 2014 is fetched with the pip
of a Python 2.7 (which runs their setup.py, as pip does).  Every file of
theirs that uses SocketServer or socket, and that Python 2.7 compiles, is
converted on its own.  The table on standard output has for each release:

* how many files and lines, how many of the converted files compile on 2.7
  and on this Python, how many a second run changes,
* the review notes, and the notes for each 1000 lines,

and, for all together, the notes of each code, and the lines per second
against ``modernize`` alone, with one process and with two::

    python benchmarks/sdists.py --folder /tmp/sdists
    python benchmarks/sdists.py --folder /tmp/sdists --only tftpy medusa

What the converter could not read and what does not compile afterwards is
listed below the table.
"""
import argparse
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))

RELEASES = [
    'CherryPy==3.1.2', 'Paste==1.7.5.1', 'Pyro==3.16', 'SOAPpy==0.12.5',
    'Werkzeug==0.5.1', 'ZSI==2.0-rc3', 'bottle==0.5.8', 'circuits==1.6',
    'flup==1.0.2', 'gdata==2.0.18', 'jsonrpclib==0.1.3', 'lamson==1.1',
    'medusa==0.5.4', 'paramiko==1.7.6', 'pyftpdlib==0.5.2',
    'supervisor==3.0', 'tftpy==0.5.1', 'web.py==0.37', 'wsgiref==0.1.2',
]

USES = re.compile(
    br'^[ \t]*(?:import|from)[ \t][^#\n]*\b(?:SocketServer|socket)\b', re.M)

# Reads paths, writes those that compile.
COMPILER = '''
import sys, warnings
warnings.simplefilter("ignore")
for path in sys.stdin.read().split("\\n"):
    try:
        with open(path, "rb") as f:
            compile(f.read(), path, "exec")
    except Exception:
        continue
    print(path)
'''


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__.split('\n')[0],
        formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument('--folder', default='sdists',
                        help='where the releases are kept')
    parser.add_argument('--only', nargs='*', metavar='NAME',
                        help='names of releases')
    parser.add_argument('--python2', default='python2.7',
                        help='a Python 2.7 with pip')
    parser.add_argument('--keep', metavar='FOLDER',
                        help='leave originals and converted files here')
    parser.add_argument('--no-times', action='store_true',
                        help='do not compare with modernize')
    return parser.parse_args(arguments)


def normal(name):
    return re.sub(r'[-_.]+', '-', name).lower()


def archive_of(release, folder):
    """Return the path of the release's file, or None."""
    name, version = release.split('==')
    for found in sorted(os.listdir(folder)):
        stem = re.sub(r'\.(tar\.gz|zip|tar\.bz2|tgz)$', '', found)
        if stem != found and normal(stem) == normal(
                '%s-%s' % (name, version)):
            return os.path.join(folder, found)
    return None


def fetch(release, folder, python2):
    """Download the release unless it is there; return its path or None."""
    found = archive_of(release, folder)
    if found:
        return found
    subprocess.run(
        [python2, '-m', 'pip', 'download', '--quiet', '--no-deps',
         '--no-binary', ':all:', '--dest', folder, release],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120,
        check=False)
    return archive_of(release, folder)


def members(archive):
    """Yield name and content of each Python file."""
    if archive.endswith('.zip'):
        with zipfile.ZipFile(archive) as opened:
            for name in opened.namelist():
                if name.endswith('.py'):
                    yield name, opened.read(name)
        return
    with tarfile.open(archive) as opened:
        for member in opened:
            if member.isfile() and member.name.endswith('.py'):
                yield member.name, opened.extractfile(member).read()


def unpack(archive, folder):
    """Write those of its files that use sockets; return their paths."""
    paths = []
    for name, content in members(archive):
        if USES.search(content):
            path = os.path.join(folder, re.sub(r'[^\w.]+', '__', name))
            with open(path, 'wb') as f:
                f.write(content)
            paths.append(path)
    return paths


def compiling(python, paths):
    """Return those that this interpreter compiles."""
    done = subprocess.run(
        [python, '-c', COMPILER], input='\n'.join(paths), timeout=300,
        stdout=subprocess.PIPE, universal_newlines=True, check=True)
    return set(done.stdout.split('\n')) & set(paths)


def lines_in(paths):
    count = 0
    for path in paths:
        with open(path, 'rb') as f:
            count += len(f.read().splitlines())
    return count


def convert(folder, jobs=1):
    """Convert all in the folder; return {path: what it told}, seconds."""
    start = time.time()
    done = subprocess.run(
        [sys.executable, '-m', 'socketserver_compat.convert', '--write',
         '--jobs', str(jobs), '--format', 'json', folder],
        stdout=subprocess.PIPE, timeout=1800, env=environment())
    seconds = time.time() - start
    files = json.loads(done.stdout.decode())['files']
    return {found['path']: found for found in files}, seconds


def modernize(folder):
    """Run modernize alone on the folder; return the seconds."""
    start = time.time()
    subprocess.run(
        [sys.executable, '-m', 'modernize', '--write', '--nobackups',
         '--no-diffs', '--processes', '1', folder],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=1800)
    return time.time() - start


def environment():
    """Put the source tree in front: it is what is measured."""
    known = dict(os.environ)
    known['PYTHONPATH'] = os.pathsep.join(
        [os.path.dirname(HERE)] + list(
            filter(None, [known.get('PYTHONPATH')])))
    return known


class Result(object):
    """What came of one release."""

    def __init__(self, release, folder, paths, python2):
        self.release = release
        self.paths = paths
        self.lines = lines_in(paths)
        self.found, self.seconds = convert(folder)
        self.unread = {path: self.found[path]['error'] for path in paths
                       if path in self.found and self.found[path]['error']}
        self.missing = [path for path in paths if path not in self.found]
        self.on_2 = compiling(python2, paths)
        self.on_3 = compiling(sys.executable, paths)
        again, _ = convert(folder)
        self.changed_again = [path for path in paths if path in again and
                              again[path]['changed']]
        self.notes = collections.Counter(
            note['code'] for path in paths if path in self.found
            for note in self.found[path]['notes'])

    def row(self):
        notes = sum(self.notes.values())
        return (self.release, len(self.paths), self.lines, len(self.on_2),
                len(self.on_3), len(self.changed_again), notes,
                '%.1f' % (1000.0 * notes / max(self.lines, 1)))


TITLES = ('release', 'files', 'lines', 'compile on 2.7', 'compile on 3',
          'changed by a second run', 'notes', 'notes per 1000 lines')


def total(results):
    rows = [result.row() for result in results]
    sums = [sum(row[i] for row in rows) for i in range(1, 7)]
    return ('all',) + tuple(sums) + (
        '%.1f' % (1000.0 * sums[5] / max(sums[1], 1)),)


def table(rows):
    """Return an RST table; the first row is its head."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows)]
    rule = ' '.join('=' * width for width in widths)
    lines = [' '.join(cell.ljust(width) for cell, width in zip(row, widths)
                      ).rstrip() for row in rows]
    return '\n'.join([rule, lines[0], rule] + lines[1:] + [rule, ''])


def times(originals, work):
    """Return rows: lines per second, with and without the converter."""
    lines = lines_in(os.path.join(originals, name)
                     for name in os.listdir(originals))
    seconds, processor = [], []
    for number, run in enumerate([
            modernize, lambda folder: convert(folder, 1)[1],
            lambda folder: convert(folder, 2)[1]]):
        folder = os.path.join(work, 'timed%d' % number)
        shutil.copytree(originals, folder)
        before = used_by_children()
        seconds.append(run(folder))
        processor.append(used_by_children() - before)
    names = ('modernize alone', 'converter, --jobs 1', 'converter, --jobs 2')
    return [('', 'seconds', 'of the processor', 'lines per second',
             'processor, times modernize')] + [
        (name, '%.1f' % spent, '%.1f' % used, '%.0f' % (lines / spent),
         '%.2f' % (used / processor[0]))
        for name, spent, used in zip(names, seconds, processor)]


def used_by_children():
    times = os.times()
    return times.children_user + times.children_system


def prepare(release, options, work):
    """Fetch and unpack; return the folder and its files, or None."""
    archive = fetch(release, options.folder, options.python2)
    if archive is None:
        print('%s: cannot be fetched' % release, file=sys.stderr)
        return None
    folder = os.path.join(work, 'converted', release)
    os.makedirs(folder)
    paths = unpack(archive, folder)
    fit = compiling(options.python2, paths)
    for path in paths:
        if path not in fit:
            os.remove(path)  # of Python 3, or a template
    return folder, sorted(fit)


def report(results):
    print(table([TITLES] + [result.row() for result in results] +
                [total(results)]))
    codes = collections.Counter()
    for result in results:
        codes.update(result.notes)
    lines = sum(result.lines for result in results)
    if codes:
        print(table([('code', 'notes', 'per 1000 lines')] + [
            (code, count, '%.2f' % (1000.0 * count / lines))
            for code, count in codes.most_common()]))
    for result in results:
        complain(result)


def complain(result):
    """List what went wrong in a release."""
    for path in result.paths:
        name = '%s %s' % (result.release, os.path.basename(path))
        if path in result.unread:
            print('* %s: %s' % (name, result.unread[path]))
        if path in result.missing:
            print('* %s: passed over' % name)
        if path not in result.on_2:
            print('* %s: does not compile on 2.7' % name)
        if path not in result.on_3:
            print('* %s: does not compile on 3' % name)
        if path in result.changed_again:
            print('* %s: changed by a second run' % name)


def main(arguments=None):
    options = parse_arguments(arguments)
    os.makedirs(options.folder, exist_ok=True)
    work = options.keep or tempfile.mkdtemp(prefix='sdists')
    originals = os.path.join(work, 'originals')
    os.makedirs(originals)
    results = []
    try:
        for release in RELEASES:
            name = release.split('==')[0]
            if options.only and name not in options.only:
                continue
            prepared = prepare(release, options, work)
            if not prepared or not prepared[1]:
                continue
            folder, paths = prepared
            for path in paths:
                shutil.copy(path, os.path.join(
                    originals, release + '__' + os.path.basename(path)))
            results.append(Result(release, folder, paths, options.python2))
            print('%s: %.1f s' % (release, results[-1].seconds),
                  file=sys.stderr)
        report(results)
        if not options.no_times:
            print(table(times(originals, work)))
    finally:
        if not options.keep:
            shutil.rmtree(work)
    return 0


if __name__ == '__main__':
    sys.exit(main())
