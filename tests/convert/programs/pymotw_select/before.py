import select
import socket
import sys
import Queue

# Create a TCP/IP socket
server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setblocking(0)

# Bind the socket to the port
server.bind(('localhost', int(sys.argv[1])))
print 'starting up on %s port %s' % server.getsockname()
sys.stdout.flush()
server.listen(5)

inputs = [ server ]
outputs = [ ]
message_queues = {}

def run():
    while inputs:
        readable, writable, exceptional = select.select(inputs, outputs, inputs)
        for s in readable:
            if s is server:
                connection, client_address = s.accept()
                print >>sys.stdout, 'new connection from', client_address[0]
                connection.setblocking(0)
                inputs.append(connection)
                message_queues[connection] = Queue.Queue()
            else:
                data = s.recv(1024)
                if data:
                    print >>sys.stdout, 'received "%s"' % data
                    message_queues[s].put(data)
                    if s not in outputs:
                        outputs.append(s)
                else:
                    print >>sys.stdout, 'closing after reading no data'
                    if s in outputs:
                        outputs.remove(s)
                    inputs.remove(s)
                    s.close()
                    del message_queues[s]
        for s in writable:
            try:
                next_msg = message_queues[s].get_nowait()
            except Queue.Empty:
                outputs.remove(s)
            except KeyError:
                pass
            else:
                print >>sys.stdout, 'sending %d bytes, "%s..."' % (len(next_msg), next_msg[:3])
                s.send(next_msg)
        for s in exceptional:
            inputs.remove(s)
            s.close()

try:
    run()
except KeyboardInterrupt:
    print >>sys.stdout, 'interrupted;', len(inputs) - 1, 'open'
