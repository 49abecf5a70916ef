"""Under gevent and eventlet, which patch the standard library."""
import textwrap

import pytest

from socketserver_compat import _features
from test_names import python

SCRIPT = '''
    patch = {patch!r}
    if {before}:
        exec(patch)
    import contextlib
    import socket
    import threading
    import socketserver_compat as ss
    import resource
    if not {before}:
        exec(patch)

    class Upper(ss.StreamRequestHandler):
        def handle(self):
            for line in self.rfile:
                self.wfile.write(line.upper())

    def ask(address, answers):
        with contextlib.closing(
                socket.create_connection(address, 20)) as client:
            client.sendall(b'one\\ntwo\\n')
            client.shutdown(socket.SHUT_WR)
            answer = b''
            while True:
                data = client.recv(100)
                if not data:
                    break
                answer += data
            answers.append(answer)

    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    with {server}(('127.0.0.1', 0), Upper) as server:
        loop = threading.Thread(target=server.serve_forever, args=(0.01,))
        loop.start()
        answers = []
        clients = [threading.Thread(
            target=ask, args=(server.server_address, answers))
            for _ in range({count})]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        server.shutdown()
        loop.join()
    assert answers == [b'ONE\\nTWO\\n'] * {count}, answers
    print('served')
'''

PATCH = {
    'gevent': 'from gevent import monkey; monkey.patch_all()',
    'eventlet': 'import eventlet; eventlet.monkey_patch()',
}

HTTP = '''type('Server', (ss.ThreadingMixIn, __import__(
    'six').moves.BaseHTTPServer.HTTPServer), {'request_queue_size': 99})'''


@pytest.mark.parametrize('server, count', [
    ('ss.ThreadingTCPServer', 1000), (HTTP, 30)],
    ids=['ThreadingTCPServer', 'HTTPServer'])
@pytest.mark.parametrize('before', [True, False],
                         ids=['patched before', 'patched after'])
@pytest.mark.parametrize('library', sorted(PATCH))
def test_threads_of_a_green_library(library, before, server, count):
    status, out, err = python(['-c', 'import ' + library])
    if status:
        pytest.skip('no ' + library)
    if (library == 'eventlet' and not before and
            'serve_forever' not in _features.MISSING):
        pytest.skip("the standard library's selectors have kept select.poll, "
                    "so its own servers do not work either")
    script = textwrap.dedent(SCRIPT).format(
        patch=PATCH[library], before=before, server=server, count=count)
    status, out, err = python(['-W', 'ignore', '-c', script])
    assert (status, out) == (0, 'served\n'), err
