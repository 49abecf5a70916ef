#!/usr/bin/env python
# calculator: XML requests over a stream, one document per connection
import sys
import SocketServer
from xml.dom import minidom
from xml.parsers.expat import ExpatError
import xml.etree.ElementTree as ET
from xml.sax import saxutils

def reply(status, text):
    return '<?xml version="1.0" encoding="utf-8"?>\n<reply status="%s">%s</reply>\n' % (
        status, saxutils.escape(text))

class XMLHandler(SocketServer.StreamRequestHandler):

    def read_document(self):
        doc = ''
        while not doc.rstrip().endswith('</request>'):
            line = self.rfile.readline()
            if not line:
                raise EOFError(doc)
            doc += line
        return doc

    def handle(self):
        try:
            raw = self.read_document()
        except EOFError, e:
            self.wfile.write(reply('error', 'incomplete: ' + str(e)))
            return
        try:
            root = ET.fromstring(raw)
        except ExpatError, e:
            self.wfile.write(reply('error', 'not well-formed'))
            return
        except SyntaxError:
            self.wfile.write(reply('error', 'not XML'))
            return
        kind = root.get('type')
        print 'request of type', kind, 'with', len(raw), 'bytes'
        if kind == 'sum':
            values = [float(v.text) for v in root.findall('value')]
            self.wfile.write(reply('ok', '%g' % sum(values)))
        elif kind == 'echo':
            text = root.findtext('text')
            self.wfile.write(reply('ok', text.encode('utf-8')))
        elif kind == 'copy':
            self.wfile.write(ET.tostring(root) + '\n')
        elif kind == 'dom':
            dom = minidom.parseString(raw)
            names = [n.nodeName for n in dom.documentElement.childNodes if n.nodeType == n.ELEMENT_NODE]
            self.wfile.write(reply('ok', ' '.join(names)))
        else:
            self.wfile.write(reply('error', 'type %s' % kind))

server = SocketServer.TCPServer(('127.0.0.1', int(sys.argv[1])), XMLHandler)
print 'xml on', server.server_address[1]
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    pass
