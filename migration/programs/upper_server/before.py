"""Answers with what a client sends in upper case."""
import argparse
import socketserver
import sys


class UpperHandler(socketserver.BaseRequestHandler):
    def handle(self):
        self.data = self.request.recv(1024).strip()
        print('{} wrote:'.format(self.client_address[0]))
        print(self.data)
        sys.stdout.flush()
        self.request.sendall(self.data.upper())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    with socketserver.TCPServer(('127.0.0.1', port), UpperHandler) as server:
        print('listening on %s:%d' % server.server_address)
        sys.stdout.flush()
        server.serve_forever()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C
