"""Connects to a server and leaves at once."""
import argparse
import socket


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--port', type=int, default=9999)
    port = parser.parse_args().port
    conn = socket.socket()
    conn.connect(('127.0.0.1', port))
    conn.close()


if __name__ == '__main__':
    main()
