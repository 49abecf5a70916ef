"""Whole Python 2 programs, converted and run on Python 2.7 and on the newest.

They have to do what they did on 2.7 before, byte for byte: on the wire, on
standard output, in files.  See converted_programs.py.
"""
import ast
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip('fissix')

import converted_programs as programs  # noqa: E402

pytestmark = pytest.mark.skipif(
    not os.path.isdir('/proc/self/task'),
    reason='tells by /proc whether a program waits')

# Programs that no tool gets right alone: {name: why}.  The converter has to
# say so in a note.  One that becomes right has to leave this list.
KNOWN = {
}

# One note per so many lines, on the whole.
LINES_PER_NOTE = 30

ALL = programs.all_programs()
NAMES = [program.name for program in ALL]


class Converted(object):
    """The programs after the converter: where they are, what it told."""

    def __init__(self, folder):
        self.library = os.path.join(folder, 'library')
        os.mkdir(self.library)
        programs.copy_library(self.library)
        self.folder = os.path.join(folder, 'converted')
        os.mkdir(self.folder)
        self.paths, self.status, out, self.err = programs.convert_all(
            self.folder)
        self.found = programs.read_json(out)

    def read(self, name):
        with open(self.paths[name], 'rb') as f:
            return f.read()

    def notes(self, name):
        return self.found[name]['notes']


@pytest.fixture(scope='module')
def converted(tmp_path_factory):
    return Converted(str(tmp_path_factory.mktemp('programs')))


def interpreters():
    """Return Python 2.7, if there is one, and the newest Python 3."""
    return [python for python in (programs.python_2(),
                                  programs.newest_python()) if python]


@pytest.fixture(scope='module')
def outcomes(converted):
    """What differs: {(name, version): [(case, difference, stderr), ...]}."""
    jobs = []
    with ThreadPoolExecutor(programs.AT_ONCE) as pool:
        for program in ALL:
            expected = program.expected()
            for python in runs_on(program):
                for case in program.cases:
                    jobs.append((program.name, python, case, pool.submit(
                        programs.play, case, converted.paths[program.name],
                        python, converted.library, expected[case.name])))
    found = {}
    for name, python, case, job in jobs:
        transcript, stderr = job.result()
        expected = ALL[NAMES.index(name)].expected()[case.name]
        differs = programs.difference(expected, transcript)
        wrong = found.setdefault((name, programs.minor(python)), [])
        if differs:
            wrong.append((case.name, differs, stderr.decode(
                'utf-8', 'replace')[-1000:]))
    return found


def runs_on(program):
    return [python for python in interpreters() if not (
        program.gone_in and programs.minor(python) >= program.gone_in)]


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


@pytest.mark.parametrize('program', ALL, ids=NAMES)
def test_does_what_it_did(converted, outcomes, program):
    wrong = {(version, case): difference + '\n' + stderr
             for (name, version), cases in outcomes.items()
             if name == program.name
             for case, difference, stderr in cases}
    if program.name in KNOWN:
        assert wrong, 'is right: to be taken off the list'
        assert converted.notes(program.name), 'wrong without any note'
        # Nothing may break on 2.7, even so.
        wrong = {key: text for key, text in wrong.items() if key[0] < (3,)}
    for key, text in wrong.items():
        print('--- %s %s\n%s' % (key + (text,)))
    assert sorted(wrong) == []


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
