"""From Python 2 source to source that Python 3 can parse as well."""
import io
import logging
import re

from fissix import refactor
from fissix.pgen2 import token, tokenize
from fissix.pgen2.parse import ParseError
from fissix.pgen2.tokenize import TokenError

from . import _imports
from ._edits import FAILURES, parse, parses

# What Python 3 cannot parse.  The rest is done later, where names can be
# followed.
FIXERS = ['fissix.fixes.fix_' + name for name in (
    'exec', 'ne', 'numliterals', 'paren', 'repr', 'tuple_params')]
FIXERS.append('libmodernize.fixes.fix_raise')
FIXERS += ['socketserver_compat.convert.syntax.' + name for name in (
    'fix_except_name', 'fix_lambda_tuples', 'fix_print', 'fix_raise_three')]

# New keywords, which were names on 2.7; a None that is meant as a value may
# stand beside one.
KEYWORDS = re.compile(
    r'\b(?:async|await|nonlocal)\b|(?<=\.)(?:None|True|False)\b|'
    r'\b(?:None|True|False)\b(?=\s*=[^=])')
# Escapes that are none on 2.7, strings and numbers that it alone reads.
UNREADABLE = re.compile(r'\\[uUN]|[uU][rR][\'"]|\b0[0-7]+[lL]\b')
INVENTED = 'xxx_todo_changeme'
# Names, but not those of attributes.
NAMES = re.compile(r'(?<![\w.])[^\W\d]\w*')

# Where a source may be cut: fissix is slow, and most pieces need it not.
PIECES = re.compile(r'^(?=(?: {0,4}|\t)(?:def\b|class\b|@))', re.MULTILINE)
# The meaning of print can be told of the whole alone.
WHOLE = 'print_function'
# What Python 3 can parse and means otherwise.
OTHERWISE = re.compile(r'\b(?:print|exec)\b|\braise\s*[("\']')
FAILED_PIECES = 8
# Comments, and strings with their quotes.
QUOTED = re.compile(
    r'#[^\n]*|(\'\'\'|""")(?:\\.|[^\\])*?\1|'
    r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
# A statement that has its line for itself, or the line of a handler, where
# strings are empty.  A raise without a comma is the same on 3.
ONE_LINE = re.compile(
    r'[ \t]*(?:print\b[^;#\\]*(?<!\s)$|'
    r'(?:exec\b|raise\b[^;#\\,]*,)[^;#\\]*(?<![,\s])$|'
    r'except\b[^;#\\:]*,[ \t]*\w+[ \t]*:$)')
TRY, PASS = 'try: pass', ' pass'


class Unparsable(Exception):
    """Source that is neither Python 2 nor 3; ``line`` is where, if known."""

    def __init__(self, reason, line=None):
        Exception.__init__(self, reason)
        self.line = line


class _Tool(refactor.RefactoringTool):
    """The refactoring tool without its log."""

    def log_message(self, msg, *args):
        """Say nothing."""

    log_debug = log_message

    def log_error(self, msg, *args, **kwds):
        """Leave the exception to the caller."""
        raise


_tool = []
_last = {}  # the source that was parsed last, and what came of it


def _make_tool():
    if not _tool:
        logging.getLogger('lib2to3').setLevel(logging.ERROR)
        _tool.append(_Tool(FIXERS))
    return _tool[0]


def _line_of(error):
    context = getattr(error, 'context', None)
    if context:
        return context[1][0]
    if isinstance(error, TokenError):
        return error.args[1][0]
    return getattr(error, 'lineno', None)


def _reason(error):
    if isinstance(error, ParseError):
        return 'invalid syntax at %r' % error.value
    if isinstance(error, RecursionError):
        return 'an expression is nested too deeply'
    return str(getattr(error, 'msg', None) or error.args[0])


def python2_text(text):
    """Return Python 2 source as the fixers change it; raise Unparsable."""
    if text not in _last:
        fixed = _fixed_in_pieces(text)
        _last.clear()
        _last[text] = _fixed(text) if fixed is None else fixed
    return _last[text]


def _fixed_in_pieces(text):
    """Return what python2_text() does, or None if it needs the whole.

    What Python 3 can parse is left alone.  (It refuses tabs whose meaning
    depends on their width.)  A cut within a string or in the middle of a
    statement leaves a piece that nobody can parse: it gets the next one, too.
    """
    if WHOLE in text:
        return None
    known = {}
    new = _fixed_lines(text, known)
    if new is not None:
        return new
    fixed, piece, failed = [], '', 0
    for part in PIECES.split(text):
        piece += part
        if part.lstrip().startswith('@') or part.rstrip().endswith(':'):
            continue
        head = 'if 1:\n' if piece.startswith((' ', '\t')) else ''
        try:
            new = _fixed_piece(head, piece, known)
        except Unparsable:
            failed += 1
            if failed > FAILED_PIECES:
                return None
            continue
        if INVENTED in new:
            # They need to be told apart within one function only.
            new = _rename(new, text)
        fixed.append(new[len(head):])
        piece = ''
    return None if piece else ''.join(fixed)


def _fixed_piece(head, piece, known):
    """Return a head and a piece, fixed; raise Unparsable."""
    new = _fixed_lines(head + piece, known)
    return _fixed(head + piece) if new is None else new


def _fixed_lines(text, known):
    """Return the text with simple lines fixed, None if more is needed.

    ``known`` holds the lines that were fixed before.
    """
    bare = QUOTED.sub(_emptied, text)
    lines, bare = text.split('\n'), bare.split('\n')
    found = [number for number, line in enumerate(bare)
             if ONE_LINE.match(line) and _is_balanced(line)
             and not bare[number - 1].endswith('\\')]
    rest = list(bare)
    for number in found:
        rest[number] = ''
    if OTHERWISE.search('\n'.join(rest)) or not _fix_lines(
            lines, found, known):
        return None
    new = '\n'.join(lines)
    return new if parses(new) else None


def _is_balanced(line):
    return all(line.count(opens) == line.count(closes)
               for opens, closes in ('()', '[]', '{}'))


def _emptied(match):
    """Return a string without what is in it, or a comment as its sign."""
    text = match.group()
    if text.startswith('#'):
        return '#'
    # What stands behind its end is no statement of its own.
    return '""' + '\\\n' * text.count('\n')


def _fix_lines(lines, numbers, known):
    """Fix lines that are statements, all at once; tell if that was possible.

    What stands around them makes no difference to any of the fixers.
    """
    stripped = [lines[number].lstrip(' \t') for number in numbers]
    if not _know_lines([line for line in stripped if line not in known],
                       known):
        return False
    for number, old in zip(numbers, stripped):
        lines[number] = lines[number][:-len(old)] + known[old]
    return True


def _know_lines(lines, known):
    """Add lines, fixed, to those that are known; tell if it was possible."""
    if not lines:
        return True
    whole = ['%s\n%s%s' % (TRY, line, PASS) if line.startswith('except')
             else line for line in lines]
    try:
        fixed = _fixed('\n'.join(whole) + '\n').split('\n')[:-1]
    except Unparsable:
        return False
    fixed = [line for line in fixed if line != TRY]
    if len(fixed) != len(lines):
        return False
    for old, new in zip(lines, fixed):
        known[old] = new[:-len(PASS)] if old.startswith('except') else new
    return True


def _fixed(text):
    return str(python2_tree(text))[:-1]


def python2_tree(text):
    """Return fissix's tree of Python 2 source, fixed; raise Unparsable."""
    try:
        return _make_tool().refactor_string(text + '\n', 'source')
    except (ParseError, TokenError, IndentationError) as error:
        raise Unparsable(_reason(error), _line_of(error))
    except FAILURES as error:
        raise Unparsable(_reason(error))
    except (KeyError, AttributeError, AssertionError, IndexError) as error:
        # Of fissix, at characters that can be in no source.
        raise Unparsable('invalid syntax (%r)' % error)


def _tokens(text):
    """Yield type, text, start and end of each token of Python 2 source."""
    lines = io.StringIO(text)
    for found in tokenize.generate_tokens(lines.readline):
        yield found[:4]


def _with_tokens(text, change):
    """Return the text with what change(kind, string) makes of each token."""
    lines = text.split('\n')
    for kind, old, start, end in reversed(list(_tokens(text))):
        new = change(kind, old)
        if new != old:
            first, last = lines[start[0] - 1], lines[end[0] - 1]
            lines[start[0] - 1:end[0]] = (
                first[:start[1]] + new + last[end[1]:]).split('\n')
    return '\n'.join(lines)


def with_python3_literals(text):
    """Return the text with literals that 3 reads, too, as 2.7 does.

    ``ur'\\d'`` becomes ``u'\\\\d'`` and ``0777L`` becomes ``0777``. As \\u,
    \\U and \\N mean something in u'' only, ``'c:\\u'`` is ``'c:\\\\u'``.
    """
    if UNREADABLE.search(text):
        names = 'unicode_literals' in text
        return _with_tokens(text, lambda kind, string: _python3_literal(
            kind, string, names))
    return text


def _python3_literal(kind, string, unicode_literals):
    if kind == token.NUMBER and re.match('0[0-7]+[lL]$', string):
        return string[:-1]
    if kind != token.STRING:
        return string
    if re.match('[uU][rR]', string):
        quote = string[2:5] if string[2] == string[3] == string[4:5] \
            else string[2]
        inner = re.sub(
            r'\\(?!u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})(.)?',
            _escaped, string[2 + len(quote):-len(quote)],
            flags=re.DOTALL)
        return string[0] + quote + inner + quote
    if string.startswith(('"', "'")) and not unicode_literals:
        return re.sub(r'(\\[^uUN])|\\(?=[uUN])',
                      lambda found: found.group(1) or '\\\\', string,
                      flags=re.DOTALL)
    return string


def _escaped(match):
    following = match.group(1) or ''
    if following in ('"', "'", '\\') and following:
        return '\\\\\\' + following
    return '\\\\' + following


def with_tabs_expanded(text):
    """Return the text with blanks for tabs before statements.

    A tab goes to the next multiple of 8 on Python 2; 3 refuses a mixture.
    Lines within strings stay.
    """
    inside = set()
    for kind, _, start, end in _tokens(text):
        if kind == token.STRING:
            inside.update(range(start[0] + 1, end[0] + 1))
    lines = text.split('\n')
    for number, line in enumerate(lines):
        blanks = re.match('[ \t\f]*', line).group()
        if '\t' in blanks and number + 1 not in inside:
            feeds = blanks.count('\f')
            column = blanks.rpartition('\f')[2].expandtabs(8)
            lines[number] = '\f' * feeds + column + line[len(blanks):]
    return '\n'.join(lines)


def to_common(text):
    """Yield Python 2 source on its way to the syntax that both have."""
    text = with_python3_literals(text)
    yield text
    new = python2_text(text)
    try:
        try:
            parse(new)
        except TabError:
            new = with_tabs_expanded(new)
        new = _rename(new, text)
        parse(new)
    except FAILURES as error:
        line = getattr(error, 'lineno', None)
        words = KEYWORDS.search(new.split('\n')[line - 1]) if line else None
        if words:
            raise Unparsable('%s is a keyword of Python 3: rename it' %
                             words.group(), line)
        raise Unparsable(_reason(error), line)
    yield new
    if 'six.reraise' in new:
        new = _imports.add(new, 'six')
        yield new
    if new != text and re.search(r'\bprint\b', text):
        yield _imports.add(new, '__future__', 'print_function')


def _rename(text, old):
    """Give the names that fissix has invented a better look."""
    if INVENTED not in text:
        return text
    used = set(NAMES.findall(QUOTED.sub(_emptied, old)))
    of_errors = set(re.findall(
        r'\bexcept\b.+ as %s(\d*):' % INVENTED, text))
    numbers = set(re.findall(r'\b%s(\d*)\b' % INVENTED, text))
    for number in sorted(numbers):
        # Handlers may all have the same, as a person would write it.
        name = 'error' if number in of_errors else 'pair' + number
        while name in used:
            name += '_'
        text = re.sub(r'\b%s%s\b' % (INVENTED, number), name, text)
    return text
