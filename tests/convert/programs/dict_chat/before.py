#!/usr/bin/env python
# Simple multi user chat. Each user is a dictionary.
import socket
import select
import sys
import time

HOST = '127.0.0.1'
PORT = int(sys.argv[1])
RECV_BUFFER = 1024
users = {}

def make_user(sock, addr):
    return {'sock': sock, 'addr': addr, 'name': 'guest', 'room': 'lobby',
            'buffer': '', 'lines': 0, 'joined': time.time(), 'muted': False}

def send_all(room, text, but=None):
    for fd in users.keys():
        u = users[fd]
        if u['room'] == room and u['sock'] is not but:
            try:
                u['sock'].send(text + '\n')
            except socket.error, e:
                print 'cannot send to', u['name'], e

def handle_line(user, line):
    user['lines'] += 1
    if line.startswith('/'):
        parts = line[1:].split(' ', 1)
        cmd = parts[0].lower()
        arg = len(parts) > 1 and parts[1] or ''
        if cmd == 'name':
            old = user['name']
            user['name'] = arg
            send_all(user['room'], '%s is now %s' % (old, arg))
        elif cmd == 'join':
            send_all(user['room'], '%(name)s leaves %(room)s' % user, user['sock'])
            user['room'] = arg
            send_all(arg, '%(name)s enters' % user)
        elif cmd == 'stats':
            user['sock'].send('name: %s\nroom: %s\nlines: %s\n' % (user['name'], user['room'], user['lines']))
        elif cmd == 'list':
            for u in users.values():
                user['sock'].send(u['name'] + ' (' + u['room'] + ')\n')
        else:
            user['sock'].send('unknown command %s\n' % cmd)
    else:
        send_all(user['room'], '<' + user['name'] + '> ' + line, user['sock'])

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind((HOST, PORT))
server.listen(5)
print "Chat server started on port " + str(server.getsockname()[1])
sys.stdout.flush()
while 1:
    socks = [server] + [u['sock'] for u in users.values()]
    ready, _, _ = select.select(socks, [], [])
    for s in ready:
        if s == server:
            conn, addr = server.accept()
            users[conn.fileno()] = make_user(conn, addr)
            conn.send('Welcome! There are %d users.\n' % len(users))
        else:
            user = users[s.fileno()]
            data = s.recv(RECV_BUFFER)
            if not data:
                del users[s.fileno()]
                s.close()
                print "client (%s) after %i lines" % (user['name'], user['lines'])
                send_all(user['room'], user['name'] + ' has quit')
                continue
            user['buffer'] += data
            while '\n' in user['buffer']:
                line, user['buffer'] = user['buffer'].split('\n', 1)
                handle_line(user, line.rstrip('\r'))
