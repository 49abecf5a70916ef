"""Asks the time server, one connection for each line of stdin."""
import argparse
import socket
import sys

BUFSIZE = 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=10001)
    port = parser.parse_args().port
    while True:
        sys.stdout.write('>')
        sys.stdout.flush()
        line = raw_input()
        if not line:
            break
        conn = socket.socket()
        conn.connect(('127.0.0.1', port))
        question = '%s\r\n' % line
        conn.sendall(question)
        answer = conn.recv(BUFSIZE)
        if not answer:
            break
        print answer.strip()
        sys.stdout.flush()
        conn.close()


if __name__ == '__main__':
    try:
        main()
    except (EOFError, KeyboardInterrupt):
        pass  # the end of stdin, or Ctrl-C
    except socket.error, error:
        sys.exit('no answer: %s' % error)
