"""The behaviour tests, run against this interpreter's own module.

They must fail for just those features that the table calls backports here.
So on the newest CPython all of them pass, which proves that they ask for the
right thing, and on an older one each is seen to fail.
"""
import json
import os
import subprocess
import sys

from six.moves import socketserver

from socketserver_compat import _features

HERE = os.path.dirname(os.path.abspath(__file__))
BEHAVIOUR = ['test_servers.py', 'test_mixins.py', 'test_handlers.py',
             'test_names.py::test_star_import',
             'test_names.py::test_forking_names_need_fork']


def outcomes(tmpdir):
    """Run the tests; return rows of test, feature and outcome."""
    path = str(tmpdir.join('outcomes.json'))
    log = str(tmpdir.join('log'))
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(
        entry or os.getcwd() for entry in sys.path))
    with open(log, 'wb') as stream:
        subprocess.call(
            [sys.executable, '-m', 'pytest', '-q', '--tb=no',
             '-p', 'no:cacheprovider', '--outcomes', path,
             '--implementation', socketserver.__name__] + BEHAVIOUR,
            cwd=HERE, env=environment, stdout=stream,
            stderr=subprocess.STDOUT)
    assert os.path.exists(path), open(log).read()
    with open(path) as stream:
        rows = json.load(stream)
    return [(test, feature, outcome)
            for test, (feature, outcome) in sorted(rows.items())]


def test_own_module_fails_where_the_table_says_backport(tmpdir):
    rows = outcomes(tmpdir)
    wrong = [(test, feature, outcome) for test, feature, outcome in rows
             if outcome != 'skipped' and
             (outcome == 'failed') != (feature in _features.MISSING)]
    assert wrong == []
    tested = set(feature for test, feature, outcome in rows)
    assert tested - {None} == set(
        row.name for row in _features.FEATURES)
