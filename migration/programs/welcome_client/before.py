# -*- coding: utf-8 -*-
"""Sends lines of stdin to the welcome server and prints its answers."""
import argparse
import socket


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    conn = socket.socket()
    conn.connect(('127.0.0.1', port))
    conn.settimeout(5)
    answer = conn.recv(1024).decode()
    print('服务器:', answer)
    while True:
        message = input('你:').strip()
        if not message:
            continue
        conn.sendall(message.encode())
        if message == 'exit':
            print('谢谢使用，再见！')
            break
        answer = conn.recv(1024).decode()
        print('服务器:', answer)
    conn.close()


if __name__ == '__main__':
    main()
