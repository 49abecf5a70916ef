"""What the converter makes of the programs of migration/.

The converter's ``before.py`` with ``by_hand.diff`` is ``after.py``; its
``after.py`` with ``modern_by_hand.diff`` is ``modern.py``.  A diff that is not
there is empty.

What such a diff changes has a note, line by line (see Coverage), where the
converter takes before.py for Python 2 or for both.

As a command, where the converter runs, this writes the diffs anew, and the
table of the converter's codes in migration/README.rst::

    python tests/test_migration_converted.py --write
"""
from __future__ import print_function

import ast
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
WITHOUT_DIFF = 23

# Here a person replaces what the converter makes, which is right as it is.
MATTER_OF_TASTE = ['recipes/decode_at_the_edge']

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


@pytest.mark.first_and_last
@needs_converter
def test_the_rest_is_in_a_diff(converted):
    to, found = converted
    assert [name for name in found
            if diff_for(name, to, found[name][0]) !=
            read(name, STEPS[to][2])] == []


@pytest.mark.first_and_last
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


@pytest.mark.first_and_last
@needs_converter
def test_each_changed_line_has_a_note(converted):
    to, found = converted
    silent = {}
    for name in found:
        if is_python_2(name) and name not in MATTER_OF_TASTE:
            result, notes = found[name]
            lines = Coverage(result, notes).without_note(
                read(name, STEPS[to][1]))
            if lines:
                silent[name] = lines
    assert silent == {}


def is_python_2(name):
    """Tell whether a before.py is Python 2, or for both."""
    from socketserver_compat.convert import _recognise
    source = read(name, 'before.py')
    return _recognise.recognise(source or read(name, 'after.py')) in (
        _recognise.PYTHON2, _recognise.BOTH)


class Coverage(object):
    """Which lines of a converted source have a note.

    A note is for the statement that it points at; at the head of a loop, of
    a function or of a class it is for the body, too.  A line that is only
    indented otherwise is not changed.  An import, and the lines that let
    stdout take every byte, belong to what needs them.

    A line that is only added needs a note next to it or in the same
    function.  What is new as a whole, a function or a class or a variable,
    belongs to the lines that use its name.
    """

    BLOCKS = (ast.For, ast.While, ast.FunctionDef, ast.ClassDef)

    def __init__(self, source, notes):
        self.source = source
        self.tree = ast.parse(source)
        self.covered = set()
        for note in notes:
            self.cover(note['line'])

    def cover(self, line):
        around = [node for node in ast.walk(self.tree)
                  if isinstance(node, (ast.stmt, ast.ExceptHandler)) and
                  node.lineno <= line <= node.end_lineno]
        node = max(around, key=lambda one: (one.lineno, -one.end_lineno))
        end = node.end_lineno
        if hasattr(node, 'body') and not isinstance(node, self.BLOCKS):
            end = node.body[0].lineno - 1
        self.covered.update(range(node.lineno, end + 1))

    def without_note(self, wanted):
        """Return the lines, without blanks, that a diff changes unnoted."""
        old, new = [[line.strip() for line in text.splitlines()]
                    for text in (self.source, wanted)]
        bare = []
        for tag, i, stop, j, end in difflib.SequenceMatcher(
                None, old, new, autojunk=False).get_opcodes():
            if tag in ('replace', 'delete'):
                bare += [old[number - 1] for number in range(i + 1, stop + 1)
                         if self.is_code(old[number - 1]) and
                         number not in self.covered | self.needed()]
            elif tag == 'insert' and not self.covered & {i, i + 1}:
                bare += ['+' + new[number - 1]
                         for number in range(j + 1, end + 1)
                         if self.is_code(new[number - 1]) and
                         not self.may_be_added(wanted, number)]
        return bare

    @staticmethod
    def is_code(line):
        return bool(line) and not line.startswith('#')

    def needed(self):
        """Return the lines that are there for others."""
        lines = set()
        for node in ast.walk(self.tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)) or (
                    isinstance(node, ast.If) and
                    "'reconfigure'" in ast.dump(node.test)):
                lines.update(range(node.lineno, node.end_lineno + 1))
        return lines

    def may_be_added(self, wanted, line):
        known, key, function = named(self.tree), (), None
        for node in path_to(ast.parse(wanted), line):
            is_function = isinstance(node, ast.FunctionDef)
            names = names_of(node)
            if not names or function and not is_function:
                continue
            key += tuple(names)
            if key not in known:
                return all(len(re.findall(r'\b%s\b' % one, wanted)) > 1
                           for one in names)
            if is_function:
                function = known[key]
        return bool(function and self.covered & set(
            range(function.lineno, function.end_lineno + 1)))


def path_to(tree, line):
    """Return the statements around a line, from the outermost."""
    return sorted(
        (node for node in ast.walk(tree) if isinstance(node, ast.stmt) and
         node.lineno <= line <= node.end_lineno),
        key=lambda node: (node.lineno, -node.end_lineno))


def names_of(node):
    """Return the names that a function, class, import or so defines."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).split('.')[0]
                for alias in node.names]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets
                if isinstance(target, ast.Name)]
    return []


def named(tree, around=()):
    """Return the functions and classes by their dotted names, as tuples."""
    found = {}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found[around + (node.name,)] = node
            found.update(named(node, around + (node.name,)))
    return found


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
