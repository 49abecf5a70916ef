"""Answers each name with its number, and reports when it is ended."""

import argparse
import configparser
import queue
import sys
import _thread
import urllib.parse

import socketserver
import io

settings = configparser.RawConfigParser({'greeting': 'hello'})
names = queue.Queue()
lock = _thread.allocate_lock()


class Count(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            with lock:
                names.put(urllib.parse.quote(line.strip()))
                self.wfile.write(b'%d\n' % names.qsize())


def report():
    text = io.StringIO()
    while not names.empty():
        print(settings.get('DEFAULT', 'greeting'), names.get(), file=text)
    return text.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    address = '127.0.0.1', port
    server = socketserver.ThreadingTCPServer(address, Count)
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
