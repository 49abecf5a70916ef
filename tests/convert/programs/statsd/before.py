"""A statsd: counters and gauges over UDP, written to a file when asked to."""
import ConfigParser
import os
import re
import signal
import socket
import sys
import time
import threading
import SocketServer

METRIC = re.compile('^([^:|]+):([-+]?[0-9.]+)\\|(c|g|ms)$')

class Stats:
    def __init__(self):
        self.lock = threading.Lock()
        self.counters = {}
        self.gauges = {}
        self.timers = {}
        self.bad = 0

    def add(self, name, value, kind):
        self.lock.acquire()
        try:
            if kind == 'c':
                if not name in self.counters:
                    self.counters[name] = 0
                self.counters[name] += int(value)
            elif kind == 'g':
                self.gauges[name] = float(value)
            else:
                self.timers.setdefault(name, []).append(float(value))
        finally:
            self.lock.release()

    def __str__(self):
        out = []
        for name, value in sorted(self.counters.items()):
            out.append('%s %d' % (name, value))
        for name, value in sorted(self.gauges.items()):
            out.append('%s %.2f' % (name, value))
        for name, values in sorted(self.timers.items()):
            values.sort()
            out.append('%s.median %s' % (name, values[len(values) / 2]))
        out.append('bad %d' % self.bad)
        return '\n'.join(out) + '\n'

stats = Stats()
conf = ConfigParser.ConfigParser()
conf.read('statsd.conf')

class Handler(SocketServer.DatagramRequestHandler):
    prefix = ''

    def handle(self):
        for line in self.rfile:
            line = line.strip()
            if line == 'flush':
                f = open('stats.txt', 'w')
                f.write(str(stats))
                f.close()
                self.wfile.write('flushed\n')
            elif line == 'show':
                self.wfile.write(str(stats))
            elif line:
                m = METRIC.match(line)
                if m is None:
                    stats.bad += 1
                    print 'bad line: %s' % line
                else:
                    stats.add(self.prefix + m.group(1), m.group(2), m.group(3))

if conf.has_option('statsd', 'prefix'):
    Handler.prefix = conf.get('statsd', 'prefix')

class Server(SocketServer.ThreadingUDPServer):
    max_packet_size = 1432

server = Server(('127.0.0.1', int(sys.argv[1])), Handler)
print 'statsd on %s' % server.server_address[1]
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    sys.stdout.write(str(stats))
