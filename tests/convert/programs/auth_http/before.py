#!/usr/bin/python
# -*- coding: utf-8 -*-
"""HTTP server with basic authentication and an access log."""
import base64
import os
import socket
import sys
import time
import BaseHTTPServer
import SimpleHTTPServer

USERS = {'joe': 'secret', 'jürgen': 'größe'}
LOG = 'access.log'

class AuthHandler(SimpleHTTPServer.SimpleHTTPRequestHandler):

    def log_message(self, format, *args):
        log = open(LOG, 'a')
        log.write('%s %s\n' % (self.user or '-', format % args))
        log.close()

    user = None

    def authorized(self):
        header = self.headers.getheader('Authorization')
        if header is None:
            return False
        kind, data = header.split(' ', 1)
        if kind.lower() != 'basic':
            return False
        user, password = base64.decodestring(data).split(':', 1)
        if USERS.get(user) != password:
            print 'wrong password for', user
            return False
        self.user = user
        return True

    def ask(self):
        self.send_response(401)
        self.send_header('WWW-Authenticate', 'Basic realm="Test"')
        self.send_header('Content-Type', 'text/plain')
        self.end_headers()
        self.wfile.write('no access')

    def do_GET(self):
        if not self.authorized():
            self.ask()
        elif self.path == '/whoami':
            self.send_response(200)
            self.end_headers()
            self.wfile.write('%s\n' % self.user)
        elif self.path.startswith('/private/'):
            f = self.send_head()
            if f:
                self.copyfile(f, self.wfile)
                f.close()
        else:
            self.send_response(302)
            self.send_header('Location', '/whoami')
            self.end_headers()

class Server(BaseHTTPServer.HTTPServer):
    def handle_error(self, request, client_address):
        print 'error for', client_address[0]

if __name__ == '__main__':
    server = Server(('127.0.0.1', int(sys.argv[1])), AuthHandler)
    sys.stdout.write('port %d\n' % server.server_port)
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
        print 'closed'
