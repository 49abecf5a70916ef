#!/usr/bin/env python
"""Collects measurements: 'Tnnn.n;Hnn\n' per station; CSV log; JSON for the web.

A web thread serves the last values on a second port.
"""
import json
import os
import sys
import threading
import time
import BaseHTTPServer
import SocketServer

class Station(object):
    def __init__(self, name):
        self.name = name
        self.values = {}
        self.count = 0

    def update(self, text):
        for field in text.split(';'):
            kind, number = field[0], field[1:]
            if kind == 'T':
                self.values['temperature'] = float(number)
            elif kind == 'H':
                self.values['humidity'] = int(number)
            elif kind == 'N':
                self.values['note'] = number
            else:
                raise ValueError(kind)
        self.count += 1

    def __str__(self):
        return '%s (%d)' % (self.name, self.count)

    def __cmp__(self, other):
        return cmp(self.name, other.name)

stations = {}

class MeasureHandler(SocketServer.StreamRequestHandler):
    timeout = 30

    def handle(self):
        name = self.rfile.readline().strip()
        station = stations.get(name)
        if station is None:
            station = stations[name] = Station(name)
        log = open('measures.csv', 'a')
        for line in self.rfile:
            line = line.rstrip()
            try:
                station.update(line)
            except (ValueError, IndexError):
                self.wfile.write('?\n')
                continue
            log.write('%s,%s\n' % (name, line))
            self.wfile.write('%d\n' % station.count)
        log.close()
        print 'station', str(station)

class WebHandler(BaseHTTPServer.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.end_headers()
        data = dict([(s.name, s.values) for s in stations.values()])
        self.wfile.write(json.dumps(data, sort_keys=True))

    def log_message(self, format, *args):
        pass

def main():
    server = SocketServer.ThreadingTCPServer(('127.0.0.1', int(sys.argv[1])), MeasureHandler)
    server.daemon_threads = True
    print 'listening on', server.server_address[1]
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        for station in sorted(stations.values()):
            print station
        print json.dumps(dict([(s.name, s.values) for s in stations.values()]), sort_keys=True)

if __name__ == '__main__':
    main()
