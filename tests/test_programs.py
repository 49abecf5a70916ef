# -*- coding: utf-8 -*-
"""The programs of migration/ under more than their transcripts show.

What can be told step by step is in the folders: see test_migration.py.
"""
import os
import re
import socket
import time

import pytest

import programs

pytestmark = pytest.mark.skipif(
    os.name != 'posix', reason='reads pipes and sends Ctrl-C as POSIX does')

CHATS = ['group_chat_server', 'threaded_group_chat_server']
ECHOES = ['echo_server', 'threading_echo_server']
# These answer one message after another, the others only one.
DIALOGS = ['welcome_server'] + ECHOES + CHATS
TALKERS = DIALOGS + ['time_server', 'upper_server']
SERVERS = TALKERS + ['connect_server']

HELLO = u'你好'.encode('utf-8')  # two characters of three bytes each
NOT_UTF8 = b'\xff\xfe\x80<\xc0>'
REPLACED = u'\ufffd'.encode('utf-8')

WELCOME = u'欢迎访问socketserver服务器！'.encode('utf-8')
GOT = u'已收到你的消息<'.encode('utf-8')
FROM = u'\n来自'.encode('utf-8')
SAYS = u'的客户端向你发来信息：'.encode('utf-8')
LEFT = u'\n断开与'.encode('utf-8')
CONNECTION = u'的连接！\n'.encode('utf-8')
SERVER_SAYS = u'服务器: '.encode('utf-8')
YOU = u'你:'.encode('utf-8')
GOODBYE = u'谢谢使用，再见！\n'.encode('utf-8')

CTIME = br'\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}'
ERROR = b'Exception occurred during processing of request from'


@pytest.fixture(scope='module')
def library(tmpdir_factory):
    folder = str(tmpdir_factory.mktemp('library'))
    programs.copy_library(folder)
    return folder


@pytest.fixture
def run(library):
    """Start programs that are gone at the end of the test."""
    started = []

    def run(name, port=0, **kwargs):
        started.append(programs.Program(name, library, port, **kwargs))
        return started[-1]

    yield run
    for program in started:
        program.close()


@pytest.fixture
def connect():
    """Make connections that are closed at the end of the test."""
    made = []

    def connect(server):
        client = socket.create_connection(
            ('127.0.0.1', server.port), programs.DEADLINE)
        made.append(client)
        programs.prepare(client)
        if server.name == 'welcome_server':
            assert programs.receive(client, len(WELCOME)) == WELCOME
        return client

    yield connect
    for client in made:
        client.close()


@pytest.fixture
def accept():
    """Listen in a server's place: accept() returns a client's connection."""
    made = [socket.socket()]
    made[0].bind(('127.0.0.1', 0))
    made[0].listen(5)
    made[0].settimeout(programs.DEADLINE)

    def accept():
        made.append(made[0].accept()[0])
        programs.prepare(made[-1])
        return made[-1]

    accept.port = made[0].getsockname()[1]
    yield accept
    for sock in made:
        sock.close()


def check_answer(client, name, message):
    """Receive what the server has to answer to the message."""
    if name == 'welcome_server':
        expected = re.escape(GOT + message + b'>')
        size = len(GOT + message + b'>')
    elif name == 'time_server':
        expected = br'\[' + CTIME + br'\] ' + re.escape(message)
        size = len(message) + 27
    elif name in ECHOES:
        expected = br'\[' + re.escape(message) + br'\] ' + CTIME
        size = len(message) + 27
    elif name == 'upper_server':
        expected = re.escape(message.strip().upper())
        size = len(message.strip())
    else:
        expected = re.escape(b'ack' + message)
        size = len(b'ack' + message)
    answer = programs.receive(client, size)
    assert re.match(expected + br'\Z', answer), answer


def check_end_of_stream(client):
    assert programs.receive_all(client) == b''


def check_ctrl_c(server):
    """End a server; nothing but what the chats log is on its stderr."""
    server.press_ctrl_c()
    assert server.end() == 0
    line = (br'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [^\n]*\n+)*\Z'
            if server.name in CHATS else br'\Z')
    assert re.match(line, server.stderr), server.stderr


def check_that_it_serves(server, client):
    if server.name == 'connect_server':
        check_end_of_stream(client)
    else:
        client.sendall(b'still there?\n')
        check_answer(client, server.name, b'still there?\n')


# What the servers answer

@pytest.mark.parametrize('name', DIALOGS)
def test_server_answers_each_message(run, connect, name):
    server = run(name)
    client = connect(server)
    for message in [b'hello', HELLO, NOT_UTF8, b'x' * 1000, b'line\n', b' ']:
        client.sendall(message)
        check_answer(client, name, message)
    client.close()
    check_that_it_serves(server, connect(server))
    check_ctrl_c(server)


@pytest.mark.parametrize('name', TALKERS)
def test_server_gets_a_character_in_two_packets(run, connect, name):
    server = run(name)
    client = connect(server)
    client.sendall(b'a' + HELLO[:4])
    time.sleep(0.05)  # so that they come one by one
    client.sendall(HELLO[4:] + b'\n')
    check_answer(client, name, b'a' + HELLO + b'\n')
    check_ctrl_c(server)
    assert REPLACED not in server.stdout + server.stderr


def test_servers_do_not_wait_for_ever_for_half_a_character(run, connect):
    message = b'caf\xe9'  # in UTF-8 the first of three bytes; here ISO 8859-1
    servers = [run(name) for name in DIALOGS + ['upper_server']]
    clients = [connect(server) for server in servers]
    for client in clients:
        client.sendall(message)
    for client, server in zip(clients, servers):
        check_answer(client, server.name, message)
        client.close()
        another = connect(server)
        another.sendall(message)
        another.shutdown(socket.SHUT_WR)  # and now they need not wait at all
        check_answer(another, server.name, message)
        check_end_of_stream(another)
        check_ctrl_c(server)


def test_time_server_prints_who_connects(run, connect):
    server = run('time_server')
    client = connect(server)
    server.prints(b'\nwaiting for connection\nconnected from  ' +
                  repr(client.getsockname()).encode('ascii') + b'\n')


def test_connect_server_prints_what_it_knows(run, connect):
    server = run('connect_server')
    client = connect(server)
    check_end_of_stream(client)
    server.prints(b'\nrequest: <socket')
    server.prints(b'\nclient_address: ' +
                  repr(client.getsockname()).encode('ascii') +
                  b'\nserver: <')
    server.prints(b'TCPServer object at ')


def test_welcome_server_prints_text(run, connect):
    server = run('welcome_server', locale='C')
    client = connect(server)
    who = repr(client.getsockname()).encode('ascii')
    server.prints(u'\n启动socketserver服务器！\n'.encode('utf-8'))
    client.sendall(HELLO + b'\xff')
    server.prints(FROM + who + SAYS + HELLO + REPLACED + b'\n')
    check_answer(client, 'welcome_server', HELLO + b'\xff')
    client.sendall(b'exit')
    check_end_of_stream(client)
    server.prints(LEFT + who + CONNECTION)
    check_ctrl_c(server)


def test_welcome_server_takes_only_exit_for_exit(run, connect):
    server = run('welcome_server')
    client = connect(server)
    for message in [b'exit now', b'exit\n', b'EXIT', b'the exit']:
        client.sendall(message)
        check_answer(client, 'welcome_server', message)


# Clients that leave, and several at once

@pytest.mark.parametrize('name', SERVERS)
def test_server_goes_on_after_a_client_that_says_nothing(run, connect, name):
    server = run(name)
    connect(server).close()
    check_that_it_serves(server, connect(server))
    check_ctrl_c(server)
    assert programs.is_refused(server.port)


@pytest.mark.parametrize('name', TALKERS)
def test_server_reports_a_reset_and_goes_on(run, connect, name):
    server = run(name)
    client = connect(server)
    if name in DIALOGS:
        client.sendall(b'x')
        check_answer(client, name, b'x')
    programs.reset(client)
    if name not in CHATS:  # where the one who speaks would get the error
        check_that_it_serves(server, connect(server))
    server.press_ctrl_c()
    assert server.end() == 0
    # Only now, for 3.6 to 3.8 keep it in a buffer up to the end.
    assert ERROR in server.stderr


@pytest.mark.parametrize('name', ['welcome_server', 'threading_echo_server'])
def test_server_talks_to_several_clients_at_once(run, connect, name):
    server = run(name)
    clients = [connect(server) for _ in range(5)]
    for number, client in reversed(list(enumerate(clients))):
        client.sendall(b'client %d' % number)
        check_answer(client, name, b'client %d' % number)
    check_ctrl_c(server)


# The chats

def join(connect, server, number):
    """Return clients that the chat is known to have taken in."""
    clients = []
    for _ in range(number):
        clients.append(connect(server))
        clients[-1].sendall(b'hi')
        for client in clients:
            check_answer(client, server.name, b'hi')
    return clients


@pytest.mark.parametrize('name', CHATS)
def test_chat_sends_to_all(run, connect, name):
    server = run(name)
    clients = join(connect, server, 3)
    for speaker in clients:
        for message in [b'hello', HELLO, NOT_UTF8]:
            speaker.sendall(message)
            for client in clients:
                check_answer(client, name, message)
    check_ctrl_c(server)


@pytest.mark.parametrize('name', CHATS)
def test_chat_logs_text(run, connect, name):
    server = run(name, locale='C')
    client = join(connect, server, 1)[0]
    client.sendall(HELLO + b'\xff')
    check_answer(client, name, HELLO + b'\xff')
    check_ctrl_c(server)
    # Where the locale is C, 3.6 escapes what is not ascii.
    assert (b' ' + HELLO + REPLACED + b'\n' in server.stderr or
            br' \u4f60\u597d\ufffd' + b'\n' in server.stderr)


@pytest.mark.parametrize('name', CHATS)
def test_chat_lets_go_who_quits(run, connect, name):
    server = run(name)
    clients = join(connect, server, 3)
    for word in [b'quit', b' quit\r\n']:
        leaving = clients.pop()
        leaving.sendall(word)
        check_end_of_stream(leaving)
        clients[0].sendall(b'bye')
        for client in clients:
            check_answer(client, name, b'bye')
    check_ctrl_c(server)


@pytest.mark.parametrize('name', CHATS)
def test_chat_goes_on_while_others_come_and_go(run, connect, name):
    server = run(name)
    speaker, listener = join(connect, server, 2)
    for number in range(40):
        message = b'%06d' % number
        speaker.sendall(message)
        guests = [connect(server), connect(server)]
        for guest in guests:
            guest.close()
        check_answer(speaker, name, message)
        check_answer(listener, name, message)
    server.press_ctrl_c()
    assert server.end() == 0
    assert b'changed size during iteration' not in server.stderr


@pytest.mark.parametrize('name', CHATS)
def test_chat_drops_members_that_were_reset(run, connect, name):
    server = run(name)
    clients = join(connect, server, 6)
    speaker, listener = clients[:2]
    for leaving in clients[2:]:
        programs.reset(leaving)
        speaker.sendall(b'after')
        check_answer(speaker, name, b'after')
        check_answer(listener, name, b'after')
    server.press_ctrl_c()
    assert server.end() == 0


# Ctrl-C

@pytest.mark.parametrize('name', TALKERS)
def test_ctrl_c_ends_a_server_that_waits_for_a_client(run, connect, name):
    server = run(name)
    client = connect(server)
    if name == 'time_server':
        server.prints(b'connected')
    elif name in DIALOGS:
        client.sendall(b'x')
        check_answer(client, name, b'x')
    check_ctrl_c(server)
    if name != 'upper_server':  # of which one cannot see that it has begun
        check_end_of_stream(client)


def test_ctrl_c_ends_a_client_that_waits_for_input(run, accept):
    client = run('welcome_client', accept.port)
    accept().sendall(WELCOME)
    client.prints(YOU)
    client.press_ctrl_c()
    assert (client.end(), client.stderr) == (0, b'')
    client = run('time_client', accept.port)
    client.prints(b'>')
    client.press_ctrl_c()
    assert (client.end(), client.stderr) == (0, b'')
    client = run('echo_client', accept.port)
    conn = accept()
    client.type(b'x\n')
    assert programs.receive(conn, 1) == b'x'
    conn.sendall(b'[x] Thu Nov 21 00:00:00 2024')
    client.prints(b'server: ')
    client.press_ctrl_c()
    assert (client.end(), client.stderr) == (0, b'')


@pytest.mark.parametrize('name', ['welcome_client', 'time_client',
                                  'echo_client'])
def test_ctrl_c_ends_a_client_that_waits_for_an_answer(run, accept, name):
    client = run(name, accept.port)
    client.type(b'x\n')
    conn = accept()
    if name == 'welcome_client':
        conn.sendall(WELCOME)
    assert programs.receive(conn, 1) == b'x'
    client.press_ctrl_c()
    assert (client.end(), client.stderr) == (0, b'')


# The clients and the servers

PAIRS = [('welcome_server', 'welcome_client'), ('time_server', 'time_client'),
         ('echo_server', 'echo_client'),
         ('threading_echo_server', 'echo_client'),
         ('connect_server', 'connect_client')]


def check_pair(server, client, lines):
    """Let the client send the lines, then comes the end of its stdin."""
    if client.name != 'connect_client':
        client.type(b''.join(line + b'\n' for line in lines))
    client.end_input()
    assert (client.end(), client.stderr) == (0, b'')
    lines = [line.replace(b'\xff', REPLACED) for line in lines]
    check_client(client, lines)
    check_server(server, lines)
    check_ctrl_c(server)


def check_client(client, lines):
    """Check all that the client has printed."""
    if client.name == 'welcome_client':
        expected = re.escape(SERVER_SAYS + WELCOME + b'\n' + b''.join(
            YOU + SERVER_SAYS + GOT + line + b'>\n' for line in lines) + YOU)
    elif client.name == 'time_client':
        expected = b''.join(br'>\[' + CTIME + br'\] ' + re.escape(line) +
                            b'\n' for line in lines) + b'>'
    elif client.name == 'echo_client':
        expected = b''.join(br'server: \[' + re.escape(line) + br'\] ' +
                            CTIME + b'\n' for line in lines)
    else:
        expected = b''
    assert re.match(expected + br'\Z', client.stdout), client.stdout


def check_server(server, lines):
    """Wait until the server has printed what it has to."""
    if server.name == 'welcome_server':
        for line in lines:
            server.prints(SAYS + line + b'\n')
        server.prints(LEFT)
    elif server.name == 'time_server':
        server.prints(b'\nconnected from ', len(lines))
    elif server.name == 'connect_server':
        server.prints(b'\nserver: ')
    else:
        for line in lines:
            server.prints(b'\nclient: ' + line + b'\n')


@pytest.mark.parametrize('names', PAIRS, ids='-'.join)
def test_pair_in_the_locale_c(run, names):
    server = run(names[0], locale='C')
    client = run(names[1], server.port, locale='C')
    check_pair(server, client, [b'hello', HELLO, b'caf\xff', b'"; 1 + 1'])


@pytest.mark.parametrize('names', PAIRS[:3], ids='-'.join)
def test_pair_in_the_locale_c_utf8(run, names):
    server = run(names[0], locale='C.UTF-8')
    client = run(names[1], server.port, locale='C.UTF-8')
    check_pair(server, client, [b'hello', HELLO])
