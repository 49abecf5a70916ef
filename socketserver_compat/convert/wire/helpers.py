"""Functions that are put into a program which needs them.

Where a value may be a string or something else, neither six.ensure_str nor
six.ensure_binary will do, for both refuse what is no string::

    print(wire_text(reply))     # reply may be None
    sock.send(b'%s: %s' % (name, wire_show(error)))
    print(http_text(self.path))  # latin-1 on 3, whatever it is
    self.send_header('X-Name', http_header(name))
    open_text(path)             # 3 would refuse what is not UTF-8
    open_csv(path, 'wb')        # 3 would want bytes
    open_unbuffered(open, path, 'w')    # 3 would refuse a buffering of 0
    print(wire_shown(fields))   # 3 would show a list as [b'...']
    popen_bytes('ls').read()    # 3 would decode what the command prints
    popen_text('ls').read()     # 3 would refuse what is not UTF-8
    output_bytes('ls')          # the same for getoutput()
    status_output('ls')         # and for getstatusoutput()
    print(http_lines(self.headers))     # 3 would end the lines otherwise
    http_items(self.headers)    # 3 would leave the names as they came
    http_repr([self.path])      # 3 would show what latin-1 makes of bytes
    wire_float(word)            # the error of 3 would show b'x' or 'x'
    wire_json(data)             # 2.7 takes no bytes that are no UTF-8
    wire_unpack(words, 2)       # 3 words the error in another way
    print(wire_digits(0.1 + 0.2))   # 3 would show up to 17 digits, not 12
    wire_print(wfile, b'Name:', b'')    # the blank of print >>wfile, 'Name:',

A program that uses the name of a built-in function for something else,
``type = 1``, gets helpers with ``builtins.type``.
"""
import ast

from .._tree import walk

# What is put around a value where six can tell.
DECODE = 'six.ensure_str('
ENCODE = 'six.ensure_binary('
CODEC = ", 'utf-8', 'surrogateescape')"

TO_TEXT = 'wire_text'
TO_WIRE = 'wire_bytes'
SHOW = 'wire_show'
HTTP_TEXT = 'http_text'
HTTP_HEADER = 'http_header'
OPEN_TEXT = 'open_text'
OPEN_CSV = 'open_csv'
STREAM = 'WireStream'
STDIN = 'WireInput'
UNBUFFERED = 'open_unbuffered'
REPR = 'wire_repr'
SHOWN = 'wire_shown'
POPEN_BYTES = 'popen_bytes'
POPEN_TEXT = 'popen_text'
OUTPUT = 'output_bytes'
STATUS_OUTPUT = 'status_output'
HTTP_LINES = 'http_lines'
HTTP_ITEMS = 'http_items'
HTTP_REPR = 'http_repr'
CHR = 'wire_chr'
INT = 'wire_int'
JSON = 'wire_json'
FLOAT = 'wire_float'
DIGITS = 'wire_digits'
UNPACK = 'wire_unpack'
PRINT = 'wire_print'
# Made by fixers/print_comma.py and fixers/urllib_imports.py.
PRINTING = ('print_word', 'print_words', 'print_part', 'print_end')
URLOPEN = 'urllib_urlopen'

SOURCES = {
    TO_TEXT: """
def wire_text(value):
    \"\"\"Return bytes as text on Python 3; return all else as it is.\"\"\"
    if isinstance(value, bytes):
        value = six.ensure_str(value, 'utf-8', 'surrogateescape')
    return value

""",
    TO_WIRE: """
def wire_bytes(value):
    \"\"\"Return text as bytes on Python 3; return all else as it is.\"\"\"
    if isinstance(value, str):
        value = six.ensure_binary(value, 'utf-8', 'surrogateescape')
    return value

""",
    HTTP_TEXT: """
def http_text(value):
    \"\"\"Return text that 3 decoded as latin-1 as it was meant.\"\"\"
    if value is None or str is bytes:
        return value
    return value.encode('latin-1').decode('utf-8', 'surrogateescape')

""",
    HTTP_HEADER: """
def http_header(value):
    \"\"\"Return text so that 3 sends it as UTF-8, not as latin-1.\"\"\"
    if str is bytes or not isinstance(value, str):
        return value
    return value.encode('utf-8', 'surrogateescape').decode('latin-1')

""",
    HTTP_LINES: """
def http_lines(headers):
    \"\"\"Return what Python 2 shows of headers: the lines as they came.\"\"\"
    if str is bytes:
        return str(headers)
    # What a URL of a file has did not come by HTTP.
    end = '\\n' if type(headers).__name__ == 'Message' else '\\r\\n'
    lines = ''.join('%s: %s%s' % (item + (end,)) for item in headers.items())
    return lines.encode('latin-1').decode('utf-8', 'surrogateescape')

""",
    HTTP_ITEMS: """
def http_items(headers):
    \"\"\"Return the headers as Python 2 does, with names in lower case.\"\"\"
    return [(name.lower(), value) for name, value in headers.items()]

""",
    HTTP_REPR: """
def http_repr(value):
    \"\"\"Return repr(value) of text that 3 decoded as latin-1, as on 2.\"\"\"
    if str is not bytes and type(value) is set:
        return 'set(%s)' % ascii(list(value))
    return repr(value) if str is bytes else ascii(value)

""",
    OPEN_TEXT: """
def open_text(name, mode='r'):
    \"\"\"Open a text file, which on 3 passes on all bytes as on 2.7.\"\"\"
    if str is bytes:
        return open(name, mode)
    return open(name, mode, encoding='utf-8', errors='surrogateescape',
                newline='\\n')

""",
    STREAM: """
class WireStream(object):
    \"\"\"Writes text as bytes, on Python 3 as well.\"\"\"

    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def write(self, text):
        self.stream.write(six.ensure_binary(
            text, 'utf-8', 'surrogateescape'))

""",
    STDIN: """
class WireInput(object):
    \"\"\"Reads bytes as str, on Python 3 as well.\"\"\"

    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __iter__(self):
        return iter(self.readline, '')

    def read(self, *size):
        return six.ensure_str(
            self.stream.read(*size), 'utf-8', 'surrogateescape')

    def readline(self, *size):
        return six.ensure_str(
            self.stream.readline(*size), 'utf-8', 'surrogateescape')

""",
    REPR: """
def wire_repr(value):
    \"\"\"Return repr(value) as Python 2 shows lists of strings.\"\"\"
    if str is bytes:
        return repr(value)
    if isinstance(value, str):
        value = value.encode('utf-8', 'surrogateescape')
    if isinstance(value, bytes):
        return repr(value).lstrip('b')
    if type(value) is dict:
        return '{%s}' % ', '.join(
            '%s: %s' % (wire_repr(key), wire_repr(value[key]))
            for key in value)
    if type(value) not in (list, tuple, set):
        return repr(value)
    items = ', '.join(wire_repr(item) for item in value)
    if type(value) is tuple:
        return '(%s,)' % items if len(value) == 1 else '(%s)' % items
    return '[%s]' % items if type(value) is list else 'set([%s])' % items

""",
    SHOWN: """
def wire_shown(value):
    \"\"\"Return what Python 2 shows of a list of strings.\"\"\"
    if str is bytes or isinstance(value, (bytes, str)):
        return value
    return wire_repr(value)

""",
    POPEN_BYTES: """
def popen_bytes(command):
    \"\"\"Run a command; return a file with its output, bytes on 3 too.\"\"\"
    pipe = os.popen(command)
    return pipe if str is bytes else pipe.detach()

""",
    POPEN_TEXT: """
def popen_text(command):
    \"\"\"Run a command; on 3 let all bytes of its output pass.\"\"\"
    pipe = os.popen(command)
    if hasattr(pipe, 'reconfigure'):
        pipe.reconfigure(encoding='utf-8', errors='surrogateescape',
                         newline='\\n')
    return pipe

""",
    OUTPUT: """
def output_bytes(command):
    \"\"\"Return the output of a command, as bytes on 3 too.\"\"\"
    return status_output(command)[1]

""",
    STATUS_OUTPUT: """
def status_output(command):
    \"\"\"Return the status of a command, as on 2.7, and its output.\"\"\"
    process = subprocess.Popen(
        ['sh', '-c', '{ ' + command + '; } 2>&1'], stdout=subprocess.PIPE)
    output = process.communicate()[0]
    status = process.returncode
    if output.endswith(b'\\n'):
        output = output[:-1]
    return -status if status < 0 else status << 8, output

""",
    OPEN_CSV: """
def open_csv(name, mode='rb'):
    \"\"\"Open a file for csv: 2.7 wants bytes there, 3 wants text.\"\"\"
    if str is bytes:
        return open(name, mode)
    return open(name, mode.replace('b', ''), encoding='utf-8',
                errors='surrogateescape', newline='')

""",
    UNBUFFERED: """
def open_unbuffered(opener, name, mode):
    \"\"\"Open a text file without a buffer, which 3 does for bytes only.\"\"\"
    if str is bytes:
        return opener(name, mode, 0)
    return io.TextIOWrapper(
        opener(name, mode + 'b', 0), 'utf-8', 'surrogateescape',
        newline='\\n', write_through=True)

""",
    SHOW: """
def wire_show(value):
    \"\"\"Return what %s shows of a value, as bytes.\"\"\"
    if not isinstance(value, bytes):
        value = six.ensure_binary(
            '%s' % (value,), 'utf-8', 'surrogateescape')
    return value

""",
    CHR: """
def wire_chr(number):
    \"\"\"Return a byte; the error of a wrong number is a ValueError.\"\"\"
    if str is not bytes and not 0 <= number <= 255:
        raise ValueError('chr() arg not in range(256)')
    return six.int2byte(number)

""",
    INT: """
def wire_int(value, base=10):
    \"\"\"Return int(value); an error shows it as Python 2 does.\"\"\"
    if str is bytes or not isinstance(value, bytes):
        return int(value) if base == 10 else int(value, base)
    try:
        if b'_' not in value:
            return int(value, base)
    except ValueError:
        pass
    error = 'invalid literal for int() with base %d: %s'
    raise ValueError(error % (base, repr(value[:200])[1:]))

""",
    JSON: """
def wire_json(value, **options):
    \"\"\"Return json.dumps(value); bytes that are no UTF-8 are an error.\"\"\"
    text = json.dumps(value, **options)
    if str is not bytes and '\\\\udc' in text:
        options['ensure_ascii'] = False
        json.dumps(value, **options).encode(
            'utf-8', 'surrogateescape').decode('utf-8')
    return text

""",
    FLOAT: """
def wire_float(value):
    \"\"\"Return float(value); an error is worded as on Python 2.\"\"\"
    try:
        return float(value)
    except ValueError:
        if str is bytes or not isinstance(value, (bytes, str)):
            raise
    if isinstance(value, str):
        value = value.encode('utf-8', 'surrogateescape')
    value = value.lstrip()
    digits = value[1:] if value[:1] in (b'+', b'-') else value
    if (digits[:1] == b'.' and digits[1:2] or digits[:1]).isdigit() or (
            digits[:3].lower() in (b'inf', b'nan')):
        error = 'invalid literal for float(): %s'
    else:
        error = 'could not convert string to float: %s'
    value = value.split(b'\\0')[0][:200]
    raise ValueError(error % value.decode('utf-8', 'surrogateescape'))

""",
    UNPACK: """
def wire_unpack(values, count):
    \"\"\"Return values to unpack; an error is worded as on Python 2.\"\"\"
    values = list(values)
    if len(values) < count:
        raise ValueError('need more than %d value%s to unpack' % (
            len(values), '' if len(values) == 1 else 's'))
    if len(values) > count:
        raise ValueError('too many values to unpack')
    return values

""",
    PRINT: """
def wire_print(file, data=None, end=b'\\n'):
    \"\"\"Print as print >>file does: the blank of a comma comes later.\"\"\"
    if data is None:
        data = b''
    elif getattr(file, 'softspace', 0):
        data = b' ' + data
    file.write(data + end)
    file.softspace = not end and data[-1:] not in (b'\\n', b'\\r', b'\\t')

""",
    DIGITS: """
def wire_digits(value):
    \"\"\"Return a float as Python 2 shows it, with 12 digits.\"\"\"
    if str is bytes or type(value) is not float:
        return value
    text = '%.12g' % value
    if not text.lstrip('-').isdigit():
        return text
    if len(text.lstrip('-')) < 12:
        return text + '.0'
    text, exponent = ('%.11e' % value).split('e')
    return text.rstrip('0').rstrip('.') + 'e' + exponent

""",
}

BUILTINS = 'builtins.'
SHADOWED = frozenset(
    'ascii bytes dict float getattr hasattr isinstance len list repr set '
    'str tuple type'.split())


# What a note says where one of them is put around an unknown value.
UNIVERSAL = 'On 3 a binary file leaves the ends of lines as they are.'
UNKNOWN = ('Nothing in this file tells whether this value is text or bytes; '
           '%s() takes both.')


def on_3(name):
    """Return wire_text() or wire_bytes() as they are without six."""
    text = SOURCES[name].strip('\n') + '\n'
    for start, method in ((DECODE, 'value.decode('),
                          (ENCODE, 'value.encode(')):
        text = text.replace(start + 'value, ', method)
    return text


def source(name, bound):
    """Return a helper for a program in which these names are bound."""
    text = SOURCES[name]
    if SHADOWED.isdisjoint(bound):
        return text
    lines = text.split('\n')
    nodes = [node for node in walk(ast.parse(text))
             if isinstance(node, ast.Name)
             and node.id in SHADOWED and node.id in bound]
    for node in sorted(nodes, key=lambda node: -node.col_offset):
        line = lines[node.lineno - 1]
        lines[node.lineno - 1] = (
            line[:node.col_offset] + BUILTINS + line[node.col_offset:])
    return '\n'.join(lines)
