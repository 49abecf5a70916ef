"""SSDP responder (UPnP discovery) without the multicast part."""
import mimetools
import socket
import sys
import time
from StringIO import StringIO
import SocketServer

ANSWER = '\r\n'.join([
    'HTTP/1.1 200 OK',
    'CACHE-CONTROL: max-age=%(age)d',
    'EXT:',
    'LOCATION: http://%(ip)s/desc.xml',
    'ST: %(st)s',
    'USN: uuid:%(uuid)s::%(st)s',
    '', ''])

class Device:
    def __init__(self, uuid, kinds):
        self.uuid = uuid
        self.kinds = kinds

    def matches(self, st):
        return st == 'ssdp:all' or st in self.kinds

device = Device('4711-ab', ['upnp:rootdevice', 'urn:test:device:Lamp:1'])
seen = {}

class SSDPHandler(SocketServer.DatagramRequestHandler):
    def handle(self):
        first = self.rfile.readline()
        parts = first.split()
        if len(parts) != 3 or parts[2] != 'HTTP/1.1':
            print 'ignored:', first.strip()
            return
        method, what = parts[:2]
        headers = mimetools.Message(StringIO(self.rfile.read()))
        if method == 'M-SEARCH' and what == '*':
            if headers.getheader('MAN') != '"ssdp:discover"':
                print 'bad MAN:', headers.getheader('man')
                return
            st = headers.getheader('ST', 'ssdp:all')
            print 'search for', st
            if device.matches(st):
                kinds = device.kinds
                if st != 'ssdp:all':
                    kinds = [st]
                for kind in kinds:
                    self.wfile.write(ANSWER % {
                        'age': 1800, 'ip': '10.0.0.1', 'st': kind, 'uuid': device.uuid})
        elif method == 'NOTIFY':
            usn = headers.getheader('USN')
            seen[usn] = headers.get('nts', 'unknown')
            print 'notify %s: %s' % (usn, seen[usn])
        else:
            self.wfile.write('HTTP/1.1 405 %s?\r\n\r\n' % method)

s = SocketServer.UDPServer(('127.0.0.1', int(sys.argv[1])), SSDPHandler)
print 'ssdp:', s.server_address[1]
sys.stdout.flush()
try:
    s.serve_forever()
except KeyboardInterrupt:
    for usn in sorted(seen):
        print usn, seen[usn]
