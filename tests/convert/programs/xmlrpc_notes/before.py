#!/usr/bin/env python
from SimpleXMLRPCServer import SimpleXMLRPCServer, SimpleXMLRPCRequestHandler
import SocketServer
import sys
import xmlrpclib

class Handler(SimpleXMLRPCRequestHandler):
    rpc_paths = ('/RPC2',)

    def log_request(self, code='-', size='-'):
        print 'request', code

class Server(SocketServer.ThreadingMixIn, SimpleXMLRPCServer):
    daemon_threads = True

class Notes:
    def __init__(self):
        self.notes = {}

    def put(self, name, text):
        isnew = not self.notes.has_key(name)
        self.notes[name] = text
        return isnew

    def get(self, name):
        try:
            return self.notes[name]
        except KeyError:
            raise xmlrpclib.Fault(404, 'no note %s' % name)

    def names(self):
        names = self.notes.keys()
        names.sort(lambda a, b: cmp(a.lower(), b.lower()))
        return names

    def blob(self, name):
        return xmlrpclib.Binary(self.notes[name].encode('utf-8'))

    def size(self, blob):
        return len(blob.data)

server = Server(('127.0.0.1', int(sys.argv[1])), requestHandler=Handler, allow_none=True)
server.register_introspection_functions()
server.register_instance(Notes())
server.register_function(lambda a, b: a + b, 'add')
print 'xmlrpc on', server.server_address[1]
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    print 'end'
