"""Answers each name with its number, and reports when it is ended."""
from __future__ import print_function

import argparse
from six.moves import configparser
from six.moves import queue
import sys
from six.moves import _thread
from six.moves import urllib

import socketserver_compat
import six

settings = configparser.RawConfigParser({'greeting': 'hello'})
names = queue.Queue()
lock = _thread.allocate_lock()


class Count(socketserver_compat.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            with lock:
                names.put(urllib.parse.quote(line.strip()))
                self.wfile.write(b'%d\n' % names.qsize())


def report():
    text = six.StringIO()
    while not names.empty():
        print(settings.get('DEFAULT', 'greeting'), names.get(), file=text)
    return text.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    address = '127.0.0.1', port
    server = socketserver_compat.ThreadingTCPServer(address, Count)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()
    print(report(), end='')


if __name__ == '__main__':
    main()
