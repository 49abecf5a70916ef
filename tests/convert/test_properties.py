"""Whatever the source: no crash, no loss, no half of a file."""
import io
import os
import subprocess
import sys
import warnings

import pytest

pytest.importorskip('fissix')
pytest.importorskip('pyupgrade')
hypothesis = pytest.importorskip('hypothesis')

from hypothesis import strategies as st  # noqa: E402

import socketserver_compat  # noqa: E402
from socketserver_compat.convert import (  # noqa: E402
    _edits, _files, _imports, _pipeline, _syntax, _work)

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(
    socketserver_compat.__file__)))

pytestmark = [pytest.mark.ours, pytest.mark.usefixtures('ss')]

# Shrinking would take minutes; the programs are small as they are.
few = hypothesis.settings(
    max_examples=25, deadline=None, derandomize=True,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck), database=None)

NAMES = st.sampled_from([
    'data', 'self', 'sock', 'x', 'unicode', 'file', 'Queue', 'SocketServer',
    'urllib', 'StringIO', 'e', 'string', 'range', 'input', 'd', 'cmp'])
LITERALS = st.sampled_from([
    '1', '0777', '10L', '"a"', "u'b'", "'%s'", '""', "ur'\\d'", 'None', '[]',
    '{}', '()', '2.5', "'''a\nb'''", u"'\xe4'"])


def build(template, *parts):
    return st.tuples(*parts).map(lambda found: template % found)


def extend(inner):
    return st.one_of(
        build('%s.%s', inner, st.sampled_from([
            'recv', 'keys()', 'has_key(1)', 'next()', 'encode("hex")',
            'TCPServer', 'Queue()', 'sort(cmp)', 'StringIO()', 'path',
            'iteritems()', 'message', 'getheader("a")'])),
        build('%s(%s)', NAMES, inner),
        build('%s[%s]', inner, inner),
        build('(%s %s %s)', inner, st.sampled_from(
            ['+', '/', '%', '<>', '==', 'in', 'and']), inner),
        build('(lambda (a, b): %s)', inner),
        build('`%s`', inner),
        build('[%s for x in %s]', inner, inner),
        build('(%s, %s)', inner, inner))


EXPRESSIONS = st.recursive(
    st.one_of(NAMES, LITERALS), extend, max_leaves=6)
SIMPLE = st.one_of(
    build('print %s', EXPRESSIONS),
    build('print %s,', EXPRESSIONS),
    build('print >>%s, %s', NAMES, EXPRESSIONS),
    build('%s = %s', NAMES, EXPRESSIONS),
    build('%s += %s', NAMES, EXPRESSIONS),
    build('raise %s, %s', NAMES, EXPRESSIONS),
    build('raise %s, %s, %s', NAMES, EXPRESSIONS, NAMES),
    build('exec %s in %s', EXPRESSIONS, NAMES),
    build('import %s', NAMES),
    build('import %s, %s as %s', NAMES, NAMES, NAMES),
    build('from %s import %s', NAMES, NAMES),
    build('%s', EXPRESSIONS),
    st.just('pass  # convert: keep'),
    st.just('return'), st.just('global data'))


def indented(text):
    """Indent a block, but not what is within strings."""
    lines = text.split('\n')
    return '\n'.join(
        line if line == "b'''" or line.startswith("b'''") else '    ' + line
        for line in lines)


def blocks(inner):
    body = st.lists(inner, min_size=1, max_size=3).map(
        lambda found: indented('\n'.join(found)))
    return st.one_of(
        build('def f(x, (a, b)=d):\n%s', body),
        build('class C(%s):\n%s', NAMES, body),
        build('for x in %s:\n%s', EXPRESSIONS, body),
        build('if %s:\n%s\nelse:\n%s', EXPRESSIONS, body, body),
        build('try:\n%s\nexcept %s, e:\n%s', body, NAMES, body),
        build('try:\n%s\nexcept (%s, x), (a, b):\n%s', body, NAMES, body),
        build('while %s:\n%s', EXPRESSIONS, body))


STATEMENTS = st.recursive(SIMPLE, blocks, max_leaves=5)
PROGRAMS = st.lists(STATEMENTS, max_size=5).map(
    lambda found: ''.join(one + '\n' for one in found))


@few
@hypothesis.given(PROGRAMS, st.sampled_from(['both', '3']))
def test_programs(source, target):
    try:
        _syntax.python2_tree(source)
    except _syntax.Unparsable:
        hypothesis.reject()
    try:
        result = _pipeline.convert(source, target)
    except _syntax.Unparsable:
        # Python 3 may refuse it in every form: `None = 1`.
        return
    _edits.parse(result.text)
    lines = source.count('\n') + 1
    assert len(result.origin) == result.text.count('\n') + 1
    assert all(0 <= index < lines for index in result.origin)
    assert all(1 <= note.line <= lines for note in result.notes)
    assert len(set((note.line, note.code) for note in result.notes)) == len(
        result.notes)
    if target == 'both':
        _syntax.python2_tree(result.text)
    again = _pipeline.convert(result.text, target)
    assert again.text == result.text
    _pipeline.annotate(result.text, result.origin,
                       _pipeline.at_new_lines(result))


@few
@hypothesis.given(st.text(max_size=40), st.sampled_from(['both', '3']))
def test_any_text(text, target):
    try:
        _pipeline.convert(text.replace('\0', '').replace('\r', ''), target)
    except _syntax.Unparsable as error:
        assert str(error)


@few
@hypothesis.given(st.binary(max_size=60))
def test_any_bytes(data):
    try:
        source = _files.Source(data)
    except _files.Unreadable as error:
        assert str(error)
        return
    assert '\r' not in source.text
    origin = range(len(source.ends) + 1)
    assert source.encode(source.text, origin) == data


@few
@hypothesis.given(
    st.lists(st.sampled_from(['a', 'b', 'c', '', 'd e']), max_size=8),
    st.lists(st.sampled_from(['a', 'b', 'c', '', 'd f', 'x']), max_size=8))
def test_alignment(old, new):
    found = _edits.align('\n'.join(old), '\n'.join(new))
    assert len(found) == len('\n'.join(new).split('\n'))
    assert found == sorted(found)
    assert all(0 <= index < max(len(old), 1) for index in found)
    if old == new:
        assert found == list(range(max(len(old), 1)))


@few
@pytest.mark.first_and_last
@hypothesis.given(PROGRAMS)
def test_added_imports_come_first_and_once(source):
    try:
        for text in _syntax.to_common(source):
            pass
        _edits.parse(text)
    except (_syntax.Unparsable, SyntaxError, ValueError):
        hypothesis.reject()
    for name in None, 'input':
        text = _imports.add(text, 'six', name)
        _edits.parse(text)
        assert _imports.add(text, 'six', name) == text
    text = _imports.add(text, '__future__', 'division')
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        try:
            compile(text, 'source', 'exec', dont_inherit=True)
        except SyntaxError as error:
            # A name may be both global and local; that is not ours.
            assert '__future__' not in str(error)


SOURCE = b'import SocketServer\nprint SocketServer\n'
KILLED = '''
import os, sys
sys.path.insert(0, %(root)r)
from socketserver_compat.convert import __main__, _files
def die(*arguments, **options):
    os._exit(9)
%(patched)s = die
__main__.main(['--write', %(path)r])
'''


@pytest.mark.parametrize('patched', [
    '_files.tempfile.mkstemp', '_files.os.fsync', '_files.os.chmod',
    '_files.os.replace'])
def test_a_write_that_is_killed(tmp_path, patched):
    path = str(tmp_path / 'a.py')
    with io.open(path, 'wb') as stream:
        stream.write(SOURCE)
    process = subprocess.run(
        [sys.executable, '-c', KILLED % {
            'root': ROOT, 'patched': patched, 'path': path}],
        stderr=subprocess.PIPE, timeout=60)
    assert (process.returncode, process.stderr) == (9, b'')
    with io.open(path, 'rb') as stream:
        assert stream.read() == SOURCE


def test_unchanged_files_are_not_written(tmp_path, monkeypatch):
    def fail(*arguments):
        raise AssertionError('written')

    class Options(object):
        to, write, check, annotate, jobs = 'both', True, False, True, 1

    monkeypatch.setattr(_files, 'write', fail)
    path = tmp_path / 'a.py'
    for data in b'', b'x = 1', b'import six\r\n', b'\xef\xbb\xbf# x\n':
        path.write_bytes(data)
        [outcome] = _work.outcomes([str(path)], Options)
        assert not (outcome.error or outcome.written or outcome.changed)
