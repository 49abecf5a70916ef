"""Prints and logs what clients send, and sends it back."""
from __future__ import print_function

import argparse
import logging
import sys

from socketserver_compat import StreamRequestHandler, TCPServer


def say(text):
    """Print text as UTF-8, also where stdout is a pipe or the locale C."""
    stdout = getattr(sys.stdout, 'buffer', sys.stdout)
    stdout.write((text + u'\n').encode('utf-8'))


class Show(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            text = line.strip().decode('utf-8', 'replace')
            say(u'received %s' % u' '.join(text.split()))
            sys.stdout.flush()
            logging.warning(u'%d bytes: %s', len(line), text)
            self.wfile.write(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Show)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
