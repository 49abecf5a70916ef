"""The clients, a process of their own; Python 3.8 or later.

It reads orders from stdin, one JSON object a line, and answers each with one
on stdout.  The end of stdin ends it.
"""
import json
import selectors
import socket
import struct
import sys
import threading
import time

LINE = b'hello\n'
TIMEOUT = 30
RESET = struct.pack('ii', 1, 0)  # close without TIME_WAIT: ports stay free
TOTAL_RETRANS = 100  # offset in Linux's struct tcp_info

held = []  # connections that are kept open


def connect(port):
    sock = socket.create_connection(('127.0.0.1', port), TIMEOUT)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    return sock


def exchange(port, request):
    """Send a request over a new connection; return all of the answer."""
    with connect(port) as sock:
        sock.sendall(request)
        answer = b''
        while True:
            data = sock.recv(8192)
            if not data:
                return answer
            answer += data


def expect(answer, ending):
    if not answer.endswith(ending):
        raise AssertionError('the answer is {!r}'.format(answer))


def tcp(port, requests):
    for _ in range(requests):
        expect(exchange(port, LINE), LINE)


def http(port, requests):
    for _ in range(requests):
        expect(exchange(port, b'GET / HTTP/1.0\r\nHost: a\r\n\r\n'), LINE)


def pingpong(port, requests):
    with connect(port) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(requests):
            sock.sendall(LINE)
            expect(sock.recv(8192), LINE)
        sock.shutdown(socket.SHUT_WR)
        sock.recv(8192)  # the server closes; RESET would be an error there


def udp(port, requests):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(TIMEOUT)
        sock.connect(('127.0.0.1', port))
        for _ in range(requests):
            sock.send(LINE)
            expect(sock.recv(8192), LINE)


WORK = {'threaded': tcp, 'plain': tcp, 'forking': tcp, 'http': http,
        'pingpong': pingpong, 'udp': udp}


def load(kind, port, clients, requests):
    """Make the requests, spread over clients that work at once."""
    errors = []

    def work():
        try:
            WORK[kind](port, requests // clients)
        except Exception as error:
            errors.append('{}: {}'.format(type(error).__name__, error))

    threads = [threading.Thread(target=work, daemon=True)
               for _ in range(clients - 1)]
    for thread in threads:
        thread.start()
    work()
    for thread in threads:
        thread.join()
    if errors:
        return {'error': errors[0]}
    return {'done': requests // clients * clients}


def hold(port, count):
    """Open connections that ask nothing, and keep them."""
    held.extend(connect(port) for _ in range(count))
    return {'done': count}


def burst(port, clients, seconds):
    """Connect all at once; count who got an answer in time, and resends."""
    deadline = time.monotonic() + seconds
    served = 0
    sockets = []
    with selectors.DefaultSelector() as selector:
        try:
            for _ in range(clients):
                sock = socket.socket()
                sockets.append(sock)
                sock.setblocking(False)
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                sock.connect_ex(('127.0.0.1', port))
                selector.register(sock, selectors.EVENT_WRITE, [])
            while selector.get_map() and time.monotonic() < deadline:
                for key, events in selector.select(
                        max(0, deadline - time.monotonic())):
                    served += advance(selector, key, events)
            resent = sum(struct.unpack_from('I', sock.getsockopt(
                socket.IPPROTO_TCP, socket.TCP_INFO, 192), TOTAL_RETRANS)[0]
                for sock in sockets)
        finally:
            for sock in sockets:
                sock.close()
    return {'served': served, 'resent': resent,
            'seconds': seconds - max(0, deadline - time.monotonic())}


def advance(selector, key, events):
    """Take one connection of a burst a step on; 1 if it has been served."""
    try:
        if events & selectors.EVENT_WRITE:
            key.fileobj.send(LINE)
            selector.modify(key.fileobj, selectors.EVENT_READ, key.data)
            return 0
        data = key.fileobj.recv(8192)
    except BlockingIOError:
        return 0
    except OSError:
        selector.unregister(key.fileobj)
        return 0
    if data:
        key.data.append(data)
        return 0
    selector.unregister(key.fileobj)
    return int(b''.join(key.data) == LINE)


ORDERS = {'load': load, 'hold': hold, 'burst': burst}


def main():
    for line in sys.stdin:
        order = json.loads(line)
        try:
            answer = ORDERS[order.pop('order')](**order)
        except Exception as error:
            answer = {'error': '{}: {}'.format(type(error).__name__, error)}
        print(json.dumps(answer), flush=True)


if __name__ == '__main__':
    main()
