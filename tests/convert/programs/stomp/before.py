#!/usr/bin/env python
# tiny STOMP broker
import logging
import Queue
import sys
import threading
import uuid
import SocketServer

log = logging.getLogger('stomp')

class Frame(object):
    def __init__(self, command, headers=None, body=''):
        self.command = command
        self.headers = headers or {}
        self.body = body

    def pack(self):
        lines = [self.command]
        for key in sorted(self.headers):
            lines.append('%s:%s' % (key, self.headers[key]))
        return '\n'.join(lines) + '\n\n' + self.body + '\x00\n'

    @classmethod
    def unpack(cls, data):
        head, body = data.split('\n\n', 1)
        lines = head.strip().split('\n')
        headers = dict(line.split(':', 1) for line in lines[1:])
        return cls(lines[0], headers, body)

    def __repr__(self):
        return '<Frame %s %d>' % (self.command, len(self.body))

class Broker:
    def __init__(self):
        self.subscriptions = {}
        self.lock = threading.RLock()

    def subscribe(self, dest, handler):
        with self.lock:
            self.subscriptions.setdefault(dest, []).append(handler)

    def publish(self, dest, body):
        with self.lock:
            targets = list(self.subscriptions.get(dest, ()))
        for t in targets:
            t.send(Frame('MESSAGE', {'destination': dest, 'content-length': len(body)}, body))
        return len(targets)

    def forget(self, handler):
        with self.lock:
            for handlers in self.subscriptions.itervalues():
                if handler in handlers:
                    handlers.remove(handler)

broker = Broker()

class StompHandler(SocketServer.BaseRequestHandler):
    def send(self, frame):
        self.request.sendall(frame.pack())

    def frames(self):
        buf = ''
        while True:
            data = self.request.recv(4096)
            if not data:
                break
            buf += data
            while '\x00' in buf:
                raw, buf = buf.split('\x00', 1)
                yield raw.lstrip('\n')

    def handle(self):
        for raw in self.frames():
            try:
                frame = Frame.unpack(raw)
            except ValueError:
                self.send(Frame('ERROR', {'message': 'malformed frame'}, raw))
                continue
            log.info('%r from %s', frame, self.client_address[0])
            method = getattr(self, 'on_' + frame.command.lower(), None)
            if method is None:
                self.send(Frame('ERROR', {'message': 'unknown command ' + frame.command}))
                continue
            method(frame)
            if 'receipt' in frame.headers:
                self.send(Frame('RECEIPT', {'receipt-id': frame.headers['receipt']}))

    def on_connect(self, frame):
        self.login = frame.headers.get('login', 'guest')
        self.send(Frame('CONNECTED', {'session': self.login}))

    def on_subscribe(self, frame):
        broker.subscribe(frame.headers['destination'], self)

    def on_send(self, frame):
        n = broker.publish(frame.headers['destination'], frame.body)
        log.warning('%s: %d receivers for %s', self.login, n, frame.headers['destination'])

    def finish(self):
        broker.forget(self)

if __name__ == '__main__':
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format='%(levelname)s %(message)s')
    server = SocketServer.ThreadingTCPServer(('127.0.0.1', int(sys.argv[1])), StompHandler)
    server.daemon_threads = True
    print 'broker on %d' % server.server_address[1]
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
