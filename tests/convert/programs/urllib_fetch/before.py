#!/usr/bin/env python
"""Mirror: fetches a list of pages with urllib2, saves them, prints titles."""
import httplib
import os
import re
import socket
import sys
import urllib
import urllib2
from HTMLParser import HTMLParser

TITLE = re.compile('<title>(.*?)</title>', re.I | re.S)

class LinkParser(HTMLParser):
    def __init__(self):
        HTMLParser.__init__(self)
        self.links = []

    def handle_starttag(self, tag, attrs):
        if tag == 'a':
            for name, value in attrs:
                if name == 'href':
                    self.links.append(value)

def charset(response):
    ctype = response.info().getheader('Content-Type') or ''
    if 'charset=' in ctype:
        return ctype.split('charset=')[1].strip()
    return 'iso-8859-1'

def fetch(base, path, data=None):
    if data is not None:
        data = urllib.urlencode(data)
    request = urllib2.Request(base + path, data)
    request.add_header('User-Agent', 'mirror/0.1')
    try:
        response = urllib2.urlopen(request)
    except urllib2.HTTPError, e:
        print path, 'error', e.code
        return None
    except (urllib2.URLError, httplib.HTTPException, socket.error), e:
        print path, 'failed'
        return None
    body = response.read()
    name = path.strip('/').replace('/', '_') or 'index'
    f = open(name, 'w')
    f.write(body)
    f.close()
    m = TITLE.search(body)
    if m:
        print '%s: "%s", %d bytes' % (path, m.group(1), len(body))
    else:
        print '%s: %d bytes, type %s' % (path, len(body), response.info().gettype())
    if response.info().gettype() == 'text/html':
        parser = LinkParser()
        parser.feed(body.decode(charset(response), 'replace'))
        for link in parser.links:
            print '   link', link.encode('utf-8')
    return body

def main():
    base = 'http://127.0.0.1:' + sys.argv[1]
    total = 0
    for path in sys.argv[2:]:
        if '=' in path:
            path, value = path.split('=', 1)
            body = fetch(base, path, {'q': value})
        else:
            body = fetch(base, path)
        if body:
            total += len(body)
    print total, 'bytes in all'

if __name__ == '__main__':
    main()
