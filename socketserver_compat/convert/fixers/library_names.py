"""Names in modules of the library that Python 3 has not.

=========================================  ===============================
before                                     after
=========================================  ===============================
``sys.maxint``                             ``sys.maxsize``
``sys.exc_type``, ``sys.exc_value``        ``sys.exc_info()[0]``, ``[1]``
``sys.exc_clear()``                        noted: SC102
``os.getcwdu()``                           ``six.moves.getcwd()``
``string.join(x, s)``, ``string.lower(x)``  ``s.join(x)``, ``x.lower()``
``string.letters``                         ``string.ascii_letters``
``from string import join``                ``import string``, and the same
``ConfigParser.SafeConfigParser``          that on 2, ``ConfigParser`` on 3
``string.maketrans(a, b)``                 ``bytes.maketrans(a, b)`` on 3
``map(string.strip, x)``, ``str.strip``    ``map(lambda text:
                                           text.strip(), x)``
``str.join(',', x)``                       ``','.join(x)``
``bytes.decode(x)``                        ``x.decode()``
``types.IntType``, ``types.UnicodeType``   ``int``, ``six.text_type``
``type(x) is types.StringType``            ``type(x) in (bytes, str)``,
                                           elsewhere ``str`` and SC115
``from types import IntType``              nothing, and ``int``
``itertools.izip``                         ``six.moves.zip``
``base64.encodestring(x)``                 ``codecs.encode(x, 'base64')``
``operator.div``                           ``old_div``, a function
                                           below the imports
an array's ``a.tostring()``                ``(a.tostring if six.PY2 else
                                           a.tobytes)()``
``os.popen2``, ``httplib.HTTP``            noted: SC102
``time.clock()``                           ``(time.clock if six.PY2 else
                                           time.process_time)()``
``inspect.getargspec(f).args``             the same of ``getfullargspec``
``sys.setdefaultencoding(x)``              the same, below ``if six.PY2:``
=========================================  ===============================

Safe where 2.7 has the new name; the methods of strings did what the
functions of ``string`` did.
"""
import ast
import re

from .. import wire
from .._modules import (
    below_imports, is_free, is_made_for_2, remove_statement,
    replace_statement, stands_alone, statement_text, uses)
from .division import DIVIDE, OLD_DIV

ORDER = 43
TOGETHER = True
STRING_METHODS = frozenset('''
    capitalize center count expandtabs find index ljust lower lstrip replace
    rfind rindex rjust rstrip split strip swapcase translate upper zfill
    rsplit
    '''.split())
PREDICATES = frozenset(
    'isalnum isalpha isdigit islower isspace istitle isupper'.split())
# Methods of str that were no functions of the module string.
STR_METHODS = STRING_METHODS | PREDICATES | frozenset('''
    decode encode endswith join partition rpartition splitlines startswith
    title
    '''.split())
FUNCTIONS = STRING_METHODS | frozenset(
    'join joinfields splitfields atoi atol atof maketrans'.split())
STRING_CONSTANTS = {
    'letters': 'ascii_letters', 'lowercase': 'ascii_lowercase',
    'uppercase': 'ascii_uppercase',
}
TYPES = {
    'BooleanType': 'bool', 'ComplexType': 'complex', 'DictType': 'dict',
    'DictionaryType': 'dict', 'FloatType': 'float', 'IntType': 'int',
    'ListType': 'list', 'NoneType': 'type(None)', 'ObjectType': 'object',
    'SliceType': 'slice', 'TupleType': 'tuple', 'TypeType': 'type',
}
SIX_TYPES = {
    'UnicodeType': 'six.text_type', 'StringTypes': 'six.string_types',
    'LongType': 'six.integer_types[-1]',
    'ClassType': 'six.class_types[-1]',
}
ITERTOOLS = {'izip': 'zip', 'imap': 'map', 'ifilter': 'filter',
             'ifilterfalse': 'filterfalse', 'izip_longest': 'zip_longest'}
GONE = frozenset('''
    sys.exc_clear os.popen2 os.popen3 os.popen4 os.tmpnam os.tempnam
    socket._fileobject
    six.moves.http_client.HTTP six.moves.http_client.HTTPS
    types.FileType types.InstanceType os.errno
    operator.isCallable operator.sequenceIncludes
    '''.split())
# 2.7 does the very same.
POPEN = '''def {name}(command):
    """Run a command as os.{name}() does on Python 2."""
    process = subprocess.Popen(
        command, shell=not isinstance(command, (list, tuple)),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,{error} close_fds=True)
    return process.stdin, process.stdout{third}
'''
ERRORS = {'popen2': '', 'popen3': '\n        stderr=subprocess.PIPE,',
          'popen4': '\n        stderr=subprocess.STDOUT,'}
# Names that are written with their module first.
FROM = {'time': 'clock', 'inspect': 'getargspec'}
SIGNS = {ast.Is: 'in', ast.Eq: 'in', ast.IsNot: 'not in',
         ast.NotEq: 'not in'}
EXC = {'exc_type': 0, 'exc_value': 1, 'exc_traceback': 2}


def fix(module):
    """Rewrite the names."""
    for node in module.walk(ast.Attribute):
        name = module.dotted(node)
        if name:
            _attribute(module, node, name)
        elif module.is_builtin(node.value, 'str', 'bytes'):
            _str(module, node, node.attr)
    if any(node.module == 'types' and node.names[0].name == '*'
           for node in module.walk(ast.ImportFrom)):
        _from_star(module)
    if 'array' in module.bindings(module.tree):
        for node in module.walk(ast.Attribute):
            if node.attr in ('tostring', 'fromstring'):
                _array(module, node)
    for node in module.walk(ast.ImportFrom):
        if node.module == 'itertools' and not node.level:
            _itertools(module, node)
        elif node.module == 'string' and not node.level:
            _from_string(module, node)
        elif node.module in ('types', 'sys') and not node.level:
            _from(module, node)
        elif node.module in FROM and not node.level:
            _from_module(module, node, FROM[node.module])
        elif node.module == 'six.moves.configparser':
            _safe_parser(module, node)


def _last(module, node, name):
    end = module.end(node)
    return module.cut(end - len(node.attr), end, name)


def _attribute(module, node, dotted):
    owner, _, name = dotted.rpartition('.')
    if dotted == 'sys.maxint':
        _last(module, node, 'maxsize')
    elif owner == 'sys' and name in EXC:
        module.replace(node, '%s.exc_info()[%d]' % (
            module.source(node.value), EXC[name]))
    elif dotted == 'os.getcwdu':
        if module.replace(node, 'getcwd'):
            module.need('six.moves', 'getcwd')
    elif name == 'SafeConfigParser' and owner.split('.')[-1].lower() == (
            'configparser') and not is_made_for_2(module, node):
        # Gone in 3.12; the ConfigParser of 3 is the same.
        text = module.source(node)
        if module.replace(node, '(%s if six.PY2 else %s)' % (
                text, text.replace('.Safe', '.'))):
            module.need('six')
    elif owner == 'string' and name in STRING_CONSTANTS:
        _last(module, node, STRING_CONSTANTS[name])
    elif owner == 'string' and not is_made_for_2(module, node):
        _string(module, node, name)
    elif owner == 'types' and name in TYPES:
        module.replace(node, TYPES[name])
    elif owner == 'types' and name in SIX_TYPES:
        if module.replace(node, SIX_TYPES[name]):
            module.need('six')
    elif dotted == 'types.StringType':
        _string_type(module, node)
    elif owner == 'itertools' and name in ITERTOOLS:
        if module.replace(node, ITERTOOLS[name]):
            module.need('six.moves', ITERTOOLS[name])
    elif dotted == 'operator.div' and is_free(module, OLD_DIV):
        _div(module, node)
    elif dotted in ('base64.encodestring', 'base64.decodestring'):
        _base64(module, node, name)
    elif dotted == 'sys.setdefaultencoding':
        _default_encoding(module, node)
    elif owner == 'os' and name in ERRORS and is_free(
            module, name) and _is_plain_call(module, node):
        _popen(module, node, name)
    elif dotted == 'time.clock':
        _clock(module, node)
    elif dotted == 'inspect.getargspec':
        _argspec(module, node)
    elif dotted in GONE:
        module.note(node, 'SC102')


def _clock(module, node):
    """3.8 has it no more; but on Windows it was the time that passed."""
    text = module.source(node)
    if 'win32' in module.text:
        module.note(node, 'SC102')
    elif not is_made_for_2(module, node) and module.replace(
            node, '(%s if six.PY2 else %s.process_time)' % (
                text, module.source(node.value))):
        module.need('six')


def _argspec(module, node):
    """getargspec() is gone in 3.11; getfullargspec() gives three more."""
    call = module.parent(node)
    user = module.parent(call)
    unpacked = isinstance(user, ast.Assign) and user.value is call and any(
        isinstance(target, (ast.Tuple, ast.List)) for target in user.targets)
    if is_made_for_2(module, node):
        return
    if not isinstance(call, ast.Call) or call.func is not node or not (
            unpacked or _is_one_of_spec(user)):
        module.note(node, 'SC102')
    elif module.replace(node, '(%s if six.PY2 else %s.getfullargspec)' % (
            module.source(node), module.source(node.value))):
        module.need('six')
        if unpacked:
            module.insert(module.end(call), '[:4]')


def _is_one_of_spec(node):
    """Tell whether a node takes what both getargspec() have at a place."""
    if isinstance(node, ast.Attribute):
        return node.attr in ('args', 'varargs', 'defaults')
    index = getattr(node, 'slice', None)
    index = getattr(index, 'value', index)      # 3.8 has an Index
    index = getattr(index, 'value', index)
    return index in (0, 1, 2, 3)


def _from_module(module, node, name):
    """clock() -> time.clock(), which the next pass rewrites."""
    gone = [alias for alias in node.names if alias.name == name]
    found = uses(module, gone) if gone else []
    bound = node.module in module.bindings(module.tree)
    if found is None or gone and bound and not _is_imported(
            module, node.module):
        module.note(node, 'SC102')
        return
    for use in found:
        module.replace(use, '%s.%s' % (node.module, name))
    if gone:
        module.dropped = True
        kept = [(alias.name, alias.asname) for alias in node.names
                if alias not in gone]
        statements = [statement_text(node.module, kept)] if kept else []
        if found and not bound:
            statements.insert(0, statement_text(None, [(node.module, None)]))
        if statements:
            replace_statement(module, node, statements)
        else:
            remove_statement(module, node)


def _is_imported(module, name):
    """Tell whether a name is that of a module, wherever it is bound."""
    return all(
        isinstance(binder, ast.alias) and binder.name == name
        and isinstance(module.parent(binder), ast.Import)
        for binder in module.bindings(module.tree)[name])


def _is_plain_call(module, node):
    call = module.parent(node)
    return isinstance(call, ast.Call) and call.func is node and (
        len(call.args) == 1 and not call.keywords)


def _popen(module, node, name):
    """Give the file a function that runs a command as Python 2 did."""
    if module.replace(node, name):
        below_imports(module, POPEN.format(
            name=name, error=ERRORS[name],
            third=', process.stderr' if name == 'popen3' else ''))
        module.need('subprocess')


def _default_encoding(module, node):
    """On 3 it cannot be set, and is UTF-8."""
    call = module.parent(node)
    statement = module.parent(call)
    if isinstance(statement, ast.BoolOp):
        return
    if not isinstance(statement, ast.Expr):
        module.note(node, 'SC102')
        return
    around = module.parent(statement)
    while around is not None:
        if isinstance(around, ast.If) and re.search(
                r'PY[23]|version|hasattr', module.source(around.test)):
            return
        around = module.parent(around)
    if stands_alone(module, statement):
        indent = module.indent(statement)
        inner = '\t' if '\t' in indent else '    '
        done = module.insert(module.start(statement),
                             'if six.PY2:\n' + indent + inner)
    else:
        done = module.insert(module.start(statement), 'six.PY2 and ')
    if done:
        module.need('six')


def _string_type(module, node):
    """Let a test for str be true for both strings of 3."""
    parent = module.parent(node)
    if isinstance(parent, ast.Compare) and len(
            parent.ops) == 1 and parent.comparators[0] is node:
        sign = SIGNS.get(type(parent.ops[0]))
        if sign:
            module.cut(module.end(parent.left), module.end(parent),
                       ' %s (bytes, str)' % sign)
            return
    call = parent
    if isinstance(parent, ast.Tuple) and len(parent.elts) > 1:
        call = module.parent(parent)
        if _is_test(module, call, parent):
            module.replace(node, 'bytes, str')
            return
    if _is_test(module, call, node):
        module.replace(node, '(bytes, str)')
        return
    module.replace(node, 'str')
    module.note(node, 'SC115')


def _is_test(module, outer, node):
    """Tell whether this is isinstance(x, node) or x in node."""
    if isinstance(outer, ast.Call):
        return module.is_builtin(
            outer.func, 'isinstance') and outer.args[1:] == [node]
    return isinstance(outer, ast.Compare) and outer.comparators == [
        node] and isinstance(node, ast.Tuple)


def _div(module, node):
    """Give the file a function that divides as Python 2 did."""
    if module.replace(node, OLD_DIV):
        below_imports(module, DIVIDE)


def _base64(module, node, name):
    """The codec makes the same lines, on both."""
    call = module.parent(node)
    if not (isinstance(call, ast.Call) and call.func is node and
            len(call.args) == 1):
        module.note(node, 'SC102')
        return
    function = 'encode' if name == 'encodestring' else 'decode'
    if module.replace(node, 'codecs.' + function):
        module.insert(module.argument_end(call, 0), ", 'base64'")
        module.need('codecs')


def _array(module, node):
    """2.7 has no tobytes(), and 3.9 no tostring()."""
    owner = module.source(node.value)
    if is_made_for_2(module, node):
        return
    value = node.value
    while isinstance(value, ast.Subscript):
        value = value.value
    if not re.search(
            r'(?m)(?<![\w.])%s *= *(array\.)?array\(' % re.escape(
                module.source(value)), module.text):
        module.note(node, 'SC102')
    elif module.replace(node, '(%s if six.PY2 else %s.%s)' % (
            module.source(node), owner,
            node.attr.replace('string', 'bytes'))):
        module.need('six')


def _string(module, node, name):
    call = module.parent(node)
    if not (isinstance(call, ast.Call) and call.func is node):
        _as_function(module, node, name)
        return
    if any(isinstance(one, ast.Starred) for one in call.args):
        if name in FUNCTIONS:
            module.note(node, 'SC102')
        return
    texts = [module.source(one) for one in call.args]
    if name in ('join', 'joinfields') and 1 <= len(texts) <= 2:
        joiner = texts[1] if len(texts) == 2 else "' '"
        _method(module, call, joiner, call.args[1:2], 'join', texts[:1])
    elif name in ('atoi', 'atol', 'atof') and texts:
        module.replace(node, 'float' if name == 'atof' else 'int')
    elif name == 'splitfields' and texts:
        _method(module, call, texts[0], call.args[:1], 'split', texts[1:])
    elif name in STRING_METHODS and texts and not call.keywords:
        _method(module, call, texts[0], call.args[:1], name, texts[1:])
    elif name == 'maketrans' and isinstance(node, ast.Attribute) and (
            wire.may_follow(module.text)):
        # Whether its arguments are bytes is then decided with the rest.
        module.replace(node, '(%s if six.PY2 else bytes.maketrans)' %
                       module.source(node))
        module.need('six')
    elif name == 'maketrans':
        module.note(node, 'SC102')


# Nobody passes these more than the text.
PLAIN_METHODS = frozenset(
    ['upper', 'lower', 'swapcase', 'capitalize', 'title'])


def _as_function(module, node, name):
    """map(str.strip, x), map(string.strip, x): what x holds may differ."""
    if name in PREDICATES or name in PLAIN_METHODS or (
            name in STRING_METHODS - set(
                ['count', 'index', 'find', 'replace'])):
        call = module.parent(node)
        if isinstance(call, ast.keyword) and call.arg == 'key' or (
                isinstance(call, ast.Call) and node in call.args[:1]
                and getattr(call.func, 'id', '') in ('map', 'filter')
                and len(call.args) == 2):
            module.replace(node, 'lambda text: text.%s()' % name)
            return
        if name in PLAIN_METHODS and isinstance(call, (
                ast.Tuple, ast.List, ast.Dict)):
            module.replace(node, 'lambda text: text.%s()' % name)
            return
    if name in FUNCTIONS and module.dotted(node):
        module.note(node, 'SC102')
    elif name in STR_METHODS and not module.dotted(node):
        module.note(node, 'SC115')


def _str(module, node, name):
    """str.join(',', x) and the like, as functions."""
    call = module.parent(node)
    if not (isinstance(call, ast.Call) and call.func is node):
        _as_function(module, node, name)
    elif name in STR_METHODS and call.args and not (
            call.keywords or any(isinstance(one, ast.Starred)
                                 for one in call.args)):
        texts = [module.source(one) for one in call.args]
        _method(module, call, texts[0], call.args[:1], name, texts[1:])


def _method(module, call, owner, nodes, name, texts):
    if nodes and not isinstance(nodes[0], ast.Constant):
        owner = module.operand(nodes[0])
    module.replace(call, '%s.%s(%s)' % (owner, name, ', '.join(texts)))


def _itertools(module, node):
    kept, moved = [], []
    for alias in node.names:
        if alias.name in ITERTOOLS:
            bound = alias.asname or alias.name
            moved.append((ITERTOOLS[alias.name],
                          bound if bound != ITERTOOLS[alias.name] else None))
        else:
            kept.append((alias.name, alias.asname))
    new = [statement_text('itertools', kept)] if kept else []
    if moved:
        new.append(statement_text('six.moves', moved))
        replace_statement(module, node, new)


def _safe_parser(module, node):
    """SafeConfigParser is gone in 3.12; the ConfigParser of 3 is the same."""
    kept = [alias for alias in node.names
            if alias.name != 'SafeConfigParser']
    gone = [alias for alias in node.names if alias not in kept]
    found = uses(module, gone) if gone else None
    if found is None or 'configparser' in module.bindings(module.tree):
        return
    replace_statement(module, node, [
        statement_text('six.moves', [('configparser', None)])] + (
            [statement_text(node.module, [
                (alias.name, alias.asname) for alias in kept])]
            if kept else []))
    for use in found:
        module.replace(use, '(configparser.SafeConfigParser if six.PY2 else '
                       'configparser.ConfigParser)')
    module.need('six')


def _from(module, node):
    """Rename names that are imported singly, or note them."""
    kept, changed = [], False
    for alias in node.names:
        new = _new_name(module, node, alias)
        found = uses(module, [alias]) if new else None
        if found is None:
            kept.append((alias.name, alias.asname))
            continue
        changed = True
        for use in found:
            if alias.name == 'StringType':
                _string_type(module, use)
            else:
                module.replace(use, new)
        if new.startswith('six.') and found:
            module.need('six')
    if not changed:
        return
    if kept:
        replace_statement(module, node, [statement_text(node.module, kept)])
    else:
        remove_statement(module, node)


# Modules that have no names like those of string.
OTHER_STARS = frozenset(
    'SocketServer socket socketserver_compat string struct sys thread '
    'threading time types'.split())


def _from_string(module, node):
    """join(x) -> string.join(x), which the next pass rewrites."""
    kept, moved = [], []
    for alias in node.names:
        found = None
        if alias.name == '*':
            found = _starred(module)
        elif alias.name in FUNCTIONS or alias.name in STRING_CONSTANTS:
            found = uses(module, [alias])
            if found is None or not all(
                    _is_string(module, use) for use in found):
                module.note(node, 'SC102')
                found = None
        if found is None or alias.name == '*':
            kept.append((alias.name, alias.asname))
        moved.extend((use, alias.name) for use in found or ())
    for use, name in moved:
        module.replace(use, 'string.%s' % (
            use.id if name == '*' else name))
    if moved or len(kept) < len(node.names):
        # What is rewritten in the next pass may hold other calls.
        module.dropped = True
        statements = [statement_text(None, [('string', None)])]
        if kept:
            statements.append(statement_text('string', kept))
        replace_statement(module, node, statements)


def _is_string(module, use):
    """Tell whether 'string' is the module, or nothing, at a place."""
    return all(
        isinstance(module.parent(binding), ast.Import)
        and binding.name == 'string' and not binding.asname
        for binding in module.bound('string', use))


def _starred(module):
    """Return the names that can only come of a star import of string."""
    stars = [node.module for node in module.walk(ast.ImportFrom)
             if node.names[0].name == '*']
    if not OTHER_STARS.issuperset(stars):
        return []
    return [node for node in module.walk(ast.Name)
            if (node.id in FUNCTIONS or node.id in STRING_CONSTANTS)
            and module.is_builtin(node)]


def _from_star(module):
    """Rename what can only come of a star import of types."""
    for node in module.walk(ast.Name):
        if not module.is_builtin(node):
            continue
        if node.id == 'StringType':
            _string_type(module, node)
        elif node.id in TYPES:
            module.replace(node, TYPES[node.id])
        elif node.id in SIX_TYPES and module.replace(
                node, SIX_TYPES[node.id]):
            module.need('six')


def _new_name(module, node, alias):
    """Return what takes the place of an imported name, or None."""
    if node.module == 'types':
        if alias.name == 'StringType':
            return 'str'
        new = TYPES.get(alias.name) or SIX_TYPES.get(alias.name)
        if not new and alias.name in ('FileType', 'InstanceType'):
            module.note(node, 'SC102')
        return new
    if alias.name == 'maxint':
        module.note(node, 'SC102')
    return None
