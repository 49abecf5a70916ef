# SLIP + CRC framing, generator based coroutines push data through a pipeline
import socket, sys, struct, binascii, select

END, ESC, ESC_END, ESC_ESC = '\xc0', '\xdb', '\xdc', '\xdd'

def coroutine(func):
    def start(*args, **kwargs):
        cr = func(*args, **kwargs)
        cr.next()
        return cr
    return start

def slip_encode(data):
    return END + data.replace(ESC, ESC + ESC_ESC).replace(END, ESC + ESC_END) + END

@coroutine
def unslip(target):
    packet = []
    escaped = False
    while True:
        byte = (yield)
        if escaped:
            escaped = False
            packet.append({ESC_END: END, ESC_ESC: ESC}.get(byte, byte))
        elif byte == ESC:
            escaped = True
        elif byte == END:
            if packet:
                target.send(''.join(packet))
            packet = []
        else:
            packet.append(byte)

@coroutine
def check(target, errors):
    while True:
        frame = (yield)
        body, crc = frame[:-4], frame[-4:]
        if struct.pack('>I', binascii.crc32(body) & 0xffffffff) == crc:
            target.send(body)
        else:
            errors.append(frame)

@coroutine
def printer(sock):
    count = 0
    while True:
        body = (yield)
        count += 1
        print '%d: %s' % (count, body)
        answer = body[::-1]
        crc = binascii.crc32(answer) & 0xffffffff
        sock.sendall(slip_encode(answer + struct.pack('>I', crc)))

def serve(sock):
    errors = []
    pipe = unslip(check(printer(sock), errors))
    while True:
        data = sock.recv(16)
        if not data:
            break
        for byte in data:
            pipe.send(byte)
        sys.stdout.flush()
    for e in errors:
        print 'bad frame', repr(e)
    sys.stdout.flush()

if __name__ == '__main__':
    l = socket.socket()
    l.bind(('127.0.0.1', int(sys.argv[1])))
    l.listen(1)
    print 'slip on %d' % l.getsockname()[1]
    sys.stdout.flush()
    try:
        while True:
            conn, _ = l.accept()
            serve(conn)
            conn.close()
    except KeyboardInterrupt:
        pass
