"""The fixers of the converter: what they leave alone, rewrite and note.

The pairs of before and after, and the notes as ``CODE:LINE:COLUMN``, are in
``cases/NAME.txt``; most are named like the module of the fixer.
"""
import difflib
import glob
import io
import os
import re
import shutil
import subprocess
import warnings

import pytest
import six

pytest.importorskip('fissix')
pytest.importorskip('pyupgrade')

from socketserver_compat.convert import (  # noqa: E402
    _edits, _imports, _pipeline, _recognise, _syntax, fixers)
from socketserver_compat.convert.fixers import (  # noqa: E402
    builtin_names, hashes_and_html)
from socketserver_compat.convert._edits import Module, parse  # noqa: E402
from socketserver_compat.convert._notes import CODES  # noqa: E402
from socketserver_compat.convert.wire import infer  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))

pytestmark = [pytest.mark.ours, pytest.mark.usefixtures('ss')]


def load_cases():
    """Return [(id, target, before, after, notes)]."""
    found = []
    for path in sorted(glob.glob(os.path.join(HERE, 'cases', '*.txt'))):
        name = os.path.splitext(os.path.basename(path))[0]
        with io.open(path, encoding='utf-8') as stream:
            text = stream.read()
        for part in re.split('(?m)^=== ', text)[1:]:
            title, _, rest = part.partition('\n')
            before, _, rest = rest.partition('--- after\n')
            after, _, notes = rest.partition('--- notes\n')
            target = '3' if name.startswith('to_3') else 'both'
            found.append((
                '%s: %s' % (name, title), target, before, after,
                notes.split()))
    return found


CASES = load_cases()
LEFT_ALONE = {
    'empty': '',
    'a comment': '# x\n',
    'blanks only': '\n\n  \n',
    'no line end': 'x = 1',
    'form feeds': 'import os\n\x0c\nos.getcwd()\n',
    'print with one argument': 'print("a")\n',
    'calls of its own': 'import x\nx.map(1), x.file(2), x.print_()\n',
    'a socket': 'import socket\nsocket.socket().close()\n',
    'ours': 'import socketserver_compat\nsocketserver_compat.TCPServer\n',
    'ours, single': 'from socketserver_compat import TCPServer\n',
    'six': 'from six.moves import range, zip\nx = list(range(3))\n',
    'both': 'from __future__ import print_function\nimport six\n'
            'print(1, end="")\nfor x in six.iteritems({}): pass\n',
    'fallback': 'try:\n    import Queue\nexcept ImportError:\n'
                '    import queue as Queue\n',
    'guarded': 'try:\n    unicode\nexcept NameError:\n    unicode = str\n',
    'names in strings': '"SocketServer xrange raw_input print 1"\n',
    'Python 3': 'import socketserver\nx = input()\nprint(f"{x}", end="")\n',
    'Python 3, shebang': '#!/usr/bin/env python3\nx = input()\n',
    'annotations': 'def f(x: int) -> str:\n    return input()\n',
    'keyword arguments': 'def f(*, a):\n    return input()\n',
    'async': 'async def f():\n    await input()\n',
    'nonlocal': 'def f():\n    x = 1\n    def g():\n'
                '        nonlocal x\n        x = input()\n',
    'yield from': 'def f(x):\n    yield from x.keys()\n',
    'raise from': 'try:\n    f()\nexcept E as e:\n    raise F from e\n',
    'a codec in str()': 'import socket\ndata = socket.socket().recv(5)\n'
                        'for number in data:\n'
                        '    print(str(data, "utf-8")[number])\n',
    'super': 'class A(B):\n    def f(self):\n        super().f(input())\n',
    'metaclass': 'class A(metaclass=B):\n    x = input()\n',
}


def diff(first, second):
    return ''.join(difflib.unified_diff(
        first.splitlines(True), second.splitlines(True)))


@pytest.mark.parametrize('name', sorted(LEFT_ALONE))
def test_left_alone(name):
    source = LEFT_ALONE[name]
    result = _pipeline.convert(source)
    assert result.text == source
    assert result.notes == []


def test_rename_in_source_for_python_3_is_not_made():
    source = 'import socketserver\nprint(1, end="")\n'
    result = _pipeline.convert(source)
    assert (result.text, result.kind) == (source, _recognise.PYTHON3)


@pytest.mark.parametrize(
    'target, before, after, notes', [case[1:] for case in CASES],
    ids=[case[0] for case in CASES])
def test_cases(target, before, after, notes):
    result = _pipeline.convert(before, target)
    assert not diff(after, result.text)
    assert notes == ['%s:%d:%d' % (note.code, note.line, note.col)
                     for note in result.notes]
    parse(result.text)
    again = _pipeline.convert(result.text, target)
    assert not diff(result.text, again.text)


@pytest.mark.first_and_last
@pytest.mark.parametrize(
    'before, after, target', [(case[2], case[3], case[1]) for case in CASES],
    ids=[case[0] for case in CASES])
def test_python_3_from_both_forms(before, after, target):
    direct = _pipeline.convert(before, '3').text
    if target == 'both':
        assert not diff(direct, _pipeline.convert(after, '3').text)
    assert not diff(direct, _pipeline.convert(direct, '3').text)
    assert 'socketserver_compat' not in direct
    assert not re.search(r'(?m)^from __future__', direct)


def test_every_case_for_both_is_python_2():
    for name, target, _, after, _ in CASES:
        if target == 'both':
            _syntax.python2_tree(after)


def find_python2():
    """Return a Python 2.7; pyenv's may be installed and not activated."""
    root = os.environ.get('PYENV_ROOT') or os.path.expanduser('~/.pyenv')
    found = [shutil.which('python2.7')] + sorted(glob.glob(
        os.path.join(root, 'versions', '2.7*', 'bin', 'python2.7')))
    for path in found:
        if path and not subprocess.run(
                [path, '-c', ''], stderr=subprocess.DEVNULL,
                timeout=60).returncode:
            return path
    pytest.skip('no Python 2.7')


def test_every_case_compiles_on_python_2():
    sources = [case[3] for case in CASES if case[1] == 'both']
    program = ('import sys\n'
               'for text in sys.stdin.read().split("\\0"):\n'
               '    compile(text, "case", "exec")\n')
    process = subprocess.run(
        [find_python2(), '-c', program], input='\0'.join(sources),
        encoding='utf-8', stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        timeout=60)
    assert not process.stderr


def test_every_fixer_has_cases_and_a_docstring():
    names = set(case[0].partition(':')[0] for case in CASES)
    for fixer in fixers.load():
        name = fixer.__name__.rpartition('.')[2]
        assert len(fixer.__doc__.splitlines()) >= 1
        assert hasattr(fixer, 'fix') or hasattr(fixer, 'fix_text')
        if getattr(fixer, 'TARGET', 'both') == 'both':
            assert name in names, name


def test_every_code_is_used_and_described():
    folder = os.path.dirname(os.path.abspath(fixers.__file__))
    text = ''
    for path in glob.glob(os.path.join(folder, '*.py')):
        with io.open(path, encoding='utf-8') as stream:
            text += stream.read()
    with io.open(_pipeline.__file__, encoding='utf-8') as stream:
        text += stream.read()
    for code, (name, recipe, sentence) in CODES.items():
        assert re.match('SC[12][0-9][0-9]$', code)
        assert name and recipe and sentence.endswith(('.', '?'))
        if code.startswith('SC1'):
            assert "'%s'" % code in text, code


@pytest.mark.parametrize('source, line', [
    ('x = (\n', None),
    ('def f(:\n    pass\n', 1),
    ('x = 1\nif x\n    y\n', 2),
    ('print "a\n', 1),
    ('if x:\npass\n', 2),
    ('x = 1\n  y = 2\n', 2),
    ('print "a"; async def f(): pass\n', 1),
])
def test_broken_syntax(source, line):
    with pytest.raises(_syntax.Unparsable) as caught:
        _pipeline.convert(source)
    assert str(caught.value)
    assert line is None or caught.value.line == line


def test_positions_behind_other_characters():
    module = Module(u'x = u"\xe4\u20ac\U0001f600"; yy = 1\n')
    name = module.tree.body[1].targets[0]
    assert module.source(name) == 'yy'
    assert module.position(module.start(name)) == (1, 13)


def test_notes_with_words_of_their_own():
    result = _pipeline.convert(
        'import SocketServer\n'
        'class H(SocketServer.StreamRequestHandler):\n'
        '    def handle(self):\n'
        '        Thread(target=f).start()\n'
        'server = SocketServer.TCPServer(("", 0), H)\n')
    assert [(note.line, note.code, note.message == CODES['SC123'][2])
            for note in result.notes] == [
                (4, 'SC123', True), (5, 'SC123', False)]


def test_notes_stay_at_the_lines_of_the_source():
    source = '\n' * 9 + 'import SocketServer\nprint "a"\nx = input()\n'
    result = _pipeline.convert(source)
    assert [(note.line, note.code) for note in result.notes] == [
        (12, 'SC104')]
    moved = _pipeline.at_new_lines(result)
    assert 'eval(input())' in result.text.split('\n')[moved[0].line - 1]


def test_what_may_be_python_2_or_3_is_noted():
    source = ('import socket\n\ns = socket.create_connection(("", 1))\n'
              's.sendall("a\\n")\ns.close()\n')
    for line in 'b = b"a"\n', 'b = input()\n':
        result = _pipeline.convert(source + line)
        assert result.text == source + line
        assert result.kind == _recognise.EITHER
        assert [(note.line, note.code) for note in result.notes] == [
            (4, 'SC119')]
    result = _pipeline.convert(source.replace('"a', 'b"a'))
    assert result.notes == []


def test_text_on_the_wire_tells_python_2():
    source = ('import socket\n\ns = socket.create_connection(("", 1))\n'
              's.sendall("a\\n")\nprint("a", 1)\ns.close()\n')
    result = _pipeline.convert(source)
    assert result.kind == _recognise.PYTHON2
    assert 's.sendall(b"a\\n")' in result.text
    assert 'print(("a", 1))' in result.text
    assert _pipeline.convert(result.text).text == result.text


@pytest.mark.parametrize('line, meant', [
    ('print [1]', _recognise.PYTHON2), ('print -1', _recognise.PYTHON2),
    ('print', _recognise.PYTHON2), ('print ("%s") % 1', _recognise.PYTHON2),
    ('print(1)', _recognise.EITHER), ('print("a"), x', _recognise.EITHER),
    ('x = print(1) or 2', _recognise.EITHER)])
def test_statements_that_python_3_reads_otherwise(line, meant):
    assert _pipeline.convert('import os\n%s\n' % line).kind == meant


def test_annotations():
    source = ('class A:\n    @property\n    def f(self):\n'
              '        x = ("""\n""", input())\n        print x\n')
    result = _pipeline.convert(source)
    notes = _pipeline.at_new_lines(result)
    text, origin, moved = _pipeline.annotate(
        result.text, result.origin, notes)
    lines = text.split('\n')
    assert len(origin) == len(lines)
    [note] = moved
    assert 'eval(input())' in lines[note.line - 1]
    assert lines[note.line - 3].startswith('        # convert: SC104 ')
    assert _pipeline.annotate(text, origin, moved)[0] == text


def test_many_lines_are_aligned_in_pieces():
    """What difflib would take long for, and what nothing is like."""
    old = ['line %d' % number for number in range(300)]
    new = old[:100] + ['added'] + old[100:200] + old[205:]
    origin = _edits.align('\n'.join(['a'] + old + ['b']),
                          '\n'.join(['c'] + new + ['d']))
    assert len(origin) == len(new) + 2
    assert origin[:101] == list(range(101))
    assert origin[102:202] == list(range(101, 201))
    assert origin[202:] == list(range(206, 302))
    others = ['other %d' % number for number in range(400)]
    origin = _edits.align('\n'.join(old), '\n'.join(others))
    assert len(origin) == 400
    assert origin == sorted(origin) and origin[-1] == 299
    origin = _edits.align('\n'.join(old), '\n'.join(old[:1] + old[250:]))
    assert origin[:2] == [0, 250] and origin[-1] == 299


def test_lines_that_are_kept_stay():
    source = 'print "a"\nx = input(), f.getheaders(1)  # convert: keep\n'
    result = _pipeline.convert(source)
    assert source.split('\n')[1] in result.text
    assert result.notes == []


@pytest.mark.parametrize('before, module, name, after', [
    # What cannot be extended.
    ('from .six import a\n', 'six', 'b', 'from .six import a\n'
     'from six import b\n'),
    ('from six import *\n', 'six', 'b',
     'from six import *\nfrom six import b\n'),
    ('from six import (a)\n', 'six', 'b',
     'from six import (a)\nfrom six import b\n'),
    ('from six import %s\n' % ('a' * 60), 'six', 'bbbbb',
     'from six import %s\nfrom six import bbbbb\n' % ('a' * 60)),
    # In their order, if there is one.
    ('from six import a, c\n', 'six', 'b', 'from six import a, b, c\n'),
    ('from six import c, a\n', 'six', 'b', 'from six import c, a, b\n'),
    ('from __future__ import division\n', '__future__', 'print_function',
     'from __future__ import division, print_function\n'),
    ('from __future__ import (division)\n', '__future__', 'print_function',
     'from __future__ import (division)\n'
     'from __future__ import print_function\n'),
    # A group of its own, or one that is there.
    ('import os\nx = 1\n', 'six', None, 'import os\n\nimport six\nx = 1\n'),
    ('import os\nimport six.moves\n', 'io', None,
     'import os\nimport six.moves\nimport io\n'),
    ('import os\n\nfrom six import a\n', 'six', None,
     'import os\n\nfrom six import a\nimport six\n'),
    # Below the header.
    ('#!/usr/bin/python\n\n# A comment.\nx = 1\n', 'io', None,
     '#!/usr/bin/python\n\n# A comment.\nimport io\n\nx = 1\n'),
    ('', 'io', None, 'import io\n'),
])
def test_added_imports(before, module, name, after):
    assert _imports.add(before, module, name) == after
    assert _imports.add(after, module, name) == after


@pytest.mark.parametrize('source, words', [
    ('print "a"\nx.async = 5\n', 'async is a keyword'),
    ('print "a"\ndef f(x=None, async=5): pass\n', 'async is a keyword'),
    ('print "a"\nTrue = 1\n', 'True is a keyword'),
    ('print "a"\nx.None = 1\n', 'None is a keyword'),
    ('print "a"\nx.nonlocal()\n', 'invalid syntax'),
    ('print "a"\n$\n', 'invalid syntax'),
])
def test_what_python_3_cannot_parse_is_told(source, words):
    with pytest.raises(_syntax.Unparsable) as caught:
        _pipeline.convert(source)
    assert words in str(caught.value)
    assert caught.value.line == 2


def test_what_cannot_be_followed_for_python_3_is_noted(monkeypatch):
    def fail(interpreter):
        raise RecursionError
    monkeypatch.setattr(infer.Interpreter, 'run', fail)
    result = _pipeline.convert(
        'import six\nx = six.ensure_str(y.decode())\n'
        'z = six.ensure_str(f(x))\n', '3')
    assert [(note.code, note.line) for note in result.notes] == [
        ('SC113', 3)]


def test_a_name_that_the_file_sets_anew_remains():
    source = ('import socketserver_compat\nif not socketserver_compat:\n'
              '    socketserver_compat = None\n')
    result = _pipeline.convert(source, '3')
    assert result.text == source.replace(
        'import socketserver_compat', 'import socketserver as '
        'socketserver_compat', 1)


def test_what_is_taken_from_six_is_there():
    for name in builtin_names.MOVES.values():
        assert hasattr(six.moves, name)
    for name in builtin_names.TYPES.values():
        assert hasattr(six, name[len('six.'):])


@pytest.mark.parametrize('line, value, parameters', [
    ('text/html', 'text/html', {}),
    ('', '', {}),
    ('a; Charset=utf-8 ;;x', 'a', {'charset': 'utf-8'}),
    ('form-data; name="a;b"; filename="c\\"\\\\d"; e="', 'form-data',
     {'name': 'a;b', 'filename': 'c"\\d', 'e': '"'}),
])
def test_headers_are_taken_apart_as_cgi_does(line, value, parameters):
    namespace = {}
    exec(hashes_and_html.PARSE_HEADER, namespace)
    assert namespace['parse_header'](line) == (value, parameters)
    with warnings.catch_warnings():
        warnings.simplefilter('ignore', DeprecationWarning)    # 3.11, 3.12
        cgi = pytest.importorskip('cgi')    # 3.13 and newer have none
    assert cgi.parse_header(line) == (value, parameters)


FIELD = b'\r\nContent-Disposition: form-data; name='


@pytest.mark.parametrize('body, fields', [
    (b'--x' + FIELD + b'"a"\r\n\r\n1\r\n2\r\n--x' + FIELD.lower() +
     b'b; filename="c;name=d"\r\nContent-Type: image/png\r\n\r\n'
     b'\xff\n\n--x--\r\nrest', {'a': [b'1\r\n2'], 'b': [b'\xff\n']}),
    (b'before\r\n--x' + FIELD.replace(b'name', b'filename="f"; name') +
     b'"\xc3\xa9"\r\n\r\n--y\r\n--x' + FIELD +
     b'"\xc3\xa9"\r\n\r\n\r\n--x--', {u'\xe9': [b'--y', b'']}),
    (b'--x\r\nContent-Disposition: attachment\r\n\r\n1\r\n--x--', {}),
    (b'--x' + FIELD + b'"a"\r\n\r\n1', {'a': [b'1']}),
    (b'', {}),
])
def test_forms_are_taken_apart_as_cgi_of_2_does(body, fields):
    namespace = {'re': re, 'six': six}
    exec(hashes_and_html.PARSE_MULTIPART, namespace)
    assert namespace['parse_multipart'](
        io.BytesIO(body), {'boundary': 'x'}) == fields
    with pytest.raises(KeyError):
        namespace['parse_multipart'](
            io.BytesIO(b'--x\r\n\r\n'), {'boundary': 'x'})
