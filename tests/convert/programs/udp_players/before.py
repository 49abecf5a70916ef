"""UDP position server for a game: players send commands, get the state back."""
import socket, sys, time, string, random
import struct
from UserDict import UserDict

class Players(UserDict):
    def add(self, addr, name):
        self[addr] = {'name': name, 'x': 0, 'y': 0, 'hp': 100, 'chat': []}
        return self[addr]
    def names(self):
        return [p['name'] for p in self.values()]

MOVES = {'n': (0, -1), 's': (0, 1), 'e': (1, 0), 'w': (-1, 0)}
players = Players()

def state(player):
    packet = struct.pack('<2hB', player['x'], player['y'], player['hp'])
    packet += chr(len(player['name'])) + player['name']
    chat = '\n'.join(player['chat'][-3:])
    packet += struct.pack('<H', len(chat)) + chat
    return packet

def handle(sock, data, addr):
    cmd, rest = data[0], data[1:]
    if cmd == 'J':
        name = rest.strip()
        if name in players.names():
            sock.sendto('E' + 'name in use', addr)
            return
        players.add(addr, name)
        print '%s joined (%d players)' % (name, len(players))
        sock.sendto('W' + state(players[addr]), addr)
        return
    player = players.get(addr)
    if not player:
        sock.sendto('E' + 'join first', addr)
        return
    if cmd == 'M':
        for c in rest:
            if not MOVES.has_key(c):
                sock.sendto('Ebad move ' + c, addr)
                return
            dx, dy = MOVES[c]
            player['x'] += dx
            player['y'] += dy
        sock.sendto('S' + state(player), addr)
    elif cmd == 'C':
        line = player['name'] + ': ' + rest
        for a, p in players.items():
            p['chat'].append(line)
            sock.sendto('C' + line, a)
    elif cmd == 'H':
        (damage,) = struct.unpack('<b', rest)
        player['hp'] = max(0, min(255, player['hp'] - damage))
        print player['name'], 'has', player['hp']
        sock.sendto('S' + state(player), addr)
    elif cmd == 'Q':
        del players[addr]
        print player['name'], 'left:', '|'.join(player['chat'])
        sock.sendto('Q', addr)
    else:
        sock.sendto('E' + 'what is %s (%d)?' % (repr(cmd), ord(cmd)), addr)

def main(argv):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(('', int(argv[1])))
    print 'port %d' % sock.getsockname()[1]
    sys.stdout.flush()
    while True:
        try:
            data, addr = sock.recvfrom(1024)
            handle(sock, data, addr)
            sys.stdout.flush()
        except (IndexError, struct.error), e:
            print 'bad packet', len(data)
        except KeyboardInterrupt:
            break
    print 'bye'

if __name__ == '__main__':
    main(sys.argv)
