"""Let ``print`` print no blank too much, as with a trailing comma.

``print a,`` became ``print(a, end=' ')``.  Python 2 puts that blank before
what is printed next, and leaves it out before a line end, after one, and
where the program writes to stdout otherwise.  So where what is printed last
is a line of a file or the loop's variable over one, ``end`` becomes empty;
where nothing tells, a function ``print_word`` looks at it.  What follows
decides as well:

===========================  ==================================
what may follow              becomes
===========================  ==================================
another word, raw_input()    ``print(a, end=' ')``
a bare print                 ``print(a, end='')``
sys.stdout.write()           ``print(a, end='')``
now a word, now a bare one   ``print_part(a)``, ``print_end()``
===========================  ==================================

``print_part`` remembers the blank as Python 2 does, and so does ``wire_print``
for what is printed to a file of the wire (wire/edit_files.py).  Where it would
be lost at the end of a function, or nothing tells how what is printed to
another file ends, there is the note SC109.

``print data, addr`` prints no blank either if the data end with a line end.
Where they come from ``recv()``, ``read()``, ``readline()``, a packet or a loop
over lines, also as the end of a longer text, or where a line end is added to
what is printed, a function ``print_words`` does so; where they go to another
file there is the note.
"""
import ast
import re

from .._following import Following
from .._modules import below_imports, binders, is_free
from .._tree import index_of, walk

ORDER = 47
TOGETHER = True
FUNCTIONS = {'print_word': '''def print_word(*values):
    """Print as print with a comma does: no blank after a line end."""
    text = '%s' % values[-1:]
    print(*values, end='' if text[-1:] in ('\\n', '\\r', '\\t') else ' ')
''', 'print_part': '''def print_part(*values):
    """Print as print with a comma does: the blank comes with the next."""
    text = print_part.blank + ' '.join('%s' % (one,) for one in values)
    print(text, end='')
    print_part.blank = '' if text[-1:] in ('\\n', '\\r', '\\t') else ' '


print_part.blank = ''


def print_end(*values):
    """Print as print does, behind print_part()."""
    if values:
        print_part(*values)
    print_part.blank = ''
    print()
''', 'print_words': '''def print_words(*words):
    """Print as the print statement does: no blank after a line end."""
    blank = ''
    for word in words:
        print(blank, word, sep='', end='')
        last = ('%s' % (word,))[-1:]
        blank = '' if last in ('\\n', '\\r', '\\t') else ' '
    print()
'''}
READING = ('recv', 'readline', 'read')
NAMES = ('line', 'l', 'row', 'text_line')
SIMPLE = (ast.Expr, ast.Assign, ast.AugAssign, ast.Return)


def fix(module):
    """Look at the calls of print with end=' ', or with received data."""
    if not module.prints_statements:
        return
    prints = [node for node in module.walk(ast.Call)
              if node.args and module.is_builtin(node.func, 'print')]
    found = [node for node in prints
             if getattr(_keyword(node, 'end'), 'value', None) == ' ']
    words = []
    for node in prints:
        if node not in found and any(
                _may_end_line(module, one) for one in node.args[:-1]):
            if not node.keywords:
                words.append(node)
            elif module.source(_keyword(node, 'file')) != 'sys.stderr':
                module.note(node, 'SC109')
    if found or words:
        _Prints(module, found, words).fix()


def _keyword(call, name):
    """Return the value of a keyword of a call, None if it is not there."""
    for word in call.keywords:
        if word.arg == name:
            return word.value
    return None


class _Prints(object):
    """The calls of print in a module, and what may follow them."""

    def __init__(self, module, found, words):
        self.module = module
        self.found = found
        self.words = words
        self.kinds = {}
        self.following = Following(module, self.kind)
        self.needed = set()

    def kind(self, statement):
        """Return what a statement is to the blank of a print before it."""
        if statement not in self.kinds:
            self.kinds[statement] = isinstance(
                statement, SIMPLE) and self.kind_of_calls(statement) or None
        return self.kinds[statement]

    def kind_of_calls(self, statement):
        call = statement.value
        if isinstance(call, ast.Call) and self.module.is_builtin(
                call.func, 'print'):
            if _keyword(call, 'file') is not None:
                return None
            if _keyword(call, 'end') is not None:
                return 'part'
            return 'word' if call.args else 'bare'
        for node in walk(statement):
            if isinstance(node, ast.Call):
                name = self.module.source(node.func)
                if name in ('input', 'raw_input'):
                    return 'ask'
                if name == 'sys.stdout.write':
                    return 'write'
        return None

    def fix(self):
        parts = self.parts()
        for node in self.found:
            if node in parts:
                continue
            if _keyword(node, 'file') is None:
                self.look(node)
            else:
                self.look_at_words(node)
        for node in parts:
            self.rename(node, 'print_end' if _keyword(
                node, 'end') is None else 'print_part')
        for node in self.words:
            if node not in parts and is_free(self.module, 'print_words'):
                self.rename(node, 'print_words')
        if self.needed:
            below_imports(self.module, '\n\n'.join(
                FUNCTIONS[name] for name in sorted(self.needed)))

    def parts(self):
        """Return the calls that have to remember the blank."""
        parts = []
        if not (is_free(self.module, 'print_part') and
                is_free(self.module, 'print_end')):
            return parts
        for node in self.found:
            if node not in parts and _keyword(node, 'file') is None and (
                    not self.ends_line(node)):
                parts += [one for one in self.group(node)
                          if one not in parts]
        return parts

    def group(self, node):
        """Return the calls that share their blanks with this one.

        There are none if no line end is among what follows, or if a blank
        could be lost.
        """
        pending = [self.module.parent(node)]
        group, kinds = list(pending), set()
        while pending:
            follow, ended = self.following.after(pending.pop())
            kinds.update(self.kinds[one] for one in follow)
            if ended or not kinds <= set(['part', 'word', 'bare']):
                return []
            new = [one for one in follow if one not in group]
            group += new
            pending += [one for one in new if self.kinds[one] == 'part'
                        and not self.ends_line(one.value)]
        if not kinds > set(['bare']) or any(
                _keyword(one.value, 'sep') is not None for one in group):
            return []
        return [one.value for one in group]

    def look(self, node):
        """Decide by what follows on the blank of one call."""
        follow, ended = self.following.after(self.module.parent(node))
        kinds = set(self.kinds[one] for one in follow)
        if kinds and not ended and kinds <= set(['bare', 'write']):
            self.module.replace(_keyword(node, 'end'), "''")
        elif ended == [self.module.tree] and not kinds and (
                self.tail(node) and not self.ends_line(node)):
            # Python 2 ends the line when it exits.
            self.rename(node, 'print')
        else:
            if kinds & set(['bare', 'write']):
                self.module.note(node, 'SC109')
            self.look_at_words(node)

    def look_at_words(self, node):
        """Decide by what is printed last."""
        tail = self.tail(node)
        if self.ends_line(node):
            self.module.replace(_keyword(node, 'end'), "''")
        elif tail is None and len(node.keywords) == 1 and (
                'print_word' in self.needed or
                is_free(self.module, 'print_word')):
            self.rename(node, 'print_word')
        elif tail is None:
            self.module.note(node, 'SC109')

    def ends_line(self, node):
        """Tell whether what is printed ends so that no blank follows."""
        tail = self.tail(node)
        return tail is not None and tail[-1:].isspace() and tail[-1:] != ' '

    def tail(self, node):
        """Return what is printed last ends with, None if nobody knows."""
        last = node.args[-1]
        if _is_line(self.module, last):
            return '\n'
        return _tail(self.module, last)

    def rename(self, node, name):
        """Call another function, without end=."""
        opening = self.module.text.index('(', self.module.end(node.func))
        values = node.args and self.module.text[
            opening + 1:self.module.argument_end(node, -1)].strip()
        if self.module.replace(node, '%s(%s)' % (name, values or '')) and (
                name != 'print'):
            self.needed.add(
                'print_part' if name == 'print_end' else name)


def _may_end_line(module, node):
    # Of constants, fix_print.py has taken care.
    if isinstance(node, ast.BinOp) and (
            _tail(module, node) or 'x')[-1] in '\n\r\t':
        return True
    return _is_received(module, node, set())


def _is_received(module, node, seen):
    """Tell whether a value may end with the line end of what came in."""
    if isinstance(node, ast.Name) or isinstance(node, ast.Attribute) and (
            getattr(node.value, 'id', None) == 'self'):
        return _is_line(module, node) or any(
            _receives(module, binder, seen)
            for binder in binders(module, node))
    if _reads(node, *READING) or _is_packet(node):
        return True
    last = _last_part(node)
    return last is not None and _is_received(module, last, seen)


def _last_part(node):
    """Return what a value ends with, if that is another value."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return node.right
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and (
            str(getattr(node.left, 'value', '')).endswith('%s')):
        return node.right.elts[-1] if isinstance(
            node.right, ast.Tuple) and node.right.elts else node.right
    if isinstance(node, ast.Subscript) and isinstance(
            node.slice, ast.Slice) and not (
                node.slice.upper or node.slice.step):
        return node.value
    if _reads(node, 'decode', 'upper', 'lower'):
        return node.func.value
    return None


def _receives(module, target, seen):
    """Tell whether this is x in x = sock.recv(9) or x, y = s.recvfrom(9).

    So is x in x += sock.recv(9), in x += y where y is one, and a parameter
    that gets one.
    """
    if target in seen:
        return False
    seen.add(target)
    parent = module.parent(target)
    if isinstance(target, ast.arg):
        return any(_is_received(module, value, seen)
                   for value in _values_of(module, target))
    if isinstance(parent, ast.Tuple) and parent.elts[0] is target:
        value = getattr(module.parent(parent), 'value', None)
        return _reads(value, 'recvfrom') or _is_request(value)
    if isinstance(parent, ast.AugAssign) and isinstance(
            parent.value, ast.Name) and parent.value.id != getattr(
                target, 'id', None):
        return any(_receives(module, binder, seen)
                   for binder in binders(module, parent.value)
                   if isinstance(module.parent(binder), ast.Assign))
    return isinstance(parent, (ast.Assign, ast.AugAssign)) and (
        target is not parent.value) and _is_received(
            module, parent.value, seen)


def _values_of(module, parameter):
    """Return what the calls of a function by name give to a parameter."""
    arguments = module.parent(parameter)
    function = module.parent(arguments)
    if parameter not in arguments.args or not isinstance(
            function, ast.FunctionDef):
        return
    for call in module.walk(ast.Call):
        index = arguments.args.index(parameter)
        if getattr(call.func, 'attr', None) == function.name:
            index -= arguments.args[0].arg == 'self'
        elif getattr(call.func, 'id', None) != function.name:
            continue
        if index < len(call.args):
            yield call.args[index]


def _is_packet(node):
    """Tell whether this is self.request[0], of UDP."""
    return isinstance(node, ast.Subscript) and _is_request(
        node.value) and getattr(index_of(node), 'value', None) == 0


def _is_request(node):
    return isinstance(node, ast.Attribute) and node.attr == 'request'


def _reads(node, *names):
    return isinstance(node, ast.Call) and getattr(
        node.func, 'attr', None) in names


def _tail(module, node):
    """Return what a value ends with as text, as far as one can see."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, (ast.Compare, ast.UnaryOp, ast.List, ast.Dict,
                         ast.Tuple)):
        return 'x'
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Add):
            right = _tail(module, node.right)
            return None if right == '' else right
        template = getattr(node.left, 'value', None)
        if isinstance(node.op, ast.Mod) and isinstance(template, str):
            if template[-1:] and re.search(r'%[^a-zA-Z%]*s$', template):
                return None
            return template[-1:] or None
        return None if isinstance(node.op, ast.Mod) else 'x'
    if isinstance(node, ast.Call) and isinstance(
            node.func, ast.Name) and module.is_builtin(
                node.func, 'len', 'repr', 'int', 'ord', 'hex', 'float'):
        return 'x'
    if isinstance(node, ast.Name) and any(
            isinstance(module.parent(binder), ast.For) and getattr(getattr(
                module.parent(binder).iter, 'func', None), 'id', '') in (
                    'range', 'xrange')
            for binder in module.bound(node.id, node)):
        return 'x'
    return None


def _is_line(module, name):
    if not isinstance(name, ast.Name):
        return False
    for binder in module.bound(name.id, name):
        parent = module.parent(binder)
        if isinstance(parent, ast.For) and parent.target is binder:
            if isinstance(parent.iter, ast.Call):
                called = getattr(parent.iter.func, 'attr', getattr(
                    parent.iter.func, 'id', ''))
                if called in ('open', 'file', 'readlines', 'xreadlines',
                              'makefile', 'popen'):
                    return True
            elif name.id in NAMES:
                return True
        elif isinstance(parent, ast.Assign):
            called = getattr(getattr(parent.value, 'func', None),
                             'attr', '')
            if called == 'readline':
                return True
    return False
