# -*- coding: utf-8 -*-
"""Greets each client and confirms what it says until it says "exit"."""
import argparse
import socketserver
import sys


class WelcomeHandler(socketserver.BaseRequestHandler):
    def handle(self):
        conn = self.request
        conn.sendall('欢迎访问socketserver服务器！'.encode())
        while True:
            data = conn.recv(1024).decode()
            if data == 'exit':
                print('断开与%s的连接！' % (self.client_address,))
                sys.stdout.flush()
                break
            print('来自%s的客户端向你发来信息：%s' % (
                self.client_address, data))
            sys.stdout.flush()
            conn.sendall(('已收到你的消息<%s>' % data).encode())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    server = socketserver.ThreadingTCPServer(('127.0.0.1', port), WelcomeHandler)
    print('listening on %s:%d' % server.server_address)
    sys.stdout.flush()
    print('启动socketserver服务器！')
    sys.stdout.flush()
    server.serve_forever()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C
