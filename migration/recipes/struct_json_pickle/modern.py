"""Tells the length of names; both ways JSON behind its length."""

import argparse
import json
import struct
import sys

from socketserver import StreamRequestHandler, TCPServer


class Lengths(StreamRequestHandler):
    def handle(self):
        while True:
            header = self.rfile.read(4)
            if len(header) < 4:
                break
            size = struct.unpack('>I', header)[0]
            self.send(self.answer(self.rfile.read(size)))

    def answer(self, message):
        try:
            name = json.loads(message.decode('utf-8'))['name']
        except ValueError:
            return {'error': 'no JSON'}
        return {'length': len(name)}

    def send(self, answer):
        text = json.dumps(answer).encode('utf-8')
        self.wfile.write(struct.pack('>I', len(text)) + text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = TCPServer(('127.0.0.1', port), Lengths)
    try:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == '__main__':
    main()
