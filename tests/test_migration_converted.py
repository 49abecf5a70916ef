"""What the converter makes of the programs of migration/.

The converter's ``before.py`` with ``by_hand.diff`` is ``after.py``; its
``after.py`` with ``modern_by_hand.diff`` is ``modern.py``.  A diff that is not
there is empty.

As a command, where the converter runs, this writes the diffs anew, and the
table of the converter's codes in migration/README.rst::

    python tests/test_migration_converted.py --write
"""
from __future__ import print_function

import difflib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap

import pytest

import conversation
import programs

MIGRATION = os.path.dirname(programs.FOLDER)
README = os.path.join(MIGRATION, 'README.rst')

# What the command is given, what comes of it with a diff, and which diff.
STEPS = {'both': ('before.py', 'after.py', 'by_hand.diff'),
         '3': ('after.py', 'modern.py', 'modern_by_hand.diff')}

# Folders whose after.py is just what the converter makes.  A change of a
# program or of the converter must not make them fewer.
WITHOUT_DIFF = 22

# Recipes whose by_hand.diff no note announces: nothing in the source tells.
WITHOUT_NOTE = {
    'recipes/address_in_use': 'an attribute is missing',
    'recipes/decode_at_the_edge': 'right as it is; to be read by people',
    'recipes/reading_to_the_end': 'no part of a program tells its protocol',
    'recipes/unix_sockets': 'a file that another run has left'}

TABLE = re.compile(r'(\.\. codes begin\n\n)(.*?)(\n\n\.\. codes end\n)',
                   re.DOTALL)


def folders():
    return [part + '/' + name for part in ('programs', 'recipes')
            for name in sorted(os.listdir(os.path.join(MIGRATION, part)))
            if os.path.isdir(os.path.join(MIGRATION, part, name))]


def read(*path):
    """Return a text, '' if there is no such file."""
    path = os.path.join(MIGRATION, *path)
    if not os.path.exists(path):
        return ''
    with io.open(path, encoding='utf-8') as stream:
        return stream.read()


def run_converter(arguments, folder):
    """Run the command; return what it writes to standard output."""
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(
        path or os.getcwd() for path in sys.path))
    process = subprocess.Popen(
        [sys.executable, '-m', 'socketserver_compat.convert'] + arguments,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder,
        env=environment)
    out, err = process.communicate()
    assert process.returncode in (0, 1), err.decode('utf-8', 'replace')
    return out.decode('utf-8')


def convert_all(to, folder):
    """Return the result and the notes for each folder that has a source."""
    source = STEPS[to][0]
    names = [name for name in folders() if read(name, source)]
    for name in names:
        shutil.copy(os.path.join(MIGRATION, name, source),
                    os.path.join(folder, name.replace('/', '-') + '.py'))
    report = json.loads(run_converter(
        ['--to', to, '--write', '--format', 'json', '.'], folder))
    notes = dict((os.path.basename(one['path']), one['notes'])
                 for one in report['files'])
    found = {}
    for name in names:
        path = name.replace('/', '-') + '.py'
        with io.open(os.path.join(folder, path), encoding='utf-8') as stream:
            found[name] = stream.read(), notes[path]
    return found


def diff_for(name, to, result):
    """Return what a person changes after the converter."""
    wanted = STEPS[to][1]
    return ''.join(difflib.unified_diff(
        result.splitlines(True), read(name, wanted).splitlines(True),
        'converted', wanted))


def can_convert():
    try:
        import fissix  # noqa: F401
        import pyupgrade  # noqa: F401
        import socketserver_compat.convert.__main__  # noqa: F401
    except ImportError:
        return False
    return True


needs_converter = pytest.mark.skipif(
    not can_convert(), reason='needs what the extra "convert" installs')


@pytest.fixture(scope='module', params=sorted(STEPS))
def converted(request, tmpdir_factory):
    folder = str(tmpdir_factory.mktemp('converted'))
    return request.param, convert_all(request.param, folder)


@needs_converter
def test_the_rest_is_in_a_diff(converted):
    to, found = converted
    assert [name for name in found
            if diff_for(name, to, found[name][0]) !=
            read(name, STEPS[to][2])] == []


@needs_converter
def test_what_a_person_must_change_has_a_note(converted, tmpdir):
    """Or the result is right as it is, and after.py only nicer.

    This is about what breaks on 3; the converter does not repair faults that
    a program has on every Python.
    """
    to, found = converted
    wrong = []
    for name in sorted(found):
        if (name.startswith('recipes/') and read(name, STEPS[to][2]) and
                breaks_on_3(name) and not found[name][1]):
            failure = follow(name, found[name][0], tmpdir)
            if failure:
                wrong.append('%s: %s' % (name, failure))
    assert wrong == []


@needs_converter
def test_recipes_by_hand_have_a_note(converted):
    to, found = converted
    silent = [name for name in sorted(found)
              if name.startswith('recipes/') and read(name, STEPS[to][2]) and
              not found[name][1]]
    assert silent == (sorted(WITHOUT_NOTE) if to == 'both' else [])


def breaks_on_3(name):
    folder = os.path.join(MIGRATION, name)
    return (conversation.kind(folder) == 'breaks' and
            not conversation.runs_unchanged(folder, (3, 8)))


def follow(name, source, tmpdir):
    """Return how a program fails to follow the transcript of a folder."""
    folder = tmpdir.mkdir(name.replace('/', '-'))
    library = str(folder.mkdir('library'))
    programs.copy_library(library)
    folder.join('before.py').write(source.encode('utf-8'), mode='wb')
    try:
        with programs.ctrl_c_for_children():
            conversation.replay(
                os.path.join(MIGRATION, name, 'conversation.txt'),
                [sys.executable, str(folder.join('before.py'))],
                sys.version_info[:2], library)
    except conversation.Mismatch as error:
        return str(error)
    return None


def test_most_folders_need_no_diff():
    without = [name for name in folders()
               if read(name, 'before.py') and not read(name, 'by_hand.diff')]
    assert len(without) >= WITHOUT_DIFF


def codes_table():
    """Return the table of the converter's codes, from the converter."""
    from socketserver_compat.convert import _notes
    lines = ['.. list-table::', '   :header-rows: 1', '   :widths: 12 20 68',
             '', '   * - Code', '     - Name', '     - What it says']
    for code, (name, _, sentence) in sorted(_notes.CODES.items()):
        lines += ['   * - ' + code, '     - ' + name]
        lines += textwrap.wrap(
            sentence, 79, initial_indent='     - ', subsequent_indent=7 * ' ',
            break_long_words=False, break_on_hyphens=False)
    return '\n'.join(lines)


def test_codes_are_in_the_table():
    pytest.importorskip('socketserver_compat.convert._notes')
    assert TABLE.search(read('README.rst')).group(2) == codes_table()


@needs_converter
@pytest.mark.skipif(os.name != 'posix', reason='uses the shell')
def test_walk_through(tmpdir):
    """The commands of README.rst lead from the first stage to the last."""
    folder = str(tmpdir.join('migration'))
    shutil.copytree(MIGRATION, folder)
    commands = re.findall(r'^    \$ (.*)$', read('README.rst'), re.MULTILINE)
    assert len(commands) >= 8
    for command in commands:
        if command.startswith('python -m socketserver_compat.convert '):
            run_converter(command.split()[3:], folder)
        else:
            subprocess.check_call(command, shell=True, cwd=folder)
        if command.endswith('client.py programs/time_client/by_hand.diff'):
            check_work(folder, 'after.py')
    check_work(folder, 'modern.py')


def check_work(folder, stage):
    for name in ('server', 'client'):
        path = os.path.join(folder, 'work', name + '.py')
        with io.open(path, encoding='utf-8') as stream:
            assert stream.read() == read('programs', 'time_' + name, stage)


def write():
    """Write the diffs and the table of codes; tell how many there are."""
    for to in sorted(STEPS, reverse=True):
        folder = tempfile.mkdtemp()
        try:
            found = convert_all(to, folder)
        finally:
            shutil.rmtree(folder)
        diffs = [name for name in found
                 if write_diff(name, to, found[name][0])]
        print('--to %s: %d programs, %d with a diff: %s' % (
            to, len(found), len(diffs), ' '.join(diffs)))
    text = TABLE.sub(lambda table: table.group(1) + codes_table() +
                     table.group(3), read('README.rst'))
    with io.open(README, 'w', encoding='utf-8') as stream:
        stream.write(text)


def write_diff(name, to, result):
    path = os.path.join(MIGRATION, name, STEPS[to][2])
    diff = diff_for(name, to, result)
    if diff:
        with io.open(path, 'w', encoding='utf-8') as stream:
            stream.write(diff)
    elif os.path.exists(path):
        os.remove(path)
    return diff


if __name__ == '__main__':
    if sys.argv[1:] != ['--write']:
        sys.exit(__doc__)
    write()
