"""The command: what it prints, writes, and returns."""
import io
import json
import os
import shutil
import stat
import subprocess
import sys
from unittest import mock

import pytest

pytest.importorskip('fissix')
pytest.importorskip('pyupgrade')

import six  # noqa: E402

import socketserver_compat  # noqa: E402
from socketserver_compat.convert import __main__ as command  # noqa: E402
from socketserver_compat.convert import _files, _work  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(
    socketserver_compat.__file__)))
MODULE = 'socketserver_compat.convert'
BEFORE = b'import SocketServer\nprint "a"\n'
AFTER = (b'from __future__ import print_function\n\n'
         b'import socketserver_compat\nprint("a")\n')
NOTED = b'x = input()\nprint x\n'
PLAIN = b'import os\n'

pytestmark = [pytest.mark.ours, pytest.mark.usefixtures('ss')]


@pytest.fixture
def folder(tmp_path):
    """A folder, with a method to make files in it."""
    class Folder(object):
        path = str(tmp_path)

        def make(self, name, data):
            path = os.path.join(self.path, *name.split('/'))
            if not os.path.isdir(os.path.dirname(path)):
                os.makedirs(os.path.dirname(path))
            with open(path, 'wb') as stream:
                stream.write(data)
            return path

        def names(self):
            return sorted(os.listdir(self.path))

    return Folder()


def read(path):
    with open(path, 'rb') as stream:
        return stream.read()


def run(*arguments, **options):
    """Run the command in a process; return status, output and errors."""
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(
        [ROOT, os.environ.get('PYTHONPATH', '')]))
    process = subprocess.run(
        options.pop('python', [sys.executable, '-W', 'error']) +
        ['-m', MODULE] + list(arguments),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
        env=dict(environment, **options.pop('env', {})), **options)
    return process.returncode, process.stdout, process.stderr


def test_diff(folder, capsys):
    path = folder.make('a.py', BEFORE)
    assert command.main([path]) == 1
    out, err = capsys.readouterr()
    assert out == (
        '--- {0}\n+++ {0}\n@@ -1,2 +1,4 @@\n'
        '-import SocketServer\n-print "a"\n'
        '+from __future__ import print_function\n+\n'
        '+import socketserver_compat\n+print("a")\n').format(path)
    assert err == ''
    assert read(path) == BEFORE


def test_nothing_to_do(folder, capsys):
    assert command.main([folder.make('a.py', PLAIN)]) == 0
    assert capsys.readouterr() == ('', '')


def test_write(folder, capsys):
    path = folder.make('a.py', BEFORE)
    os.chmod(path, 0o754)
    assert command.main(['--write', path]) == 0
    assert capsys.readouterr() == ('', '')
    assert read(path) == AFTER
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o754
    assert folder.names() == ['a.py']
    assert command.main(['--write', path]) == 0
    assert read(path) == AFTER


def test_unchanged_files_are_not_touched(folder):
    path = folder.make('a.py', PLAIN)
    os.utime(path, (1, 1))
    before = os.stat(path)
    assert command.main(['--write', path]) == 0
    after = os.stat(path)
    assert (before.st_ino, before.st_mtime) == (after.st_ino, 1)


@pytest.mark.parametrize('data, status', [
    (BEFORE, 1), (NOTED, 1), (PLAIN, 0), (b'x = (\n', 2)])
def test_check(folder, capsys, data, status):
    path = folder.make('a.py', data)
    assert command.main(['--check', path]) == status
    assert capsys.readouterr().out == ''
    assert read(path) == data


def test_notes(folder, capsys):
    path = folder.make('a.py', b'import sys\n\n' + NOTED)
    assert command.main([path]) == 1
    out = capsys.readouterr().out
    assert '\n%s:3:5: SC104 input() of' % path in out
    assert out.endswith('(recipe raw_input)\n')


def test_notes_of_what_is_written_are_at_the_new_lines(folder, capsys):
    path = folder.make('a.py', NOTED)
    assert command.main(['--write', path]) == 1
    out = capsys.readouterr().out
    number = int(out[len(path) + 1:].partition(':')[0])
    assert read(path).split(b'\n')[number - 1] == b'x = eval(input())'


def test_annotate(folder, capsys):
    path = folder.make('a.py', NOTED)
    assert command.main(['--write', '--annotate', path]) == 1
    lines = read(path).decode().split('\n')
    index = lines.index('x = eval(input())')
    assert lines[index - 1].startswith('# convert: SC104 input()')
    out = capsys.readouterr().out
    assert out.startswith('%s:%d:' % (path, index + 1))
    data = read(path)
    command.main(['--write', '--annotate', path])
    assert read(path) == data


def test_keep(folder, capsys):
    path = folder.make(
        'a.py', b'x = input()  # convert: keep\nprint x.keys()\n')
    assert command.main(['--write', path]) == 0
    assert read(path).endswith(
        b'x = input()  # convert: keep\nprint(list(x.keys()))\n')
    assert capsys.readouterr().out == ''


def test_json(folder, capsys):
    first = folder.make('a.py', NOTED)
    second = folder.make('b.py', b'x = (\n')
    assert command.main(['--format', 'json', first, second]) == 2
    noted, broken = json.loads(capsys.readouterr().out)['files']
    assert noted['path'] == first
    assert (noted['source'], noted['changed'], noted['written'],
            noted['error']) == ('Python 2', True, False, None)
    assert noted['diff'].startswith('--- ')
    [note] = noted['notes']
    assert (note['line'], note['col'], note['code'], note['name']) == (
        1, 5, 'SC104', 'input')
    assert broken['error']['message']
    assert broken['notes'] == []


def test_to_3(folder):
    path = folder.make('a.py', BEFORE)
    assert command.main(['--to', '3', '--write', path]) == 0
    assert read(path) == b'import socketserver\nprint("a")\n'


def test_python_3_source_is_not_touched(folder, capsys):
    data = b'import socketserver\nx = input()\nprint(f"{x}")\n'
    path = folder.make('a.py', data)
    assert command.main(['--write', path]) == 0
    assert capsys.readouterr() == (
        '', '%s: Python 3 source, not touched\n' % path)
    assert read(path) == data


def test_folders(folder, capsys):
    found = [folder.make(name, BEFORE) for name in (
        'a.py', 'b/c.py', 'b/d/e.pyw')]
    found.append(folder.make('script', b'#!/usr/bin/env python\n' + BEFORE))
    skipped = [folder.make(name, BEFORE) for name in (
        '.git/a.py', 'venv/a.py', '.tox/a.py', 'build/a.py', 'a.txt',
        'b/__pycache__/a.py', 'other/lib/a.py', 'x.egg-info/a.py',
        'data')]
    folder.make('other/pyvenv.cfg', b'')
    skipped.append(folder.make('shell', b'#!/bin/sh\n' + BEFORE))
    assert command.main(['--write', folder.path]) == 0
    assert all(b'socketserver_compat' in read(path) for path in found)
    assert all(read(path).endswith(BEFORE) for path in skipped)


def test_a_file_named_twice_is_done_once(folder, capsys):
    path = folder.make('a.py', BEFORE)
    command.main([path, path, folder.path])
    assert capsys.readouterr().out.count('+++') == 1


def test_a_file_that_is_named_needs_no_ending(folder):
    path = folder.make('data', BEFORE)
    assert command.main(['--write', path]) == 0
    assert read(path) == AFTER


def test_symbolic_links(folder):
    path = folder.make('real/a.py', BEFORE)
    link = os.path.join(folder.path, 'link.py')
    try:
        os.symlink(path, link)
    except (OSError, NotImplementedError):
        pytest.skip('no symbolic links')
    assert command.main(['--write', link]) == 0
    assert os.path.islink(link)
    assert read(path) == AFTER


@pytest.mark.parametrize('before, after', [
    (BEFORE.replace(b'\n', b'\r\n'), AFTER.replace(b'\n', b'\r\n')),
    (BEFORE.replace(b'\n', b'\r'), AFTER.replace(b'\n', b'\r')),
    (b'x = 1\r\ny = 2\nz = 3\r\nimport SocketServer\nSocketServer\r\n',
     b'x = 1\r\ny = 2\nz = 3\r\nimport socketserver_compat\n'
     b'socketserver_compat\r\n'),
    (BEFORE[:-1], AFTER[:-1]),
    (b'\xef\xbb\xbf' + BEFORE, b'\xef\xbb\xbf' + AFTER),
    (b'import SocketServer\n\x0c\nx = 1\n',
     b'import socketserver_compat\n\x0c\nx = 1\n'),
    (b'# coding: latin-1\nx = u"\xe4"\nprint "\xf6"\n',
     b'# coding: latin-1\nfrom __future__ import print_function\n\n'
     b'x = u"\xe4"\nprint("\xf6")\n'),
    (b'#!/usr/bin/python\n# -*- coding: utf-8 -*-\nprint "\xc3\xa4"\n',
     b'#!/usr/bin/python\n# -*- coding: utf-8 -*-\n'
     b'from __future__ import print_function\n\nprint("\xc3\xa4")\n'),
    (b'\nprint "a\x0bb\x1cc\x85"\n'.replace(b'\x85', b'\xc2\x85'),
     b'\nfrom __future__ import print_function\n\n'
     b'print("a\x0bb\x1cc\xc2\x85")\n'),
], ids=['CRLF', 'CR', 'mixed', 'no end', 'BOM', 'form feed', 'latin-1',
        'utf-8', 'other separators'])
def test_bytes_of_files(folder, before, after):
    path = folder.make('a.py', before)
    assert command.main(['--write', path]) == 0
    assert read(path) == after


def test_latin_1_for_python_3_becomes_utf_8(folder):
    path = folder.make('a.py', b'# coding: latin-1\nprint u"\xe4"\n')
    command.main(['--write', '--to', '3', path])
    assert read(path) == b'print("\xc3\xa4")\n'


@pytest.mark.parametrize('data, line, words', [
    (b'x = 1\nif x\n    pass\n', 2, 'invalid syntax'),
    (b'x = 1\ny = "\0"\n', 2, 'NUL'),
    (b'x = 1\ny = "\xff"\n', 2, 'byte 0xff is not utf-8'),
    (b'# coding: ascii\nx = "\xe4"\n', 2, 'byte 0xe4 is not ascii'),
    (b'# coding: nonsense\nx = 1\n', 1, 'unknown encoding'),
    (b'# coding: undefined\nx = 1\n', None, 'not undefined'),
    (b'print "a"\nx = (\n', None, ''),
    (b'x = """\n', None, ''),
    (b'if x:\n  a\n b\n', 3, ''),
], ids=['syntax', 'NUL', 'bytes', 'ascii', 'cookie', 'codec',
        'bracket', 'string', 'indentation'])
def test_files_that_cannot_be_parsed(folder, capsys, data, line, words):
    path = folder.make('a.py', data)
    other = folder.make('b.py', BEFORE)
    assert command.main(['--write', path, other]) == 2
    out, err = capsys.readouterr()
    assert out == ''
    assert err.startswith(path + ':')
    assert err.count('\n') == 1
    assert line is None or err.startswith('%s:%d: error: ' % (path, line))
    assert words in err
    assert read(path) == data
    assert read(other) == AFTER


def test_files_that_are_not_there(folder, capsys):
    path = os.path.join(folder.path, 'a.py')
    other = folder.make('b.py', BEFORE)
    assert command.main(['--write', path, other]) == 2
    assert capsys.readouterr() == (
        '', '%s: error: No such file or directory\n' % path)
    assert read(other) == AFTER


def test_read_only_files(folder, capsys):
    path = folder.make('a.py', BEFORE)
    os.chmod(path, 0o444)
    assert command.main(['--write', path]) == 2
    assert capsys.readouterr() == (
        '', '%s: error: read-only: not written\n' % path)
    assert read(path) == BEFORE
    assert folder.names() == ['a.py']


def test_empty_file(folder, capsys):
    assert command.main([folder.make('a.py', b'')]) == 0
    assert capsys.readouterr() == ('', '')


@pytest.mark.parametrize('source', [
    'x = ' + '(' * 500 + ')' * 500,
    'x = ' + '[' * 150 + ']' * 150,
    'x = ' + '+'.join(['1'] * 3000),
    'x = ' + '-' * 1000 + '1',
    'x = a' + '.b()' * 1500,
    'print ' + 'not ' * 500 + '1',
], ids=['brackets', 'lists', 'sum', 'minus', 'attributes', 'not'])
def test_deep_expressions(folder, capsys, source):
    path = folder.make('a.py', source.encode() + b'\nprint "a"\n')
    status = command.main([path])
    out, err = capsys.readouterr()
    assert status in (1, 2)
    if status == 2:
        assert err.startswith(path + ':') and err.count('\n') == 1
    else:
        assert '+print("a")' in out


def test_a_fault_of_a_fixer(folder, capsys, monkeypatch):
    from socketserver_compat.convert.fixers import division

    def fail(module):
        raise KeyError('x')

    monkeypatch.setattr(division, 'fix', fail)
    path = folder.make('a.py', BEFORE)
    assert command.main([path, folder.make('b.py', PLAIN)]) == 2
    assert capsys.readouterr().err == (
        "%s: error: the converter failed: KeyError: 'x'\n" % path)


def test_a_write_that_fails(folder, capsys, monkeypatch):
    def fail(descriptor):
        raise EnvironmentError(28, 'No space left on device')

    monkeypatch.setattr(_files.os, 'fsync', fail)
    path = folder.make('a.py', BEFORE)
    assert command.main(['--write', path]) == 2
    assert 'No space left on device' in capsys.readouterr().err
    assert read(path) == BEFORE
    assert folder.names() == ['a.py']


@pytest.mark.parametrize('arguments', [
    [], ['--to', '2', 'a'], ['--write', '--check', 'a'], ['--jobs', 'x', 'a'],
])
def test_wrong_arguments(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        command.main(arguments)
    assert caught.value.code == 2
    assert 'usage:' in capsys.readouterr().err


def test_help(capsys):
    with pytest.raises(SystemExit) as caught:
        command.main(['--help'])
    assert caught.value.code == 0
    assert 'Exit status' in capsys.readouterr().out


def test_extra_is_missing(folder, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, 'fissix', None)
    assert command.main([folder.make('a.py', BEFORE)]) == 2
    out, err = capsys.readouterr()
    assert out == '' and err.count('\n') == 1
    assert "pip install 'socketserver_compat[convert]'" in err


def test_old_python(folder, capsys, monkeypatch):
    monkeypatch.setattr(command.sys, 'version_info', (3, 7, 9))
    assert command.main([folder.make('a.py', BEFORE)]) == 2
    assert capsys.readouterr() == (
        '', 'python -m %s: the converter needs Python 3.8 or newer\n' %
        MODULE)


def test_python_2_says_so(folder):
    from test_fixers import find_python2
    libraries = os.path.join(folder.path, 'libraries')
    os.mkdir(libraries)
    shutil.copy(six.__file__, libraries)
    path = folder.make('a.py', BEFORE)
    status, out, err = run(path, python=[find_python2()], env={
        'PYTHONPATH': os.pathsep.join([ROOT, libraries]),
        'PYTHONDONTWRITEBYTECODE': '1'})
    assert (status, out) == (2, b'')
    assert err.rstrip() == (
        b'python -m socketserver_compat.convert: the converter needs '
        b'Python 3.8 or newer')


def test_standard_input(folder):
    assert run('-', '--write', input=BEFORE) == (0, AFTER, b'')
    status, out, err = run('-', input=BEFORE)
    assert (status, err) == (1, b'')
    assert out.startswith(b'--- -\n+++ -\n@@')
    status, out, err = run('-', input=b'x = (\n')
    assert (status, out) == (2, b'')
    assert err.startswith(b'-:')


@pytest.mark.parametrize('data, out, err', [
    (BEFORE, AFTER, b''),
    (NOTED, b'from __future__ import print_function\n'
     b'from six.moves import input\n\nx = eval(input())\nprint(x)\n',
     b'-:1:5: SC104'),
])
def test_standard_input_in_one_process(capfdbinary, monkeypatch, data, out,
                                       err):
    monkeypatch.setattr(sys, 'stdin', io.TextIOWrapper(io.BytesIO(data)))
    assert command.main(['-', '--write']) == (1 if err else 0)
    captured = capfdbinary.readouterr()
    assert captured.out == out
    assert captured.err.startswith(err) and bool(captured.err) == bool(err)


def test_interruption(monkeypatch):
    def interrupt(options):
        raise KeyboardInterrupt
    monkeypatch.setattr(command, 'run', interrupt)
    assert command.main(['a.py']) == 130


def test_too_deep_for_the_converter(folder, capsys, monkeypatch):
    def fail(text, target):
        raise RecursionError
    path = folder.make('a.py', BEFORE)
    monkeypatch.setattr(_work._pipeline, 'convert', fail)
    assert command.main([path]) == 2
    assert 'nested too deeply' in capsys.readouterr().err


def test_diff_of_a_file_without_a_line_end(folder, capsys):
    path = folder.make('a.py', b'print "a"')
    command.main([path])
    out = capsys.readouterr().out
    assert out.count('\n\\ No newline at end of file\n') == 2


def test_owner_is_kept_if_it_may_be(folder, monkeypatch):
    path = folder.make('a.py', BEFORE)
    now = os.stat(path)
    old = mock.Mock(st_uid=now.st_uid + 1, st_gid=now.st_gid,
                    st_mode=stat.S_IFREG | 0o640)
    chown = mock.Mock()
    monkeypatch.setattr(os, 'chown', chown)
    _files._keep_owner(path, old)
    chown.assert_called_once_with(path, old.st_uid, old.st_gid)
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o640
    chown.side_effect = PermissionError
    _files._keep_owner(path, old)
    _files._keep_owner(path, now)
    assert chown.call_count == 2


def test_a_script_that_vanishes_while_it_is_looked_for(folder):
    assert not _files._is_python(os.path.join(folder.path, 'a'), 'a')


def test_standard_input_goes_with_nothing_else(capsys):
    assert command.main(['-', 'a.py']) == 2
    assert 'no other path' in capsys.readouterr().err


def test_jobs(folder):
    for number in range(5):
        folder.make('%d.py' % number, NOTED)
    folder.make('9.py', b'x = (\n')
    expected = run(folder.path)
    assert expected[0] == 2
    assert run(folder.path, '--jobs', '2') == expected
    assert run(folder.path, '--jobs', '2', '--write')[0] == 2
    assert b'eval(input())' in read(os.path.join(folder.path, '4.py'))


def test_whoever_reads_the_diff_may_go(folder):
    for number in range(20):
        folder.make('%d.py' % number, BEFORE * 200)
    process = subprocess.Popen(
        [sys.executable, '-m', MODULE, folder.path], cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b''
        assert process.wait(60) == 1
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_colours(folder, capsys, monkeypatch):
    path = folder.make('a.py', BEFORE)
    monkeypatch.delenv('NO_COLOR', raising=False)
    monkeypatch.setattr(sys.stdout, 'isatty', lambda: True)
    command.main([path])
    assert '\x1b[31m-print "a"\x1b[0m' in capsys.readouterr().out
    monkeypatch.setenv('NO_COLOR', '1')
    command.main([path])
    assert '\x1b' not in capsys.readouterr().out


def test_bar(monkeypatch):
    stream = Terminal()
    bar = command.Bar(2, stream)
    bar.step()
    bar.clear()
    assert stream.getvalue() == ''
    monkeypatch.setattr(command, 'BAR_AFTER', 0)
    bar.step()
    assert stream.getvalue() == '\r[%s] 2/2' % ('#' * 40)
    bar.clear()
    assert stream.getvalue().endswith(' \r')
