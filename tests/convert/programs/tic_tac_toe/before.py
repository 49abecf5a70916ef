# Tic tac toe server for two players over TCP. telnet in, twice.
import socket, sys, random, time
from threading import Thread, Lock, Event

LINES = [(0,1,2),(3,4,5),(6,7,8),(0,3,6),(1,4,7),(2,5,8),(0,4,8),(2,4,6)]
scores = {}

class Player(Thread):
    def __init__(self, sock, game, mark):
        Thread.__init__(self)
        self.setDaemon(True)
        self.sock = sock
        self.game = game
        self.mark = mark
        self.name_ = 'player ' + mark
        self.lines = []
        self.rest = ''

    def write(self, text):
        try:
            self.sock.sendall(text.replace('\n', '\r\n'))
        except socket.error, err:
            print 'lost', self.name_, err.args[0]

    def readline(self):
        while '\n' not in self.rest:
            data = self.sock.recv(256)
            if not data:
                return None
            self.rest += data
        pos = self.rest.index('\n')
        line = self.rest[:pos].strip()
        self.rest = self.rest[pos + 1:]
        return line

    def run(self):
        self.write('Your name: ')
        name = self.readline()
        if name:
            self.name_ = name.title()
        self.game.joined(self)
        while True:
            line = self.readline()
            if line is None or line == 'q':
                self.game.left(self)
                break
            if line.isdigit():
                self.game.move(self, int(line))
            elif line[:1] in ('"', "'"):
                self.game.tell('%s says: %s\n' % (self.name_, line[1:]))
            elif line == 'scores':
                self.write(show_scores())
            else:
                self.write('? "%s"\n' % line)
        self.sock.close()

def show_scores():
    table = scores.items()
    table.sort()
    text = ''
    for name, points in table:
        text += '%-12s%3d\n' % (name, points)
    return text or 'none yet\n'

class Game:
    def __init__(self):
        self.board = [' '] * 9
        self.players = []
        self.turn = 0
        self.lock = Lock()
        self.over = False

    def tell(self, text):
        for p in self.players:
            p.write(text)

    def show(self):
        rows = []
        for y in range(3):
            rows.append('|'.join(self.board[y*3:y*3+3]))
        return '\n-+-+-\n'.join(rows) + '\n'

    def joined(self, player):
        self.lock.acquire()
        self.players.append(player)
        print '%s joined as %s' % (player.name_, player.mark)
        sys.stdout.flush()
        if len(self.players) == 2:
            self.tell(self.show())
            self.tell('%s begins\n' % self.players[0].name_)
        self.lock.release()

    def move(self, player, field):
        self.lock.acquire()
        try:
            if self.over or len(self.players) < 2:
                player.write('no game\n')
            elif self.players[self.turn] is not player:
                player.write('Not your turn, %s\n' % player.name_)
            elif not 1 <= field <= 9 or self.board[field - 1] != ' ':
                player.write('Not possible: %d\n' % field)
            else:
                self.board[field - 1] = player.mark
                self.turn = 1 - self.turn
                self.tell(self.show())
                for a, b, c in LINES:
                    if self.board[a] == self.board[b] == self.board[c] != ' ':
                        self.over = True
                        scores[player.name_] = scores.get(player.name_, 0) + 1
                        self.tell('%s wins!\n' % player.name_)
                        print 'winner:', player.name_
                        break
                else:
                    if ' ' not in self.board:
                        self.over = True
                        self.tell('a draw\n')
        finally:
            self.lock.release()

    def left(self, player):
        if player in self.players:
            self.players.remove(player)
        self.over = True
        self.tell('%s has left the game.\n' % player.name_)

if __name__ == '__main__':
    port = int(sys.argv[1])
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('127.0.0.1', port))
    s.listen(2)
    print 'Waiting for players on port', s.getsockname()[1]
    sys.stdout.flush()
    try:
        while 1:
            game = Game()
            for mark in 'XO':
                conn, addr = s.accept()
                Player(conn, game, mark).start()
    except KeyboardInterrupt:
        print 'final scores:'
        print show_scores(),
