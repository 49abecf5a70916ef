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

# Each is a run of its own, at the same time: a test that has to fail mostly
# waits for what does not come.
BEHAVIOUR = [
    ['test_servers.py', '-k', 'Threading'],
    ['test_servers.py', '-k', 'Forking'],
    ['test_servers.py', '-k', 'not Threading and not Forking and TCP'],
    ['test_servers.py', '-k', 'not Threading and not Forking and UDP'],
    ['test_servers.py', '-k',
     'not Threading and not Forking and not TCP and not UDP'],
    ['test_mixins.py', '-k', 'Threading'],
    ['test_mixins.py', '-k', 'not Threading'],
    ['test_handlers.py', 'test_names.py::test_star_import',
     'test_names.py::test_forking_names_need_fork'],
]


class Run(object):
    """Some of the tests in a process."""

    def __init__(self, folder, arguments, deadline=1):
        self._path = str(folder.join('outcomes.json'))
        self._log = str(folder.join('log'))
        # None of these tests needs a plugin; hypothesis is slow to import.
        environment = dict(
            os.environ, PYTEST_DISABLE_PLUGIN_AUTOLOAD='1',
            PYTHONPATH=os.pathsep.join(
                entry or os.getcwd() for entry in sys.path))
        with open(self._log, 'wb') as stream:
            self._process = subprocess.Popen(
                [sys.executable, '-m', 'pytest', '-q', '--tb=no',
                 '-p', 'no:cacheprovider', '--outcomes', self._path,
                 '--deadline', str(deadline),
                 '--implementation', socketserver.__name__] + arguments,
                cwd=HERE, env=environment, stdout=stream,
                stderr=subprocess.STDOUT)

    def rows(self):
        """Wait for the end; return rows of test, feature and outcome."""
        self._process.wait()
        assert os.path.exists(self._path), open(self._log).read()
        with open(self._path) as stream:
            return [(test, feature, outcome) for test, (feature, outcome)
                    in sorted(json.load(stream).items())]


def outcomes(tmpdir):
    """Run the tests; return rows of test, feature and outcome."""
    runs = [Run(tmpdir.mkdir(str(number)), arguments)
            for number, arguments in enumerate(BEHAVIOUR)]
    return [row for run in runs for row in run.rows()]


def is_wrong(row):
    _, feature, outcome = row
    return (outcome != 'skipped' and
            (outcome == 'failed') != (feature in _features.MISSING))


def test_own_module_fails_where_the_table_says_backport(tmpdir):
    rows = outcomes(tmpdir)
    wrong = [row for row in rows if is_wrong(row)]
    if wrong:
        # A second is little on a busy machine: those again, with more time.
        tests = [test.rsplit('/')[-1] for test, _, _ in wrong]
        wrong = [row for row in Run(tmpdir, tests, 10).rows()
                 if is_wrong(row)]
    assert wrong == []
    tested = set(feature for test, feature, outcome in rows)
    assert tested - {None} == set(
        row.name for row in _features.FEATURES)
