#!/usr/bin/env python
## Tiny syslog server: prints to stdout, appends to a file.
import logging
import re
import SocketServer
import sys

LOG_FILE = 'messages.log'

logging.basicConfig(level=logging.INFO, format='%(message)s', filename=LOG_FILE, filemode='a')

SEVERITY = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug']
PRI = re.compile(r'^<(\d{1,3})>')

class SyslogUDPHandler(SocketServer.BaseRequestHandler):

	def handle(self):
		data = self.request[0].strip()
		socket = self.request[1]
		match = PRI.match(data)
		if match:
			pri = int(match.group(1))
			data = data[match.end():]
			severity = SEVERITY[pri & 7]
			facility = pri >> 3
		else:
			severity = 'notice'
			facility = 1
		print "%s : %s.%s" % (self.client_address[0], facility, severity), str(data)
		logging.info('%s %s' % (severity, data))
		if severity in ('emerg', 'alert'):
		        self.alarm(data)

	def alarm(self, text):
		f = open('alarm.txt', 'w')
		f.write('ALARM\n')
		f.write(text + '\n')
		f.close()

if __name__ == "__main__":
	try:
		server = SocketServer.UDPServer(('127.0.0.1', int(sys.argv[1])), SyslogUDPHandler)
		print "port", server.server_address[1]
		sys.stdout.flush()
		server.serve_forever(poll_interval=0.5)
	except (IOError, SystemExit):
		raise
	except KeyboardInterrupt:
		print ("Crtl+C Pressed. Shutting down.")
