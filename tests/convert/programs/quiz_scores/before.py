import SocketServer, sys, os, time

QUESTIONS = [
    ('What is the capital of France?', 'paris', 10),
    ('2 + 2 * 2?', '6', 5),
    ('Largest planet?', 'jupiter', 15),
]
SCORES = 'scores.txt'

def load_scores():
    scores = []
    if os.path.exists(SCORES):
        for line in file(SCORES):
            name, points = line.strip().split(':')
            scores.append((int(points), name))
    scores.sort()
    scores.reverse()
    return scores

def save_score(name, points):
    f = open(SCORES, 'a')
    print >>f, '%s:%d' % (name, points)
    f.close()

class Quiz(SocketServer.StreamRequestHandler):
    def say(self, *words):
        self.wfile.write(' '.join(map(str, words)) + '\r\n')

    def ask(self, question):
        self.wfile.write(question + ' ')
        answer = self.rfile.readline()
        if answer == '':
            raise EOFError('client left')
        return answer.strip()

    def handle(self):
        try:
            self.play()
        except EOFError, e:
            print 'end:', e

    def play(self):
        name = self.ask('Your name?') or 'nobody'
        self.say('Hello', name.capitalize() + ',', 'there are', len(QUESTIONS), 'questions.')
        points, wrong = 0, []
        for number, (question, answer, value) in enumerate(QUESTIONS):
            given = self.ask('%d. %s (%d points)' % (number + 1, question, value))
            if given.lower() == answer:
                points += value
                self.say('Right!')
            elif given == 'quit':
                break
            else:
                wrong.append((question, given))
                self.say('Wrong, it is', answer.title())
        for q, g in wrong:
            print '%s -> %s' % (q, g)
        save_score(name, points)
        self.say('You got', points, 'points', points * 100 / 30, '%')
        for i, (p, n) in enumerate(load_scores()[:3]):
            self.say(i + 1, n.ljust(12), str(p).rjust(4))

server = SocketServer.ThreadingTCPServer(('127.0.0.1', int(sys.argv[1])), Quiz)
server.daemon_threads = True
print "Listening on %s port %d" % server.server_address
sys.stdout.flush()
try:
    server.serve_forever()
except KeyboardInterrupt:
    sys.exit(0)
