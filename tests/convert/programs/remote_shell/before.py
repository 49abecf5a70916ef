#!/usr/bin/python
# connects back to the master and runs what it says (for my own machines)
import os
import socket
import subprocess
import sys
import time

class Agent:
    prompt = '%s> '

    def __init__(self, host, port):
        self.s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.s.connect((host, port))
        self.count = 0
        self.running = True

    def loop(self):
        self.s.send('agent ready\n')
        while self.running:
            self.s.send(self.prompt % self.count)
            cmd = self.s.recv(1024)
            if len(cmd) == 0:
                break
            self.count += 1
            self.execute(cmd.strip())
        self.s.close()

    def execute(self, cmd):
        if cmd[:3] == 'cd ':
            try:
                os.chdir(cmd[3:])
                self.s.send('now in ' + os.path.basename(os.getcwd()) + '\n')
            except OSError, e:
                self.s.send('error: %s\n' % e.strerror)
        elif cmd[:4] == 'get ':
            self.get(cmd[4:])
        elif cmd[:4] == 'put ':
            name, content = cmd[4:].split(' ', 1)
            f = open(name, 'wb')
            f.write(content)
            f.close()
            self.s.send('%d bytes\n' % len(content))
        elif cmd == 'exit':
            self.running = False
            self.s.send('bye\n')
        else:
            proc = subprocess.Popen(cmd, shell=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            output = proc.stdout.read() + proc.stderr.read()
            proc.wait()
            print 'ran %s: %d bytes' % (cmd, len(output))
            self.s.sendall(output)

    def get(self, name):
        if os.path.exists(name):
            f = open(name, 'rb')
            data = f.read(512)
            while data:
                self.s.send(data)
                data = f.read(512)
            f.close()
            self.s.send('DONE\n')
        else:
            self.s.send('Unable to find the file ' + name + '\n')

if __name__ == '__main__':
    Agent('127.0.0.1', int(sys.argv[1])).loop()
