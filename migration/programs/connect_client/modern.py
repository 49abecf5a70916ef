"""Connects to a server and leaves at once."""
import argparse
import socket
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    socket.create_connection(('127.0.0.1', port)).close()


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        pass  # Ctrl-C
    except OSError as error:
        sys.exit('no connection: %s' % error)
