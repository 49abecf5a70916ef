"""Sends each line back until one says "stop"."""

import argparse
import sys
import threading

from socketserver import StreamRequestHandler, TCPServer


class Stop(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            if line.strip() == b'stop':
                self.wfile.write(b'stopping\n')
                threading.Thread(target=self.server.shutdown).start()
                break
            self.wfile.write(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Stop)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
