"""Sends each message back."""

import argparse
import sys

from socketserver import BaseRequestHandler, TCPServer


class Echo(BaseRequestHandler):
    def handle(self):
        while True:
            message = self.receive()
            if message == b'':
                break
            if message:
                self.request.sendall(b'<' + message.strip() + b'>\n')

    buffered = b''

    def receive(self):
        """Return a message, which is a line, or b'' at the end."""
        while b'\n' not in self.buffered:
            data = self.request.recv(1024)
            if not data:
                return b''
            self.buffered += data
        end = self.buffered.index(b'\n') + 1
        message = self.buffered[:end]
        self.buffered = self.buffered[end:]  # the rest is of the next one
        return message


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
