"""Sends what one client says to all of them."""
from __future__ import print_function

import argparse
import sys
import threading

from socketserver_compat import BaseRequestHandler, ThreadingTCPServer


class Chat(BaseRequestHandler):
    members = []  # of the class: each connection has a handler of its own
    lock = threading.Lock()

    def handle(self):
        with self.lock:
            self.members.append(self.request)
        try:
            while True:
                data = self.request.recv(1024)
                if not data:
                    break
                self.tell_all(data)
        finally:
            self.forget(self.request)  # before the server closes it
            self.tell_all(b'somebody left\n')

    def tell_all(self, data):
        with self.lock:
            members = self.members[:]  # others come and go meanwhile
        for member in members:
            try:
                member.sendall(data)  # send() may send only a part
            except EnvironmentError:
                self.forget(member)

    def forget(self, member):
        with self.lock:
            if member in self.members:
                self.members.remove(member)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = ThreadingTCPServer(('127.0.0.1', port), Chat)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
