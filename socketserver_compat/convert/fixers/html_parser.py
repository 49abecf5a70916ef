"""Classes of ``HTMLParser`` that get what Python 2 gives them.

===================================  ==================================
before                               after
===================================  ==================================
``def __init__(self):``              with ``self.convert_charrefs =
                                     False`` behind the call of the
                                     library's, or at its start
no ``__init__()``                    one that does both
===================================  ==================================

From 3.5 on (bpo-21047) ``handle_data()`` gets ``&amp;`` as ``&``, and
``handle_entityref()`` and ``handle_charref()`` are not called; and an
``__init__()`` that calls only ``reset()`` leaves the parser without this
attribute.  Safe: on 2.7 nothing reads it.
"""
import ast

from .._modules import add_method, end_of_line, stands_alone
from .._tree import walk

ORDER = 49
TOGETHER = True
NAME = 'convert_charrefs'
SETTING = 'self.%s = False' % NAME
INIT = '''

%(indent)sdef __init__(self):
%(indent)s    %(base)s.__init__(self)
%(indent)s    ''' + SETTING


def fix(module):
    """Set the attribute in each class of the library's parser."""
    if NAME in module.text:
        return
    for node in module.walk(ast.ClassDef):
        for base in node.bases:
            if module.dotted(base) in ('HTMLParser.HTMLParser',
                                       'six.moves.html_parser.HTMLParser'):
                _class(module, node, base)


def _class(module, node, base):
    for one in node.body:
        if getattr(one, 'name', None) == '__init__':
            _init(module, one, base)
            return
    add_method(module, node, INIT, base)


def _init(module, function, base):
    """Set it behind the call of the library's, or before all else."""
    called = '%s.__init__' % module.source(base)
    for one in walk(function):
        if isinstance(one, ast.Expr) and isinstance(one.value, ast.Call) and (
                module.source(one.value.func) == called
                and stands_alone(module, one)):
            module.insert(end_of_line(module, one), '\n%s%s' % (
                module.indent(one), SETTING))
            return
    body = function.body[1:] if ast.get_docstring(function) else function.body
    if function.args.args and function.args.args[0].arg == 'self' and (
            body and stands_alone(module, body[0])):
        module.insert(module.start(body[0]), '%s\n%s' % (
            SETTING, module.indent(body[0])))
