#!/usr/bin/env python
import socket, sys

class Asn1:
    INTEGER, OCTETSTRING, NULL, OID, SEQUENCE = '\x02', '\x04', '\x05', '\x06', '\x30'
    GET, RESPONSE = '\xa0', '\xa2'

def length(n):
    if n < 128: return chr(n)
    return '\x82' + chr(n >> 8) + chr(n & 255)

def tlv(t, v): return t + length(len(v)) + v

def integer(n):
    s = ''
    while 1:
        s = chr(n & 0xff) + s
        n >>= 8
        if n == 0: break
    if ord(s[0]) & 0x80: s = '\0' + s
    return tlv(Asn1.INTEGER, s)

def oid(text):
    nums = [int(x) for x in text.strip('.').split('.')]
    out = [chr(nums[0] * 40 + nums[1])]
    for n in nums[2:]:
        chunk = chr(n & 0x7f)
        n >>= 7
        while n:
            chunk = chr(0x80 | n & 0x7f) + chunk
            n >>= 7
        out.append(chunk)
    return tlv(Asn1.OID, ''.join(out))

class Parser:
    def __init__(self, data):
        self.data = data
        self.i = 0
    def eof(self):
        return self.i >= len(self.data)
    def next_tlv(self):
        tag = self.data[self.i]
        n = ord(self.data[self.i + 1])
        self.i += 2
        if n & 0x80:
            k = n & 0x7f
            n = int(self.data[self.i:self.i + k].encode('hex'), 16)
            self.i += k
        value = self.data[self.i:self.i + n]
        self.i += n
        return tag, value

def show(tag, value):
    if tag == Asn1.INTEGER:
        n = 0
        for c in value: n = n * 256 + ord(c)
        return str(n)
    elif tag == Asn1.OCTETSTRING:
        if [c for c in value if ord(c) < 32]:
            return '0x' + value.encode('hex')
        return '"' + value + '"'
    elif tag == Asn1.OID:
        first = ord(value[0])
        nums, acc = [first / 40, first % 40], 0
        for c in value[1:]:
            acc = acc << 7 | ord(c) & 0x7f
            if not ord(c) & 0x80:
                nums.append(acc)
                acc = 0
        return '.'.join(map(str, nums))
    elif tag in (Asn1.NULL, '\x80', '\x81'):
        return {Asn1.NULL: 'null'}.get(tag, 'nothing')
    return repr(value)

def get(port, community, name):
    var = tlv(Asn1.SEQUENCE, tlv(Asn1.SEQUENCE, oid(name) + tlv(Asn1.NULL, '')))
    pdu = tlv(Asn1.GET, integer(1) + integer(0) + integer(0) + var)
    msg = tlv(Asn1.SEQUENCE, integer(0) + tlv(Asn1.OCTETSTRING, community) + pdu)
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.settimeout(2)
    s.sendto(msg, ('127.0.0.1', port))
    try:
        reply = s.recv(1500)
    except socket.error, e:
        return 'no reply: %s' % e
    tag, body = Parser(reply).next_tlv()
    p = Parser(body)
    version, comm = p.next_tlv()[1], p.next_tlv()[1]
    tag, pdu = p.next_tlv()
    if tag != Asn1.RESPONSE:
        return 'unexpected pdu 0x%02x' % ord(tag)
    p = Parser(pdu)
    rid, status, index = [ord(p.next_tlv()[1]) for x in range(3)]
    if status: return 'error %d' % status
    lines = []
    vars = Parser(p.next_tlv()[1])
    while not vars.eof():
        v = Parser(vars.next_tlv()[1])
        key = show(*v.next_tlv())
        lines.append('%s = %s' % (key, show(*v.next_tlv())))
    return '\n'.join(lines) + ' (%s)' % comm

for name in sys.argv[3:]:
    print get(int(sys.argv[1]), sys.argv[2], name)
