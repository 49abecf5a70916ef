#!/usr/bin/env python
# threaded chat client: one thread reads, the main thread writes
import socket
import sys
import threading

class Chat:
    def __init__(self, host, port, name):
        self.name = name
        self.conn = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.conn.connect((host, port))
        self.conn.send("%s\n" % name)
        self.done = threading.Event()

    def reader(self):
        while True:
            data = self.conn.recv(4096)
            if not data:
                sys.stdout.write("connection closed\n")
                break
            for line in data.splitlines():
                if line.find(":") > 0:
                    who, text = line.split(":", 1)
                    if who == self.name:
                        continue
                    sys.stdout.write("[" + who + "]" + text + "\n")
                elif line.startswith("PING"):
                    self.conn.send(line.replace("PING", "PONG") + "\n")
                else:
                    sys.stdout.write(line)
                    sys.stdout.write("\n")
            sys.stdout.flush()
        self.done.set()

    def writer(self):
        for line in iter(sys.stdin.readline, ""):
            line = line.rstrip("\n")
            if line.startswith("/"):
                args = line[1:].split()
                if args and args[0] == "quit":
                    break
                self.conn.send("CMD " + " ".join(args) + "\n")
            else:
                self.conn.sendall(self.name + ": " + line + "\n")
        self.conn.shutdown(1)

    def run(self):
        t = threading.Thread(target=self.reader)
        t.setDaemon(True)
        t.start()
        self.writer()
        t.join()
        print "bye, %s" % self.name

if __name__ == "__main__":
    name = len(sys.argv) > 2 and sys.argv[2] or raw_input("name: ")
    Chat("127.0.0.1", int(sys.argv[1]), name).run()
