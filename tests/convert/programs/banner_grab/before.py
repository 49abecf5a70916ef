#!/usr/bin/env python
"""Grabs banners of several ports with worker threads."""
import Queue
import optparse
import socket
import sys
import threading

class Grabber(threading.Thread):
    def __init__(self, jobs, results):
        threading.Thread.__init__(self)
        self.jobs, self.results = jobs, results

    def run(self):
        while True:
            try:
                host, port = self.jobs.get_nowait()
            except Queue.Empty:
                return
            self.results.put((port, self.grab(host, port)))

    def grab(self, host, port):
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        s.settimeout(5)
        if s.connect_ex((host, port)) != 0:
            return None
        try:
            banner = s.recv(256)
            if banner == '':
                return 'closed'
            if banner.startswith('SSH-'):
                s.send('SSH-2.0-grab\r\n')
                kind = 'ssh'
            elif banner[:4] in ('220 ', '220-'):
                s.send('HELP\r\n')
                banner += s.recv(256)
                kind = 'ftp/smtp'
            elif '\0' in banner or max(banner) > '\x7f':
                kind = 'binary ' + banner.encode('hex')
            else:
                kind = 'text'
            return kind + ': ' + ' | '.join([l.strip() for l in banner.splitlines()])
        except socket.timeout:
            return 'timeout'
        finally:
            s.close()

def main():
    parser = optparse.OptionParser(usage='%prog [-o FILE] PORT...')
    parser.add_option('-o', dest='output', help='write results here')
    options, args = parser.parse_args()
    jobs, results = Queue.Queue(), Queue.Queue()
    for arg in args:
        jobs.put(('127.0.0.1', int(arg)))
    threads = [Grabber(jobs, results) for i in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    lines = []
    while not results.empty():
        port, result = results.get()
        if result is None:
            lines.append('port is closed')
        else:
            lines.append('open: %s' % result)
    lines.sort()
    text = '\n'.join(lines)
    print text
    if options.output:
        out = file(options.output, 'w')
        out.write(text + '\n')
        out.close()
    return len(filter(lambda l: l.startswith('open'), lines))

if __name__ == '__main__':
    sys.exit(main())
