"""Whole Python 2 programs, converted and run on 2.7, 3.8 and the newest.

They have to do what they did on 2.7 before, byte for byte: on the wire, on
standard output, in files.  See converted_programs.py, whose command plays all
cases on any interpreter.  Here the newest plays all; 2.7 and 3.8 have one case
of each program, and so has what ``--to 3`` makes of it.
"""
import ast
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip('fissix')

from socketserver_compat.convert import _pipeline  # noqa: E402
import converted_programs as programs  # noqa: E402
from programs import ctrl_c_for_children  # noqa: E402

pytestmark = [pytest.mark.first_and_last, pytest.mark.skipif(
    not os.path.isdir('/proc/self/task'),
    reason='tells by /proc whether a program waits')]

# Programs that the converter does not get right alone: {name: why}.  It has
# to say so in a note.  One that becomes right has to leave this list.
KNOWN = {
    'pickle_rpc': 'strings of 2.7 in a pickle, and the bytes it is made of',
}

NEWEST = sys.version_info >= (3, 13)

# One note per so many lines, on the whole.
LINES_PER_NOTE = 30

ALL = programs.all_programs()
NAMES = [program.name for program in ALL]


class Converted(object):
    """The programs after the converter: where they are, what it told."""

    def __init__(self, folder):
        self.packages = os.path.join(folder, 'packages')
        os.mkdir(self.packages)
        programs.copy_packages(self.packages)
        self.folder = os.path.join(folder, 'converted')
        os.mkdir(self.folder)
        self.paths, self.status, out, self.err = programs.convert_all(
            self.folder)
        self.found = programs.read_json(out)
        self.modern = {}

    def to_3(self):
        """Convert copies once more, for Python 3 only."""
        folder = self.folder + '_to_3'
        shutil.copytree(self.folder, folder)
        programs.run_converter(['--to', '3', '--write', '--jobs',
                                programs.JOBS, '--format', 'json', folder])
        self.modern = {name: os.path.join(folder, os.path.basename(path))
                       for name, path in self.paths.items()}

    def read(self, name):
        with open(self.paths[name], 'rb') as f:
            return f.read()

    def notes(self, name):
        return self.found[name]['notes']


@pytest.fixture(scope='module')
def converted(tmp_path_factory):
    made = Converted(str(tmp_path_factory.mktemp('programs')))
    if NEWEST:
        made.to_3()
    return made


def runs():
    """Return (step, interpreter) pairs: more of them on the newest."""
    found = [('both', sys.executable)]
    if NEWEST:
        found.append(('3', sys.executable))
        if programs.python_2():
            found.append(('both', programs.python_2()))
    return found


@pytest.fixture(scope='module')
def outcomes(converted):
    """What differs: {(name, run): [(case, difference, stderr), ...]}."""
    jobs = []
    with ctrl_c_for_children(), ThreadPoolExecutor(programs.AT_ONCE) as pool:
        for program in ALL:
            expected = program.expected()
            for run in runs_of(program):
                step, python = run
                paths = converted.modern if step == '3' else converted.paths
                known = program.name in known_in(run)
                for case in cases_of(run, program):
                    jobs.append((program.name, run, case, pool.submit(
                        programs.play, case, paths[program.name],
                        python, converted.packages,
                        None if known else expected[case.name])))
    found = {}
    for name, run, case, job in jobs:
        transcript, stderr = job.result()
        expected = ALL[NAMES.index(name)].expected()[case.name]
        differs = programs.difference(expected, transcript)
        wrong = found.setdefault((name, run), [])
        if differs:
            wrong.append((case.name, differs, stderr.decode(
                'utf-8', 'replace')[-1000:]))
    return found


def runs_of(program):
    return [run for run in runs() if not (
        program.gone_in and programs.minor(run[1]) >= program.gone_in)]


def known_in(run):
    return KNOWN if programs.minor(run[1]) >= (3,) else ()


def cases_of(run, program):
    """Return the cases to play: all, or for speed the hardest."""
    if NEWEST and run == ('both', sys.executable):
        return program.cases
    hard = [case for case in program.cases if 'not utf-8' in case.name]
    return (hard or program.cases)[:1]


def test_the_command_converts_all(converted):
    errors = {name: found['error'] for name, found in converted.found.items()
              if found['error']}
    assert errors == {}
    assert sorted(converted.found) == NAMES
    assert converted.err == ''
    assert converted.status == 1  # there are notes


@pytest.mark.parametrize('name', NAMES)
def test_compiles_on_3(converted, name):
    ast.parse(converted.read(name), name)


def test_compile_on_2(converted):
    python = programs.python_2()
    if not python:
        pytest.skip('needs Python 2.7')
    subprocess.check_call([
        python, '-c', 'import sys\n'
        'for path in sys.argv[1:]: compile(open(path).read(), path, "exec")'
    ] + list(converted.paths.values()))


def test_second_run_changes_nothing(converted):
    status, out, err = programs.run_converter(
        ['--jobs', programs.JOBS, '--format', 'json', converted.folder])
    found = programs.read_json(out)
    assert {name: found[name]['diff'] for name in found
            if found[name]['changed']} == {}


@pytest.mark.skipif(not NEWEST, reason='once is enough')
@pytest.mark.parametrize('program', ALL, ids=NAMES)
def test_both_steps_at_once(converted, program):
    with open(program.before, 'rb') as f:
        text = f.read().decode('utf-8')
    text = _pipeline.convert(text, '3').text
    with open(converted.modern[program.name], 'rb') as f:
        assert text == f.read().decode('utf-8')
    assert not re.search(r'\bSocketServer\b|_compat\b|\bsix\b', text)


@pytest.mark.parametrize('program', ALL, ids=NAMES)
def test_does_what_it_did(converted, outcomes, program):
    for run in runs_of(program):
        wrong = outcomes[program.name, run]
        for case, difference, stderr in wrong:
            print('--- %s, %s\n%s\n%s' % (run, case, difference, stderr))
        if program.name in known_in(run):
            assert wrong, 'is right: to be taken off the list'
            assert converted.notes(program.name), 'wrong without any note'
        else:
            assert [case for case, _, _ in wrong] == []


@pytest.mark.parametrize(
    'name', [program.name for program in ALL if program.gone_in])
def test_tells_of_a_module_that_is_gone(converted, name):
    assert converted.notes(name)


def test_notes_are_few(converted):
    lines = sum(len(converted.read(name).splitlines()) for name in NAMES)
    notes = sum(len(converted.notes(name)) for name in NAMES)
    assert notes <= lines / LINES_PER_NOTE


def test_every_case_was_recorded():
    for program in ALL:
        names = [case.name for case in program.cases]
        assert sorted(program.expected()) == sorted(names), program.name
