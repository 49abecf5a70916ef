"""CPython's own tests, with our module in the place of socketserver.

Each of its test modules runs in a Python of its own, where whoever imports
socketserver (SocketServer) gets ours.  What fails there must also fail
without us.
"""
import json
import os
import signal
import subprocess
import sys
import threading

import pytest

# The test module, how many of its tests have to run at least, and the tests
# to choose: all whose name contains one of these words.  test_logging is long,
# and little of it is about servers.
MODULES = [
    ('test_socketserver', 15, ['']),
    ('test_httpservers', 20, ['']),
    ('test_xmlrpc', 40, ['']),
    ('test_logging', 2, ['SocketHandlerTest', 'DatagramHandlerTest',
                         'SysLogHandlerTest', '.HTTPHandlerTest', 'listen']),
    ('test_wsgiref', 20, ['']),
]

# Patterns of the tests to leave out.
UNWANTED = [
    # Our classes name the modules of our package as theirs.
    r'test_socketserver\.MiscTestCase\.test_all$',
    # 2.7 only: counts the calls of select.select(), where we call poll().
    r'SocketServerTest\.test_InterruptServerSelectCall$',
    # 3.15 only: __version__ is deprecated there, and ours is the package's.
    r'test_socketserver\.TestModule\.test_deprecated__version__$',
    # These wait for seconds, each like another one that is not left out.
    r'MultiPathServerTestCase\.test_(?!path[12]$)',
    r'UnixSocketHandlerTest\.test_noserver$',
    r'ConfigDictTest\.test_listen_(verify|config_10_ok)$',
]

# Passed with -c, as the main module has to be importable without effect:
# multiprocessing imports it again.
PROGRAM = '''
import json, os, re, sys, unittest

whose, name, words, unwanted, report = json.loads(sys.argv[1])
stdlib = 'SocketServer' if sys.version_info[0] == 2 else 'socketserver'
if whose == 'ours':
    # Imported first, since it imports the standard library's itself.
    import socketserver_compat
    sys.modules[stdlib] = socketserver_compat

result = {'missing': True}
try:
    from test import support
except ImportError:
    support = None  # a Python without its tests
folder = support and os.path.dirname(sys.modules['test'].__file__)
if support and os.path.exists(os.path.join(folder, name + '.py')):
    def tests_of(suite):
        for test in suite:
            if isinstance(test, unittest.TestSuite):
                for one in tests_of(test):
                    yield one
            else:
                yield test

    support.use_resources = ['network']
    loaded = unittest.defaultTestLoader.loadTestsFromName('test.' + name)
    chosen = [test for test in tests_of(loaded)
              if any(word in test.id() for word in words) and
              not re.search('|'.join(unwanted), test.id())]
    outcome = unittest.TextTestRunner().run(unittest.TestSuite(chosen))
    # Who has imported the module, and is it this one?
    module = __import__(stdlib)
    wanted = {stdlib: module, 'ThreadingTCPServer': module.ThreadingTCPServer}
    users = dict(
        (who + '.' + attribute, vars(user)[attribute] is value)
        for who, user in list(sys.modules.items())
        for attribute, value in wanted.items()
        if attribute in getattr(user, '__dict__', ()) and
        user is not module and
        not who.startswith(('six', 'socketserver_compat')))
    result = {
        'missing': False,
        'ran': outcome.testsRun - len(outcome.skipped),
        'failed': dict((test.id(), text) for test, text in
                       outcome.errors + outcome.failures),
        'users': users,
    }
with open(report, 'w') as stream:
    json.dump(result, stream)
# Whatever a failed test has left running does not matter any more.
sys.stderr.flush()
os._exit(0)
'''


def run(folder, whose, name, words):
    """Run a test module of CPython's; return what PROGRAM reports."""
    folder.mkdir(whose)
    report = str(folder.join(whose + '.json'))
    log = folder.join(whose + '.log')
    environment = dict(os.environ)
    # It hides what gets lost in buffers.
    environment.pop('PYTHONUNBUFFERED', None)
    with open(str(log), 'w') as stream:
        process = subprocess.Popen(
            [sys.executable, '-c', PROGRAM,
             json.dumps([whose, name, words, UNWANTED, report])],
            cwd=str(folder.join(whose)), env=environment,
            stdin=subprocess.PIPE, stdout=stream, stderr=subprocess.STDOUT,
            preexec_fn=getattr(os, 'setsid', None))

        def kill():
            # The group, since tests start processes themselves.
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except (AttributeError, OSError):
                pass
        deadline = threading.Timer(120, kill)
        deadline.start()
        try:
            process.stdin.close()
            process.wait()
        finally:
            deadline.cancel()
            deadline.join()
            kill()
            process.wait()
    assert process.returncode == 0, (
        '%s ended with status %s; its output ends with: %s' % (
            name, process.returncode, log.read()[-3000:]))
    with open(report) as stream:
        return json.load(stream)


@pytest.mark.ours
@pytest.mark.usefixtures('ss')
@pytest.mark.parametrize('name, least, words', MODULES,
                         ids=[module[0] for module in MODULES])
def test_cpythons_own_test(tmpdir, name, least, words):
    ours = run(tmpdir, 'ours', name, words)
    if ours['missing']:
        pytest.skip('this Python has no test.%s' % name)
    assert ours['ran'] >= least
    assert ours['users'] and all(ours['users'].values()), (
        'false is who has got another module: %s' % ours['users'])
    if ours['failed']:
        plain = run(tmpdir, 'plain', name, words)
        new = sorted(set(ours['failed']) - set(plain['failed']))
        assert not new, '\n\n'.join(
            [test + '\n' + ours['failed'][test] for test in new])
