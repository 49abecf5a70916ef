"""Whole Python 2 programs, converted and run on 2.7, 3.8 and the newest.

They have to do what they did on 2.7 before, byte for byte: on the wire, on
standard output, in files.  See converted_programs.py, whose command plays all
cases on any interpreter; here 2.7 has one case of each program.
"""
import ast
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip('fissix')

from socketserver_compat.convert import _pipeline  # noqa: E402
import converted_programs as programs  # noqa: E402

pytestmark = pytest.mark.skipif(
    not os.path.isdir('/proc/self/task') or
    sys.version_info[:2] not in [(3, 8), (3, 13)],
    reason='tells by /proc whether a program waits; on these is enough')

# Programs that the converter does not get right alone: {name: why}.  It has
# to say so in a note.  One that becomes right has to leave this list.
KNOWN = {
    'cmd_mud': 'cmd.Cmd writes text to the wfile that it was given',
    'guess_game': 'the blank that print with a comma owes',
    'pickle_rpc': 'strings of 2.7 in a pickle, and the bytes it is made of',
    'ssdp': 'mimetools.Message',
}

# The same, but of what it does on 2.7.
KNOWN_ON_2 = {
    'guess_game': 'the blank that print with a comma owes',
}

# Those of them about which the converter says nothing yet.
SILENT = set()

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

    def read(self, name):
        with open(self.paths[name], 'rb') as f:
            return f.read()

    def notes(self, name):
        return self.found[name]['notes']


@pytest.fixture(scope='module')
def converted(tmp_path_factory):
    return Converted(str(tmp_path_factory.mktemp('programs')))


def interpreters():
    """Return this one; in the run of the newest, Python 2.7 as well."""
    if sys.version_info < (3, 13) or not programs.python_2():
        return [sys.executable]
    return [programs.python_2(), sys.executable]


@pytest.fixture(scope='module')
def outcomes(converted):
    """What differs: {(name, version): [(case, difference, stderr), ...]}."""
    jobs = []
    with ThreadPoolExecutor(programs.AT_ONCE) as pool:
        for program in ALL:
            expected = program.expected()
            for python in runs_on(program):
                known = program.name in known_on(python)
                for case in cases_on(python, program):
                    jobs.append((program.name, python, case, pool.submit(
                        programs.play, case, converted.paths[program.name],
                        python, converted.packages,
                        None if known else expected[case.name])))
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


def known_on(python):
    return KNOWN if programs.minor(python) >= (3,) else KNOWN_ON_2


def cases_on(python, program):
    """Return the cases to play: all, but on 2.7 the hardest, for speed."""
    if programs.minor(python) >= (3,):
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


@pytest.mark.skipif(sys.version_info < (3, 13), reason='once is enough')
@pytest.mark.parametrize('program', ALL, ids=NAMES)
def test_both_steps_at_once(program):
    with open(program.before, 'rb') as f:
        text = f.read().decode('utf-8').expandtabs()
    text = _pipeline.convert(text, '3').text
    ast.parse(text)
    assert 'SocketServer' not in text and '_compat' not in text


@pytest.mark.parametrize('program', ALL, ids=NAMES)
def test_does_what_it_did(converted, outcomes, program):
    for python in runs_on(program):
        version = programs.minor(python)
        wrong = outcomes[program.name, version]
        for case, difference, stderr in wrong:
            print('--- %s, %s\n%s\n%s' % (version, case, difference, stderr))
        if program.name in known_on(python):
            assert wrong, 'is right: to be taken off the list'
            assert (converted.notes(program.name) or
                    program.name in SILENT), 'wrong without any note'
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
