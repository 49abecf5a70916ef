"""Prints what a handler knows about each connection."""
import argparse
import socketserver
import sys


class ConnectHandler(socketserver.BaseRequestHandler):
    def handle(self):
        print('request:', self.request)
        print('client_address:', self.client_address)
        print('server:', self.server)
        sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = socketserver.TCPServer(('127.0.0.1', port), ConnectHandler)
    print('listening on %s:%d' % server.server_address)
    sys.stdout.flush()
    server.serve_forever()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C
