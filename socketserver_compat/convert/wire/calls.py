"""Follows values into calls and out of them.

A call of a function of the file binds its parameters; a call of a library
function is looked up in knowledge.py; a method is looked up by the shapes of
what it is called on.  Where nothing is known of that, the name alone tells:
whatever has recv() or sendall() is a socket.
"""
import ast
import re

from .._tree import walk
from . import formatting, knowledge
from .kinds import (COST_ARGUMENT, COST_FILE, COST_RECEIVER, COST_STORE,
                    COST_USE, TEXT, WIRE, filled, is_latin)
from .names import has_others, is_foreign
from .stdlib import (LIBRARY, bind_key, command_streams, is_error, pack,
                     unpacked)

SAME = frozenset(
    'strip lstrip rstrip lower upper title capitalize swapcase replace '
    'expandtabs center ljust rjust zfill translate'.split())
LISTS = frozenset('split rsplit splitlines'.split())
TESTS = frozenset(
    'startswith endswith isdigit isalpha isalnum isspace isupper islower '
    'istitle __eq__ __ne__ __contains__ __lt__ __gt__ __le__ '
    '__ge__'.split())
NUMBERS = TESTS | frozenset('find index rfind rindex count'.split())
STRING_METHODS = SAME | LISTS | NUMBERS | frozenset(
    'partition rpartition join format encode decode'.split())
CASE = frozenset('upper lower title capitalize swapcase'.split())
BYTE_SENSITIVE = CASE | frozenset(
    'strip split rstrip lstrip rsplit splitlines center ljust rjust zfill '
    'isalpha isdigit isalnum'.split())
RECEIVE = {'recv': 'B', 'recvfrom': '(B,addr)', 'recv_into': 'I',
           'recvfrom_into': '(I,addr)', 'accept': '(sock,addr)',
           'makefile': 'wire', 'getpeername': 'addr', 'getsockname': 'addr',
           'fileno': 'I', 'connect_ex': 'I', 'getsockopt': 'I',
           'setsockopt': 'N', 'dup': 'sock', 'unwrap': 'sock'}
SENDS = ('send', 'sendall', 'sendto')
SOCKET_ONLY = frozenset('recv recvfrom recv_into sendall sendto makefile '
                        'accept getpeername'.split())
DICTS = ('dict', 'UserDict.UserDict', 'UserDict.IterableUserDict',
         'UserDict.DictMixin', 'collections.UserDict',
         'collections.OrderedDict', 'collections.defaultdict')
# These raise TypeError on 2.7 and binascii.Error on 3.
BINASCII = frozenset([
    'base64.b64decode', 'base64.decodestring', 'base64.decodebytes',
    'base64.standard_b64decode', 'base64.urlsafe_b64decode',
    'base64.b32decode', 'base64.b16decode', 'binascii.unhexlify',
    'binascii.a2b_hex'])

# The names of headers are in lower case on 2.7, as they came on 3.
HEADERS = (('lib', '@headers'), ('lib', '@httpresp'))
# Codecs of 2.7 that make bytes of bytes.
OF_BYTES = frozenset('''
    hex hex_codec base64 base_64 base64_codec zlib zip zlib_codec bz2
    bz2_codec rot13 rot_13 string_escape uu uu_codec quopri quopri_codec
    quoted_printable'''.split())
LITERALS = (ast.List, ast.Tuple, ast.Set, ast.Dict)
HEADER_NAMES = ('keys', 'items', 'getheaders')


def is_mode(node):
    """Tell whether this is a mode of open(), or one of two."""
    if isinstance(node, ast.IfExp):
        return is_mode(node.body) and is_mode(node.orelse)
    return getattr(node, 'value', None) in ('r', 'rb', 'w', 'wb', 'a', 'ab')


class Calls(object):
    """The part of the Interpreter that evaluates calls."""

    def eval_Call(self, node, env):
        result = self.node_cell(node)
        function = node.func
        args = []
        for arg in node.args:
            value = self.eval(arg, env)
            args.append((value, arg))
            if (arg, 'unknown') in self.operations and self.is_settled():
                # It may have been unknown when this was last looked at.
                del self.operations[arg, 'unknown']
        keywords = {}
        for keyword in node.keywords:
            keywords[keyword.arg] = (self.eval(keyword.value, env),
                                     keyword.value)
        known = False
        if isinstance(function, ast.Attribute):
            base = self.eval(function.value, env)
            if is_foreign(base) and self.is_of_string(function.attr, args):
                # keys.SEPARATOR.join(words)
                self.string_method(node, base, function.attr, args, result)
                return result
            known = self.method_call(node, base, function.attr, args,
                                     keywords, result, env)
            if known and not base.has_method(function.attr):
                return result
            callee = self.attribute(function, base,
                                    self.node_cell(function))
        else:
            callee = self.eval(function, env)
        shapes = list(callee.find().shapes.items())
        for shape, field in shapes:
            if shape.__class__ is tuple and (
                    not known or shape[0] == 'function'):
                self.call_shape(shape, field, node, args, keywords, result,
                                env)
        if not shapes and self.is_settled():
            self.unknown_call(node, args, keywords, result, env)
        return result

    def is_of_string(self, name, args):
        """Tell whether this can hardly be but a method of a string."""
        if name == 'format':
            return any(value.is_string() for value, _ in args)
        if name != 'join' or len(args) != 1:
            return False
        element = self.element(*args[0])
        return element is not None and element.is_string()

    def call_shape(self, shape, field, node, args, keywords, result, env):
        if shape[0] == 'function':
            bound = 0 if self.through_class(node) else filled(field)
            if shape[1].is_static == 'classmethod':
                bound = 1
            self.call_function(shape[1], args, keywords, node, bound)
            self.graph.flow(self.return_cell(shape[1]), result)
            if shape[1].is_generator:
                self.graph.add(result, ('generator', shape[1]))
        elif shape[0] == 'class':
            self.add_instance(result, shape[1])
            init = shape[1].find('__init__')
            if 'str' in shape[1].stdlib_bases():
                for value, place in args[:1]:
                    self.operations[(place, 'unknown')] = (
                        'unknown', place, value, node)
            if init is not None:
                self.call_function(init, args, keywords, node, True)
            self.call_base(shape[1], args, keywords, node)
            for one in shape[1].ancestors():
                if one.record is not None and init is None:
                    self.make_record(one.record[0], one.record[1], args,
                                     keywords, result)
        elif shape[0] == 'member':
            wanted, given = shape[1]
            self.take(wanted, args, keywords, node)
            self.notation.give(result, given, ('call', node))
            if len(args) == 1 and getattr(node.func, 'attr', None) in (
                    'get', 'getheader') and given in ('S', 'T'):
                self.graph.add(result, 'none')
        elif shape[0] == 'method':
            self.graph.flow(field, result)
        elif shape[0] == 'lib':
            self.call_library(shape[1], node, args, keywords, result, env)
        elif shape[0] == 'record class':
            self.make_record(shape[1], field, args, keywords, result)
        elif shape[0] == 'instance':
            method = shape[1].find('__call__')
            if method is not None:
                self.call_function(method, args, keywords, node, True)
                self.graph.flow(self.return_cell(method), result)

    def make_record(self, names, fields, args, keywords, result):
        """Put the arguments into the fields of a named tuple."""
        for index, (value, place) in enumerate(args):
            if isinstance(place, ast.Starred):
                self.fill_record(fields[index:], value, place)
                break
            if index < len(fields):
                self.graph.flow(value, fields[index], place, COST_STORE)
        for name, (value, place) in keywords.items():
            if name in names:
                self.graph.flow(value, fields[names.index(name)], place,
                                COST_STORE)
        self.graph.add(result, ('record', names), fields)
        self.graph.add(result, ('tuple', len(names)), fields)

    def fill_record(self, fields, value, place):
        items = value.get(('tuple', len(fields)))
        element = None if items else self.element(value, place)
        for index, field in enumerate(fields):
            source = items[index] if items else element
            if source is not None:
                self.graph.flow(source, field)

    def buffer_method(self, node, name, args, result):
        """Follow a method of a bytearray or memoryview."""
        if name == 'tobytes':
            self.notation.give(result, 'B', ('call', node))
        elif name == 'decode':
            self.string(result, TEXT)
        elif name == 'extend' or name in STRING_METHODS:
            for value, place in args:
                if value.is_string():
                    self.demand(value, place, WIRE, why='sent')
            if name in LISTS or name.endswith('partition'):
                field = self.node_cell(node, 'of')
                self.graph.add(field, 'buffer')
                self.graph.add(result, 'list', field)
            elif name != 'extend':
                self.graph.add(result, 'int' if name in NUMBERS else 'buffer')
        return name not in ('encode', 'format')

    def record_method(self, shape, fields, name, args, keywords, result,
                      base):
        """Follow _make() of a named tuple and _replace() of a value."""
        if shape[0] == 'record class' and name == '_make' and args:
            self.fill_record(fields, args[0][0], args[0][1])
            self.make_record(shape[1], fields, [], {}, result)
        elif shape[0] == 'record' and name == '_replace':
            self.make_record(shape[1], fields, [], keywords, result)
        else:
            return False
        return True

    def add_instance(self, cell, cls):
        """Let a cell hold an instance, which may be a container too."""
        self.graph.add(cell, ('instance', cls))
        root = cls.ancestors()[-1].node
        for one in cls.ancestors():
            if one.record is not None:
                names, fields = one.record
                self.graph.add(cell, ('record', names), fields)
                self.graph.add(cell, ('tuple', len(names)), fields)
        for name in cls.stdlib_bases():
            if name in DICTS:
                self.graph.add(cell, 'dict', self.dict_fields(root))
            elif name in ('list', 'set', 'collections.deque',
                          'UserList.UserList', 'collections.UserList'):
                self.graph.add(cell, 'list', self.node_cell(root, 'of'))

    def through_class(self, node):
        """Tell whether this is Base.method(self, ...)."""
        function = node.func
        return isinstance(function, ast.Attribute) and any(
            isinstance(shape, tuple) and shape[0] == 'class'
            for shape in self.node_shapes(function.value))

    def node_shapes(self, node):
        cell = self.values.get(node)
        return list(cell.find().shapes) if cell is not None else []

    def call_base(self, cls, args, keywords, node):
        """Follow what a class of the library does with its arguments."""
        if cls.find('__init__') is None and any(
                is_error(name) for name in cls.stdlib_bases()):
            self.take('S', args, keywords, node)
        for name in cls.stdlib_bases():
            if name in knowledge.FUNCTIONS and cls.find('__init__') is None:
                self.take(knowledge.FUNCTIONS[name][0], args, keywords, node)
            if name in ('threading.Thread', 'multiprocessing.Process'):
                self.start_thread(args, keywords, node)
                break
            if name == 'cmd.Cmd' and cls.find('__init__') is None:
                command_streams(self, node, args, keywords)
        run = cls.find('run')
        if run is not None:
            run.called = True

    def call_function(self, function, args, keywords, node, bound):
        """Bind the arguments of a call to the parameters."""
        if not function.called:
            function.called = True
            self.graph.changed = True
        definition = function.node.args
        plain = list(getattr(definition, 'posonlyargs', []))
        plain.extend(definition.args)
        plain = plain[bound:]
        for index, (value, place) in enumerate(args):
            if isinstance(place, ast.Starred):
                element = self.element(value, place)
                if element is not None:
                    for parameter in plain[index:]:
                        self.graph.flow(
                            element, self.parameter(function, parameter))
                    if definition.vararg:
                        self.pass_rest(function, definition.vararg, element,
                                       None)
                break
            if index < len(plain):
                if plain[index].arg in function.tested and not (
                        value.has('wire') and not value.others()):
                    self.pass_either(value, self.parameter(
                        function, plain[index]))
                    continue
                self.pass_value(value, self.parameter(
                    function, plain[index]), place)
            elif definition.vararg:
                self.pass_rest(function, definition.vararg, value, place)
        named = dict((parameter.arg, parameter)
                     for parameter in plain + list(definition.kwonlyargs))
        for name, (value, place) in keywords.items():
            if name is None and value.get('dict'):
                for parameter in plain[len(args):]:
                    if parameter.arg not in keywords:
                        for cell in self.items_of(
                                value.get('dict'), parameter.arg):
                            self.graph.flow(cell, self.parameter(
                                function, parameter))
            elif name in named:
                self.pass_value(value, self.parameter(
                    function, named[name]), place)
            elif name and definition.kwarg:
                each = self.parameter(function, definition.kwarg)
                self.graph.flow(value, self.item_cell(
                    each.get('dict'), name), place, COST_ARGUMENT)

    def pass_value(self, value, parameter, place):
        if place is None:
            self.graph.flow(value, parameter)
        else:
            # One place, whatever functions may be called there.
            passed = self.node_cell(place, 'passed')
            if parameter.is_string() and not has_others(parameter) and (
                    self.is_unknown(value)):
                self.string(passed)
            self.graph.flow(value, passed, place, COST_ARGUMENT, None,
                            'passed')
            self.graph.flow(passed, parameter)
        self.graph.pass_unknown(value, parameter)

    def pass_either(self, value, parameter):
        """The function takes bytes and text, and looks what it got."""
        for shape in value.others():
            self.graph.add(parameter, shape, value.get(shape))
        self.graph.make_unknown(parameter)

    def pass_rest(self, function, vararg, value, place):
        self.parameter(function, vararg)
        each = self.node_cell(vararg, 'each')
        self.graph.flow(value, each, place, COST_ARGUMENT)

    # -- what the library wants ------------------------------------------

    def take(self, wanted, args, keywords, node, give=None):
        """Demand the kinds of arguments that a notation tells."""
        values = list(args)
        first = wanted.find('L')
        for index, (value, place) in enumerate(values):
            letter = wanted[min(index, len(wanted) - 1)] if wanted else '-'
            if index >= len(wanted) and letter != 'S':
                letter = '-' if letter != 'L' else 'L'
            if letter == 'L' and index > first and self.logged_repr(
                    values[first][1], value, place, index - first - 1):
                continue
            if isinstance(place, ast.Starred):
                if letter in 'SL':
                    self.text_inside(value, 0)
                break
            self.take_one(letter, value, place, node, index)
        for name, (value, place) in keywords.items():
            if name in ('data', 'body') and 'B' in wanted:
                self.take_one('B', value, place, node, 0)
            elif name == 'headers' and 'd' in wanted:
                self.take_one('d', value, place, node, 0)

    def logged_repr(self, template, value, place, index):
        """Follow the value of a %r in what is logged; tell if it is one."""
        found = formatting.directives(formatting.template_text(template)
                                      or '')
        directive = found[index] if index < len(found) else None
        if directive is None or directive.group('type') != 'r':
            return False
        if value.is_string():
            slot = self.slot(place, 'shown')
            self.graph.flow(value, slot)
            self.operations[(place, 'r')] = (
                'percent r', template, slot, place, directive, index)
        else:
            self.operations[(place, 'r')] = (
                'container r', template, place, directive, index, value)
        return True

    def take_one(self, letter, value, place, node, index):
        if letter == 'B':
            self.demand(value, place, WIRE, why='sent')
        elif letter == 'S':
            self.demand(value, place, TEXT, why='library')
        elif letter == 'T':
            self.demand(value, place, TEXT, why='header')
        elif letter == 'L':
            self.demand(value, place, TEXT, why='logged')
            self.note_container(value, place)
        elif letter == '=':
            joint = self.node_cell(node, 'alike')
            joint.find().sink = True
            self.string(joint)
            self.graph.flow(value, joint, place, COST_USE)
        elif letter == 'j':
            self.text_inside(value, 0)
            self.decode_items(place)
            self.demand(value, place, TEXT, why='library')
        elif letter == 'f':
            content = value.get('file')
            if content is not None and content.find().fixed is None:
                content.find().fixed = WIRE
        elif letter == 'a':
            self.demand(value, place, None, why='library')
            self.decode_items(place)
        elif letter == 'd':
            pair = value.get('dict')
            if pair and pair[0].is_string():
                slot = self.cell(('keys', pair[0].number))
                slot.find().sink = True
                self.string(slot, TEXT)
                self.graph.flow(pair[0], slot)
        elif letter == 'b':
            element = self.element(value, place)
            if element is not None:
                self.graph.flow(element, self.slot(place, 'each', WIRE))
        elif letter == 'c':
            self.call_back(value, place, node)
        elif letter == 'r':
            self.call_remotely(value)
        elif letter == 'm' and (value.has('wire') or value.has('decoded')):
            # As text it would have to be ASCII.
            self.demand(value, place, WIRE, why='sent')

    def decode_items(self, place):
        """Text of http.server in a literal container is decoded again."""
        items = getattr(place, 'elts', None) or getattr(place, 'values', ())
        for item in items if isinstance(place, LITERALS) else ():
            value = self.value_of(item)
            if is_latin(value.find()):
                self.demand(value, item, TEXT, why='library')
            self.decode_items(item)

    def call_back(self, value, place, node):
        """Call a function with bytes, or write them to a file."""
        data = self.node_cell(place, 'given')
        self.notation.give(data, 'B', (place, 'given'))
        self.call_all(value, [(data, None)], node)
        if isinstance(place, ast.Attribute):
            base = self.value_of(place.value)
            if place.attr == 'write':
                self.take_one('f', base, place, node, 0)
            elif place.attr == 'append' and base.get('list') is not None:
                self.graph.flow(data, base.get('list'))

    def call_remotely(self, value):
        """XML-RPC calls a function, or a method, with text and for text."""
        functions = [function for function, _bound in value.functions()]
        for cls in value.classes():
            functions.extend(
                cls.methods[name] for name in cls.methods
                if not name.startswith('_') and name not in knowledge.SERVER
                and name not in knowledge.CALLED_WITH)
        for function in functions:
            function.called = True
            parameters = function.node.args.args
            if function.owner is not None and not function.is_static:
                parameters = parameters[1:]
            for parameter in parameters:
                given = self.node_cell(parameter, 'given')
                self.notation.give(given, 'x', (parameter, 'given'))
                self.graph.flow(given, self.parameter(function, parameter))
            result = self.return_cell(function)
            self.text_within(result)
            self.text_inside(result, 0)

    def text_inside(self, cell, depth):
        """Demand text of all strings in a container, for json."""
        if depth > 4:
            return
        for inner in self.inner_cells(cell):
            self.text_within(inner)
            self.text_inside(inner, depth + 1)

    def inner_cells(self, cell):
        """Return the cells of what a container holds."""
        return [
            field for shape, field in cell.find().shapes.items()
            if shape in ('list', 'file')] + self.fields_of(cell)

    def fields_of(self, cell):
        """Return the cells of what a dictionary or a tuple holds."""
        found = []
        for shape, field in cell.find().shapes.items():
            if shape == 'dict':
                found.append(field[0])
                found.extend(self.items_of(field))
            elif isinstance(shape, tuple) and shape[0] == 'tuple':
                found.extend(field)
        return found

    def text_within(self, inner):
        if inner.is_string():
            slot = self.cell(('json', inner.number))
            slot.find().sink = True
            self.string(slot, TEXT)
            self.graph.flow(inner, slot)

    def call_library(self, name, node, args, keywords, result, env):
        method = LIBRARY.get(name)
        if method is not None:
            method(self, node, args, keywords, result, name)
            return
        known = knowledge.FUNCTIONS.get(name)
        if known is not None:
            wanted, given = known
            self.take(wanted, args, keywords, node)
            self.notation.give(result, given, ('call', node))
            if name in BINASCII:
                self.operations[(node, 'error')] = ('binascii', node)
            return
        if name in knowledge.LIBRARY_CLASSES:
            self.graph.add(result, ('lib', name))
            if knowledge.LIBRARY_CLASSES[name] is knowledge.SERVER:
                self.graph.add(result, ('lib', 'server'))
            return
        if name.endswith('.__init__') and is_error(name[:-9]):
            self.take('-S', args, keywords, node)
            return
        if name.endswith('.__init__') and name[:-9] in knowledge.FUNCTIONS:
            wanted, given = knowledge.FUNCTIONS[name[:-9]]
            self.take(wanted, args[1:], keywords, node)
            self.notation.give(result, 'N', ('call', node))
            return
        if is_error(name) and not is_logger_call(node.func):
            self.take('S', args, keywords, node)
            self.graph.add(result, ('lib', '@error'))
            return
        if not self.call_of_base(name, node, args, keywords, result):
            self.unknown_call(node, args, keywords, result, env, name)

    def call_of_base(self, name, node, args, keywords, result):
        """Follow Base.method(self, ...); tell if the base is known."""
        base, _, method = name.rpartition('.')
        member = knowledge.LIBRARY_CLASSES.get(base, {}).get(method)
        if not isinstance(member, tuple):
            return False
        wanted, given = member
        self.take(wanted, args[1:], keywords, node)
        self.notation.give(result, given, ('call', node))
        return True

    def call_all(self, callee, args, place, result=None):
        """Call each function of the file that a cell may be."""
        for function, bound in callee.functions():
            self.call_function(function, args, {}, place, bound)
            if result is not None:
                self.graph.flow(self.return_cell(function), result)

    def unknown_call(self, node, args, keywords, result, env, name=None):
        """Something is called that is not known."""
        if is_logger_call(node.func):
            self.take('L', args, keywords, node)
            self.notation.give(result, 'N', ('call', node))
            return
        for value, place in list(args) + list(keywords.values()):
            for function, _bound in value.functions():
                function.escapes = True
            self.operations[(place, 'unknown')] = (
                'unknown', place, value, node)
        if not result.find().shapes:
            self.graph.make_unknown(result)

    # -- methods ---------------------------------------------------------

    def method_call(self, node, base, name, args, keywords, result, env):
        """Follow a method of a string, container, socket or file."""
        done = False
        own = base.has_method(name)
        for shape, field in list(base.find().shapes.items()):
            if own and shape in ('list', 'dict'):
                continue
            if shape == 'str':
                if name in STRING_METHODS:
                    self.string_method(node, base, name, args, result)
                    done = True
            elif shape == 'list':
                done = self.list_method(node, field, name, args, result,
                                        base, keywords) or done
            elif shape == 'dict':
                done = self.dict_method(node, field, name, args, result,
                                        base) or done
            elif shape == 'sock':
                done = self.socket_method(node, name, args, result) or done
            elif shape == 'file':
                done = self.file_method(node, field, name, args, result,
                                        base) or done
            elif shape == 'buffer':
                done = self.buffer_method(node, name, args, result) or done
            elif isinstance(shape, tuple) and shape[0] == 'tuple':
                if name in ('index', 'count'):
                    self.sought(args, field)
                    self.graph.add(result, 'int')
                    done = True
            elif isinstance(shape, tuple) and shape[0] == 'instance':
                if name in knowledge.DELEGATED and is_delegated(
                        shape[1], name):
                    done = self.socket_method(node, name, args, result)
                    self.operations[(node, 'delegated')] = (
                        'delegated', node)
            elif isinstance(shape, tuple) and shape[0] in (
                    'record', 'record class'):
                done = self.record_method(shape, field, name, args,
                                          keywords, result, base) or done
            elif isinstance(shape, tuple) and shape[0] == 'generator' and (
                    name == 'send' and args):
                # It comes out of (yield) there.
                self.pass_value(args[0][0], self.node_cell(
                    shape[1].node, 'sent in'), args[0][1])
                self.graph.flow(self.node_cell(shape[1].node, 'yielded'),
                                result)
                done = True
            elif shape == ('lib', '@pipe') and name == 'recv':
                self.graph.flow(field[1], result)
                done = True
            elif shape == ('lib', '@pipe') and name == 'send' and args:
                self.graph.flow(args[0][0], field[0], args[0][1], COST_STORE)
                done = True
            elif shape == ('lib', '@queue'):
                done = self.queue_method(node, field, name, args, keywords,
                                         result) or done
            elif shape in (('lib', '@pattern'), ('lib', '@match')):
                done = self.pattern_method(node, field, name, args, result,
                                           shape) or done
            elif shape == ('lib', '@struct'):
                done = self.struct_method(node, base, name, args, result)
            elif isinstance(shape, tuple) and shape[0] == 'lib' and (
                    '%s.%s' % (shape[1], name) in LIBRARY):
                full = '%s.%s' % (shape[1], name)
                LIBRARY[full](self, node, args, keywords, result, full)
                done = True
            elif shape in HEADERS and name in HEADER_NAMES:
                self.operations[(node, 'header names')] = (
                    'header names', node, name, base)
            elif shape == ('lib', '@popen'):
                done = self.popen_method(node, field, name, args,
                                         result) or done
        if not done and not any(
                shape != 'none' for shape in base.find().shapes) and (
                    self.is_settled()):
            done = self.guess_method(node, base, name, args, result)
        return done

    def guess_method(self, node, base, name, args, result):
        """The name of a method of something unknown tells what it is."""
        if self.has_method(name) or name.startswith('__'):
            return False
        if name in SOCKET_ONLY or (
                name in ('send',) and len(args) in (1, 2)):
            return self.socket_method(node, name, args, result)
        if name in STRING_METHODS and name not in (
                'index', 'count', 'find', 'format', 'translate', 'join',
                'replace', 'encode', 'decode'):
            self.string_method(node, base, name, args, result)
            return True
        if name in ('encode', 'decode') and not node.keywords:
            self.string_method(node, base, name, args, result)
            return True
        return False

    def has_method(self, name):
        return any(name in cls.methods for cls in self.classes.values())

    def string_method(self, node, base, name, args, result):
        place = node.func.value
        receiver = self.slot(node, 'receiver')
        if name in ('encode', 'decode'):
            self.codec(node, base, name, args, result, receiver, place)
            return
        self.graph.flow(base, receiver, place, COST_RECEIVER, None,
                        'receiver')
        if name in BYTE_SENSITIVE:
            self.sensitive(base, receiver, 300)
            if (name in CASE or not args) and is_latin(base.find()):
                # On 3 these know all letters and blanks of latin-1.
                receiver.find().bias = max(receiver.find().bias, 60)
        elif name in NUMBERS:
            self.sensitive(base, receiver, 50)
        if name == 'format':
            self.format_method(node, args, result, receiver)
            return
        if name == 'join':
            self.join_method(node, args, result, receiver)
            return
        if name != 'translate':
            for value, arg in args:
                self.alike(value, arg, receiver)
        elif len(args) == 2:
            # Only bytes have such a method on 3.
            self.string(receiver, WIRE)
            self.demand(args[1][0], args[1][1], WIRE, why='argument')
            self.alike(args[0][0], args[0][1], receiver)
        elif args and args[0][0].is_string():
            self.alike(args[0][0], args[0][1], receiver)
            self.sensitive(base, receiver, 300)
        if name in SAME:
            self.string(result)
            self.graph.flow(receiver, result)
        elif name in NUMBERS:
            self.notation.give(result, 'Q' if name in TESTS else 'I',
                               ('call', node))
        elif name in LISTS:
            field = self.node_cell(node, 'of')
            self.string(field)
            self.graph.flow(receiver, field)
            self.graph.add(result, 'list', field)
        else:
            fields = tuple(self.node_cell(node, index)
                           for index in range(3))
            for field in fields:
                self.string(field)
                self.graph.flow(receiver, field)
            self.graph.add(result, ('tuple', 3), fields)

    def alike(self, value, place, like):
        """Demand that an argument is of the kind of another string."""
        shapes = value.find().shapes
        if self.may_be_string(value):
            slot = self.slot(place, 'alike')
            self.graph.flow(slot, like)
            self.beside_text(value, slot, like)
            self.graph.flow(value, slot, place, COST_USE, None, 'argument')
        for shape, field in list(shapes.items()):
            if isinstance(shape, tuple) and shape[0] == 'tuple':
                for item in field:
                    self.graph.flow(item, like)

    def codec(self, node, base, name, args, result, receiver, place):
        kind = WIRE if name == 'decode' else TEXT
        codec = getattr(args[0][1], 'value', 'utf-8') if args else 'utf-8'
        if str(codec).lower().replace('-', '_') in OF_BYTES:
            self.operations[(node, 'codec')] = ('codec', node, base)
            self.string(receiver)
            self.graph.flow(base, receiver, place, COST_RECEIVER)
            self.string(result)
            return
        self.string(receiver, kind)
        self.graph.flow(base, receiver, place, COST_RECEIVER, None, name)
        if not args and not node.keywords:
            self.operations[(node, 'no codec')] = ('no codec', node, base)
        if name == 'encode':
            self.operations[(node, 'encode')] = ('encode', node, base)
        self.string(result, TEXT if name == 'decode' else WIRE)
        if name == 'decode' and not result.find().text:
            result.find().text = True

    def join_method(self, node, args, result, receiver):
        self.string(result)
        self.graph.flow(receiver, result)
        if not args:
            return
        value, place = args[0]
        element = self.element(value, place)
        self.operations[(node, 'joined')] = (
            'joined', place, value, receiver)
        if value.is_string() and element is None:
            element = self.iterate(value, place, place)
        elif value.is_string():
            # Either a text, or in the same dictionary as the list.
            slot = self.slot(place, 'joined text')
            self.graph.flow(value, slot)
            self.graph.flow(slot, receiver)
        if element is not None:
            if self.is_unknown(element):
                self.string(element)
            slot = self.slot(place, 'joined')
            self.graph.flow(element, slot)
            self.graph.flow(slot, receiver)

    def format_method(self, node, args, result, receiver):
        root = receiver.find()
        root.fixed = root.fixed or TEXT
        self.string(result, TEXT)
        self.joined_strings.add(node)
        template = self.constant(node.func.value)
        shown = formatting.shown_fields(template)
        plain = formatting.plain_fields(template)
        parted = formatting.parted_fields(template)
        named = [(keyword.arg, (self.value_of(keyword.value), keyword.value))
                 for keyword in node.keywords if keyword.arg]
        for index, (value, place) in list(enumerate(args)) + named:
            if index in shown and value.is_string() and not value.others():
                slot = self.slot(place, 'shown')
                self.graph.flow(value, slot)
                self.operations[(place, 'r')] = (
                    'format r', node, place, slot, index)
                continue
            self.demand_text(value, place, result)
            if index in plain:
                self.note_digits(value, place)
            for name in parted.get(index, ()):
                self.text_part(value, name)
            if index not in parted:
                self.note_container(value, place)
            for about in ('wire', 'worded'):
                if value.has(about):
                    self.graph.add(result, about)

    def demand_text(self, value, place, result):
        """Demand text for a template of text."""
        self.demand(value, place, TEXT, 'formatted')
        slot = self.slot(place, ('slot', 'formatted'))
        self.made_of[slot] = result
        self.beside_text(value, slot, result, True)

    def named_latin(self, place, result):
        """A value of {'name': value}, for a template with names."""
        value = self.value_of(place)
        if is_latin(value.find()):
            slot = self.slot(place, 'named')
            self.graph.flow(value, slot, place)
            self.beside_text(value, slot, result, True)

    def text_part(self, value, name):
        """Demand text of what '{0.name}' or '{0[x]}' shows."""
        if name is None:
            self.text_inside(value, 0)
            return
        for shape in list(value.find().shapes):
            if isinstance(shape, tuple) and shape[0] == 'instance':
                cell = self.use(self.class_attribute(shape[1], name))
                self.text_within(cell)
                self.text_inside(cell, 0)

    def constant(self, node):
        """Return the value of a literal or of what is assigned but once."""
        if isinstance(node, (ast.Name, ast.Attribute)):
            found = (self.assigned(node.id) if isinstance(node, ast.Name)
                     else self.assigned_anywhere('.' + node.attr))
            if len(found) != 1 or found[0] is None:
                return None
            node = found[0]
        return formatting.template_text(node)

    def are_modes(self, node):
        """Tell whether a variable has nothing but modes of open()."""
        found = self.assigned_anywhere(node.id) if isinstance(
            node, ast.Name) else ()
        return bool(found) and all(map(is_mode, found))

    def assigned(self, name):
        """Return what the module assigns to a name, or else its functions.

        None is among it for what comes from elsewhere, as an argument.
        """
        found = [statement.value for statement in self.tree.body
                 if isinstance(statement, ast.Assign) and any(
                     isinstance(target, ast.Name) and target.id == name
                     for target in statement.targets)]
        return found or self.assigned_anywhere(name)

    def assigned_anywhere(self, name):
        """Return what the file assigns to a name, or to a .name."""
        if not self.assignments:
            for node in walk(self.tree):
                self.note_assignment(node)
        return list(self.assignments.get(name, {}).values())

    def note_assignment(self, node):
        """Keep what is assigned, once for each name that stands there."""
        values = []
        if isinstance(node, ast.Assign):
            values = [(target, node.value) for target in node.targets]
        elif isinstance(node, ast.ClassDef):
            for statement in node.body:
                for target in getattr(statement, 'targets', ()):
                    self.assignments.setdefault(
                        '.%s' % getattr(target, 'id', ''), {})[
                            target] = getattr(statement, 'value', None)
        elif isinstance(getattr(node, 'ctx', None), ast.Store) or (
                isinstance(node, ast.arg)):
            # Level by level: an assignment was there before.
            values = [(node, None)]
        for target, value in values:
            name = getattr(target, 'id', None) or getattr(
                target, 'arg', None) or '.%s' % getattr(target, 'attr', '')
            self.assignments.setdefault(name, {}).setdefault(
                target, value)

    def value_of(self, node):
        cell = self.values.get(node)
        return self.node_cell(node) if cell is None else cell

    def percent(self, node, left, right, result, env):
        """Follow template % values."""
        self.string(result)
        template = self.slot(node, 'template')
        self.graph.flow(left, template, node.left, COST_RECEIVER, None,
                        'receiver')
        self.graph.flow(template, result)
        formatting.percent(self, node, left, right, result, env)
        return result

    def list_method(self, node, field, name, args, result, base,
                    keywords):
        if name in ('append', 'add', 'appendleft', 'push', 'put'):
            for value, place in args[:1]:
                self.graph.flow(value, field, place, COST_STORE, None,
                                'stored')
                self.graph.pass_unknown(value, field)
        elif name == 'insert':
            for value, place in args[1:]:
                self.graph.flow(value, field, place, COST_STORE, None,
                                'stored')
        elif name in ('extend', 'update', 'extendleft'):
            for value, place in args[:1]:
                element = self.element(value, place)
                if element is None and value.is_string():
                    element = self.iterate(value, place, place)
                if element is not None:
                    self.graph.flow(element, field)
        elif name in ('pop', 'popleft', 'next', '__next__'):
            self.graph.flow(field, result)
        elif name in ('remove', 'discard', 'index', 'count'):
            self.sought(args, (field,))
            self.graph.add(result, 'int')
        elif name in ('copy', 'union', 'difference', 'intersection'):
            self.graph.flow(base, result)
            for value, place in args:
                element = self.element(value, place)
                if element is not None:
                    self.graph.flow(element, field)
        elif name in ('sort', 'reverse', 'clear'):
            bind_key(self, keywords, field, node)
            self.graph.add(result, 'none')
        else:
            return False
        return True

    def sought(self, args, fields):
        """Compare an argument with what a container holds."""
        for value, place in args[:1]:
            slot = self.slot(place, 'sought')
            self.graph.flow(value, slot, place, COST_USE, None, 'compared')
            for field in fields:
                self.graph.flow(field, slot)

    def dict_method(self, node, fields, name, args, result, base):
        key = fields[0]
        if name in ('get', 'pop', 'setdefault'):
            constant = getattr(args[0][1], 'value', None) if args else None
            if args:
                self.graph.flow(args[0][0], key, args[0][1], COST_USE,
                                None, 'key')
            if name == 'get' and len(args) == 1:
                self.graph.add(result, 'none')
            for value in self.items_of(fields, constant):
                self.graph.flow(value, result)
            for extra, place in args[1:2]:
                self.graph.flow(
                    extra, self.item_cell(fields, constant)
                    if name == 'setdefault' else result, place, COST_USE)
        elif name in ('keys', 'iterkeys', '__iter__'):
            self.graph.add(result, 'list', key)
        elif name in ('values', 'itervalues'):
            self.graph.add(result, 'list', self.any_item(fields))
        elif name in ('items', 'iteritems', 'popitem', 'most_common'):
            value = self.any_item(fields)
            pair = self.cell(('pair', key.number, value.number))
            self.graph.add(pair, ('tuple', 2), (key, value))
            if name == 'popitem':
                self.graph.flow(pair, result)
            else:
                self.graph.add(result, 'list', pair)
        elif name == 'update':
            for other, place in args[:1]:
                self.graph.flow(other, base)
        elif name in ('copy', 'clear'):
            if name == 'copy':
                self.graph.flow(base, result)
        else:
            return False
        return True

    def socket_method(self, node, name, args, result):
        if name in SENDS:
            if args:
                self.demand(args[0][0], args[0][1], WIRE, why='sent')
            if name == 'sendto' and len(args) > 1:
                self.address(args[-1])
            self.graph.add(result, 'int')
            return True
        if name in ('connect', 'bind', 'connect_ex') and args:
            self.address(args[0])
        if name == 'makefile':
            self.make_file(node, args, result)
            return True
        if name in RECEIVE:
            self.notation.give(result, RECEIVE[name], ('call', node))
            return True
        return name in ('bind', 'listen', 'connect', 'close', 'settimeout',
                        'setblocking', 'shutdown')

    def address(self, argument):
        """The host of an address is text."""
        value, place = argument
        for shape, field in list(value.find().shapes.items()):
            if isinstance(shape, tuple) and shape[0] == 'tuple' and field:
                slot = self.cell(('host', place, shape))
                slot.find().sink = True
                self.string(slot, TEXT)
                self.graph.flow(field[0], slot)

    def make_file(self, node, args, result):
        key = ('call', node)
        self.notation.give(result, 'wire', key)
        self.operations[(node, 'makefile')] = (
            'makefile', node, self.cell((key, 'content')))

    def file_method(self, node, content, name, args, result, base):
        if name in ('read', 'readline', 'getvalue', 'read1', 'peek'):
            self.string(result)
            self.graph.flow(content, result, node, COST_USE, COST_FILE)
        elif name in ('readlines', 'xreadlines'):
            self.graph.add(result, 'list', content)
        elif name == 'write':
            self.written.add(content.find())
            for value, place in args[:1]:
                slot = self.slot(place, 'written')
                self.graph.flow(slot, content)
                self.graph.flow(value, slot, place, COST_FILE, COST_USE,
                                'sent')
                if content not in self.opened_binary:
                    self.operations[(place, 'written')] = (
                        'written', place, value, content)
        elif name == 'writelines':
            self.written.add(content.find())
            for value, place in args[:1]:
                element = self.element(value, place)
                if element is not None:
                    self.graph.flow(element, content)
                self.operations[(node, 'lines')] = (
                    'lines', place, content, element)
        elif name == 'seek' and len(args) == 2:
            self.operations[(node, 'seek')] = (
                'seek', node, content, args[0][1], args[1][1])
        elif name not in ('close', 'flush', 'seek', 'tell', 'fileno',
                          'truncate', 'isatty'):
            return False
        return True

    def queue_method(self, node, field, name, args, keywords, result):
        if name in ('put', 'put_nowait'):
            for value, place in args[:1]:
                self.graph.flow(value, field, place, COST_STORE)
        elif name in ('get', 'get_nowait'):
            self.graph.flow(field, result)
        else:
            return name in ('empty', 'qsize', 'task_done', 'join', 'full')
        return True

    def popen_method(self, node, returned, name, args, result):
        if name == 'communicate':
            kind = returned[0].find().fixed
            for value, place in args[:1]:
                self.demand(value, place, kind,
                            why='sent' if kind == WIRE else 'library')
            self.graph.add(result, ('tuple', 2), returned)
        return name in ('communicate', 'wait', 'poll', 'kill', 'terminate')

    def struct_method(self, node, base, name, args, result):
        if name in ('pack', 'pack_into'):
            pack(self, node, [None] + args, {}, result, name)
        elif name in ('unpack', 'unpack_from'):
            for shape in list(base.find().shapes):
                if isinstance(shape, tuple) and shape[0] == 'format':
                    unpacked(self, node, shape[1], result)
            for value, place in args[:1]:
                self.demand(value, place, WIRE, why='sent')
        return True

    def pattern_method(self, node, joint, name, args, result, shape):
        """Follow a method of a compiled pattern or of a match."""
        if name in ('start', 'end', 'span', 'close'):
            self.notation.give(result, '(I,I)' if name == 'span' else 'I',
                               ('call', node))
            return True
        if name in ('match', 'search', 'fullmatch', 'sub', 'subn', 'split',
                    'findall', 'finditer', 'scanner'):
            count = 2 if name in ('sub', 'subn') else 1
            for value, place in args[:count]:
                if self.may_be_string(value):
                    slot = self.slot(place, 'matched')
                    self.graph.flow(slot, joint)
                    self.graph.flow(value, slot, place, COST_USE, None,
                                    'argument')
                    if value.has('wire'):
                        self.graph.add(joint, 'wire')
                self.replacement(value, joint, place)
        self.give_match(node, joint, name, result, len(args))
        return True

    def replacement(self, value, joint, place):
        """Follow a match into the function that sub() was given."""
        match = self.node_cell(place, 'match')
        if value.functions():
            self.graph.add(match, ('lib', '@match'), joint)
            self.call_all(value, [(match, None)], place, joint)

    def give_match(self, node, joint, name, result, count):
        field = self.node_cell(node, 'of')
        if name in ('group', 'groups', 'groupdict') and any(
                cell.find() is joint.find() for cell in self.optional):
            self.graph.add(result if name == 'group' and count < 2
                           else field, 'none')
        if name in ('match', 'search', 'fullmatch'):
            self.graph.add(result, ('lib', '@match'), joint)
            self.graph.add(result, 'none')
        elif name == 'finditer':
            self.graph.add(field, ('lib', '@match'), joint)
            self.graph.add(result, 'list', field)
        elif name == 'subn':
            text, number = self.node_cell(node, 0), self.node_cell(node, 1)
            self.string(text)
            self.graph.flow(joint, text)
            self.graph.add(number, 'int')
            self.graph.add(result, ('tuple', 2), (text, number))
        elif name == 'group' and count < 2 or name == 'sub':
            self.string(result)
            self.graph.flow(joint, result)
        elif name == 'findall' and self.count_groups(joint) > 1:
            groups = tuple(self.node_cell(node, number)
                           for number in range(self.count_groups(joint)))
            for group in groups:
                self.string(group)
                self.graph.flow(joint, group)
            self.graph.add(field, ('tuple', len(groups)), groups)
            self.graph.add(result, 'list', field)
        elif name in ('split', 'findall', 'groups', 'group'):
            self.string(field)
            self.graph.flow(joint, field)
            self.graph.add(result, 'list', field)
        elif name == 'groupdict':
            fields = self.dict_fields(node)
            self.string(fields[0], TEXT)
            self.string(fields[1])
            self.graph.flow(joint, fields[1])
            self.graph.add(result, 'dict', fields)

    def count_groups(self, joint):
        """Return how many groups the patterns have that match a string."""
        found = set(count for cell, count in self.groups.items()
                    if cell.find() is joint.find())
        return found.pop() if len(found) == 1 else 0

    def start_thread(self, args, keywords, node):
        """Bind target=f, args=(a, b) of a thread or process."""
        target = keywords.get('target')
        if target is None and len(args) > 1:
            target = args[1]
        values = keywords.get('args')
        if target is not None:
            self.call_with_tuple(target[0], values, node)

    def call_with_tuple(self, target, values, node):
        passed = []
        if values is not None:
            value, place = values
            for shape, field in list(value.find().shapes.items()):
                if isinstance(shape, tuple) and shape[0] == 'tuple':
                    passed = [(cell, None) for cell in field]
                elif shape == 'list':
                    passed = [(field, None)] * len(
                        getattr(place, 'elts', ' '))
        for function, bound in target.functions():
            self.bind_passed(function, passed, node, bound)

    def bind_passed(self, function, passed, node, bound):
        self.call_function(function, passed, {}, node, bound)


def is_delegated(cls, name):
    """Tell whether a dispatcher asks its socket for this method."""
    return cls.find(name) is None and (
        name not in cls.family.attributes) and any(
            base.startswith(('asyncore.', 'asynchat.'))
            for base in cls.stdlib_bases())


LOGGER_NAME = re.compile('(^|_)log(ger|ging)?$|logger$', re.IGNORECASE)


def is_logger_call(function):
    """Tell whether this is log.info(...), of another module's logger."""
    if not isinstance(function, ast.Attribute) or (
            function.attr not in knowledge.INSTANCES['@logger']):
        return False
    owner = function.value
    if isinstance(owner, ast.Call):
        owner = owner.func
    name = getattr(owner, 'attr', getattr(owner, 'id', ''))
    return bool(LOGGER_NAME.search(name))


def guess_by_name(interpreter, name, result, node):
    """An attribute of something unknown: its name may tell."""
    if name in ('rfile', 'wfile'):
        interpreter.notation.give(result, 'wire', (node, 'guess'))
