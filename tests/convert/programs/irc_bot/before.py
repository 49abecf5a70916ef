#! /usr/bin/env python
#
# Example of a simple IRC bot: !time, !calc, !seen
#
import socket
import string
import sys

class Bot:
    def __init__(self, port, nick, channel):
        self.nick = nick
        self.channel = channel
        self.seen = {}
        self.s = socket.socket()
        self.s.connect(('127.0.0.1', port))
        self.send('NICK %s' % nick)
        self.send('USER %s 0 * :%s' % (nick, 'a bot'))

    def send(self, text):
        self.s.send(text + '\r\n')

    def say(self, target, text):
        self.send('PRIVMSG %s :%s' % (target, text))

    def run(self):
        readbuffer = ''
        while 1:
            data = self.s.recv(1024)
            if data == '':
                print 'connection closed'
                return
            readbuffer = readbuffer + data
            temp = string.split(readbuffer, '\n')
            readbuffer = temp.pop()
            for line in temp:
                line = string.rstrip(line)
                if not self.line(line):
                    self.send('QUIT :bye')
                    return

    def line(self, line):
        prefix = ''
        if line and line[0] == ':':
            prefix, line = line[1:].split(' ', 1)
        if line.find(' :') != -1:
            line, trailing = line.split(' :', 1)
            args = line.split()
            args.append(trailing)
        else:
            args = line.split()
        if not args:
            return True
        command = args.pop(0)
        if command == 'PING':
            self.send('PONG :' + args[0])
        elif command == '001':
            self.send('JOIN ' + self.channel)
        elif command == 'PRIVMSG':
            nick = prefix.split('!')[0]
            return self.privmsg(nick, args[0], args[1])
        else:
            print '<', command, ' '.join(args)
        return True

    def privmsg(self, nick, target, text):
        print '<%s> %s' % (nick, text)
        words = text.split()
        if target == self.nick:
            target = nick
        if words and words[0] == '!quit':
            return False
        elif words and words[0] == '!calc':
            try:
                self.say(target, str(sum([int(w) for w in words[1:]])))
            except ValueError:
                self.say(target, nick + ': not a number')
        elif words and words[0] == '!seen':
            for who in words[1:]:
                if self.seen.has_key(who):
                    self.say(target, '%s said "%s"' % (who, self.seen[who]))
                else:
                    self.say(target, '%s who?' % who)
        self.seen[nick] = text
        return True

if __name__ == '__main__':
    bot = Bot(int(sys.argv[1]), 'pybot', '#test')
    bot.run()
