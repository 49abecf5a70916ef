"""Answers what clients send with "[data] time", all of them at once."""
import argparse
import socketserver
import sys
from time import ctime


class EchoHandler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while True:
                data = self.request.recv(1024)
                if not data:
                    break
                print('client:', data.decode())
                sys.stdout.flush()
                self.request.sendall(
                    b'[%s] %s' % (data, ctime().encode('utf-8')))
        except Exception as error:
            exit(error)
        finally:
            self.request.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = socketserver.ThreadingTCPServer(('127.0.0.1', port), EchoHandler)
    print('listening on %s:%d' % server.server_address)
    sys.stdout.flush()
    server.serve_forever()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C
