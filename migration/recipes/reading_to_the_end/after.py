"""Sends each message back."""
from __future__ import print_function

import argparse
import sys

from socketserver_compat import BaseRequestHandler, TCPServer


class Echo(BaseRequestHandler):
    def handle(self):
        for message in self.messages():
            self.request.sendall(b'<' + message.strip() + b'>\n')

    def messages(self):
        """Yield the messages: a line each, however they are cut."""
        buffered = b''
        while True:
            data = self.request.recv(1024)
            if not data:
                break
            lines = (buffered + data).split(b'\n')
            buffered = lines.pop()  # the rest of it is to come
            for line in lines:
                yield line


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Echo)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
