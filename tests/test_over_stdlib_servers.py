"""Our mix-ins and servers together with servers of the standard library."""
from __future__ import print_function

import contextlib
import sys
import threading
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from six.moves import BaseHTTPServer, http_client, socketserver, xmlrpc_client
from six.moves.xmlrpc_server import (
    SimpleXMLRPCRequestHandler, SimpleXMLRPCServer)

import socketserver_compat as ours
from support import Loop, wait_until
import support

HTTPServer = BaseHTTPServer.HTTPServer
LOCALHOST = '127.0.0.1', 0
MIXINS = [name for name in ('ThreadingMixIn', 'ForkingMixIn')
          if hasattr(ours, name)]


class Handler(BaseHTTPServer.BaseHTTPRequestHandler):
    def do_GET(self):
        name = threading.current_thread().name.encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(name)))
        self.end_headers()
        self.wfile.write(name)

    def log_message(self, *args):
        pass


def get(server):
    client = http_client.HTTPConnection(
        LOCALHOST[0], server.server_address[1], timeout=support.DEADLINE)
    with contextlib.closing(client):
        client.request('GET', '/')
        response = client.getresponse()
        assert response.status == 200
        return response.read().decode()


@contextlib.contextmanager
def serving(server):
    """Serve until the end of the with block, then close."""
    Loop(server, 0.01).start()
    try:
        yield server
        server.shutdown()
        server.loop_of_test.join(support.DEADLINE)
        assert not server.loop_of_test.is_alive()
        assert server.loop_of_test.error is None
    finally:
        support.stop(server)


@pytest.mark.parametrize('mixin', MIXINS)
def test_http_server(mixin):
    class Server(getattr(ours, mixin), HTTPServer):
        pass

    with serving(Server(LOCALHOST, Handler)) as server:
        assert server.server_name and server.server_port
        served_by = [get(server), get(server)]
        if mixin == 'ThreadingMixIn':
            assert all(name.startswith('Thread-') for name in served_by)
            assert len(set(served_by)) == 2
        else:
            assert wait_until(lambda: server.active_children == set())


@pytest.mark.parametrize('mixin', MIXINS)
def test_xmlrpc_server(mixin):
    class Server(getattr(ours, mixin), SimpleXMLRPCServer):
        pass

    class Quiet(SimpleXMLRPCRequestHandler):
        def log_message(self, *args):
            pass

    with serving(Server(LOCALHOST, Quiet, allow_none=True)) as server:
        server.register_function(lambda x: [x, None], 'pair')
        proxy = xmlrpc_client.ServerProxy(
            'http://127.0.0.1:%d' % server.server_address[1],
            allow_none=True)
        assert proxy.pair(3) == [3, None]
        proxy('close')()


@pytest.mark.parametrize('mixin', MIXINS)
def test_wsgi_server(mixin):
    class Server(getattr(ours, mixin), WSGIServer):
        pass

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args):
            pass

    def application(environ, start_response):
        start_response('200 OK', [('Content-Type', 'text/plain')])
        return [b'application']

    with serving(Server(LOCALHOST, Quiet)) as server:
        server.set_app(application)
        assert get(server) == 'application'


@pytest.mark.parametrize('mixin', MIXINS)
def test_what_the_newest_adds_is_there(mixin, capsys):
    actions = []

    class Broken(Handler):
        def do_GET(self):
            1 // 0

    class Server(getattr(ours, mixin), HTTPServer):
        block_on_close = True

        def service_actions(self):
            actions.append(1)
            super(Server, self).service_actions()

    server = Server(LOCALHOST, Broken)
    with server as entered:
        assert entered is server
        with serving(server):
            with pytest.raises(Exception):
                get(server)
            assert wait_until(lambda: len(actions) > 2)
        assert server.fileno() == -1
    out, err = capsys.readouterr()
    assert out == ''
    if mixin == 'ThreadingMixIn':
        assert 'during processing of request from' in err


class Overriding(HTTPServer):
    """A server with everything overridden that a mix-in could hide."""

    def __init__(self, *args, **kwargs):
        self.log = []
        self.extra = kwargs.pop('extra')
        HTTPServer.__init__(self, *args, **kwargs)

    def handle_error(self, request, client_address):
        self.log.append('handle_error')

    def server_close(self):
        self.log.append('server_close')
        HTTPServer.server_close(self)

    def server_activate(self):
        self.log.append('server_activate')
        HTTPServer.server_activate(self)

    def service_actions(self):
        if 'service_actions' not in self.log:
            self.log.append('service_actions')

    def serve_forever(self, poll_interval=0.5):
        self.log.append('serve_forever')
        HTTPServer.serve_forever(self, poll_interval)

    def shutdown(self):
        self.log.append('shutdown')
        HTTPServer.shutdown(self)

    def fileno(self):
        return HTTPServer.fileno(self)


def test_nothing_of_the_server_is_hidden(monkeypatch):
    class Broken(Handler):
        def do_GET(self):
            1 // 0

    class Server(ours.ThreadingMixIn, Overriding):
        pass

    with serving(Server(LOCALHOST, Broken, extra=3)) as server:
        assert server.extra == 3
        with pytest.raises(Exception):
            get(server)
        assert wait_until(lambda: 'handle_error' in server.log)
    for name in ('server_activate', 'serve_forever', 'handle_error',
                 'shutdown', 'server_close'):
        assert name in server.log


def test_an_override_need_not_be_a_function():
    log = []

    class Callable(object):
        def __call__(self, *args):
            log.append(len(args))

    class Behind(HTTPServer):
        service_actions = Callable()

    class Server(ours.ThreadingMixIn, Behind):
        pass

    with serving(Server(LOCALHOST, Handler)):
        assert wait_until(lambda: log)
    assert log[0] == 0


def test_a_metaclass_of_the_user():
    class Meta(type):
        def __new__(mcs, name, bases, namespace):
            namespace['by_meta'] = name
            return type.__new__(mcs, name, bases, namespace)

    Server = Meta('Server', (ours.ThreadingMixIn, HTTPServer), {})
    with serving(Server(LOCALHOST, Handler)) as server:
        assert get(server).startswith('Thread-')
        assert server.by_meta == 'Server'


def test_super_in_every_place():
    log = []

    class Plain(object):
        def process_request(self, request, client_address):
            log.append('plain')
            super(Plain, self).process_request(request, client_address)

    class Server(Plain, ours.ThreadingMixIn, HTTPServer):
        def __init__(self, *args):
            super(Server, self).__init__(*args)
            log.append('made')

        def server_close(self):
            super(Server, self).server_close()
            log.append('closed')

        def serve_forever(self, poll_interval=0.5):
            log.append('serving')
            super(Server, self).serve_forever(poll_interval)

    with serving(Server(LOCALHOST, Handler)) as server:
        assert get(server).startswith('Thread-')
    assert log[:3] == ['made', 'serving', 'plain']
    assert log[-1] == 'closed'


def test_a_plain_mixin_between():
    class Plain(object):
        def verify_request(self, request, client_address):
            self.verified = True
            return True

    class Server(ours.ThreadingMixIn, Plain, HTTPServer):
        pass

    with serving(Server(LOCALHOST, Handler)) as server:
        assert get(server).startswith('Thread-')
        assert server.verified


@pytest.mark.parametrize('mixin', MIXINS)
def test_a_mixin_in_second_place(mixin):
    class Server(HTTPServer, getattr(ours, mixin)):
        pass

    with serving(Server(LOCALHOST, Handler)) as server:
        assert get(server) == server.loop_of_test.name


def test_threads_are_joined():
    entered, released, done = [threading.Event() for _ in range(3)]

    class Slow(Handler):
        def do_GET(self):
            entered.set()
            released.wait(60)
            done.set()
            Handler.do_GET(self)

    class Server(ours.ThreadingMixIn, HTTPServer):
        block_on_close = True

    server = Server(LOCALHOST, Slow)
    client = http_client.HTTPConnection(
        LOCALHOST[0], server.server_address[1], timeout=support.DEADLINE)
    with contextlib.closing(client):
        client.connect()
        client.putrequest('GET', '/')
        client.endheaders()
        server.handle_request()
        assert entered.wait(support.DEADLINE)
        later = threading.Timer(0.1, released.set)
        later.start()
        server.server_close()
        assert done.is_set()
        later.join()


def test_http_server_before_our_server():
    # The order of bases that every Python takes: it gives 2.7 the ``with``.
    class Server(HTTPServer, ours.TCPServer):
        pass

    with Server(LOCALHOST, Handler) as server:
        Loop(server, 0.01).start()
        assert get(server) == server.loop_of_test.name
        assert server.server_name
        server.shutdown()
        server.loop_of_test.join(support.DEADLINE)


def test_our_server_before_http_server():
    if ours.TCPServer is socketserver.TCPServer:
        with pytest.raises(TypeError):
            type('Server', (ours.TCPServer, HTTPServer), {})
        return

    class Server(ours.TCPServer, HTTPServer):
        allow_reuse_port = True

    with serving(Server(LOCALHOST, Handler)) as server:
        assert get(server) == server.loop_of_test.name
        assert server.server_name and server.server_port
        assert server.allow_reuse_address
        assert server.request_queue_size == ours.TCPServer.request_queue_size


def test_our_handler_behind_http_handler():
    class Both(Handler, ours.StreamRequestHandler):
        def setup(self):
            super(Both, self).setup()
            assert self.rfile.readable()

    with serving(HTTPServer(LOCALHOST, Both)) as server:
        assert get(server) == server.loop_of_test.name


def test_a_mixin_alone_has_no_server():
    mixin = ours.ThreadingMixIn()
    with pytest.raises(AttributeError):
        mixin.server_close()
    assert not hasattr(mixin, 'serve_forever')
    assert not hasattr(ours.ThreadingMixIn, 'handle_error')


@pytest.mark.skipif(sys.version_info[0] > 2, reason='classic classes of 2.7')
def test_a_classic_mixin():
    class Classic:
        def verify_request(self, request, client_address):
            self.verified = True
            return True

    class Server(Classic, ours.ThreadingTCPServer):
        pass

    class Upper(ours.StreamRequestHandler):
        def handle(self):
            support.upper(self)

    with serving(Server(LOCALHOST, Upper)) as server:
        assert support.ask(server) == b'TEXT\n'
        assert server.verified
