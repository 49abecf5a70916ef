"""Makes literals of text literals of bytes.

    'GET ' -> b'GET '

Literals that are not ASCII cannot be written so on 3; they say what they
are: 'é' -> u'é'.encode('utf-8'), in the encoding of the source, which on 2.7
gives the bytes that the source has.  Beside an escape such as \\xff, which
means a byte, they become escapes themselves.
"""
import re

# PEP 263.
COOKIE = re.compile(r'(?:.*\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)')
ESCAPED_BYTE = re.compile(r'(?<!\\)(?:\\\\)*\\[x0-7]')


def bytes_literal(edits, node):
    """Edit one literal, of one or of several adjacent parts."""
    start, end = edits.span(node)
    text = edits.source[start:end]
    parts = find_parts(text)
    if text.isascii():
        for position in parts:
            edits.insert(start + position, 'b')
        return
    cookie = COOKIE.match(edits.source)
    codec = cookie.group(1) if cookie else 'utf-8'
    if ESCAPED_BYTE.search(text):
        for position in parts:
            edits.insert(start + position, 'b')
        for match in re.finditer('[^\x00-\x7f]+', text):
            edits.replace(
                start + match.start(), start + match.end(), ''.join(
                    '\\x%02x' % byte
                    for byte in match.group().encode(codec)))
        return
    for position in parts:
        edits.insert(start + position, 'u')
    edits.wrap(node, '(' if len(parts) > 1 else '',
               (')' if len(parts) > 1 else '') + ".encode('%s')" % codec)


def find_parts(text):
    """Return where the parts of adjacent literals begin."""
    parts, position = [], 0
    while position < len(text):
        char = text[position]
        if char == '#':
            position = (text + '\n').index('\n', position)
            continue
        if char not in '"\'rRbBuU':
            position += 1
            continue
        parts.append(position)
        raw = False
        while text[position] not in '"\'':
            position += 1
        quote = text[position]
        if text[position:position + 3] == quote * 3:
            quote *= 3
        position += len(quote)
        while text[position:position + len(quote)] != quote:
            position += 2 if text[position] == '\\' and not raw else 1
        position += len(quote)
    return parts
