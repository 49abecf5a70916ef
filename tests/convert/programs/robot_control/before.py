#!/usr/bin/env python
# Robot car server: single letters drive, "s NN" sets the speed, "?" asks
import SocketServer
import sys
import time

class Motor:
    def __init__(self, name):
        self.name = name
        self.power = 0

    def set(self, power):
        self.power = max(-100, min(100, power))
        print "%s motor: %d" % (self.name, self.power)

left, right = Motor("left"), Motor("right")

class RobotHandler(SocketServer.BaseRequestHandler):
    speed = 50

    def drive(self, l, r):
        left.set(l)
        right.set(r)
        self.request.send("ok\n")

    def handle(self):
        print "robot: client connected"
        self.request.send("robot 1.0\n")
        while True:
            self.data = self.request.recv(1024)
            if not self.data:
                break
            for cmd in self.data.split("\n"):
                cmd = cmd.strip()
                if cmd == "":
                    continue
                if cmd == "w":
                    self.drive(self.speed, self.speed)
                elif cmd == "x":
                    self.drive(-self.speed, -self.speed)
                elif cmd in ("a", "d"):
                    if cmd == "a":
                        self.drive(0, self.speed)
                    else:
                        self.drive(self.speed, 0)
                elif cmd.startswith("s "):
                    try:
                        self.speed = int(cmd[2:])
                        self.request.send("speed " + str(self.speed) + "\n")
                    except ValueError, e:
                        self.request.send("bad speed: " + cmd[2:] + "\n")
                elif cmd == "?":
                    self.request.send("left=" + `left.power` + ",right=" + `right.power` + "\n")
                elif len(cmd) == 1 and ord(cmd) < 32:
                    print "control character", ord(cmd)
                else:
                    print "unknown command: " + cmd
                    self.request.send("unknown: %s\n" % cmd)
        left.set(0)
        right.set(0)
        print "robot: client disconnected"

server = SocketServer.TCPServer(("", int(sys.argv[1])), RobotHandler)
print "robot server on port %d" % server.server_address[1]
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    print "^C received, shutting down"
    server.socket.close()
