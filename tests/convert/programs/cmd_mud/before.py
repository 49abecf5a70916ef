#!/usr/bin/env python
"""A small MUD: each player has a cmd.Cmd on his connection."""
import cmd
import socket
import sys
import threading
import SocketServer

ROOMS = {
    'hall': ('A large hall. A door leads north.', {'north': 'garden'}),
    'garden': ('Caf\xc3\xa9 tables in a garden.', {'south': 'hall'}),
}

players = {}
lock = threading.Lock()

class Player(cmd.Cmd):
    use_rawinput = 0
    prompt = '> '

    def __init__(self, rfile, wfile):
        cmd.Cmd.__init__(self, stdin=rfile, stdout=wfile)
        self.room = 'hall'
        self.name = None

    def tell(self, text):
        self.stdout.write(text + '\n')
        self.stdout.flush()

    def do_name(self, arg):
        """name NAME: tell your name"""
        if not arg:
            self.tell('Which name?')
            return
        with lock:
            if arg in players:
                self.tell('There is a %s already.' % arg)
                return
            players.pop(self.name, None)
            players[arg] = self
        self.name = arg
        self.tell('Hello, %s.' % arg)
        print 'player', arg

    def do_look(self, arg):
        """look: look around"""
        text, exits = ROOMS[self.room]
        self.tell(text)
        others = [p.name for p in players.values() if p is not self and p.room == self.room]
        if others:
            others.sort()
            self.tell('Here: ' + ', '.join(others))

    def do_go(self, arg):
        """go DIRECTION"""
        exits = ROOMS[self.room][1]
        if arg in exits:
            self.room = exits[arg]
            self.do_look('')
        else:
            self.tell('You cannot go "%s".' % arg)

    def do_say(self, arg):
        """say TEXT: to all in the room"""
        for p in players.values():
            if p.room == self.room and p is not self:
                p.tell('%s says: %s' % (self.name, arg))
        self.tell('You say: ' + arg)

    def do_quit(self, arg):
        """quit: leave"""
        self.tell('Bye.')
        return True

    do_EOF = do_quit

    def default(self, line):
        self.tell('What does "%s" mean?' % line)

    def emptyline(self):
        pass

class MudHandler(SocketServer.StreamRequestHandler):
    def handle(self):
        player = Player(self.rfile, self.wfile)
        try:
            player.cmdloop('Welcome! Try help.\n')
        except (socket.error, IOError):
            pass
        with lock:
            players.pop(player.name, None)
        print player.name, 'left'

class MudServer(SocketServer.ThreadingMixIn, SocketServer.TCPServer):
    daemon_threads = True

if __name__ == '__main__':
    server = MudServer(('127.0.0.1', int(sys.argv[1])), MudHandler)
    print 'MUD on port', server.server_address[1]
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
