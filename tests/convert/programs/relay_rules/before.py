#!/usr/bin/env python
# logging tcp relay with search and replace on the stream
import ConfigParser, logging, os, re, select, socket, sys, threading

FORMAT = '%(levelname)-7s %(message)s'
logger = logging.getLogger('relay')

def dump(data, width=8):
    rows = []
    for start in xrange(0, len(data), width):
        part = data[start:start + width]
        shown = ''.join([' ' <= c <= '~' and c or '.' for c in part])
        rows.append('%-24s %s' % (' '.join(['%02x' % ord(c) for c in part]), shown))
    return '\n'.join(rows)

class Rule(object):
    def __init__(self, name, pattern, replacement, direction='both'):
        self.name = name
        self.regex = re.compile(pattern)
        self.replacement = replacement
        self.direction = direction
        self.count = 0

    def apply(self, data):
        data, n = self.regex.subn(self.replacement, data)
        self.count += n
        return data

    def __repr__(self):
        return '<Rule %s %d>' % (self.name, self.count)

def load_rules(path):
    cp = ConfigParser.RawConfigParser({'direction': 'both'})
    cp.read(path)
    rules = []
    for section in cp.sections():
        rules.append(Rule(section, cp.get(section, 'pattern'), cp.get(section, 'replace'),
                          cp.get(section, 'direction')))
    return rules

class Relay(threading.Thread):
    def __init__(self, client, target, rules):
        super(Relay, self).__init__()
        self.daemon = True
        self.client = client
        self.target = target
        self.rules = rules
        self.total = {'in': 0, 'out': 0}

    def filter(self, data, direction):
        for rule in self.rules:
            if rule.direction in ('both', direction):
                new = rule.apply(data)
                if new != data:
                    logger.info('rule %s changed %d bytes', rule.name, len(data))
                    data = new
        return data

    def run(self):
        try:
            remote = socket.create_connection(self.target)
        except socket.error as (code, msg):
            logger.error('cannot connect to %s:%d: %s', self.target[0], self.target[1], msg)
            self.client.sendall('ERROR %s\r\n' % msg)
            self.client.close()
            return
        pairs = {self.client: (remote, 'out'), remote: (self.client, 'in')}
        while True:
            readable, _, _ = select.select(pairs.keys(), [], [])
            for sock in readable:
                other, direction = pairs[sock]
                data = sock.recv(4096)
                if not data:
                    logger.info('%s closed, %s, %s', direction, sorted(self.total.items()), self.rules)
                    self.client.close()
                    remote.close()
                    return
                self.total[direction] += len(data)
                arrow = {'in': '<--', 'out': '-->'}[direction]
                for line in dump(data).splitlines():
                    logger.debug('%s %s', arrow, line)
                logger.info(arrow + ' ' + data.split('\n')[0].strip())
                other.sendall(self.filter(data, direction))

def main():
    logging.basicConfig(format=FORMAT, level=logging.DEBUG, stream=sys.stdout)
    target = ('127.0.0.1', int(sys.argv[2]))
    rules = load_rules('relay.ini')
    s = socket.socket()
    s.bind(('127.0.0.1', int(sys.argv[1])))
    s.listen(5)
    print 'relay', s.getsockname()[1]
    sys.stdout.flush()
    while True:
        client, addr = s.accept()
        logger.info('connection from %s', addr[0])
        Relay(client, target, rules).start()

if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        sys.exit('interrupted')
