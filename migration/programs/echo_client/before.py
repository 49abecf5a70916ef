"""Sends lines of stdin to an echo server and prints its answers."""
import argparse
import socket


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    conn = socket.socket()
    conn.connect(('127.0.0.1', port))
    while True:
        line = input()
        if not line:
            break
        conn.send(line.encode('utf-8'))
        answer = conn.recv(1024)
        print('server:', answer.decode())
    conn.close()


if __name__ == '__main__':
    main()
