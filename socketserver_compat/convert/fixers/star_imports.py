"""Names of star imports whose new module hands out none, or that goes.

===============================  ==================================
before                           after
===============================  ==================================
``from urlparse import *``       ``from urlparse import urlsplit``
``from StringIO import *``       ``from StringIO import StringIO``
===============================  ==================================

The other fixers go on from there.  Safe: these are the names that the file
uses and nothing else binds, of those that the module of 2.7 hands out.  Where
it uses none, the import is left as it is.
"""
import ast

from .._modules import (
    names_of_stars, origin, replace_statement, statement_text)

ORDER = 4
NAMES = {
    'urlparse': '''urlparse urlunparse urljoin urldefrag urlsplit urlunsplit
                   parse_qs parse_qsl''',
    'StringIO': 'StringIO',
    'cStringIO': 'StringIO',
}


def fix(module):
    """Write the names out."""
    for node in module.walk(ast.ImportFrom):
        known = NAMES.get(origin(node), '').split()
        if not known or node.names[0].name != '*':
            continue
        used = names_of_stars(module).intersection(known)
        if used:
            replace_statement(module, node, [statement_text(
                node.module, [(name, None) for name in sorted(used)])])
