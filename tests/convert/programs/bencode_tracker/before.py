#!/usr/bin/env python
# BitTorrent tracker, bencoded answers with compact peers
import BaseHTTPServer
import cgi
import socket
import struct
import sys
import urllib
import urlparse
from types import StringType, IntType, LongType, DictType, ListType, TupleType

class BTFailure(Exception):
    pass

def bencode(x):
    t = type(x)
    if t in (IntType, LongType):
        return 'i%de' % x
    elif t is StringType:
        return '%d:%s' % (len(x), x)
    elif t in (ListType, TupleType):
        return 'l' + ''.join([bencode(i) for i in x]) + 'e'
    elif t is DictType:
        r = ['d']
        ilist = x.items()
        ilist.sort()
        for k, v in ilist:
            r.extend((str(len(k)), ':', k))
            r.append(bencode(v))
        r.append('e')
        return ''.join(r)
    raise BTFailure, 'cannot encode %s' % t

torrents = {}

class Tracker(BaseHTTPServer.BaseHTTPRequestHandler):

    def params(self):
        query = urlparse.urlparse(self.path)[4]
        result = {}
        for pair in query.split('&'):
            if '=' in pair:
                key, value = pair.split('=', 1)
                result[key] = urllib.unquote(value)
        return result

    def do_GET(self):
        if self.path.startswith('/announce'):
            answer = self.announce(self.params())
        elif self.path.startswith('/scrape'):
            files = {}
            for info_hash, peers in torrents.items():
                files[info_hash] = {'complete': len([p for p in peers.values() if p[2]]),
                                    'incomplete': len([p for p in peers.values() if not p[2]])}
            answer = {'files': files}
        else:
            self.send_error(404)
            return
        text = bencode(answer)
        self.send_response(200)
        self.send_header('Content-Type', 'text/plain')
        self.send_header('Content-Length', '%d' % len(text))
        self.end_headers()
        self.wfile.write(text)

    def announce(self, p):
        try:
            info_hash = p['info_hash']
            peer_id = p['peer_id']
            port = int(p['port'])
        except (KeyError, ValueError):
            return {'failure reason': 'bad parameters'}
        if len(info_hash) != 20:
            return {'failure reason': 'info_hash has %d bytes' % len(info_hash)}
        peers = torrents.setdefault(info_hash, {})
        if p.get('event') == 'stopped':
            peers.pop(peer_id, None)
        else:
            peers[peer_id] = (socket.inet_aton(self.client_address[0]), port, p.get('left') == '0')
        print '%s: %d peers' % (info_hash.encode('hex'), len(peers))
        compact = ''
        for key in sorted(peers):
            ip, port, done = peers[key]
            compact += ip + struct.pack('!H', port)
        return {'interval': 1800, 'peers': compact}

    def log_message(self, format, *args):
        pass

if __name__ == '__main__':
    server = BaseHTTPServer.HTTPServer(('127.0.0.1', int(sys.argv[1])), Tracker)
    print 'tracker on port', server.server_port
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print len(torrents), 'torrents'
