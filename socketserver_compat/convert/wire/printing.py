"""Adds the imports, and lets stdout take every byte.

On 2.7 print writes the bytes of the wire as they are.  On 3 they are
decoded with surrogateescape, and stdout has to undo that in every locale::

    if hasattr(sys.stdout, 'reconfigure'):
        sys.stdout.reconfigure(encoding='utf-8', errors='surrogateescape')

2.7 has no reconfigure.  stdin is treated alike where what is read from it
goes to the wire.  The first place that logs such text has a note.
"""
import ast
import re

from . import helpers
from .scopes import own_nodes


# Where a program reads what is typed.
TYPED = re.compile(r'(?<!def )\b(?:raw_)?input\(|\bsys\.stdin\b')


def add_imports(rewriter):
    """Add ``import six`` and the set-up of the streams, if they need it."""
    tree = rewriter.interpreter.tree
    streams = wanted_streams(rewriter)
    names = []
    start = place_of_start(rewriter) if streams else None
    if streams and not imported(tree, 'sys', start[0]):
        names.append('sys')
    bound = rewriter.interpreter.scopes[tree].names
    wanted = [helpers.source(name, bound)
              for name in sorted(rewriter.helpers) if name not in bound]
    names.extend(name for name in sorted(rewriter.modules)
                 if not imported(tree, name))
    if rewriter.uses_six and not imported(tree, 'six'):
        names.append('six')
    lines = ['import %s\n' % name for name in names]
    if any(helpers.BUILTINS in text for text in wanted):
        lines.append('from six.moves import builtins\n')
    if lines:
        line = import_line(tree, rewriter.edits)
        rewriter.edits.insert_line(line, ''.join(lines))
    if wanted:
        line = import_line(tree, rewriter.edits)
        for text in wanted:
            rewriter.edits.insert_line(line, text)
    if streams:
        add_set_up(rewriter, streams, start)
    if not rewriter.sets_up_log:
        note_first_logged(rewriter)


def note_first_logged(rewriter):
    """Note the first place that logs bytes of the wire."""
    places = [flow.place for flow in rewriter.decoded if flow.why == 'logged']
    if places:
        rewriter.note(min(places, key=lambda place: (
            place.lineno, place.col_offset)), 'SC211')


def imported(tree, name, before=None):
    for node in tree.body:
        if isinstance(node, ast.Import) and (
                before is None or node.lineno < before):
            for alias in node.names:
                if alias.name == name and alias.asname in (None, name):
                    return True
    return False


def import_line(tree, edits):
    """Return the line before which an import can stand."""
    last = 1
    body = tree.body
    for index, node in enumerate(body):
        if index == 0 and is_text(node):
            last = node.end_lineno + 1
        elif isinstance(node, ast.ImportFrom) and (
                node.module == '__future__'):
            last = node.end_lineno + 1
        else:
            break
    for node in body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            last = max(last, node.end_lineno + 1)
        elif not is_text(node):
            # It may share the line of an import.
            last = min(last, node.lineno)
            break
    if last == 1:
        last = first_code_line(body, edits)
    return last


def first_code_line(body, edits):
    if not body:
        return 1
    line = body[0].lineno
    decorators = getattr(body[0], 'decorator_list', None)
    if decorators:
        line = decorators[0].lineno
    return line


def is_text(node):
    return isinstance(node, ast.Expr) and isinstance(
        node.value, ast.Constant) and isinstance(node.value.value, str)


def wanted_streams(rewriter):
    """Return which of the standard streams have to take every byte."""
    source = rewriter.edits.source
    if 'reconfigure(' in source or 'TextIOWrapper' in source:
        return []
    streams = []
    for name in ('stdout', 'stderr'):
        shown = list(shown_cells(rewriter, name))
        decoded = rewriter.decoded and name == 'stdout' or any(
            flow.why == 'printed on ' + name for flow in rewriter.decoded)
        if name == 'stdout' and (
                rewriter.prints_files
                or helpers.STDIN in rewriter.helpers) or (
                shown and decoded) or any(
                    cell.has('wire') or cell.has('latin')
                    or not_ascii(cell.node) for cell in shown):
            streams.append(name)
    typed = rewriter.guards or rewriter.encoded
    if typed and TYPED.search(source):
        streams.insert(0, 'stdin')
    return streams


def shown_cells(rewriter, stream):
    """Yield the cells of what is printed, or written to a stream."""
    why = 'printed' if stream == 'stdout' else 'printed on stderr'
    for cell in rewriter.interpreter.cells.values():
        if cell.find().why == why:
            yield cell
        elif cell.has(stream) and cell.get('file') is not None:
            yield cell.get('file')


def not_ascii(node):
    for child in ast.walk(node) if isinstance(node, ast.AST) else ():
        if isinstance(child, ast.Constant) and isinstance(
                child.value, str) and not child.value.isascii():
            return True
    return False


def add_set_up(rewriter, streams, start):
    """Put the set-up where the program starts."""
    line, indent = start
    for name in streams:
        insert_block(rewriter.edits, line, indent, (
            "if hasattr(sys.%s, 'reconfigure'):" % name,
            '    # On 3: pass any bytes on as they are.',
            '    sys.%s.reconfigure(' % name,
            "        encoding='utf-8', errors='surrogateescape')"))


def insert_block(edits, line, indent, lines):
    """Insert lines, indented as the program does it."""
    text = []
    for part in lines:
        inner = len(part) - len(part.lstrip())
        if '\t' in indent:
            part = '\t' * (inner // 4) + part.lstrip()
        text.append(indent + part + '\n')
    edits.insert_line(line, ''.join(text))


def place_of_start(rewriter):
    tree = rewriter.interpreter.tree
    for node in tree.body:
        if isinstance(node, ast.If) and is_main_test(node.test):
            first = node.body[0]
            if first.lineno != node.lineno:
                text = rewriter.edits.lines[first.lineno - 1]
                indent = text[:len(text) - len(text.lstrip())]
                return first.lineno, indent
    line = import_line(tree, rewriter.edits)
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if all(child.lineno == node.lineno or child is node
                   for child in tree.body if child.lineno == node.lineno):
                line = max(line, node.end_lineno + 1)
    for node in tree.body:
        if node.lineno < line and uses_stream(node):
            # stdin cannot be set up when it has been read.
            return node.lineno, ''
    return line, ''


def uses_stream(node):
    """Tell whether a statement of the module prints or reads by itself."""
    return any(
        isinstance(child, ast.Name) and child.id in ('print', 'input', 'sys')
        for child in own_nodes([node]))


def is_main_test(test):
    return (isinstance(test, ast.Compare)
            and isinstance(test.left, ast.Name)
            and test.left.id == '__name__')
