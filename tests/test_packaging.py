"""What would be uploaded.

The ``packaging`` environment of tox builds it, and says where it is.
"""
import io
import os
import re
import tarfile
import zipfile

import pytest
import socketserver_compat

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DISTRIBUTIONS = os.environ.get('DISTRIBUTIONS')
NAME = 'socketserver_compat-' + socketserver_compat.__version__

pytestmark = [pytest.mark.ours, pytest.mark.usefixtures('ss')]
built = pytest.mark.skipif(
    not DISTRIBUTIONS, reason='needs what the packaging environment builds')


def files_below(*folders):
    """Return the files of the source tree, as paths from its root."""
    found = set()
    for folder in folders:
        for path, _, names in os.walk(os.path.join(ROOT, folder)):
            found.update(
                os.path.relpath(os.path.join(path, name), ROOT)
                for name in names
                if not name.endswith(('.pyc', '.pyo')) and
                '__pycache__' not in path)
    return found


def test_version():
    with io.open(os.path.join(ROOT, 'setup.cfg'), encoding='utf-8') as stream:
        version = re.search(r'(?m)^version = (.+)$', stream.read()).group(1)
    assert version == socketserver_compat.__version__


@built
def test_sdist_carries_everything():
    path = os.path.join(DISTRIBUTIONS, NAME + '.tar.gz')
    with tarfile.open(path) as archive:
        names = set(archive.getnames())
    promised = files_below('socketserver_compat', 'tests', 'migration', '.ci',
                           'benchmarks', 'docs')
    promised.update(['setup.py', 'setup.cfg', 'tox.ini', 'toxfile.py',
                     'README.rst', 'CHANGES.rst', 'SECURITY.rst', 'LICENSE'])
    missing = [name for name in promised if NAME + '/' + name not in names]
    assert not missing


@built
def test_one_wheel_for_both_pythons():
    path = os.path.join(DISTRIBUTIONS, NAME + '-py2.py3-none-any.whl')
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    package = files_below('socketserver_compat')
    assert set(['socketserver_compat/py.typed',
                'socketserver_compat/__init__.pyi']) <= package
    others = set(name for name in names - package
                 if not name.startswith(NAME + '.dist-info/'))
    assert (package - names, others) == (set(), set())
