"""What every test gets: the module under test, and a check for leaks.

``--implementation=socketserver`` runs the suite against another module.
"""
import gc
import importlib
import json
import os
import sys
import threading
import time
import warnings

import pytest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import support  # noqa: E402

OURS = 'socketserver_compat'


def pytest_addoption(parser):
    parser.addoption(
        '--implementation', default=OURS,
        help='the module to test (default: %s)' % OURS)
    parser.addoption(
        '--deadline', type=float, default=support.DEADLINE,
        help='seconds that a test waits (default: %(default)s)')
    parser.addoption(
        '--outcomes', help='write feature and outcome of each test here')


def pytest_configure(config):
    config.addinivalue_line(
        'markers', 'feature(name): the row of the feature table it checks')
    config.addinivalue_line(
        'markers', 'ours: checks what only our own code promises')
    config.addinivalue_line(
        'markers', 'kinds(names): the server classes to check, not all')
    config.addinivalue_line(
        'markers', 'first_and_last: of the converter; costs much, and tells '
        'the same on all versions between')
    support.DEADLINE = config.getoption('deadline')


def pytest_collection_modifyitems(items):
    if (3, 8) < sys.version_info[:2] < (3, 13):
        for item in items:
            if item.get_closest_marker('first_and_last'):
                item.add_marker(pytest.mark.skip(
                    reason='on 3.8, and on 3.13 and later, is enough'))


def pytest_generate_tests(metafunc):
    if 'kind' in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker('kinds')
        kinds = marker.args[0] if marker else support.KINDS
        metafunc.parametrize('kind', support.available(kinds))


@pytest.fixture
def ss(request):
    """The module under test."""
    name = request.config.getoption('implementation')
    if name != OURS and request.node.get_closest_marker('ours'):
        pytest.skip('of our own code')
    module = importlib.import_module(name)
    kind = getattr(request.node, 'callspec', None)
    kind = kind and kind.params.get('kind')
    marker = request.node.get_closest_marker('feature')
    if (name != OURS and kind and not hasattr(module, kind) and
            not (marker and marker.args[0] == 'forking_unix')):
        pytest.skip('%s has no %s' % (name, kind))
    return module


@pytest.fixture
def make_server(ss):
    """Make servers that are closed at the end of the test."""
    made = []

    def make_server(kind, handle=support.upper, mixed=None, bind=True,
                    handler=None, **attributes):
        cls = mixed or getattr(ss, kind)
        handler = handler or support.handler_class(ss, kind, handle)
        address = support.Address(kind)
        made.append((None, address))
        if attributes:
            cls = type(cls)('Server', (cls,), attributes)
        server = cls(address.address, handler, bind)
        made.append((server, address))
        return server

    yield make_server
    for server, address in reversed(made):
        if server is not None:
            support.stop(server)
        address.remove()


@pytest.fixture
def start(make_server):
    """Make servers whose serve_forever() runs in a thread."""
    def start(*args, **kwargs):
        poll_interval = kwargs.pop('poll_interval', 0.01)
        server = make_server(*args, **kwargs)
        support.Loop(server, poll_interval).start()
        return server
    return start


def _children():
    try:
        os.waitpid(-1, os.WNOHANG)
    except OSError:
        return False
    return True


def _left_behind(threads, fds):
    left = []
    more = [thread.name for thread in threading.enumerate()
            if thread not in threads]
    if more:
        left.append('threads %s' % more)
    more = support.file_descriptors() - fds
    if more:
        left.append('file descriptors %s' % sorted(more))
    if hasattr(os, 'fork') and _children():
        left.append('child processes')
    return left


@pytest.fixture(autouse=True)
def leaves_nothing_behind(request):
    """Fail the test if it leaves a thread, a descriptor or a child.

    A socket that is only dropped has its descriptor open until it is
    collected, and says so then by a ResourceWarning.
    """
    threads, fds = set(threading.enumerate()), support.file_descriptors()
    with warnings.catch_warnings(record=True) as caught:
        if sys.version_info[0] > 2:
            warnings.simplefilter('always', ResourceWarning)  # noqa: F821
        yield
        if request.node.failed:
            return
        # A thread needs a moment to go.
        end = time.time() + support.DEADLINE
        while _left_behind(threads, fds) and time.time() < end:
            time.sleep(0.005)
            gc.collect()
    left = _left_behind(threads, fds)
    left += [str(warning.message) for warning in caught
             if warning.category.__name__ == 'ResourceWarning']
    assert not left, 'left behind: ' + '; '.join(left)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    item.failed = getattr(item, 'failed', False) or report.failed
    marker = item.get_closest_marker('feature')
    report.user_properties = list(report.user_properties or [])
    report.user_properties.append(
        ('feature', marker.args[0] if marker else None))


class Outcomes(object):
    def __init__(self):
        self.rows = {}

    def pytest_runtest_logreport(self, report):
        if report.when == 'call' or report.outcome == 'skipped':
            known = hasattr(report, 'wasxfail') and report.skipped
            self.rows[report.nodeid] = [
                dict(report.user_properties)['feature'],
                'known limit' if known else report.outcome]


def pytest_sessionstart(session):
    # With pytest-xdist, the process that collects the reports writes them.
    if (session.config.getoption('outcomes') and
            not hasattr(session.config, 'workerinput')):
        session.config.pluginmanager.register(Outcomes(), 'outcomes')


def pytest_sessionfinish(session):
    outcomes = session.config.pluginmanager.getplugin('outcomes')
    if outcomes:
        path = session.config.getoption('outcomes')
        folder = os.path.dirname(os.path.abspath(path))
        if not os.path.isdir(folder):
            os.makedirs(folder)
        with open(path, 'w') as stream:
            json.dump(outcomes.rows, stream)
