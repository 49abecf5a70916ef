# -*- coding: utf-8 -*-
"""The replayer: what it must notice."""
import os
import sys

import pytest

import conversation
import programs

pytestmark = pytest.mark.skipif(
    os.name != 'posix', reason='reads pipes and sends Ctrl-C as POSIX does')

SERVER = '''
import socket, sys
listener = socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen(5)
print('listening on 127.0.0.1:%d' % listener.getsockname()[1])
sys.stdout.flush()
conn = listener.accept()[0]
conn.sendall(b'<' + conn.recv(100) + b'>')
print('one answer')
sys.stderr.write('ValueError: no error\\n')
conn.close()
'''

RIGHT = u'''== it ==
A connects
A sends: \\xff\\\\n
A gets: <\\xff\\\\n>
A gets the end
prints: one <any>
says: ValueError: <any>
exits: 0
'''


def play(tmpdir, text):
    """Replay a transcript on the server above."""
    tmpdir.join('after.py').write(SERVER)
    tmpdir.join('conversation.txt').write(text.encode('utf-8'), mode='wb')
    with programs.ctrl_c_for_children():
        return conversation.replay(
            str(tmpdir.join('conversation.txt')),
            [sys.executable, str(tmpdir.join('after.py'))],
            sys.version_info[:2], deadline=1)


def test_what_is_right(tmpdir):
    assert play(tmpdir, RIGHT) == 1


@pytest.mark.parametrize('right, wrong', [
    ('gets: <', 'gets: '),
    ('gets: <\\xff\\\\n>', 'gets: <\\xff\\\\n>more'),
    ('gets: <\\xff\\\\n>', 'gets: <\\xff\\\\n'),
    ('A gets: <\\xff\\\\n>\n', ''),
    ('A gets the end', 'A gets nothing'),
    ('prints: one <any>\n', ''),
    ('one <any>', 'two <any>'),
    ('one <any>', 'one'),
    ('says: ValueError', 'says: TypeError'),
    ('says: ValueError: <any>\n', ''),
    ('exits: 0', 'exits: 1'),
    ('exits: 0', 'Ctrl-C\nprints: more\nexits: 0')])
def test_what_is_wrong(tmpdir, right, wrong):
    assert right in RIGHT
    with pytest.raises(conversation.Mismatch):
        play(tmpdir, RIGHT.replace(right, wrong))


@pytest.mark.parametrize('text', [
    u'A connects\nexits: 0\n', u'== it ==\nA connects\n', u'\n',
    u'== it ==\nA sings\nexits: 0\n', u'== it ==\n A connects\nexits: 0\n'])
def test_what_is_no_transcript(tmpdir, text):
    with pytest.raises(AssertionError):
        play(tmpdir, text)


@pytest.mark.parametrize('text, data', [
    (u'a\\n\\r\\t\\0\\\\n', b'a\n\r\t\0\\n'), (u'你', b'\xe4\xbd\xa0'),
    (u'\\xe4\\xBD'.lower(), b'\xe4\xbd')])
def test_escapes(text, data):
    assert conversation.unescape(text) == data


@pytest.mark.parametrize('need, version, there', [
    ('2', (2, 7), True), ('2', (3, 6), False), ('3', (2, 7), False),
    ('3', (3, 15), True), ('3.8', (3, 10), True), ('3.10', (3, 8), False),
    ('before 3.9', (3, 8), True), ('before 3.9', (3, 9), False)])
def test_needs(need, version, there):
    assert conversation.is_there(need, version) is there
