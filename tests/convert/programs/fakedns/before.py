"""Mini fake DNS server: answers every A query with one IP, or from a hosts file."""
import socket
import sys

class DNSQuery:
  def __init__(self, data):
    self.data=data
    self.dominio=''

    tipo = (ord(data[2]) >> 3) & 15   # Opcode bits
    if tipo == 0:                     # Standard query
      ini=12
      lon=ord(data[ini])
      while lon != 0:
        self.dominio+=data[ini+1:ini+lon+1]+'.'
        ini+=lon+1
        lon=ord(data[ini])

  def respuesta(self, ip):
    packet=''
    if self.dominio:
      packet+=self.data[:2] + "\x81\x80"
      packet+=self.data[4:6] + self.data[4:6] + '\x00\x00\x00\x00'   # Questions and Answers Counts
      packet+=self.data[12:]                                         # Original Domain Name Question
      packet+='\xc0\x0c'                                             # Pointer to domain name
      packet+='\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04'             # Response type, ttl and resource data length -> 4 bytes
      packet+=str.join('',map(lambda x: chr(int(x)), ip.split('.'))) # 4bytes of IP
    return packet

def read_hosts(filename):
  hosts = {}
  try:
    for line in open(filename):
      line = line.split('#')[0].strip()
      if line:
        ip, name = line.split()
        hosts[name.lower() + '.'] = ip
  except IOError:
    print 'no', filename
  return hosts

if __name__ == '__main__':
  ip='192.168.1.1'
  hosts = read_hosts('hosts')
  udps = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  udps.bind(('127.0.0.1', int(sys.argv[1])))
  print 'pyminifakeDNS:: dom.query. 60 IN A %s (port %d)' % (ip, udps.getsockname()[1])
  sys.stdout.flush()
  try:
    while 1:
      data, addr = udps.recvfrom(1024)
      try:
        p=DNSQuery(data)
      except IndexError:
        print 'short packet of %d bytes' % len(data)
        continue
      answer = hosts.get(p.dominio.lower(), ip)
      udps.sendto(p.respuesta(answer), addr)
      print 'Respuesta: %s -> %s' % (p.dominio, answer)
  except KeyboardInterrupt:
    print 'Finalizando'
    udps.close()
