"""The names of the package, what its classes derive from, and the table."""
from __future__ import print_function

import inspect
import os
import pickle
import subprocess
import sys
import threading

import pytest
import six
from six.moves import socketserver

import socketserver_compat
from socketserver_compat import _features
import support

FEATURES = dict((row.name, row) for row in _features.FEATURES)

# What the documentation of 3.15 lists, on a platform with everything.
NAMES = set(support.KINDS) | {
    'BaseServer', 'ForkingMixIn', 'ThreadingMixIn',
    'BaseRequestHandler', 'StreamRequestHandler', 'DatagramRequestHandler'}


def names():
    return sorted(name for name in NAMES if support.exists(name))


@pytest.mark.feature('exports_base_server')
def test_star_import(ss):
    namespace = {}
    exec('from %s import *' % ss.__name__, namespace)
    assert 'BaseServer' in namespace
    assert set(namespace) - {'__builtins__'} == set(ss.__all__)


@pytest.mark.feature('fork_guard')
def test_forking_names_need_fork(ss):
    forking = [name for name in dir(ss) if name.startswith('Forking')]
    assert bool(forking) == hasattr(os, 'fork')


def test_all_is_that_of_the_newest():
    assert sorted(socketserver_compat.__all__) == names()
    assert len(set(socketserver_compat.__all__)) == len(names())


def test_no_public_function_or_class_stands_beside():
    for name in set(dir(socketserver_compat)) - set(names()):
        value = getattr(socketserver_compat, name)
        if not name.startswith('_'):
            assert not getattr(value, '__module__', '').startswith(
                'socketserver'), name


@pytest.mark.parametrize('name', names())
def test_classes_are_of_the_family(name):
    ours = getattr(socketserver_compat, name)
    assert isinstance(ours, type)
    assert ours.__name__ == getattr(ours, '__qualname__', name) == name
    assert getattr(sys.modules[ours.__module__], name) is ours
    assert pickle.loads(pickle.dumps(ours, 2)) is ours
    if hasattr(socketserver, name):
        assert issubclass(ours, getattr(socketserver, name))
    assert inspect.getdoc(ours)


def test_servers_derive_from_our_own_classes(kind):
    ss = socketserver_compat
    ours = getattr(ss, kind)
    for mixin in 'Threading', 'Forking':
        if kind.startswith(mixin):
            assert issubclass(ours, getattr(ss, mixin + 'MixIn'))
            kind = kind[len(mixin):]
    order = [cls for cls in ours.__mro__ if cls.__module__ != 'socketserver']
    assert issubclass(ours, getattr(ss, kind)) and order
    if kind == 'UnixDatagramServer':
        assert issubclass(ours, ss.UDPServer)
    assert issubclass(ours, ss.TCPServer)
    assert issubclass(ours, ss.BaseServer)


def test_nothing_is_replaced_where_nothing_is_missing():
    if _features.MISSING:
        pytest.skip('this interpreter lacks %s' % ', '.join(
            sorted(_features.MISSING)))
    for name in names() + ['_SocketWriter', '_ServerSelector', '_Threads']:
        assert (getattr(socketserver_compat, name) is
                getattr(socketserver, name))


def attribute(module, path):
    value = module
    for name in path.split('.'):
        value = getattr(value, name)
    return six.get_unbound_function(value) if inspect.ismethod(
        value) else value


@pytest.mark.parametrize('name', sorted(FEATURES))
def test_what_is_called_stdlib_is_the_stdlibs_own(name):
    row = FEATURES[name]
    for path in row.concerns:
        ours = attribute(socketserver_compat, path)
        try:
            theirs = attribute(socketserver, path)
        except AttributeError:
            assert not row.in_stdlib
            continue
        if inspect.isfunction(ours):
            assert (ours is theirs) == row.in_stdlib, path
        else:
            # A class attribute: found in a class of the standard library.
            cls, last = path.split('.')
            owner = [base for base in
                     getattr(socketserver_compat, cls).__mro__
                     if last in vars(base)][0]
            assert (owner.__module__ in ('socketserver', 'SocketServer')
                    ) == row.in_stdlib, path


def test_every_backport_is_named_by_the_table():
    # A method of ours that no row of the table concerns would be a secret.
    concerned = set(path for row in _features.FEATURES
                    for path in row.concerns if not row.in_stdlib)
    if not _features.MISSING:
        return
    helpers = {'BaseRequestHandler': (), 'TCPServer': ('server_activate',),
               'DatagramRequestHandler': ('finish',),
               'ThreadingMixIn': ('_threads',)}
    for name in ('BaseServer', 'TCPServer', 'UDPServer', 'ThreadingMixIn',
                 'ForkingMixIn', 'StreamRequestHandler',
                 'DatagramRequestHandler'):
        cls = getattr(socketserver_compat, name, None)
        if cls is None or cls is getattr(socketserver, name):
            continue
        for attribute_name in vars(cls):
            if (attribute_name.startswith('_' + name + '__') or
                    attribute_name in helpers.get(name, ()) or
                    attribute_name.startswith('__') and
                    attribute_name not in ('__enter__', '__exit__')):
                continue
            assert name + '.' + attribute_name in concerned


def test_a_second_look_at_the_flag_is_seen_in_byte_code():
    if not (3, 6) <= sys.version_info < (3, 10):
        pytest.skip('the probe reads byte code of 3.6 to 3.9 only')

    class BaseServer(object):
        def once(self):
            while not self.__shutdown_request:
                pass

        def twice(self):
            while not self.__shutdown_request:
                if self.__shutdown_request:
                    break
            self.__shutdown_request = False

    counts = [_features._reads(function, '_BaseServer__shutdown_request')
              for function in (BaseServer.once, BaseServer.twice)]
    assert counts == [1, 2]


PRIVATE = ['_SocketWriter', '_ServerSelector', '_Threads', '_NoThreads',
           'threading', 'socket', 'os', 'sys', 'BufferedIOBase']


@pytest.mark.parametrize('name', PRIVATE + (
    ['_eintr_retry'] if six.PY2 else ['selectors', 'time']))
def test_names_that_programs_reach_for(name):
    ours = getattr(socketserver_compat, name)
    theirs = getattr(socketserver, name, ours)
    if not inspect.isclass(ours):
        assert ours is theirs


def python(arguments, **environment):
    """Run this Python where the package can be imported, for a minute."""
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(
        path or os.getcwd() for path in sys.path), **environment)
    process = subprocess.Popen(
        [sys.executable] + arguments, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=environment, universal_newlines=True)
    killer = threading.Timer(60, process.kill)
    killer.start()
    try:
        out, err = process.communicate()
    finally:
        killer.cancel()
        killer.join()
    return process.returncode, out, err


def test_import_warns_of_nothing():
    options = ['-3', '-W', 'error'] if six.PY2 else ['-W', 'error']
    # six itself is not the question here, and warns on 3.12 and later.
    code = 'import six.moves; import socketserver_compat'
    if six.PY2:
        # SocketServer and what it imports have warnings of their own.
        code = ('import warnings; warnings.simplefilter("ignore"); '
                'import six.moves, SocketServer, six.moves.socketserver; '
                'warnings.simplefilter("error"); import socketserver_compat')
    status, out, err = python(options + ['-c', code])
    assert (status, out, err) == (0, '', '')


def test_import_changes_nothing_in_the_standard_library():
    code = '''if True:
        from six.moves import socketserver
        import select, socket, threading, os
        modules = [socketserver, select, socket, threading, os]
        before = [dict(vars(module)) for module in modules]
        classes = [(cls, dict(vars(cls))) for cls in
                   vars(socketserver).values() if hasattr(cls, 'mro')
                   or type(cls).__name__ == 'classobj']
        import socketserver_compat
        assert before == [dict(vars(module)) for module in modules]
        for cls, attributes in classes:
            assert attributes == dict(vars(cls)), cls
        '''
    status, out, err = python(['-c', code])
    assert (status, out, err) == (0, '', '')


def test_it_does_not_take_another_socketserver_of_2_7(tmpdir):
    # PyPI's "future" installs one on 2.7, without BaseServer.
    if not six.PY2:
        pytest.skip('the trap is one of 2.7')
    tmpdir.join('socketserver.py').write('from SocketServer import *\n')
    status, out, err = python([
        '-c', 'import sys; sys.path.insert(0, %r); import socketserver_compat'
        ' as s; print(s.BaseServer.__mro__[1].__module__)' % str(tmpdir)])
    assert (status, out, err) == (0, 'SocketServer\n', '')
