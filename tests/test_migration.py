# -*- coding: utf-8 -*-
"""The folders of migration/: every transcript is what the programs do."""
from __future__ import print_function

import collections
import io
import os
import re
import sys
import threading

import pytest

import conversation
import programs

pytestmark = pytest.mark.skipif(
    os.name != 'posix', reason='reads pipes and sends Ctrl-C as POSIX does')

MIGRATION = os.path.dirname(programs.FOLDER)
VERSION = sys.version_info[:2]

# Replays are mostly waiting.
AT_ONCE = 6

# For programs that are to fail: a slow one has failed as well.
SHORT_DEADLINE = 3

KINDS = ('breaks', 'differs', 'practice')
STAGES = ('before.py', 'after.py', 'modern.py')


def folders():
    """Return the folders below programs/ and recipes/, as relative names."""
    found = []
    for part in ('programs', 'recipes'):
        for name in sorted(os.listdir(os.path.join(MIGRATION, part))):
            if os.path.isdir(os.path.join(MIGRATION, part, name)):
                found.append(part + '/' + name)
    return found


def path_of(folder, name=''):
    return os.path.join(MIGRATION, *(folder.split('/') + [name]))


def read(folder, name):
    with io.open(path_of(folder, name), encoding='utf-8') as stream:
        return stream.read()


def has(folder, name):
    return os.path.exists(path_of(folder, name))


FOLDERS = folders()
PAIRS = [folder for folder in FOLDERS if has(folder, 'before.py')]


# What a folder holds

@pytest.mark.parametrize('folder', FOLDERS)
def test_folder_is_complete(folder):
    kind = conversation.kind(path_of(folder))
    assert kind in KINDS, 'README.rst tells no :Kind:'
    needed = ['after.py', 'modern.py', 'conversation.txt']
    if kind != 'practice':
        needed += ['before.py', 'before.txt']
    assert [name for name in needed if not has(folder, name)] == []
    assert kind != 'practice' or not has(folder, 'before.py')


@pytest.mark.parametrize('folder', FOLDERS)
def test_modern_is_plain(folder):
    source = read(folder, 'modern.py')
    assert re.findall(r'\bsix\b|socketserver_compat|__future__',
                      source) == []


@pytest.mark.parametrize('folder', FOLDERS)
def test_readme_is_short(folder):
    lines = read(folder, 'README.rst').count('\n')
    assert 20 <= lines <= 110


def literal_blocks(text):
    """Return the literal blocks of a document, each a list of lines."""
    blocks = []
    for found in re.finditer(
            r'(?:::|^\.\. code-block:: .*)\n\n((?:(?:  .*)?\n)+)', text,
            re.MULTILINE):
        blocks.append([line.strip() for line in found.group(1).split('\n')])
    return blocks


@pytest.mark.parametrize('folder', [
    folder for folder in PAIRS
    if conversation.kind(path_of(folder)) == 'breaks'])
def test_message_is_quoted(folder):
    """What before.txt waits for is a line of a literal block."""
    lines = [line.encode('utf-8')
             for block in literal_blocks(read(folder, 'README.rst'))
             for line in block]
    said = [line[len('says: '):]
            for case in conversation.read(path_of(folder, 'before.txt'))
            for _, line in case.steps if line.startswith('says: ')]
    assert said, 'before.txt tells no message'
    for text in said:
        pattern = conversation.pattern_of(text)
        assert any(conversation.matches(pattern, line)
                   for line in lines), 'not quoted: ' + text


# The transcripts

class Job(object):
    """A transcript that a program follows, or must not follow."""

    def __init__(self, folder, program, transcript, must_fail=False):
        self.folder = folder
        self.program = program
        self.transcript = transcript
        self.must_fail = must_fail

    def __str__(self):
        return '%s-%s-%s' % (self.folder, self.program[:-3],
                             self.transcript[:-4])

    def replay(self, library, python=sys.executable, version=VERSION):
        """Return how many cases it follows, and where it does not."""
        deadline = SHORT_DEADLINE if self.must_fail else programs.DEADLINE
        command = [python, path_of(self.folder, self.program)]
        if self.program == 'modern.py':
            library = None
        try:
            return conversation.replay(
                path_of(self.folder, self.transcript), command, version,
                library, deadline, self.must_fail), None
        except (conversation.Mismatch, AssertionError) as error:
            return 0, str(error)


def jobs():
    """Return what is to be replayed on this version."""
    return [Job(folder, program, transcript)
            for folder in FOLDERS if has(folder, 'conversation.txt')
            for program, transcript in conversation.jobs(
                path_of(folder), VERSION)
            if has(folder, program)]


@pytest.fixture(scope='module')
def library(tmpdir_factory):
    folder = str(tmpdir_factory.mktemp('library'))
    programs.copy_library(folder)
    return folder


def play_all(play, parts):
    """Call a function for each part, several at once; return the results.

    Plain threads: a pool of multiprocessing leaves a process behind on 3.14.
    """
    waiting = collections.deque(enumerate(parts))
    results = {}

    def work():
        while True:
            try:
                index, part = waiting.popleft()
            except IndexError:
                return
            results[index] = play(part)

    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    with programs.ctrl_c_for_children():
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(1)  # without a limit, no Ctrl-C on 2.7
    return [results[index] for index in range(len(parts))]


@pytest.fixture(scope='module')
def outcomes(request, library):
    """Replay all that the selected tests need, several at once."""
    wanted = [getattr(item, 'callspec', None) and
              item.callspec.params.get('job')
              for item in request.session.items]
    wanted = [job for job in wanted if isinstance(job, Job)]
    return dict(zip(wanted, play_all(
        lambda job: job.replay(library), wanted)))


@pytest.mark.parametrize('job', jobs(), ids=str)
def test_replay(outcomes, job):
    done, failure = outcomes[job]
    if failure:
        pytest.fail(failure, pytrace=False)
    if not done:
        pytest.skip('no case for this version or platform')


# Once on 2 and once on 3 is enough.
SWAPPED = [Job(folder, 'before.py', 'conversation.txt', must_fail=True)
           for folder in PAIRS if has(folder, 'conversation.txt') and
           not (3,) < VERSION < (3, 13)]


@pytest.mark.parametrize('job', SWAPPED, ids=str)
def test_before_does_not_pass_for_after(outcomes, library, job):
    """Swapping the two is noticed, at least on one of the versions."""
    folder = path_of(job.folder)
    if outcomes[job][1]:
        return
    assert (conversation.kind(folder) != 'breaks' or
            conversation.runs_unchanged(folder, VERSION))
    other = 3 if VERSION < (3,) else 2
    python = programs.find_interpreter(other)
    if python is None:
        pytest.skip('there is no Python %d here' % other)
    with programs.ctrl_c_for_children():
        failure = job.replay(library, python, programs.version_in(python))[1]
    assert failure


# Clients of one stage against servers of another

TALKS = [
    ('time_server', 'time_client', u"""
== it ==
types: hello
types: 你好
types: {empty}
prints: >[<time>] hello
prints: >[<time>] 你好
prints: >
exits: 0
"""),
    ('echo_server', 'echo_client', u"""
== it ==
types: hello
types: 你好
types: {empty}
prints: server: [hello] <time>
prints: server: [你好] <time>
exits: 0
"""),
    ('welcome_server', 'welcome_client', u"""
== it ==
types: hello
types: 你好
types: exit
prints: 服务器: 欢迎访问socketserver服务器！
prints: 你:服务器: 已收到你的消息<hello>
prints: 你:服务器: 已收到你的消息<你好>
prints: 你:谢谢使用，再见！
exits: 0
"""),
    ('connect_server', 'connect_client', u"""
== it ==
exits: 0
""")]
TALKS.insert(2, ('threading_echo_server',) + TALKS[1][1:])


def stages(folder, version):
    """Return the stages of a program that are for a version."""
    found = ['after.py']
    if conversation.runs_unchanged(path_of(folder), version):
        found.append('before.py')
    if version >= (3, 8):
        found.append('modern.py')
    return found


@pytest.fixture(scope='module')
def interpreters():
    """2.7, 3.6 and the newest that can be found, by their versions."""
    found = [programs.find_interpreter(*wanted)
             for wanted in ((2, 7), (3, 6), (3,))]
    if None in found:
        pytest.skip('one of 2.7, 3.6 and the newest is not here')
    found = dict((VERSION if path == sys.executable else
                  programs.version_in(path), path) for path in found)
    if VERSION not in found:
        pytest.skip('for 2.7, 3.6 and the newest')
    return found


@pytest.mark.parametrize('talk', TALKS, ids=lambda talk: talk[0])
def test_stages_talk_to_each_other(interpreters, library, tmpdir, talk):
    """One of the two runs on this Python, both in all of their stages."""
    server, client = ['programs/' + name for name in talk[:2]]
    transcript = tmpdir.join('before.txt')
    text = talk[2].replace(u'{empty}', u'')
    transcript.write(text.encode('utf-8'), mode='wb')

    def play(parts):
        try:
            talk_once(parts, str(transcript), library)
        except (conversation.Mismatch, AssertionError) as error:
            return '%s\n%s' % (parts, error)

    pairs = [((of_server, server, stage), (of_client, client, other))
             for of_server in sorted(interpreters)
             for of_client in sorted(interpreters)
             if VERSION in (of_server, of_client)
             for stage in stages(server, of_server)
             for other in stages(client, of_client)
             if stage != other or of_server != of_client]
    pairs = [[(interpreters[version], path_of(folder, stage))
              for version, folder, stage in pair] for pair in pairs]
    failures = play_all(play, pairs)
    assert [failure for failure in failures if failure] == []


def talk_once(parts, transcript, library):
    """Let one client talk to one server."""
    server = conversation.Program(
        list(parts[0]) + ['--port', '0'], library, locale='C.UTF-8')
    try:
        port = conversation.port_of(server.line())
        case = conversation.read(transcript)[0]
        case.arguments = ['--port', str(port)]
        conversation.Replay(case, list(parts[1]), library, True).run()
        server.press_ctrl_c()
        assert server.end() == 0
    finally:
        server.close()
