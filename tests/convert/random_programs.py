"""Small random programs of Python 2 around what a socket has brought.

A template names what stands in it: {w} a str that may have come from the
socket, {s} such a str or a literal, {a} a literal without a line end, {n} a
number, {b} something true or false, {l} a list of str.  The same seed gives
the same program on every interpreter.
"""
import random
import re

PLACE = re.compile(r'\{([wsanbl])\}')

EXPRESSIONS = {
    'a': ["' '", "','", "':'", "'a'", "'GET'", "'x y'", "'='", "'0'",
          "'hello'", "'-'", "'é'"],
    's': ['{w}', '{w}', '{a}', "''", "'\\n'", "'\\r\\n'", "'\\x00'",
          "'caf\\xc3\\xa9'", "'größe\\n'"],
    'w': ['({w}).strip()', '({w}).upper()', '({w}).title()',
          '({w}).swapcase()', '({w}).rstrip()', '({w}).expandtabs()',
          '({w}).strip({a})', '({w}).replace({a}, {s})', '({w}).zfill(12)',
          "({w}).ljust(10, '.')", '({w})[1:]', '({w})[:-2]',
          "({w} + 'zz')[0]", "({w} + 'zz')[-1]", '({w}) + ({s})',
          '{a} + ({w})', '({w}) * 2', "'<%s>' % ({w})", "'%10s|' % ({w})",
          "'%.3s' % ({w})", "'%s %s' % ({w}, {s})", "'%s: %d' % ({w}, {n})",
          "'%s=%02x' % ({w}, {n})", "'%r %s' % ({w}, {n})",
          "'%s %s' % ({w}, {b})", "'é %s %s' % ({w}, {n})",
          "'ü' + str({n})", "'é %s' % {n}", "'日%-8s|' % ({w})",
          "'%(k)s %(n)s' % {'k': {w}, 'n': {n}}", "','.join({l})",
          'str({n})', 'str({w})', 'repr({w})', '`{w}`', 'str({b})',
          "'{0} {1}'.format({w}, {n})", "({w}).encode('hex')",
          "({w}).encode('base64')", '(({w}) or {s})',
          '(({w}) if {b} else ({s}))', '({b} and ({w}) or {a})',
          'chr(({n}) % 256)',
          "''.join([c for c in {w} if c != {a}])",
          "''.join(c for c in {w} if c in '0123456789')",
          "''.join(map(lambda c: chr(ord(c) ^ 1), {w}))",
          "' '.join(['%02x' % ord(c) for c in {w}])",
          'filter(str.isalpha, {w})', 'string.upper({w})',
          "({w}).translate(string.maketrans('abc', 'xyz'))",
          '({w}).partition({a})[2]', "({l} + ['z'])[0]",
          'hashlib.md5({w}).hexdigest()', 'zlib.compress({w})',
          "re.sub('[aeiou]', 'N', {w})", 'urllib.quote({w})',
          'urllib.unquote({w})', 'base64.b64encode({w})',
          "struct.pack('!H', len({w})) + ({w})", 'binascii.hexlify({w})',
          "({w}).decode('latin-1').encode('utf-8')", "shout({w})",
          "second({w})[1]", "(found({w}) or {a})",
          "' '.join(str(n) for n in [{n}, {n}])",
          "' '.join([w.capitalize() for w in {l}])",
          "reduce(lambda a, b: a + b, {l}, '')", 'table.get({w}, {s})'],
    'n': ['0', '1', '3', '10', '255', 'len({w})', '({w}).count({a})',
          '({w}).find({a})', "ord(({w} + 'z')[0])", 'number({w})',
          'sum(ord(c) for c in {w})', 'cmp({w}, {s})', '({n}) + ({n})',
          '({n}) / 2', '({n}) % 7', 'len({l})',
          'zlib.crc32({w}) & 0xffffffff', 'sum([len(w) for w in {l}])'],
    'b': ['({w}) == {s}', '({w}) != {s}', '({w}).startswith({a})',
          '({w}).endswith(({a}, {a}))', '{a} in ({w})',
          '({w}) in ({a}, {s})', '({w}).isdigit()', 'not ({w})',
          '({n}) > 3', '({w}) < {s}', 'isinstance({w}, str)',
          "({w})[:1] == {a}", "({w} + ' ')[0] in 'abc'", '({w}) in table',
          "re.match('[A-Z]+ ', {w}) is not None"],
    'l': ['({w}).split()', '({w}).split({a})', '({w}).splitlines()',
          'list({w})', '[{w}, {s}]', 'sorted(({w}).split())',
          'map(str.strip, {l})', '[x.upper() for x in {l}]',
          'filter(None, {l})', '({w}).rsplit({a}, 1)',
          "re.findall('[a-z]+', {w})", '({w}).split()[:3]'],
}

STATEMENTS = [
    's.send({w})', 's.sendall({w})', 'f.write({w})',
    'f.writelines(({w}).split())', 'print found({w}) or {a}',
    'print shout({w}), second({w})',
    "for c in '{0} {1}'.format(line, {n}):\n    print ord(c)",
    'print >>f, {w}', "print >>f, 'a', ({w}).strip(), {n}",
    'print {w}', "print 'got', ({w}).strip(), {n}", 'print repr({w})',
    "print 'ü', ({w}).strip(), {b}", "s.send('%s é %s' % ({n}, {b}))",
    "print '%s: %d' % ({w}, {n})", 'print {n}', 'print {b}', 'print {l}',
    'print {w},\nprint', 'sys.stdout.write({w})', 'show({w})',
    'if {b}:\n    s.send({w})\nelse:\n    print {w}',
    'for c in {w}:\n    print ord(c), c.isalpha()',
    'for word in ({w}).split():\n    f.write(word + {a})',
    'for i, word in enumerate({l}):\n    print i, word.strip()',
    'while {w} and len(data) < 300:\n    data += {a} + data',
    'table[{s}] = {s}',
    "for k, v in sorted(table.items()):\n    f.write(k + '=' + v)",
    'try:\n    print int({w})\nexcept ValueError, e:\n    print "bad"',
    'out = StringIO.StringIO()\nout.write({w})\ndata = out.getvalue()',
    'data = {w}', 'data += {s}', 'line, data = {w}, {w}',
]

HEAD = '''\
# coding: utf-8
import base64
import binascii
import hashlib
import re
import socket
import string
import struct
import StringIO
import sys
import urllib
import zlib
s = socket.socket()
f = s.makefile('wb')
table = {'GET': 'got', 'a': 'b'}


def number(text):
    try:
        return int(text)
    except ValueError:
        return -1


def shout(text, mark='!'):
    return text.upper() + mark


def second(text):
    return text, text.split(' ')[-1]


def found(text):
    if text.startswith('GET'):
        return text[:2]
    return None


def show(message):
    print 'shown:', message


'''
RECEIVING = ['s.recv(24)', 's.recv(99)', 's.recv(40).strip()',
             "s.makefile('rb').readline()", 's.recv(40).split()[1]']


def make(seed):
    """Return the program of a seed."""
    chance = random.Random(seed)
    lines = ['line = ' + chance.choice(RECEIVING), 'data = line']
    for _ in range(chance.randint(2, 6)):
        lines.append(expand(chance, chance.choice(STATEMENTS), 3))
    lines.append(expand(chance, 's.sendall({w})', 3) + '\nf.flush()')
    return HEAD + '\n'.join(lines) + '\n'


def expand(chance, template, depth):
    """Put something into each place of a template."""
    return PLACE.sub(
        lambda place: expression(chance, place.group(1), depth), template)


def expression(chance, kind, depth):
    if kind == 'w' and (depth <= 0 or chance.random() < .3):
        return chance.choice(['line', 'data'])
    if kind == 'n' and depth <= 0:
        return chance.choice(EXPRESSIONS['n'][:5])
    return expand(chance, chance.choice(EXPRESSIONS[kind]), depth - 1)
