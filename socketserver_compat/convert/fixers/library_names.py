"""Names in modules of the library that Python 3 has not.

=========================================  ===============================
before                                     after
=========================================  ===============================
``sys.maxint``                             ``sys.maxsize``
``sys.exc_type``, ``sys.exc_value``        ``sys.exc_info()[0]``, ``[1]``
``sys.exc_clear()``                        noted: SC102
``os.getcwdu()``                           ``six.moves.getcwd()``
``string.join(x, s)``, ``string.lower(x)``  ``s.join(x)``, ``x.lower()``
``string.letters``, ``string.maketrans``   ``string.ascii_letters``, noted
``types.StringType``, ``types.IntType``    ``str`` (note SC115), ``int``
``itertools.izip``                         ``six.moves.zip``
``base64.encodestring(x)``                 ``codecs.encode(x, 'base64')``
``operator.div``                           ``div``, with a function
                                           ``div`` below the imports
``os.popen2``, an array's ``tostring()``   noted: SC102
``time.clock()``                           noted: SC102
=========================================  ===============================

Safe where 2.7 has the new name; the methods of strings did what the
functions of ``string`` did.
"""
import ast

from .._modules import below_imports, is_free

ORDER = 43
STRING_METHODS = frozenset('''
    capitalize center count expandtabs find index ljust lower lstrip replace
    rfind rindex rjust rstrip split strip swapcase translate upper zfill
    rsplit
    '''.split())
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
    time.clock socket._fileobject string.maketrans
    types.FileType types.InstanceType os.errno
    inspect.getargspec operator.isCallable
    operator.sequenceIncludes
    '''.split())
DIVISION = '''def div(a, b):
    """Divide as Python 2 did: integers give an integer."""
    if isinstance(a, six.integer_types) and isinstance(b, six.integer_types):
        return a // b
    return a / b
'''
EXC = {'exc_type': 0, 'exc_value': 1, 'exc_traceback': 2}


def fix(module):
    """Rewrite the names."""
    for node in module.walk(ast.Attribute):
        name = module.dotted(node)
        if name:
            _attribute(module, node, name)
    if 'array' in module.bindings(module.tree):
        for node in module.walk(ast.Attribute):
            if node.attr in ('tostring', 'fromstring'):
                # 2.7 has no tobytes(), and 3.9 no tostring().
                module.note(node, 'SC102')
    for node in module.walk(ast.ImportFrom):
        if node.module == 'itertools' and not node.level:
            _itertools(module, node)
        elif node.module in ('string', 'types', 'sys') and not node.level:
            _from(module, node)


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
    elif owner == 'string' and name in STRING_CONSTANTS:
        _last(module, node, STRING_CONSTANTS[name])
    elif owner == 'string':
        _string(module, node, name)
    elif owner == 'types' and name in TYPES:
        module.replace(node, TYPES[name])
    elif owner == 'types' and name in SIX_TYPES:
        if module.replace(node, SIX_TYPES[name]):
            module.need('six')
    elif dotted == 'types.StringType':
        module.replace(node, 'str')
        module.note(node, 'SC115')
    elif owner == 'itertools' and name in ITERTOOLS:
        if module.replace(node, ITERTOOLS[name]):
            module.need('six.moves', ITERTOOLS[name])
    elif dotted == 'operator.div' and is_free(module, 'div'):
        _div(module, node)
    elif dotted in ('base64.encodestring', 'base64.decodestring'):
        _base64(module, node, name)
    elif dotted in GONE:
        module.note(node, 'SC102')


def _div(module, node):
    """Give the file a function that divides as Python 2 did."""
    if module.replace(node, 'div') and not any(
            text.startswith('\n\ndef div(') or text.startswith('def div(')
            for edits in module.edits for _, _, text in edits):
        below_imports(module, DIVISION)
        module.need('six')


def _base64(module, node, name):
    """The codec makes the same lines, on both."""
    call = module.parent(node)
    if not (isinstance(call, ast.Call) and call.func is node and
            len(call.args) == 1):
        module.note(node, 'SC102')
        return
    function = 'encode' if name == 'encodestring' else 'decode'
    if module.replace(node, 'codecs.' + function):
        module.insert(module.end(call.args[0]), ", 'base64'")
        module.need('codecs')


def _string(module, node, name):
    call = module.parent(node)
    if not (isinstance(call, ast.Call) and call.func is node):
        return
    if any(isinstance(one, ast.Starred) for one in call.args):
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
    elif name in ('maketrans',):
        module.note(node, 'SC102')


def _method(module, call, owner, nodes, name, texts):
    if nodes and not isinstance(nodes[0], ast.Constant):
        owner = module.operand(nodes[0])
    module.replace(call, '%s.%s(%s)' % (owner, name, ', '.join(texts)))


def _itertools(module, node):
    from .._modules import replace_statement, statement_text
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


def _from(module, node):
    """Note names that are imported singly and are gone."""
    for alias in node.names:
        if (node.module == 'sys' and alias.name in ('maxint',) or
                node.module == 'string' and (
                    alias.name in STRING_METHODS or
                    alias.name in ('join', 'atoi', 'maketrans')) or
                node.module == 'types' and alias.name.endswith('Type')):
            module.note(node, 'SC102')
