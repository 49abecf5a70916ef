"""``python -m socketserver_compat``."""
import socket

import pytest

import socketserver_compat
from socketserver_compat import __main__ as command, _features
from test_names import python


def test_it_prints_the_table_and_checks_itself():
    status, out, err = python(['-m', 'socketserver_compat'])
    assert (status, err) == (0, '')
    lines = out.splitlines()
    assert lines[0].startswith(
        'socketserver_compat ' + socketserver_compat.__version__)
    for row in _features.FEATURES:
        [line] = [line for line in lines
                  if line.startswith(row.title + ' ')]
        here = 'stdlib' if row.in_stdlib else 'backport'
        assert line.endswith('  ' + here)
        assert row.since in line and row.issues in line
    assert 'check: listening on 127.0.0.1:' in out
    assert lines[-1] == 'check: passed'


@pytest.mark.parametrize('failing, said', [
    ('handle', 'the answer to'), ('server_close', 'still open'),
    ('bind', 'check failed: ')])
def test_a_failed_check_says_what_failed(
        monkeypatch, capsys, failing, said):
    closed = []
    ThreadingTCPServer = socketserver_compat.ThreadingTCPServer

    class Server(ThreadingTCPServer):
        def server_bind(self):
            if failing == 'bind':
                raise socket.error(98, 'Address already in use')
            ThreadingTCPServer.server_bind(self)

        def server_close(self):
            closed.append(self)
            if failing != 'server_close':
                ThreadingTCPServer.server_close(self)

    monkeypatch.setattr(socketserver_compat, 'ThreadingTCPServer', Server)
    if failing == 'handle':
        monkeypatch.setattr(command.Upper, 'handle', lambda self:
                            self.wfile.write(b'nonsense'))
    assert command.main([]) == 1
    out, err = capsys.readouterr()
    assert err.startswith('check failed: ') and said in err
    assert err.count('\n') == 1
    assert 'check: passed' not in out
    for server in closed:
        server.socket.close()
        server._threads.join()


def test_version_and_help():
    status, out, err = python(['-m', 'socketserver_compat', '--version'])
    assert (status, (out + err).strip()) == (
        0, 'socketserver_compat ' + socketserver_compat.__version__)
    status, out, err = python(['-m', 'socketserver_compat', '--help'])
    assert status == 0 and out.startswith('usage: ') and err == ''


def test_wrong_arguments():
    status, out, err = python(['-m', 'socketserver_compat', 'nonsense'])
    assert status == 2 and out == '' and 'nonsense' in err


def test_the_check_passes_here(capsys):
    assert command.main([]) == 0
    assert capsys.readouterr()[0].endswith('check: passed\n')
