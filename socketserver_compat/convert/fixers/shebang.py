"""With ``--to 3``: a first line that names Python 2 names Python 3.

Before::

    #!/usr/bin/env python2.7

After::

    #!/usr/bin/env python3

Otherwise another run would take the file for Python 2.
"""
import re

ORDER = 78
TARGET = '3'
FIRST = re.compile(r'#![^\n]*\bpython(2[0-9.]*)\b')


def fix(module):
    """Rewrite the first line."""
    found = FIRST.match(module.text)
    if found:
        module.cut(found.start(1), found.end(1), '3')
