"""Let tox find the Pythons that pyenv has installed but not activated.

tox loads this file by itself.  They come last, so what is on PATH wins.
"""
import glob
import os

_root = os.environ.get('PYENV_ROOT') or os.path.expanduser('~/.pyenv')
_found = sorted(glob.glob(os.path.join(_root, 'versions', '*', 'bin')))
os.environ['PATH'] = os.pathsep.join(
    [os.environ.get('PATH', os.defpath)] + _found)
