"""Sends each line back until one says "stop"."""

import argparse
import sys

from socketserver import StreamRequestHandler, ThreadingTCPServer


class Stop(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            if line.strip() == b'stop':
                self.wfile.write(b'stopping\n')
                self.server.stopping = True
                break
            self.wfile.write(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = ThreadingTCPServer(('127.0.0.1', port), Stop)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.stopping = False
        server.timeout = 0.5  # handle_request() returns, though nobody came
        while not server.stopping:
            server.handle_request()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
