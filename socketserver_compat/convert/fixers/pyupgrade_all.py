"""With ``--to 3``: all of pyupgrade, as for ``--py38-plus``.

It takes out ``from __future__`` imports, most of six, the bases ``object``
and the encoding cookie, and makes f-strings and ``super()`` of what can be.
"""
import contextlib
import io
import os
import tempfile

ORDER = 70
TARGET = '3'


def fix_text(text):
    """Return what pyupgrade makes of the text."""
    from pyupgrade._main import main
    handle, path = tempfile.mkstemp('.py')
    try:
        with os.fdopen(handle, 'wb') as stream:
            stream.write(text.encode('utf-8'))
        for _ in range(4):
            with contextlib.redirect_stderr(io.StringIO()):
                if not main(['--py38-plus', path]):
                    break
        with open(path, 'rb') as stream:
            return stream.read().decode('utf-8')
    finally:
        os.unlink(path)
