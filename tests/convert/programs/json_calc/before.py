#!/usr/bin/env python
# one JSON object per line in, one out
import json
import operator
import sys
import SocketServer

OPS = {'add': operator.add, 'sub': operator.sub,
       'mul': operator.mul, 'div': operator.div}

def add_all(args):
    return reduce(operator.add, args)

class JSONHandler(SocketServer.StreamRequestHandler):

    def reply(self, obj):
        self.wfile.write(json.dumps(obj, sort_keys=True) + '\n')

    def handle(self):
        for line in self.rfile:
            line = line.strip()
            if not line:
                continue
            try:
                request = json.loads(line)
            except ValueError:
                self.reply({'error': 'not JSON', 'length': len(line)})
                continue
            try:
                op = request['op']
                args = request['args']
                if op == 'sum':
                    result = add_all(args)
                elif op == 'echo':
                    result = args
                    print 'echo %s' % json.dumps(args)
                elif op == 'join':
                    result = u' '.join(args)
                    print result.encode('utf-8')
                else:
                    result = OPS[op](*args)
            except KeyError, e:
                self.reply({'error': 'missing %s' % e.args[0]})
            except ZeroDivisionError:
                self.reply({'error': 'division by zero'})
            except TypeError:
                self.reply({'error': 'bad arguments'})
            else:
                self.reply({'result': result})

if __name__ == '__main__':
    s = SocketServer.ThreadingTCPServer(('127.0.0.1', int(sys.argv[1])), JSONHandler)
    s.daemon_threads = True
    print 'json_calc on port', s.server_address[1]
    sys.stdout.flush()
    try:
        s.serve_forever()
    except KeyboardInterrupt:
        print 'Bye.'
