"""Functions of the library that need more than a line in knowledge.py.

Each gets the interpreter, the call, its arguments as pairs of a cell and a
place, its keywords, the cell of the result and the name it was called by.
LIBRARY lists them; calls.py looks there first.
"""
import ast
import re

from . import formatting, helpers, knowledge
from .kinds import (
    COST_FILE, COST_STORE, COST_USE, MEASURED, NUMBER_SHAPES, TEXT, WIRE,
    filled, is_latin)

CONTAINERS = ('list', 'set', 'frozenset', 'tuple', 'collections.deque',
              'sorted', 'reversed', 'iter', 'deque', 'itertools.cycle',
              'itertools.islice')
SPECIAL = frozenset(CONTAINERS) | frozenset([
    'threading.Thread', 'threading.Timer', 'queue.Queue',
    'subprocess.Popen', 'collections.defaultdict'])


def is_error(name):
    last = name.rsplit('.', 1)[-1]
    return last.lower().endswith(('error', 'exception', 'timeout')) or (
        last in ('KeyboardInterrupt', 'SystemExit')
        or last.endswith('Warning'))


def _thread(self, node, args, keywords, result, name):
    self.start_thread(args, keywords, node)
    self.graph.add(result, ('lib', '@thread'))


def _timer(self, node, args, keywords, result, name):
    if len(args) > 1:
        values = args[2] if len(args) > 2 else keywords.get('args')
        self.call_with_tuple(args[1][0], values, node)
    self.graph.add(result, ('lib', '@thread'))


def _new_thread(self, node, args, keywords, result, name):
    if args:
        self.call_with_tuple(args[0][0], args[1] if len(args) > 1 else None,
                             node)


def _container(self, node, args, keywords, result, name):
    if name == 'list' and filtered_string(self, node):
        self.string(result)
        self.graph.flow(self.element(args[0][0], node), result)
        self.operations[(node, 'filter')] = ('filtered', node, result)
        return
    field = self.node_cell(node, 'of')
    self.graph.add(result, 'list', field)
    if name == 'set':
        self.graph.add(result, 'set')
    for value, place in args[:1]:
        if value.is_string():
            element = self.iterate(value, place, place, name == 'reversed')
            self.graph.flow(element, field)
        else:
            element = self.element(value, place)
            self.header_names(value, place)
            if element is not None:
                self.graph.flow(element, field)
    bind_key(self, keywords, field, node)


def filtered_string(self, node):
    """Tell whether this is list(filter(f, x)), made of filter(f, x) of 2.

    Of a string this was a string.
    """
    call = node.args[0] if self.filters and node.args else None
    if not isinstance(call, ast.Call) or len(call.args) != 2 or (
            getattr(call.func, 'id', None) != 'filter'):
        return False
    value = self.value_of(call.args[1])
    return value.is_string() and not value.others()


def bind_key(self, keywords, element, node):
    """Call the key= function of sorted() and others with an element."""
    key = keywords.get('key')
    if key is not None:
        self.call_all(key[0], [(element, None)], node)


def _dict(self, node, args, keywords, result, name):
    fields = self.dict_fields(node)
    self.graph.add(result, 'dict', fields)
    for word, (value, place) in keywords.items():
        self.graph.flow(value, self.item_cell(fields, word), place)
        self.string(fields[0], TEXT)
    for value, place in args[:1]:
        if value.has('dict'):
            self.graph.flow(value, result)
        pair = self.element(value, place)
        if value.has(('lib', '@headers')):
            self.header_names(value, place)
            self.notation.give(fields[0], 'A', (node, 'names'))
            self.notation.give(fields[1], 'T', (node, 'headers'))
            continue
        items = pair.get(('tuple', 2)) if pair is not None else None
        if items:
            self.graph.flow(items[0], fields[0])
            self.graph.flow(items[1], fields[1])
        elif pair is not None and pair.get('list') is not None:
            self.graph.flow(pair.get('list'), fields[0])
            self.graph.flow(pair.get('list'), fields[1])
    if name == 'collections.defaultdict' and args:
        for shape in list(args[0][0].find().shapes):
            if shape in (('lib', 'list'), ('lib', 'set'),
                         ('lib', 'collections.deque')):
                self.graph.add(fields[1], 'list',
                               self.node_cell(node, 'of of'))
            elif shape == ('lib', 'str'):
                self.string(fields[1])
                self.operations[(node, 'factory')] = (
                    'factory', args[0][1], fields[1])
            elif shape == ('lib', 'int'):
                self.graph.add(fields[1], 'int')
            elif isinstance(shape, tuple) and shape[0] == 'function':
                self.call_function(shape[1], [], {}, node, False)
                self.graph.flow(self.return_cell(shape[1]), fields[1])


def _enumerate(self, node, args, keywords, result, name):
    if args:
        element = self.iterate(args[0][0], args[0][1], args[0][1])
        number, pair = self.node_cell(node, 'number'), self.node_cell(
            node, 'pair')
        self.graph.add(number, 'int')
        self.graph.add(pair, ('tuple', 2), (number, element))
        self.graph.add(result, 'list', pair)


def _zip(self, node, args, keywords, result, name):
    pair = self.node_cell(node, 'pair')
    self.graph.add(result, 'list', pair)
    if any(isinstance(place, ast.Starred) for value, place in args):
        field = self.node_cell(node, 'of')
        self.graph.add(pair, 'list', field)
        for value, place in args:
            element = self.element(value, place)
            element = element and self.element(element, node)
            if element is not None:
                self.graph.flow(element, field)
        return
    fields = tuple(self.iterate(value, place, place)
                   for value, place in args)
    self.graph.add(pair, ('tuple', len(fields)), fields)


def _map(self, node, args, keywords, result, name):
    if len(args) < 2:
        return
    elements = [(self.iterate(value, place, place), None)
                for value, place in args[1:]]
    field = self.node_cell(node, 'of')
    for shape, bound in list(args[0][0].find().shapes.items()):
        if not isinstance(shape, tuple):
            continue
        if shape[0] == 'function':
            self.call_function(shape[1], elements, {}, node, filled(bound))
            if name != 'filter':
                self.graph.flow(self.return_cell(shape[1]), field)
        elif name == 'filter':
            continue
        elif shape == ('member', ('B', 'I')):
            # map(sock.send, parts)
            for element, _place in elements:
                self.graph.flow(element, self.slot(node, 'mapped', WIRE))
        elif shape == ('lib', 'chr'):
            self.string(field)
            field.find().bias = MEASURED
            self.operations[(node, 'map')] = (
                'chr name', args[0][1], field)
        elif shape == ('lib', 'ord'):
            self.graph.add(field, 'int')
        elif shape in (('lib', 'int'), ('lib', 'float')):
            self.graph.add(field, shape[1])
            if elements[0][0].is_string() and self.is_error_shown():
                self.operations[(node, 'map')] = (
                    shape[1] + ' error', args[0][1], elements[0][0])
        elif shape == ('lib', 'str'):
            _map_str(self, node, args[0][1], elements[0][0], field)
        elif shape[0] == 'lib':
            known = knowledge.FUNCTIONS.get(shape[1])
            if known:
                self.notation.give(field, known[1], (node, 'mapped'))
    if name == 'filter':
        self.graph.flow(elements[0][0], field)
    self.graph.add(result, 'list', field)


def _map_str(self, node, place, element, field):
    """map(str, words): bytes are not to be shown as b'...'."""
    self.string(field, None if element.is_string() else TEXT)
    if element.is_string():
        slot = self.slot(node, 'shown')
        self.graph.flow(element, slot)
        self.graph.flow(slot, field)
        self.operations[(node, 'map')] = (
            'map str', node, place, field, element)


def _chain(self, node, args, keywords, result, name):
    field = self.node_cell(node, 'of')
    self.graph.add(result, 'list', field)
    for value, place in args:
        self.graph.flow(self.iterate(value, place, place), field)


def _groupby(self, node, args, keywords, result, name):
    """Pairs of an element, or what key= makes of it, and a list."""
    element = self.iterate(args[0][0], args[0][1], args[0][1])
    key = element
    given = keywords.get('key') or (args[1] if len(args) > 1 else None)
    if given is not None:
        key = self.node_cell(node, 'key')
        self.call_all(given[0], [(element, None)], node, key)
    group, pair = self.node_cell(node, 'group'), self.node_cell(node, 'pair')
    self.graph.add(group, 'list', element)
    self.graph.add(pair, ('tuple', 2), (key, group))
    self.graph.add(result, 'list', pair)


def _combine(self, node, args, keywords, result, name):
    """product('ab', 'cd') and the like: tuples of elements."""
    field, part = self.node_cell(node, 'of'), self.node_cell(node, 'part')
    for value, place in args[:1 if name != 'itertools.product' else None]:
        self.graph.flow(self.iterate(value, place, place), field)
    self.graph.add(part, 'list', field)
    self.graph.add(result, 'list', part)


def _while(self, node, args, keywords, result, name):
    """takewhile(function, values)"""
    if len(args) == 2:
        _map(self, node, args, keywords, result, 'filter')


def _counter(self, node, args, keywords, result, name):
    fields = self.dict_fields(node)
    self.graph.add(fields[1], 'int')
    self.graph.add(result, 'dict', fields)
    for value, place in args[:1]:
        self.graph.flow(self.iterate(value, place, place), fields[0])


def _heap(self, node, args, keywords, result, name):
    field = args[0][0].get('list') if args else None
    if field is None:
        return
    for value, place in args[1:]:
        self.graph.flow(value, field, place, COST_USE)
    if name not in ('heapq.heappush', 'bisect.insort'):
        self.graph.flow(field, result)


def _ioctl(self, node, args, keywords, result, name):
    """A string that goes in comes out, of the same length."""
    for value, place in args[2:3]:
        if value.is_string():
            self.demand(value, place, WIRE, why='sent')
            self.notation.give(result, 'B', ('call', node))
        elif value.find().shapes or self.is_settled():
            self.graph.add(result, 'int')


def _reduce(self, node, args, keywords, result, name):
    """reduce(function, values, start): the result is an argument too."""
    if len(args) < 2:
        return
    element = self.iterate(args[1][0], args[1][1], args[1][1])
    total = self.node_cell(node, 'total')
    for value, place in args[2:3]:
        self.graph.flow(value, total, place, COST_USE)
    if len(args) < 3:
        self.graph.flow(element, total)
    self.call_all(args[0][0], [(total, None), (element, None)], node, total)
    if any(shape[0] == 'lib' for shape in args[0][0].find().shapes):
        self.graph.flow(element, total)
    self.graph.flow(total, result)


def _min_max(self, node, args, keywords, result, name):
    if len(args) == 1:
        element = self.element(args[0][0], args[0][1])
        if args[0][0].is_string():
            element = self.iterate(args[0][0], args[0][1], args[0][1])
        if element is not None:
            self.graph.flow(element, result)
            bind_key(self, keywords, element, node)
    for value, place in args[1:]:
        self.graph.flow(value, result)
        self.graph.flow(args[0][0], result)


def _number(self, node, args, keywords, result, name):
    """Of integers alone these make an integer."""
    cells = [value for value, place in args]
    if name == 'sum' and args:
        cells[0] = self.element(args[0][0], args[0][1])
    integers = all(cell is not None and cell.is_integer()
                   and not cell.find().unknown for cell in cells)
    if integers or any(cell is not None and cell.has('float')
                       for cell in cells) or self.is_settled():
        self.notation.give(result, 'I' if integers else 'M',
                           ('call', node))


def _next(self, node, args, keywords, result, name):
    for value, place in args[:1]:
        element = self.element(value, place)
        if element is not None:
            self.graph.flow(element, result)


def _ord(self, node, args, keywords, result, name):
    self.graph.add(result, 'int')
    for value, place in args[:1]:
        self.operations[(node, 'ord')] = ('ord', node, value)
        if value.is_string() and (
                value.has('wire') or value.has('decoded')):
            # A character of text may be more than one byte.
            slot = self.slot(place, 'ordinal')
            slot.find().bias = MEASURED
            self.graph.flow(value, slot)


def _chr(self, node, args, keywords, result, name):
    self.string(result)
    self.graph.add(result, 'wire')
    # 128 and more have no other meaning.
    result.find().bias = MEASURED if args and formatting.may_be_high(
        args[0][1]) else 400
    number = args[0][1] if args else None
    caught = self.error_shown is not None and not (
        isinstance(number, ast.Constant)
        or isinstance(getattr(number, 'op', None), ast.Mod))
    self.operations[(node, 'chr')] = ('chr', node, result, caught)


def _str(self, node, args, keywords, result, name):
    self.string(result)
    if not args:
        self.operations[(node, 'str')] = ('empty str', node, result)
        return
    value, place = args[0]
    if len(args) > 1:
        self.string(result, TEXT)
        if value.is_string():
            self.demand(value, place, WIRE, why='library')
        return
    if set(value.find().shapes) == set(['buffer']):
        self.string(result, WIRE)
        self.operations[(node, 'str')] = ('empty str', node, result)
    elif value.is_string():
        slot = self.slot(node, 'shown')
        self.graph.flow(value, slot, place, COST_USE)
        self.graph.flow(slot, result)
        self.operations[(node, 'str')] = ('str', node, slot, value)
        if value.others() or getattr(node.func, 'id', None) != 'str':
            self.string(slot, TEXT)
            self.note_container(value, place)
    elif self.is_settled():
        self.operations[(node, 'str')] = ('object str', node, result, value)
        self.string(result, TEXT)
        if not value.find().unknown and value.find().shapes:
            if NUMBER_SHAPES.issuperset(value.find().shapes):
                result.find().ascii = True
        self.note_digits(value, place)
        self.note_container(value, place)
        if value.has(('lib', '@headers')):
            self.graph.add(result, 'decoded')
        if value.has('worded'):
            self.graph.add(result, 'worded')
        call_special(self, value, '__str__', node, result)


def call_special(self, value, method, node, result):
    """Follow str(x) into the __str__ of a class of the file."""
    for cls in value.classes():
        function = cls.find(method)
        if function is not None:
            function.called = True
            self.graph.flow(self.return_cell(function), result)


def _isinstance(self, node, args, keywords, result, name):
    self.notation.give(result, 'Q', ('call', node))
    if len(args) == 2:
        self.operations[(node, 'isinstance')] = (
            'isinstance', args[0][0], args[1][1])


def _create_connection(self, node, args, keywords, result, name):
    self.graph.add(result, 'sock')
    if args:
        self.address(args[0])


def _codecs(self, node, args, keywords, result, name):
    codec = self.constant(args[1][1]) if len(args) > 1 else 'utf-8'
    if codec is None:
        return
    codec = codec.lower().replace('_', '-').replace('-codec', '')
    if codec in ('hex', 'base64', 'zlib', 'bz2', 'uu', 'quopri'):
        self.demand(args[0][0], args[0][1], WIRE, why='sent')
        self.notation.give(result, 'B', ('call', node))
    elif codec in ('rot13', 'rot-13'):
        self.demand(args[0][0], args[0][1], TEXT, why='library')
        self.notation.give(result, 'S', ('call', node))
    elif name == 'codecs.encode':
        self.demand(args[0][0], args[0][1], TEXT, why='library')
        self.string(result, WIRE)
    else:
        self.demand(args[0][0], args[0][1], WIRE, why='sent')
        self.string(result, TEXT)


def _struct(self, node, args, keywords, result, name):
    template = self.constant(args[0][1]) if args else None
    self.graph.add(result, ('lib', '@struct'), True)
    self.graph.add(result, ('format', template))


def _string_io(self, node, args, keywords, result, name):
    content = self.node_cell(node, 'content')
    self.string(content)
    self.graph.add(result, 'file', content)
    for value, place in args[:1]:
        slot = self.slot(place, 'written')
        self.graph.flow(slot, content)
        self.graph.flow(value, slot, place, COST_USE, None, 'argument')
    self.operations[(node, 'buffer')] = ('string io', node, content)


def _urlparse(self, node, args, keywords, result, name):
    parts = self.node_cell(node, 'parts')
    self.string(parts)
    for value, place in args[:1]:
        if value.has('wire') and not value.has('latin'):
            self.graph.add(parts, 'decoded')
        slot = self.slot(place, 'parsed', TEXT)
        self.graph.flow(value, slot, place, COST_USE)
        self.graph.flow(slot, parts)
    self.graph.add(result, ('lib', '@url'), parts)
    count = 5 if name.endswith('urlsplit') else 6
    self.graph.add(result, ('tuple', count), (parts,) * count)


def _wire_helper(self, node, args, keywords, result, name):
    if name in (helpers.HTTP_TEXT, helpers.HTTP_HEADER):
        self.notation.give(result, 'S' if name == helpers.HTTP_TEXT else 'T',
                           ('call', node))
        for value, place in args[:1]:
            for shape in value.others():
                self.graph.add(result, shape, value.get(shape))
        return
    if name == helpers.HTTP_LINES:
        self.notation.give(result, 'S', ('call', node))
        return
    if name == helpers.HTTP_ITEMS:
        self.notation.give(result, '[(A,T)]', ('call', node))
        return
    if name in (helpers.REPR, helpers.SHOWN, helpers.DIGITS,
                helpers.HTTP_REPR):
        self.notation.give(result, 'A', ('call', node))
        return
    if name == helpers.UNPACK:
        self.graph.flow(args[0][0], result)
        return
    if name in COMMANDS or name in (helpers.OPEN_TEXT, helpers.OPEN_CSV):
        self.take('S', args[:len(COMMANDS.get(name, ''))], keywords, node)
        self.notation.give(result, COMMANDS.get(name, 'tfile'),
                           ('call', node))
        return
    self.string(result, TEXT if name == helpers.TO_TEXT else WIRE)
    if name in (helpers.SHOW, helpers.CHR):
        return
    for value, place in args[:1]:
        for shape in value.others():
            self.graph.add(result, shape, value.get(shape))


def _ensure_str(self, node, args, keywords, result, name):
    latin = len(args) > 1 and self.constant(args[1][1]) == 'latin-1'
    self.notation.give(result, 'T' if latin else 'S', ('call', node))


def _choice(self, node, args, keywords, result, name):
    for value, place in args[:1]:
        if value.is_string():
            slot = self.slot(place, 'chosen', TEXT, 'library')
            self.graph.flow(value, slot, place, COST_USE)
            self.notation.give(
                result, '[S]' if name == 'random.sample' else 'S',
                ('call', node))
        element = self.element(value, place)
        if element is not None:
            if name == 'random.sample':
                self.graph.add(result, 'list', element)
            else:
                self.graph.flow(element, result)


def _unquote(self, node, args, keywords, result, name):
    self.notation.give(result, 'B', ('call', node))
    self.operations[(node, 'unquote')] = (
        'unquote', node, name.rpartition('.')[2])
    for value, place in args[:1]:
        if value.may_be_any_bytes():
            self.demand(value, place, WIRE)


def _quote(self, node, args, keywords, result, name):
    self.notation.give(result, 'A', ('call', node))
    for value, place in args[:1]:
        if value.may_be_any_bytes():
            # Bytes, for 3 cannot quote surrogates.
            self.demand(value, place, WIRE)


def _substitute(self, node, args, keywords, result, name):
    """What a string.Template shows is text."""
    self.notation.give(result, 'S', ('call', node))
    for value, place in args[:1]:
        self.text_inside(value, 0)
        self.decode_items(place)
    for value, place in keywords.values():
        if value.is_string():
            self.demand(value, place, TEXT, why='library')


def _urlencode(self, node, args, keywords, result, name):
    self.notation.give(result, 'A', ('call', node))
    for value, place in args[:1]:
        self.decode_items(place)
        if not set(keywords) & set(['errors', None]):
            self.operations[(node, 'encoded')] = ('urlencode', node, value)


def _parse_qs(self, node, args, keywords, result, name):
    joint = self.node_cell(node, 'joint')
    self.string(joint, TEXT)
    self.graph.add(joint, 'decoded')
    for value, place in args[:1]:
        self.demand(value, place, TEXT)
        if is_latin(value.find()):
            # A client may send bytes that it does not quote.
            self.graph.add(self.slot(place, ('slot', None)), 'decoded')
        if value.has('wire'):
            self.graph.add(joint, 'wire')
    if not set(keywords) & set(['errors', None]):
        self.operations[(node, 'parse')] = ('parse qs', node)
    field = self.node_cell(node, 'of')
    if name.endswith('qsl'):
        self.graph.add(field, ('tuple', 2), (joint, joint))
        self.graph.add(result, 'list', field)
    else:
        self.graph.add(field, 'list', joint)
        self.graph.add(result, 'dict', (
            joint, field, self.node_cell(node, 'record')))


def _remote(self, node, args, keywords, result, name):
    """A method of a server of XML-RPC takes text and gives text."""
    self.take('j' * len(args), args, keywords, node)
    self.notation.give(result, 'x', ('call', node))


def _items(self, node, args, keywords, result, name):
    for value, place in args[:1]:
        pair = value.get('dict')
        if pair:
            self.dict_method(node, pair, name[4:], [], result, value)


def _csv(self, node, args, keywords, result, name):
    """csv reads and writes text on 3, whatever it is."""
    each = self.node_cell(node, 'each of')
    self.notation.give(each, 'S', (node, 'csv'))
    if name.endswith('riter'):
        self.graph.add(result, ('lib', '@csv'))
    else:
        field = self.node_cell(node, 'of')
        if name == 'csv.DictReader':
            key = self.node_cell(node, 'key')
            self.notation.give(key, 'S', (node, 'name'))
            self.graph.add_dict(field, key, each,
                                self.node_cell(node, 'record'))
        else:
            self.graph.add(field, 'list', each)
        self.graph.add(result, 'list', field)
    for value, place in args[:1]:
        content = value.get('file')
        if content is None:
            self.text_inside(value, 0)
        elif content in self.opened_binary:
            content.find().fixed = TEXT
            self.operations[(node, 'open')] = (
                'open csv', self.opened_binary[content], False)
        elif content in self.opened_text:
            # 3 would take its bytes for those of the locale.
            content.find().fixed = TEXT
            self.csv_files.add(content)
            opened = self.opened_text[content]
            self.operations[(opened, 'open')] = ('open csv', opened, True)
        elif content.find().fixed is None:
            content.find().fixed = TEXT
        self.operations[(node, 'csv')] = ('csv', node, place, value, name)
    for value, place in list(args[1:]) + list(keywords.values()):
        self.text_inside(value, 0)


def _text_type(self, node, args, keywords, result, name):
    self.notation.give(result, 'U', ('call', node))
    if args and args[0][0].is_string():
        if len(args) > 1 or keywords:
            self.demand(args[0][0], args[0][1], WIRE, why='library')
        else:
            self.demand(args[0][0], args[0][1], TEXT, why='unicode')


def _bytearray(self, node, args, keywords, result, name):
    self.graph.add(result, 'buffer')
    if len(args) == 1 and args[0][0].is_string():
        self.demand(args[0][0], args[0][1], WIRE, why='sent')


def _namedtuple(self, node, args, keywords, result, name):
    """A tuple whose fields have names, if these stand there."""
    if len(args) < 2:
        return
    given = args[1][1]
    if isinstance(given, (ast.List, ast.Tuple)):
        names = [self.constant(item) for item in given.elts]
    else:
        names = (self.constant(given) or '').replace(',', ' ').split()
    if names and None not in names:
        self.graph.add(result, ('record class', tuple(names)), tuple(
            self.node_cell(node, ('field', item)) for item in names))


def _array(self, node, args, keywords, result, name):
    self.graph.add(result, ('lib', '@array'))
    field = self.node_cell(node, 'of')
    self.graph.add(result, 'list', field)
    typecode = self.constant(args[0][1]) if args else None
    if typecode in ('c', 'u'):
        self.string(field, WIRE if typecode == 'c' else TEXT)
        if typecode == 'c':
            self.operations[(node, 'typecode')] = ('typecode', args[0][1])
    else:
        self.graph.add(field, 'float' if typecode in ('f', 'd') else 'int')
    for value, place in args[1:2]:
        if value.is_string() and typecode != 'u':
            self.demand(value, place, WIRE, why='sent')


def _iter(self, node, args, keywords, result, name):
    if len(args) < 2:
        _container(self, node, args, keywords, result, name)
        return
    field = self.node_cell(node, 'of')
    self.graph.add(result, 'list', field)
    for shape, bound in list(args[0][0].find().shapes.items()):
        if isinstance(shape, tuple) and shape[0] == 'function':
            self.call_function(shape[1], [], {}, node, filled(bound))
            self.graph.flow(self.return_cell(shape[1]), field)
        elif isinstance(shape, tuple) and shape[0] == 'method':
            self.graph.flow(bound, field)
    slot = self.slot(args[1][1], 'sought')
    self.graph.flow(args[1][0], slot, args[1][1], COST_USE, None, 'compared')
    self.graph.flow(field, slot)


def _copyfileobj(self, node, args, keywords, result, name):
    contents = [value.get('file') for value, place in args[:2]]
    if len(contents) == 2 and None not in contents:
        self.graph.flow(contents[0], contents[1])
        self.written.add(contents[1].find())


def _gzip_file(self, node, args, keywords, result, name):
    """A file of bytes, and so is the one below it."""
    self.take('S--f', args, {}, node)
    if 'fileobj' in keywords:
        self.take('f', [keywords['fileobj']], {}, node)
    self.notation.give(result, 'bfile', (node, name))


def _log_set_up(self, node, args, keywords, result, name):
    self.graph.add(result, ('lib', '@handler'))
    if name in TEXT_FILES:
        _text_file(self, node, args, keywords, result, name)
    self.operations[(node, 'log')] = ('log set up', node, name)


def _int(self, node, args, keywords, result, name):
    self.graph.add(result, 'int')
    for value, place in args[:1]:
        if name == helpers.INT or not (
                value.is_string() and self.is_error_shown()):
            continue
        # The error of int(b'x') shows the b.
        if name == 'int' and is_base(args[1:]) and not (
                keywords or isinstance(place, ast.Starred)):
            self.operations[(node, 'int error')] = (
                'int error', node.func, value)
        else:
            self.demand(value, place, TEXT, why='library')


def is_base(args):
    """Tell whether these arguments are no base, or one that int() takes."""
    return not args or len(args) == 1 and getattr(
        args[0][1], 'value', None) in (2, 8, 10, 16)


def _float(self, node, args, keywords, result, name):
    self.graph.add(result, 'float')
    for value, place in args[:1]:
        if name == 'float' and value.is_string() and (
                not isinstance(place, (ast.Constant, ast.Starred))
                and self.is_error_shown()):
            # 3 words the error of float(b'x') in another way.
            self.operations[(node, 'float error')] = (
                'float error', node.func, value)


def _len(self, node, args, keywords, result, name):
    self.graph.add(result, 'int')
    for value, place in args:
        if value.is_string() and value.others() <= set(['none']):
            slot = self.slot(place, 'measured')
            if value.others():
                self.graph.flow(value, slot)
            else:
                self.graph.flow(value, slot, place, COST_USE, None,
                                'receiver')
                self.sensitive(value, slot, MEASURED)
            self.operations[(place, 'measured')] = (
                'measured', node, place, value, slot)
        elif not value.find().shapes and self.is_settled():
            self.operations[(place, 'measured')] = (
                'unknown measured', node, place, value)


def _dumps(self, node, args, keywords, result, name):
    self.notation.give(result, 'B', ('call', node))
    self.operations[(node, 'dumps')] = (
        'dumps', node, 1, keywords)


def _dump(self, node, args, keywords, result, name):
    self.take('-f', args, keywords, node)
    kept = kept_in(self, args[1][0]) if len(args) > 1 else None
    if kept is not None:
        self.graph.flow(args[0][0], kept)
    elif len(args) > 1 and is_of_socket(self, args[1][0]):
        self.operations[(node, 'dumps')] = ('dumps', node, 2, keywords)


def _json_dumps(self, node, args, keywords, result, name):
    self.take('j', args, keywords, node)
    self.notation.give(result, 'S', ('call', node))
    if name == 'json.dumps' and len(args) == 1:
        self.operations[(node, 'json')] = ('json error', node.func, args[0][0])


def _json_dump(self, node, args, keywords, result, name):
    """json writes text on 3."""
    self.take('j-', args, keywords, node)
    for target in list(args[1:2]) + [
            keywords[name] for name in keywords if name == 'fp']:
        write_text(self, node, target)


def _write_config(self, node, args, keywords, result, name):
    for value in args[:1]:
        write_text(self, node, value)


def _text_file(self, node, args, keywords, result, name):
    """The library writes text into a file that it is given."""
    index, keyword = TEXT_FILES[name]
    for argument in args[index:index + 1] + [
            keywords[key] for key in keywords if key == keyword]:
        if not isinstance(argument[1], ast.Starred):
            write_text(self, node, argument)
    if name in ('pprint.PrettyPrinter', 'pstats.Stats'):
        self.graph.make_unknown(result)


def write_text(self, node, argument):
    """The library writes text into a file."""
    content = argument[0].get('file')
    if content in self.opened_binary:
        content.find().fixed = TEXT
        self.operations[(node, 'open')] = (
            'open for text', self.opened_binary[content])
    elif content is not None:
        self.written.add(content.find())
        self.operations[(node, 'dump')] = (
            'dumped', node, argument[1], content)


def is_of_socket(self, value):
    """Tell whether this is the file of a socket."""
    content = value.get('file')
    return content is not None and content.has('wire') and (
        content not in self.opened_binary)


def _loads(self, node, args, keywords, result, name):
    for value, place in args[:1]:
        self.demand(value, place, WIRE, why='sent')
    if not keywords:
        self.operations[(node, 'loads')] = ('loads', node, True, None)


def _load(self, node, args, keywords, result, name):
    self.take('f', args, keywords, node)
    kept = kept_in(self, args[0][0]) if args else None
    if kept is not None:
        self.graph.flow(kept, result)
    if not keywords:
        self.operations[(node, 'loads')] = (
            'loads', node, bool(args) and is_of_socket(self, args[0][0]),
            kept)


def _json_loads(self, node, args, keywords, result, name):
    """2.7 refuses what is not UTF-8; so does 3 if it gets the bytes."""
    for value, place in args[:1]:
        if value.is_string() and not value.others() and not keywords:
            slot = self.slot(place, 'parsed')
            self.graph.flow(value, slot, place, COST_USE, None, 'argument')
            self.sensitive(value, slot, 300)
    self.notation.give(result, 'j', ('call', node))


def kept_in(self, value):
    """Return the cell of what is pickled into a file, or None."""
    content = value.get('file')
    for name, contents in self.same_files.items():
        if content in contents:
            return self.cell(('kept', name))
    return None


def _repr(self, node, args, keywords, result, name):
    self.string(result, TEXT)
    if args:
        value, place = args[0]
        if isinstance(place, ast.Call) and getattr(
                place.func, 'id', None) == 'chr' and value.is_string():
            # repr() of text would not escape from 128 on.
            self.string(value, WIRE)
        self.operations[(node, 'repr')] = ('repr', node, value)


def _pprint(self, node, args, keywords, result, name):
    if name == 'pprint.pformat':
        self.string(result, TEXT)
    else:
        _text_file(self, node, args, keywords, result, name)
    for value, place in args[:1]:
        self.operations[(node, 'pprint')] = (
            'pprint', node, place, value, name)


def _bytes(self, node, args, keywords, result, name):
    """bytes() is str() on 2.7, and 3 wants a codec for text there."""
    self.string(result, WIRE)
    if len(args) != 1 or keywords or (
            getattr(node.func, 'id', None) != 'bytes'):
        return
    value, place = args[0]
    if value.is_string() or not value.find().shapes:
        self.demand(value, place, WIRE, why='returned')
    self.operations[(node, 'bytes')] = ('bytes of', node, place, value)


def _command(self, node, args, keywords, result, name):
    if name == 'cmd.Cmd':
        self.graph.add(result, ('lib', name))
    command_streams(self, node, args[name != 'cmd.Cmd':], keywords)


def command_streams(self, node, args, keywords):
    """cmd.Cmd(completekey, stdin, stdout) reads and writes text on 3."""
    for index, name in enumerate(('stdin', 'stdout'), 1):
        value, place = keywords.get(name) or (
            args[index] if index < len(args) else (None, None))
        if value is not None:
            self.operations[(place, 'stream')] = (
                'command stream', node, place, value, name == 'stdin')


def _print(self, node, args, keywords, result, name):
    for value, place in args:
        self.note_digits(value, place)
    target = keywords.get('file')
    if target is not None:
        self.print_into(target[0], node)
    if target is not None and target[0].get('file') is not None:
        content = target[0].get('file')
        if content.find().fixed != TEXT:
            self.operations[(node, 'print')] = (
                'print to', node, content, args)
            self.written.add(content.find())
            for value, place in args:
                self.forget_demand(value, place, 'printed')
                if value.is_string():
                    slot = self.slot(place, 'written')
                    self.graph.flow(slot, content)
                    self.graph.flow(value, slot, place, COST_FILE, COST_USE,
                                    'sent')
            return
    stream = 'printed'
    if target is not None and target[0].has('stderr'):
        stream = 'printed on stderr'
    for value, place in args:
        if not isinstance(place, ast.Starred):
            self.demand(value, place, TEXT, why=stream)
        self.note_container(value, place)


STREAMS = ('sys.stdout.fileno()', 'sys.stderr.fileno()')


def mode_on_3(place):
    """Return the 'r' of 'rU' if six.PY2 else 'r', or else a mode itself."""
    if isinstance(place, ast.IfExp) and 'U' in str(
            getattr(place.body, 'value', '')):
        return place.orelse
    return place


def _open(self, node, args, keywords, result, name):
    if args:
        self.demand(args[0][0], args[0][1], TEXT, why='library')
    mode = keywords.get('mode')
    if mode is None and len(args) > 1:
        mode = args[1]
    text = 'r'
    if mode is not None:
        text = getattr(mode_on_3(mode[1]), 'value', None)
    content = self.node_cell(node, 'content')
    self.string(content)
    if isinstance(text, str) and 'b' in text:
        if content not in self.opened_binary:
            content.find().fixed = WIRE
            self.opened_binary[content] = node
    elif name in ('io.open', 'codecs.open') and (
            name == 'codecs.open' or 'encoding' in keywords):
        content.find().fixed = TEXT
    else:
        content.find().bias = -1
        if args and self.literal(args[0][1]) in STREAMS:
            content.find().fixed = TEXT     # It is printed to.
        self.graph.add(content, 'decoded')
        if name == 'open' and not keywords and (
                mode is None or isinstance(mode[1], ast.Constant)):
            self.opened_text.setdefault(content, node)
        if content not in self.csv_files:
            self.operations[(node, 'open')] = (
                'open', node, content, mode[1] if mode else None,
                isinstance(text, str))
    if args:
        _same_file(self, args[0][1], content)
    self.graph.add(result, 'file', content)


def _same_file(self, place, content):
    """What is written to a file is there when it is read."""
    contents = self.same_files.setdefault(self.literal(place), [])
    if content not in contents:
        contents.append(content)
    if any(cell.has('wire') for cell in contents):
        for cell in contents:
            self.graph.add(cell, 'wire')


def _queue(self, node, args, keywords, result, name):
    self.graph.add(result, ('lib', '@queue'), self.node_cell(node, 'item'))


def _pipe(self, node, args, keywords, result, name):
    """What goes into one end of a pipe comes out of the other."""
    ends = []
    items = (self.node_cell(node, 'item 0'), self.node_cell(node, 'item 1'))
    for index in range(2):
        end = self.node_cell(node, index)
        self.graph.add(end, ('lib', '@pipe'), items[::1 - 2 * index])
        ends.append(end)
    self.graph.add(result, ('tuple', 2), tuple(ends))


def _popen(self, node, args, keywords, result, name):
    for value, place in args[:1]:
        self.text_inside(value, 0)
        self.demand(value, place, TEXT, why='library')
        self.decode_items(place)
    text = any(name in keywords for name in (
        'universal_newlines', 'text', 'encoding'))
    for stream in ('stdin', 'stdout', 'stderr'):
        cell = self.stdlib_attribute(('lib', '@popen'), stream)
        self.notation.give(cell, 'tfile' if text else 'wire',
                           ('popen', stream))
    returned = []
    for stream in ('stdout', 'stderr'):
        cell = self.node_cell(node, stream)
        self.notation.give(cell, 'S' if text else 'B', (node, stream))
        if not is_piped(node, keywords, stream):
            self.graph.add(cell, 'none')
        returned.append(cell)
    # What communicate() returns.
    self.graph.add(result, ('lib', '@popen'), tuple(returned))


def is_piped(node, keywords, stream):
    """Tell whether communicate() may return what Popen's child writes."""
    if stream in keywords:
        place = keywords[stream][1]
        return getattr(place, 'attr', getattr(place, 'id', '')) != 'STDOUT'
    return len(node.args) > 3 or any(
        isinstance(argument, ast.Starred) for argument in node.args) or any(
            keyword.arg is None for keyword in node.keywords)


def _run_command(self, node, args, keywords, result, name):
    """os.popen() and the like: whether what is read is bytes is decided."""
    self.take('S-', args, keywords, node)
    content = self.node_cell(node, 'content')
    self.string(content)
    self.graph.add(content, 'decoded')
    self.graph.add(content, 'output')
    if len(args) == 1 and not keywords and isinstance(
            node.func, ast.Attribute):
        content.find().bias = -1
        self.outputs[content] = True
        self.operations[(node, 'run')] = ('run', node, content)
    else:
        content.find().fixed = TEXT
    if name == 'os.popen':
        self.graph.add(result, 'file', content)
    elif name.endswith('.getoutput'):
        self.graph.flow(content, result)
    else:
        status = self.node_cell(node, 'status')
        self.graph.add(status, 'int')
        self.graph.add(result, ('tuple', 2), (status, content))


def _check_output(self, node, args, keywords, result, name):
    for value, place in args[:1]:
        self.text_inside(value, 0)
        self.demand(value, place, TEXT, why='library')
        self.decode_items(place)
    text = any(name in keywords for name in (
        'universal_newlines', 'text', 'encoding'))
    self.notation.give(result, 'S' if text else 'B', ('call', node))


def pack(self, node, args, keywords, result, name):
    self.notation.give(result, 'B', ('call', node))
    for value, place in args[1:]:
        if value.is_string() and not isinstance(place, ast.Starred):
            self.demand(value, place, WIRE, why='sent')


def _unpack(self, node, args, keywords, result, name):
    if len(args) > 1:
        self.demand(args[1][0], args[1][1], WIRE, why='sent')
    template = None
    if args:
        template = self.constant(args[0][1]) or formatting.struct_of_length(
            args[0][1])
    unpacked(self, node, template, result)


def unpacked(self, node, template, result):
    items = formatting.struct_items(template)
    if items is None:
        each = self.node_cell(node, 'of')
        self.notation.give(each, 'M', None)
        self.graph.add(result, 'list', each)
    else:
        self.notation.give(result, '(%s)' % ','.join(items),
                           ('call', node))


def _getattr(self, node, args, keywords, result, name):
    if len(args) < 2:
        return
    self.demand(args[1][0], args[1][1], TEXT, why='name')
    name = getattr(args[1][1], 'value', None)
    if name == 'buffer':
        self.notation.give(result, 'bfile', (node, name))
        return
    for shape in list(args[0][0].find().shapes):
        if isinstance(shape, tuple) and shape[0] == 'instance':
            if isinstance(name, str) and shape[1].find(name) is None:
                self.graph.flow(self.class_attribute(shape[1], name), result)
                continue
            prefix = formatting.literal_prefix(args[1][1])
            for cls in shape[1].ancestors() + shape[1].descendants()[1:]:
                for method, function in cls.methods.items():
                    if method.startswith(prefix) if prefix else (
                            self.is_unnamed(method) or
                            method in words(self)):
                        self.graph.add(result, ('function', function),
                                       'bound')
    if len(args) > 2:
        self.graph.flow(args[2][0], result)


def _setattr(self, node, args, keywords, result, name):
    self.graph.add(result, 'none')
    if len(args) != 3:
        return
    self.demand(args[1][0], args[1][1], TEXT, why='name')
    name = getattr(args[1][1], 'value', None)
    for cls in args[0][0].classes():
        self.graph.flow(
            args[2][0], self.class_attribute(cls, name)
            if isinstance(name, str) else self.any_attribute(cls.family),
            args[2][1], COST_STORE, None, 'assigned')


def words(self):
    """Return the literals of the file, which may name methods."""
    if not self.words:
        self.words = set(
            node.value for node in self.nodes()
            if isinstance(node, ast.Constant) and isinstance(
                node.value, str))
    return self.words


def _cookie(self, node, args, keywords, result, name):
    """A SimpleCookie maps text to morsels, or to text that is assigned."""
    self.take('S', args, keywords, node)
    key, value = self.node_cell(node, 'key'), self.node_cell(node, 'of')
    self.notation.give(key, 'S', (node, 'name'))
    self.notation.give(value, 'S', (node, 'morsel'))
    self.graph.add(value, ('lib', '@morsel'))
    self.graph.add_dict(result, key, value, self.node_cell(node, 'record'))
    self.graph.add(result, ('lib', '@cookie'))


def _select(self, node, args, keywords, result, name):
    """select() returns some of what it was given."""
    items = []
    for index in range(3):
        field = self.node_cell(node, ('ready', index))
        item = self.node_cell(node, index)
        self.graph.add(item, 'list', field)
        items.append(item)
        for value, place in args[index:index + 1]:
            element = self.element(value, place)
            if element is not None:
                self.graph.flow(element, field)
    self.graph.add(result, ('tuple', 3), tuple(items))


def _first(self, node, args, keywords, result, name):
    for value, place in args[:1]:
        self.graph.flow(value, result, place)


def _partial(self, node, args, keywords, result, name):
    if not args:
        return
    functions = args[0][0].functions()
    for function, bound in functions:
        self.call_function(function, args[1:], keywords, node, bound)
        self.graph.add(result, ('function', function),
                       bound + len(args) - 1)
    if not functions:
        self.graph.flow(args[0][0], result)


def _super(self, node, args, keywords, result, name):
    function = getattr(self, 'function', None)
    if function is not None and function.owner is not None:
        for base in function.owner.bases:
            self.graph.add(result, ('instance', base))


def count_groups(pattern):
    """Return how many groups a pattern has, 0 if it is none."""
    try:
        return re.compile(pattern).groups
    except (re.error, RecursionError, OverflowError):
        return 0


def _re(self, node, args, keywords, result, name):
    """re.match(pattern, string) wants one kind for both."""
    joint = self.node_cell(node, 'alike')
    joint.find().sink = True
    self.string(joint)
    count = {'sub': 3, 'subn': 3, 'escape': 1, 'compile': 1}.get(
        name[3:], 2)
    pattern = self.constant(args[0][1]) if args else None
    if pattern and re.search(r'\)[?*|]|\|', pattern):
        self.optional.add(joint)
    if pattern:
        self.groups[joint] = count_groups(pattern)
    wide = pattern and re.search(r'\\[wWsSbB]', pattern)
    if pattern and re.search(r'\\[wWbB]', pattern) and not keywords and (
            len(args) == count):
        self.operations[(node, 'wide')] = ('wide pattern', node, joint)
    for value, place in args[:count]:
        if self.may_be_string(value):
            self.graph.flow(value, joint, place, COST_USE, None, 'argument')
            if wide:
                # Of text these match more than ASCII.
                self.sensitive(value, joint, 300)
        for pattern, field in list(value.find().shapes.items()):
            if pattern == ('lib', '@pattern'):
                self.graph.same(joint, field)
        self.replacement(value, joint, place)
    if name == 're.compile':
        self.graph.add(result, ('lib', '@pattern'), joint)
    else:
        self.give_match(node, joint, {'escape': 'sub'}.get(
            name[3:], name[3:]), result, 1)


def _globals(self, node, args, keywords, result, name):
    """What nothing names is found through globals()."""
    self.notation.give(result, '{S:?}', ('call', node))
    self.cell('definitions')
    for function in list(self.functions.values()):
        if function.owner is None and function.node in self.tree.body and (
                function.name not in self.names_read):
            self.graph.add(result.get('dict')[1], ('function', function))
    for cls in list(self.classes.values()):
        if cls.node in self.tree.body and (
                cls.node.name not in self.names_read):
            self.graph.add(result.get('dict')[1], ('class', cls))


def _option(self, node, args, keywords, result, name):
    """What the command line gives: add_option(), add_argument()."""
    given = dict((word, getattr(place, 'value', None))
                 for word, (value, place) in keywords.items())
    words = [getattr(place, 'value', None) for value, place in args]
    words = [word for word in words if isinstance(word, str)]
    words.sort(key=lambda word: not word.startswith('--'))
    name = given.get('dest') or (words[0].lstrip('-') if words else None)
    if name is None:
        return
    cell = self.stdlib_attribute(('lib', '@options'), name.replace('-', '_'))
    kind = keywords['type'][1] if 'type' in keywords else None
    kind = getattr(kind, 'id', getattr(kind, 'value', None))
    action = given.get('action', 'store')
    text = {'int': 'I', 'long': 'I', 'float': 'F', None: 'S', 'str': 'S',
            'string': 'S', 'choice': 'S'}.get(kind, '?')
    if action not in ('store', 'append'):
        text = 'I' if action in ('store_true', 'store_false', 'count') else (
            '?')
    elif action == 'append' or 'nargs' in keywords:
        text = '[%s]' % text
    self.notation.give(cell, text, ('option', name))
    if 'default' in keywords:
        value, place = keywords['default']
        self.graph.flow(value, cell, place)
    elif text == 'S':
        self.graph.add(cell, 'none')


# What the helpers that run commands return.
COMMANDS = {helpers.POPEN_BYTES: 'bfile', helpers.POPEN_TEXT: 'tfile',
            helpers.OUTPUT: 'B', helpers.STATUS_OUTPUT: '(I,B)'}
# What writes text into a file: where it takes the file, and as what.
TEXT_FILES = {
    'traceback.print_exc': (1, 'file'), 'traceback.print_last': (1, 'file'),
    'traceback.print_tb': (2, 'file'), 'traceback.print_stack': (2, 'file'),
    'traceback.print_exception': (4, 'file'),
    'pprint.pprint': (1, 'stream'), 'pprint.PrettyPrinter': (3, 'stream'),
    'logging.StreamHandler': (0, 'stream'), 'pstats.Stats': (99, 'stream'),
    '@parser.print_help': (0, 'file'), '@optparser.print_help': (0, 'file'),
}
LIBRARY = {
    'codecs.encode': _codecs, 'codecs.decode': _codecs,
    'struct.Struct': _struct,
    'urllib.parse.urlparse': _urlparse, 'urllib.parse.urlsplit': _urlparse,
    helpers.TO_TEXT: _wire_helper, helpers.TO_WIRE: _wire_helper,
    helpers.SHOW: _wire_helper, helpers.HTTP_TEXT: _wire_helper,
    helpers.HTTP_HEADER: _wire_helper, helpers.OPEN_TEXT: _wire_helper,
    helpers.OPEN_CSV: _wire_helper, helpers.REPR: _wire_helper,
    helpers.SHOWN: _wire_helper, helpers.HTTP_LINES: _wire_helper,
    helpers.DIGITS: _wire_helper, helpers.UNPACK: _wire_helper,
    helpers.HTTP_ITEMS: _wire_helper, helpers.HTTP_REPR: _wire_helper,
    'six.ensure_str': _ensure_str, 'random.choice': _choice,
    'random.sample': _choice,
    'urllib.parse.unquote': _unquote,
    'urllib.parse.unquote_plus': _unquote, 'urllib.parse.quote': _quote,
    'urllib.parse.quote_plus': _quote, 'urllib.parse.parse_qs': _parse_qs,
    'urllib.parse.parse_qsl': _parse_qs, 'cgi.parse_qs': _parse_qs,
    '@template.substitute': _substitute,
    '@template.safe_substitute': _substitute,
    'urllib.parse.urlencode': _urlencode, 'urllib.urlencode': _urlencode,
    '@xmlrpc': _remote, 'six.iteritems': _items, 'six.itervalues': _items,
    'six.iterkeys': _items, 'csv.reader': _csv, 'csv.writer': _csv,
    'csv.DictReader': _csv, 'csv.DictWriter': _csv,
    'six.text_type': _text_type, 'unicode': _text_type,
    'collections.namedtuple': _namedtuple,
    'bytearray': _bytearray, 'array.array': _array,
    'iter': _iter, 'shutil.copyfileobj': _copyfileobj,
    'gzip.GzipFile': _gzip_file, 'gzip.open': _gzip_file,
    'bz2.BZ2File': _gzip_file,
    'logging.basicConfig': _log_set_up, 'logging.FileHandler': _log_set_up,
    'logging.StreamHandler': _log_set_up,
    'isinstance': _isinstance, 'six.StringIO': _string_io,
    'StringIO.StringIO': _string_io,
    'socket.create_connection': _create_connection,
    helpers.CHR: _wire_helper, 'int': _int, helpers.INT: _int,
    'float': _float, helpers.FLOAT: _float,
    'json.dumps': _json_dumps, helpers.JSON: _json_dumps,
    'json.loads': _json_loads, 'len': _len, 'pickle.dumps': _dumps,
    'pickle.loads': _loads,
    'pickle.load': _load, 'pickle.dump': _dump, 'json.dump': _json_dump,
    '@config.write': _write_config,
    'threading.Thread': _thread, 'multiprocessing.Process': _thread,
    'threading.Timer': _timer, '_thread.start_new_thread': _new_thread,
    'thread.start_new_thread': _new_thread,
    '_thread.start_new': _new_thread, 'thread.start_new': _new_thread,
    'dict': _dict, 'collections.defaultdict': _dict,
    'collections.OrderedDict': _dict, 'enumerate': _enumerate,
    'sum': _number, 'abs': _number, 'zip': _zip,
    'map': _map, 'filter': _map, 'min': _min_max,
    'max': _min_max, 'next': _next, 'ord': _ord, 'chr': _chr, 'str': _str,
    'pprint.pprint': _pprint, 'pprint.pformat': _pprint,
    'repr': _repr, 'bytes': _bytes, 'print': _print,
    'open': _open,
    'io.open': _open, 'os.fdopen': _open,
    'queue.Queue': _queue, 'queue.LifoQueue': _queue,
    'queue.PriorityQueue': _queue,
    'multiprocessing.Queue': _queue, 'multiprocessing.Pipe': _pipe,
    'subprocess.Popen': _popen, 'os.popen': _run_command,
    'subprocess.check_output': _check_output, 'struct.pack': pack,
    'struct.unpack': _unpack, 'struct.unpack_from': _unpack,
    'contextlib.closing': _first, 'copy.copy': _first,
    'copy.deepcopy': _first,
    'http.cookies.SimpleCookie': _cookie,
    'select.select': _select, 'getattr': _getattr,
    'setattr': _setattr,
    'functools.partial': _partial, 'functools.reduce': _reduce,
    'reduce': _reduce, 'fcntl.ioctl': _ioctl, 'fcntl.fcntl': _ioctl,
    'itertools.chain': _chain, 'itertools.groupby': _groupby,
    'itertools.product': _combine, 'itertools.permutations': _combine,
    'itertools.combinations': _combine, 'itertools.takewhile': _while,
    'itertools.dropwhile': _while, 'collections.Counter': _counter,
    'heapq.heappush': _heap, 'bisect.insort': _heap, 'heapq.heappop': _heap,
    'heapq.heapreplace': _heap, 'heapq.heappushpop': _heap, 'super': _super,
    'globals': _globals, '@optparser.add_option': _option,
    '@parser.add_argument': _option, 'cmd.Cmd': _command,
    'cmd.Cmd.__init__': _command,
}
for _name in COMMANDS:
    LIBRARY[_name] = _wire_helper
for _name in TEXT_FILES:
    LIBRARY.setdefault(_name, _text_file)
for _name in ('commands', 'subprocess'):
    for _function in ('getoutput', 'getstatusoutput'):
        LIBRARY['%s.%s' % (_name, _function)] = _run_command
for _name in CONTAINERS:
    LIBRARY.setdefault(_name, _container)
for _name in ('match', 'search', 'compile', 'split', 'findall', 'sub',
              'finditer', 'escape', 'fullmatch'):
    LIBRARY['re.' + _name] = _re
LIBRARY.update((name, _print) for name in helpers.PRINTING)
