# counts what each client says; answers with the count
import SocketServer, sys, time

counts = {}

class Counter(SocketServer.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        word = data.strip()
        if word == '':
            sock.sendto('?', self.client_address)
            return
        if word == 'list':
            words = counts.keys()
            words.sort()
            for w in words:
                sock.sendto('%s=%d\n' % (w, counts[w]), self.client_address)
            sock.sendto('.', self.client_address)
            return
        if data[0] == '!':
            counts.clear()
            log = open('counts.log', 'a')
            print >>log, 'cleared by', data[1:].strip()
            log.close()
            sock.sendto('OK', self.client_address)
            return
        counts[word] = counts.get(word, 0) + 1
        print '%s said "%s" (%d bytes)' % (self.client_address[0], word, len(data))
        sock.sendto(str(counts[word]), self.client_address)

server = SocketServer.UDPServer(('localhost', int(sys.argv[1])), Counter)
print 'UDP port %d' % server.socket.getsockname()[1]
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    sys.exit(0)
