"""Counts the characters of the lines that clients send."""

import argparse
import io
import sys

from socketserver import StreamRequestHandler, TCPServer


class Characters(StreamRequestHandler):
    def handle(self):
        lines = io.TextIOWrapper(self.rfile, 'utf-8', 'replace')
        answers = io.TextIOWrapper(
            self.wfile, 'utf-8', newline='\n', line_buffering=True)
        for line in lines:
            text = line.rstrip('\n')
            answers.write('%d: %s\n' % (len(text), text))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Characters)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
