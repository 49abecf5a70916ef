"""Group chat whose handlers receive in a second thread each."""
import argparse
import logging
import socketserver
import sys
import threading

FORMAT = '%(asctime)s %(threadName)s %(message)s'


class ChatHandler(socketserver.BaseRequestHandler):
    members = set()

    def handle(self):
        self.members.add(self.request)
        thread = threading.Thread(target=self._receive, name='handle')
        thread.start()
        # The server closes the request when handle() returns.
        thread.join()

    def _receive(self):
        while True:
            logging.info(self.request)
            data = self.request.recv(1024)
            if data.strip() == b'quit' or data == b'':
                self.members.remove(self.request)
                break
            logging.info(data)
            for member in self.members:
                member.send(b'ack' + data)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=10007)
    port = parser.parse_args().port
    logging.basicConfig(format=FORMAT, level=logging.INFO)
    server = socketserver.ThreadingTCPServer(('127.0.0.1', port), ChatHandler)
    print('listening on %s:%d' % server.server_address)
    sys.stdout.flush()
    server.serve_forever()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C
