"""Collects the lines of a client and sends them back at an empty one."""

import argparse
import sys

from socketserver import StreamRequestHandler, TCPServer
import io


class Collect(StreamRequestHandler):
    def handle(self):
        lines = io.BytesIO()
        for line in self.rfile:
            if line.strip():
                lines.write(line)
                continue
            self.wfile.write(b'%d bytes\n' % lines.tell())
            self.wfile.write(lines.getvalue())
            lines = io.BytesIO()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Collect)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
