#!/usr/bin/env python
"""SIP registrar over UDP: REGISTER, OPTIONS, everything else 405."""
import re
import socket
import string
import sys
import time
import SocketServer

rx_register = re.compile("^REGISTER")
rx_options = re.compile("^OPTIONS")
rx_request = re.compile("^([A-Z]+) sip:([^ ]*) SIP/2.0")
rx_to = re.compile("^(?:To|t):(.*)", re.I)
rx_contact = re.compile("^Contact:[ ]*<([^>]*)>")
rx_cseq = re.compile("^CSeq:[ ]*(\\d+)")

registrar = {}

TEMPLATE = """SIP/2.0 %(code)s
CSeq: %(cseq)s
To:%(to)s;tag=%(tag)s
Content-Length: 0

"""

class UDPHandler(SocketServer.BaseRequestHandler):

    def header(self, rx, default=''):
        for line in self.data:
            m = rx.match(line)
            if m:
                return m.group(1)
        return default

    def respond(self, code):
        cseq = self.header(rx_cseq, '0')
        to = self.header(rx_to)
        tag = '%x' % len(self.data)
        text = TEMPLATE % locals()
        self.socket.sendto(text.replace('\n', '\r\n'), self.client_address)

    def handle(self):
        data = self.request[0]
        self.socket = self.request[1]
        self.data = data.split("\r\n")
        request_uri = self.data[0]
        md = rx_request.search(request_uri)
        if len(data) < 4 or md is None:
            print "not SIP: [%s]" % data[:10]
            return
        method, uri = md.group(1), md.group(2)
        print "%s for %s" % (method, uri)
        if rx_register.search(request_uri):
            contact = self.header(rx_contact)
            if contact:
                registrar[uri] = contact
                self.respond("200 OK")
            elif registrar.has_key(uri):
                del registrar[uri]
                self.respond("200 Gone")
            else:
                self.respond("400 Bad Request")
        elif rx_options.search(request_uri):
            if uri in registrar:
                self.respond("200 " + registrar[uri])
            else:
                self.respond("404 Not Found")
        else:
            self.respond("405 %s?" % string.capitalize(method))

if __name__ == "__main__":
    server = SocketServer.UDPServer(('127.0.0.1', int(sys.argv[1])), UDPHandler)
    print "registrar on", server.server_address[1]
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        for key in sorted(registrar.keys()):
            print "%s -> %s" % (key, registrar[key])
