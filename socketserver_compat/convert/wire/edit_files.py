"""Edits files, pipes, logs and pickles that hold what is or becomes bytes."""
import ast
import functools

from . import files, helpers, printing
from .helpers import CODEC, ENCODE
from .kinds import NUMBER_SHAPES, TEXT, WIRE, is_latin
from .stdlib import mode_on_3

NUMBERS = frozenset(['int', 'float'])
UNBUFFERED = ('r', 'w', 'a', 'r+', 'w+', 'a+')
CLASH = ('A file of the wire and one of text both come here: on 3 one takes '
         'bytes, the other text.')
PICKLED = ('A str of 3 is text in a pickle: its bytes are not those of 2.7, '
           'which reads it as unicode.')


def is_unbuffered(node, mode):
    """Tell whether a call opens a text file with a buffering of 0."""
    return (len(node.args) == 3 and not node.keywords
            and getattr(mode, 'value', None) in UNBUFFERED
            and getattr(node.args[2], 'value', None) == 0)


class FileEdits(object):
    """The part of the Rewriter that edits files."""

    def edit_string_io(self, node, content):
        if self.kind(content) != WIRE:
            return
        text = self.edits.text(node.func)
        start, end = self.edits.span(node.func)
        if text.endswith('.StringIO') and text.startswith('six'):
            self.edits.replace(start, end, 'six.BytesIO')
        elif text in ('StringIO', 'io.StringIO', 'cStringIO'):
            self.edits.replace(start, end, 'six.BytesIO')
            self.uses_six = True
        else:
            self.note(node, 'SC207')

    def edit_written(self, place, value, content):
        """The file of a socket, or a StringIO, writes str() of all else."""
        others = value.others()
        if content.find().clash and not self.edits.text(
                place).startswith('six.ensure_'):
            self.note(place, 'SC202', CLASH)
        buffer = (content.node, 'buffer') in self.interpreter.operations
        if content.find().fixed != WIRE and not (
                buffer and self.kind(content) == WIRE):
            return
        if not others or (
                isinstance(place, ast.Starred) or 'buffer' in others):
            return
        self.shown.add(place)
        self.uses_six = True
        if is_latin(value.find()):
            self.decode_again(place)
        if value.has(('lib', '@headers')) and not value.has('dict'):
            self.edits.wrap(place, helpers.HTTP_LINES + '(', ')')
            self.helpers.add(helpers.HTTP_LINES)
        self.show_items(place, value)
        if value.is_string() or not others <= NUMBERS:
            self.helpers.add(helpers.SHOW)
            self.edits.wrap(place, helpers.SHOW + '(', ')')
        else:
            self.edits.wrap(place, ENCODE + 'str(', '))')

    def edit_open(self, node, content, mode, known):
        if mode is not mode_on_3(mode):
            # builtin_names.py has written it.
            if self.kind(content) == WIRE:
                self.edits.insert(self.edits.span(mode)[1] - 1, 'b')
                self.note(mode, 'SC207', helpers.UNIVERSAL)
            return
        if self.kind(content) != WIRE:
            if is_unbuffered(node, mode):
                self.open_unbuffered(node, mode)
            elif not node.keywords and self.edits.text(
                    node.func) == 'open' and (
                        self.meets_wire(content) or
                        self.is_printed(content, mode)):
                self.rename(node.func, helpers.OPEN_TEXT)
            return
        if not node.args:
            self.note(node, 'SC207')
        elif mode is None:
            self.edits.insert(self.edits.argument_end(node, -1), ", 'rb'")
        elif known and isinstance(mode, ast.Constant):
            start, end = self.edits.span(mode)
            if 't' in mode.value:
                # 3 refuses 'rtb'.
                self.edits.replace(start, end, repr(
                    mode.value.replace('t', '') + 'b'))
            else:
                self.edits.insert(end - 1, 'b')
        elif self.interpreter.are_modes(mode):
            self.edits.wrap(mode, '', ".replace('b', '') + 'b'")
        else:
            self.note(node, 'SC207')

    def open_unbuffered(self, node, mode):
        """open(x, 'w', 0) -> open_unbuffered(open, x, 'w')."""
        start, end = self.edits.span(node.func)
        name = self.edits.text(node.func)
        self.edits.replace(start, end, helpers.UNBUFFERED)
        self.edits.insert(self.edits.source.index('(', end) + 1, name + ', ')
        self.edits.replace(
            self.edits.span(mode)[1], self.edits.span(node.args[2])[1], '')
        self.helpers.add(helpers.UNBUFFERED)
        self.modules.add('io')

    def edit_run(self, node, content):
        """os.popen(x) -> popen_bytes(x), where the output is bytes."""
        wire = self.kind(content) == WIRE
        name = node.func.attr
        if not wire and not content.find().targets:
            return
        if name == 'popen':
            self.modules.add('os')
            helper = helpers.POPEN_BYTES if wire else helpers.POPEN_TEXT
        elif name == 'getoutput' or wire:
            self.modules.add('subprocess')
            self.helpers.add(helpers.STATUS_OUTPUT)
            helper = (helpers.OUTPUT if name == 'getoutput'
                      else helpers.STATUS_OUTPUT)
            if not wire and not isinstance(
                    self.parents.get(node), ast.Expr):
                # getoutput() of 3 would refuse what is not UTF-8.
                self.to_text(node, content)
        else:
            return
        self.rename(node.func, helper)

    def edit_open_csv(self, node, as_text):
        if self.edits.text(node.func) != 'open' or node.keywords:
            if not as_text:
                self.note(node, 'SC212')
            return
        if as_text and len(node.args) == 1:
            self.edits.insert(self.edits.argument_end(node, -1), ", 'r'")
        self.rename(node.func, helpers.OPEN_CSV)

    def edit_stream(self, target, place):
        """sys.stdout = self.wfile -> sys.stdout = WireStream(self.wfile)"""
        self.wrap_stream(target, place, target.attr == 'stdin')

    def edit_command_stream(self, node, place, value, is_read):
        """Cmd(stdout=self.wfile) -> Cmd(stdout=WireStream(self.wfile))"""
        content = value.get('file')
        if content is not None and self.kind(content) == WIRE:
            self.wrap_stream(node, place, is_read)

    def wrap_stream(self, node, place, is_read):
        """Let a file of bytes take or give text on 3."""
        if not isinstance(place, (ast.Name, ast.Attribute, ast.Call)):
            self.note(node, 'SC207', 'The library wants text here on 3.')
            return
        if place in self.streams:
            return      # a = b = place
        self.streams.add(place)
        name = helpers.STDIN if is_read else helpers.STREAM
        self.edits.wrap(place, name + '(', ')')
        self.helpers.add(name)
        self.uses_six = True

    def edit_open_for_text(self, node):
        """open(x, 'wb') -> open_text(x, 'w')"""
        mode = node.args[1] if len(node.args) == 2 else None
        if self.edits.text(node.func) != 'open' or node.keywords or (
                not isinstance(mode, ast.Constant)):
            self.note(node, 'SC207', 'The library wants text here on 3.')
            return
        self.rename(node.func, helpers.OPEN_TEXT)
        start, end = self.edits.span(mode)
        self.edits.replace(
            start, end, self.edits.text(mode).replace('b', ''))

    def edit_dumped(self, node, target, content):
        """json.dump(x, f) -> f.write(six.ensure_binary(json.dumps(x)))

        And print_exc(file=f), with format_exc(), where f takes bytes.
        Others that write text get a file that encodes it.
        """
        if self.kind(content) != WIRE:
            return
        simple = target
        while isinstance(simple, ast.Attribute):
            simple = simple.value
        names = {'dump': 'dumps', 'print_exc': 'format_exc'}
        name = names.get(getattr(node.func, 'attr', None))
        if name is None or not isinstance(simple, ast.Name) or (
                name == 'dumps' and target not in node.args
                or name == 'format_exc' and (
                    node.args or len(node.keywords) > 1)):
            self.wrap_stream(node, target, False)
            return
        start, end = self.edits.span(node.func)
        self.edits.replace(start, end, '%s.write(%s%s.%s' % (
            self.edits.text(target), ENCODE,
            self.edits.text(node.func.value), name))
        if name == 'dumps':
            self.edits.replace(self.edits.argument_end(node, 0),
                               self.edits.span(target)[1], '')
        else:
            self.edits.replace(end, self.edits.span(node)[1], '()')
        self.edits.insert(self.edits.span(node)[1], CODEC + ')')
        self.uses_six = True

    def edit_lines(self, place, content, element):
        if self.kind(content) == WIRE and (
                element is None or not element.find().shapes):
            self.note(place, 'SC201', 'Nothing in this file tells whether '
                      'these lines are text or bytes.')

    def meets_wire(self, content):
        """Tell whether a text file holds what is or becomes bytes."""
        if content.has('wire') or content.has('output'):
            return True
        return any(
            self.kinds.get(cell) == WIRE
            for cell in files.reached(content))

    def is_printed(self, content, mode):
        """Tell whether what is read from a text file is printed."""
        printed = getattr(mode, 'value', 'r') in ('r', 'rt') and any(
            cell.find().why == 'printed' for cell in files.reached(content))
        self.prints_files = printed or self.prints_files
        return printed

    def edit_int_error(self, name, value):
        """int(data) -> wire_int(data), where its error is shown."""
        if self.kind(value) == WIRE:
            self.rename(name, helpers.INT)

    def edit_float_error(self, name, value):
        """float(x) -> wire_float(x), where its error is shown."""
        self.rename(name, helpers.FLOAT)

    def edit_json_error(self, name, value):
        """json.dumps(x) -> wire_json(x), where x has what came in."""
        if self.edits.text(name) == 'json.dumps' and (
                value.is_string() and value.has('wire')
                or self.holds_wire(value, 0, True)):
            self.rename(name, helpers.JSON)
            tree = self.interpreter.tree
            if 'json' not in self.interpreter.scopes[tree].names:
                self.modules.add('json')

    def edit_unpack_error(self, place, count):
        """a, b = x.split(), where the error of too few is shown."""
        self.edits.wrap(place, helpers.UNPACK + '(', ', %d)' % count)
        self.helpers.add(helpers.UNPACK)

    def edit_dumps(self, node, count, keywords):
        """Let 3 write the pickles that 2.7 does, as far as it can."""
        value = node.args and self.interpreter.values.get(node.args[0])
        if not value or not self.holds_numbers(value, 0):
            self.note(node, 'SC210', PICKLED)
        if 'protocol' in keywords:
            place = keywords['protocol'][1]
        elif len(node.args) > count:
            place = node.args[count]
        else:
            if node.args and not keywords:
                self.edits.insert(self.edits.argument_end(node, -1), ', 0')
            return
        text = self.edits.text(place)
        if text == '-1' or text.endswith('HIGHEST_PROTOCOL'):
            start, end = self.edits.span(place)
            self.edits.replace(start, end, '2')

    def holds_numbers(self, cell, depth):
        """Tell whether this is a number, or a container of numbers alone."""
        shapes = cell.find().shapes
        return bool(shapes) and all(
            shape == 'list' or shape[0] == 'tuple' or shape in NUMBER_SHAPES
            for shape in shapes) and depth < 4 and all(
                self.holds_numbers(inner, depth + 1)
                for inner in self.interpreter.inner_cells(cell))

    def edit_loads(self, node, received, kept):
        """What is a str in a pickle of 2.7 becomes text on 3."""
        if received or kept is not None and self.holds_wire(kept, 0):
            self.note(node, 'SC210')
        if node.args and not isinstance(node.args[-1], ast.Starred):
            self.edits.add_last(
                node, "**({} if six.PY2 else {'encoding': 'utf-8', "
                "'errors': 'surrogateescape'})")
            self.uses_six = True

    def edit_csv(self, node, place, value, name):
        content = value.get('file')
        if content is not None and self.kind(content) == WIRE:
            self.wrap_stream(node, place, name == 'csv.reader'
                             or name == 'csv.DictReader')
        elif content is None and self.holds_wire(value, 0):
            self.note(node, 'SC212')

    def edit_delegated(self, node):
        """self.getsockname() -> self.socket.getsockname()"""
        self.edits.wrap(node.func.value, '', '.socket')

    def edit_makefile(self, node, content):
        """A file of a socket is binary: makefile() -> makefile('rb')."""
        written = content.find() in set(
            cell.find() for cell in self.interpreter.written)
        place = node.args[0] if node.args else None
        for keyword in node.keywords:
            if keyword.arg == 'mode':
                place = keyword.value
        size = self.unnamed_size(node)
        if place is None and size is not None:
            self.edits.insert(self.edits.span(size)[0],
                              "'rwb', " if written else "'rb', ")
            return
        if place is None:
            if node.keywords:
                self.note(node, 'SC207')
                return
            end = self.edits.span(node)[1] - 1
            self.edits.insert(end, "'rwb'" if written else "'rb'")
            return
        mode = getattr(place, 'value', None)
        if not isinstance(mode, str):
            self.note(node, 'SC207')
            return
        wanted = ''
        if 'r' in mode or '+' in mode or not mode:
            wanted += 'r'
        if 'w' in mode or '+' in mode or 'a' in mode or written:
            wanted += 'w'
        if set(wanted + 'b') != set(mode) or '+' in mode:
            start, end = self.edits.span(place)
            self.edits.replace(start, end, "'%sb'" % wanted)

    def unnamed_size(self, node):
        """makefile('r', bufsize=1) -> makefile('r', 1); return the 1.

        3 calls it buffering.
        """
        for keyword in node.keywords:
            if keyword.arg != 'bufsize':
                continue
            if len(node.keywords) > 1 or len(node.args) > 1:
                self.note(node, 'SC207')
                return None
            # A keyword has no position on 3.8.
            end = self.edits.span(keyword.value)[0]
            start = self.edits.source.rindex('bufsize', 0, end)
            self.edits.replace(start, end, '')
            return keyword.value
        return None

    def edit_log_set_up(self, node, name):
        """Let the stream of a log take every byte."""
        statement = self.parents.get(node)
        logged = 'makeLogRecord(' in self.edits.source or any(
            cell.find().why == 'logged' and cell.has('wire')
            for cell in self.interpreter.cells.values())
        if not logged or 'reconfigure(' in self.edits.source:
            return
        self.sets_up_log = True
        if isinstance(statement, ast.Expr) and name == 'logging.basicConfig':
            handlers = 'logging.getLogger().handlers'
        elif isinstance(statement, ast.Assign) and isinstance(
                statement.targets[0], (ast.Name, ast.Attribute)):
            handlers = '(%s,)' % self.edits.text(statement.targets[0])
        else:
            self.note(node, 'SC211')
            return
        line = self.edits.lines[statement.lineno - 1]
        if not line[:statement.col_offset].isspace() and (
                statement.col_offset):
            self.note(node, 'SC211')
            return
        indent = line[:len(line) - len(line.lstrip())]
        printing.insert_block(self.edits, statement.end_lineno + 1, indent, (
            'for log_handler in %s:' % handlers,
            "    if hasattr(log_handler.stream, 'reconfigure'):",
            '        # On 3: pass any bytes on as they are.',
            '        log_handler.stream.reconfigure(',
            "            encoding='utf-8', errors='surrogateescape')"))

    def edit_seek(self, node, content, offset, whence):
        """A text file of 3 goes to its own end or start alone."""
        if self.kind(content) == TEXT and getattr(
                offset, 'value', None) != 0 and (
                    getattr(whence, 'value', None) != 0):
            self.note(node, 'SC207', 'A file that is open for text cannot '
                      'seek to this place on 3.')

    def edit_print_to(self, node, content, args):
        """print(x, file=f) -> f.write(x + b'\\n'), where f takes bytes.

        Where a print to such a file has end=' ', the blank comes with the
        next, as on 2.7: wire_print(f, x, b'').
        """
        if self.kind(content) != WIRE:
            return
        target, end = None, "\n"
        for keyword in node.keywords:
            if keyword.arg == 'file':
                target = self.edits.text(keyword.value)
            elif keyword.arg == 'end' and isinstance(
                    keyword.value, ast.Constant):
                end = keyword.value.value
            else:
                target = None
                break
        if target is None or node.keywords and args and (
                node.keywords[0].value.lineno < node.args[-1].lineno):
            self.note(node, 'SC207')
            return
        forms = []
        for value, place in args:
            if isinstance(place, ast.Starred):
                self.note(node, 'SC207')
                return
            forms.append('%s')
            if value.others() or not value.is_string():
                self.show_items(place, value)
                if value.others() == set(['int']) and not value.is_string():
                    forms[-1] = '%d'
                elif value.is_string():
                    self.shown.add(place)
                    self.helpers.add(helpers.SHOW)
                    self.uses_six = True
                    self.edits.wrap(place, helpers.SHOW + '(', ')')
                else:
                    self.edits.wrap(place, ENCODE + 'str(', ')' + CODEC)
                    self.uses_six = True
        if self.owes_blanks:
            self.helpers.add(helpers.PRINT)
            self.call_wire_print(node, target, forms, end)
        else:
            self.call_write(node, target, forms, end)

    def call_write(self, node, target, forms, end):
        """Write f.write(x + b'\\n') in the place of a call of print."""
        head, tail = '%s.write(' % target, ')'
        closing = 'b' + repr(end)
        if not forms:
            head += closing
        elif forms == ['%s']:
            tail = ' + %s)' % closing
            if isinstance(node.args[0], (ast.IfExp, ast.BoolOp, ast.Lambda)):
                head, tail = head + '(', ')' + tail
        else:
            head += 'b%r %% (' % (' '.join(forms) + end)
            tail = ',))' if len(forms) == 1 else '))'
        self.around_arguments(node, head, tail)

    def call_wire_print(self, node, target, forms, end):
        """Write wire_print(f, x, b'') in the place of a call of print."""
        head, tail = '%s(%s' % (helpers.PRINT, target), ')'
        if forms:
            head += ', '
            tail = ')' if end == '\n' else ", b'')"
        if forms and forms != ['%s']:
            head += 'b%r %% (' % ' '.join(forms)
            tail = (',)' if len(forms) == 1 else ')') + tail
        self.around_arguments(node, head, tail)

    def around_arguments(self, node, head, tail):
        """Replace a call but for its positional arguments."""
        start, stop = self.edits.span(node)
        if not node.args:
            self.edits.replace(start, stop, head + tail)
            return
        # An argument may stand in brackets, which are not in its span.
        first = self.edits.source.index('(', self.edits.span(node.func)[1])
        self.edits.replace(start, first + 1, head)
        self.edits.replace(self.edits.argument_end(node, -1), stop, tail)

    @functools.cached_property
    def owes_blanks(self):
        """Tell whether a print to a file of the wire ends with a comma."""
        return any(
            operation[0] == 'print to' and self.kind(operation[2]) == WIRE
            and any(word.arg == 'end' and getattr(
                word.value, 'value', None) == ' '
                for word in operation[1].keywords)
            for operation in self.interpreter.operations.values())

    # -- the rest of the file --------------------------------------------
