"""Sends lines back over a Unix socket."""

import argparse
import errno
import os
import socket
import sys

from socketserver import (
    StreamRequestHandler, ThreadingUnixStreamServer)


class Echo(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line)


class Server(ThreadingUnixStreamServer):
    def server_bind(self):
        if is_left_over(self.server_address):
            os.unlink(self.server_address)
        ThreadingUnixStreamServer.server_bind(self)


def is_left_over(path):
    """Tell whether this is a socket file that nobody listens at."""
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        client.connect(path)
    except OSError as error:
        return error.errno == errno.ECONNREFUSED
    finally:
        client.close()
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--path', default='/tmp/echo.socket')
    path = parser.parse_args().path
    server = Server(path, Echo)
    try:
        print('listening on %s' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
