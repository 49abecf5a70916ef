"""The measured server, a process of its own; Python 2.7 and 3.

    server.py '{"which": "ours", "kind": "threaded", "queue": 128}'

``which`` is ours, stdlib or loop (a hand-written accept loop).  It writes
its port to stdout, as JSON, and then its status for each byte that it reads
from stdin.  The end of stdin ends it, so it never outlives its parent.
"""
import json
import os
import resource
import socket
import sys
import threading
import time

PY2 = sys.version_info[0] == 2


def load(which):
    """Return the module to measure."""
    if which == 'ours':
        import socketserver_compat as module
    elif PY2:
        import SocketServer as module
    else:
        import socketserver as module
    return module


def make_server(which, kind, queue):
    """Return a server of the module: it has serve_forever()."""
    module = load(which)

    class OneLine(module.StreamRequestHandler):
        def handle(self):
            self.wfile.write(self.rfile.readline())

    class ManyLines(module.StreamRequestHandler):
        def handle(self):
            for line in iter(self.rfile.readline, b''):
                self.wfile.write(line)

    class Datagram(module.DatagramRequestHandler):
        def handle(self):
            self.wfile.write(self.rfile.read())

    if kind == 'http':
        if PY2:
            import BaseHTTPServer as http_server
        else:
            import http.server as http_server

        class handler(http_server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header('Content-Length', '6')
                self.end_headers()
                self.wfile.write(b'hello\n')

            def log_message(self, *args):
                pass

        class server_class(module.ThreadingMixIn, http_server.HTTPServer):
            pass
    else:
        server_class, handler = {
            'threaded': ('ThreadingTCPServer', OneLine),
            'plain': ('TCPServer', OneLine),
            'udp': ('UDPServer', Datagram),
            'forking': ('ForkingTCPServer', OneLine),
            'pingpong': ('ThreadingTCPServer', ManyLines),
        }[kind]
        server_class = getattr(module, server_class)
    if queue:
        server_class.request_queue_size = queue
    return server_class(('127.0.0.1', 0), handler)


class Loop(object):
    """The accept loop that one writes by hand, without any module."""

    def __init__(self, kind, queue):
        self._kind = kind
        self.active_children = set()
        self.socket = socket.socket(
            socket.AF_INET,
            socket.SOCK_DGRAM if kind == 'udp' else socket.SOCK_STREAM)
        self.socket.bind(('127.0.0.1', 0))
        if kind != 'udp':
            self.socket.listen(queue or socket.SOMAXCONN)

    def serve_forever(self):
        """Serve until the process ends."""
        if self._kind == 'udp':
            while True:
                data, client = self.socket.recvfrom(8192)
                self.socket.sendto(data, client)
        handle = getattr(self, '_' + self._kind)
        while True:
            handle(self.socket.accept()[0])

    def _plain(self, connection):
        try:
            connection.sendall(connection.recv(8192))
        finally:
            connection.close()

    def _threaded(self, connection):
        threading.Thread(target=self._plain, args=(connection,)).start()

    def _pingpong(self, connection):
        threading.Thread(target=self._lines, args=(connection,)).start()

    def _lines(self, connection):
        try:
            data = connection.recv(8192)
            while data:
                connection.sendall(data)
                data = connection.recv(8192)
        finally:
            connection.close()

    def _forking(self, connection):
        pid = os.fork()
        if not pid:
            try:
                self._plain(connection)
            finally:
                os._exit(0)
        connection.close()
        self.active_children.add(pid)
        self.collect_children()

    def collect_children(self):
        """Reap the children that have ended."""
        for pid in list(self.active_children):
            try:
                ended = os.waitpid(pid, os.WNOHANG)[0]
            except OSError:
                ended = pid
            self.active_children.discard(ended)


def resident_kib():
    """Return the resident memory, None where /proc does not tell."""
    try:
        with open('/proc/self/status') as status:
            for line in status:
                if line.startswith('VmRSS:'):
                    return int(line.split()[1])
    except EnvironmentError:
        pass


def reap(server):
    """Wait for the children: the time of a child counts when it is reaped."""
    deadline = time.time() + 5
    while getattr(server, 'active_children', None) and time.time() < deadline:
        server.collect_children()
        time.sleep(0.002)


def status(server):
    """Return the processor seconds so far, and what is held."""
    reap(server)
    used = [resource.getrusage(who) for who in
            (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {'cpu': sum(usage.ru_utime + usage.ru_stime for usage in used),
            'rss': resident_kib(), 'threads': threading.active_count()}


def say(what):
    os.write(1, json.dumps(what).encode('ascii') + b'\n')


def control(server):
    """Answer the parent until it goes away."""
    # os.read: a child forked meanwhile inherits no lock of a file object.
    while os.read(0, 1):
        say(status(server))
    os._exit(0)


def main():
    options = json.loads(sys.argv[1])
    if options.get('stack'):
        threading.stack_size(options['stack'])
    which, kind, queue = (options['which'], options['kind'],
                          options.get('queue'))
    make = Loop(kind, queue) if which == 'loop' else make_server(
        which, kind, queue)
    thread = threading.Thread(target=control, args=(make,))
    thread.daemon = True
    thread.start()
    say({'port': make.socket.getsockname()[1]})
    make.serve_forever()


if __name__ == '__main__':
    main()
