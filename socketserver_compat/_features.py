"""What CPython 3.15's socketserver does and an older one may not.

This is the one table that the package decides from.  A feature whose probe
fails here is supplied by this package (a backport); everything else is the
standard library's own code.  The probes look at the standard library itself
and not at the version: distributions patch, and 3.12.1 differs from 3.12.9.
"""
import os
import socket
import sys

from ._stdlib import socketserver

PY2 = sys.version_info[0] == 2
HAVE_FORK = hasattr(os, 'fork')
HAVE_UNIX = hasattr(socket, 'AF_UNIX')
# Jython binds when it listens: before that the port is 0.
JYTHON = sys.platform.startswith('java')


class Feature(object):
    """One row: what it is, where it came from, and whether it is here.

    ``concerns`` names the attributes of the module that the feature lives
    in; where the standard library has the feature, they are its own.
    """

    def __init__(self, name, title, since, issues, probe, concerns=()):
        self.name = name
        self.title = title
        self.since = since
        self.issues = issues
        self.concerns = concerns
        self.in_stdlib = bool(probe())


def _own(class_name, attribute):
    """Return what the class itself defines, without what it inherits."""
    cls = getattr(socketserver, class_name, None)
    return vars(cls).get(attribute) if cls is not None else None


def _has(class_name, attribute):
    return lambda: _own(class_name, attribute) is not None


def _code(class_name, method, part):
    """Return a tuple out of a method's code; Jython's code has none."""
    code = getattr(_own(class_name, method), '__code__', None)
    return getattr(code, part, ())


def _mentions(class_name, method, name):
    """Probe for a method that uses a name, or has a variable of it."""
    return lambda: (name in _code(class_name, method, 'co_names') or
                    name in _code(class_name, method, 'co_varnames'))


def _says(class_name, method, text):
    """Probe for a method with a constant text."""
    return lambda: any(isinstance(constant, str) and text in constant
                       for constant in
                       _code(class_name, method, 'co_consts'))


_LOAD_ATTR = 106  # in the byte code of 3.6 to 3.9


def _reads(function, attribute):
    """Count how often a function of 3.6 to 3.9 reads an attribute.

    Their byte code is pairs of an instruction and its argument; the dis
    module, which knows all kinds, takes longer to import than the rest.
    """
    code = function.__code__
    instructions = zip(code.co_code[::2], code.co_code[1::2])
    return list(instructions).count(
        (_LOAD_ATTR, code.co_names.index(attribute)))


def _serves_with_poll():
    """Probe serve_forever() for poll and for the look after the wait.

    _NoThreads is younger than the second look (bpo-35017) on every branch,
    so the byte code is read only where that class is missing.
    """
    if not hasattr(socketserver, '_ServerSelector'):
        return False
    return hasattr(socketserver, '_NoThreads') or _reads(
        socketserver.BaseServer.serve_forever,
        '_BaseServer__shutdown_request') > 1


def _python3():
    return not PY2


def _stderr_by_line():
    """Probe the interpreter: is stderr written line by line into a file?

    CPython 3.9 brought it; PyPy 7.3.11 (Python 3.9) has not got it.
    """
    if PY2:
        return True  # stderr is not buffered at all there
    pypy = '__pypy__' in sys.builtin_module_names
    return sys.version_info >= ((3, 11) if pypy else (3, 9))


def _child_exits():
    return (_mentions('ForkingMixIn', 'process_request', 'status')() and
            _stderr_by_line())


_SINCE_3 = '3.0'

FEATURES = [
    # Names and classes
    Feature('new_style',
            'new-style classes: super(), properties, one order of bases',
            _SINCE_3, 'PEP 252',
            lambda: isinstance(socketserver.BaseServer, type)),
    Feature('exports_base_server',
            'BaseServer in __all__',
            '3.5', 'bpo-23358',
            lambda: 'BaseServer' in socketserver.__all__),
    Feature('fork_guard',
            'Forking* names only where os.fork exists',
            '3.6', 'bpo-25931',
            lambda: hasattr(socketserver, 'ForkingMixIn') == HAVE_FORK),
    # BaseServer
    Feature('serve_forever',
            'serve_forever() polls: any file descriptor, any interval',
            '3.5', 'bpo-21040, bpo-35017',
            _serves_with_poll,
            ('BaseServer.serve_forever',)),
    Feature('service_actions',
            'service_actions() after each turn of the loop',
            '3.3', 'bpo-11109',
            _has('BaseServer', 'service_actions'),
            ('BaseServer.service_actions',)),
    Feature('handle_request',
            'handle_request() keeps one deadline, signals or not',
            '3.5', 'bpo-21040, bpo-23285',
            _mentions('BaseServer', 'handle_request', 'deadline'),
            ('BaseServer.handle_request',)),
    Feature('get_request_errors',
            'any OSError of get_request() is passed over',
            '3.4', 'bpo-16717',
            _mentions('BaseServer', '_handle_request_noblock', 'OSError'),
            ('BaseServer._handle_request_noblock',)),
    Feature('only_exception',
            'SystemExit and KeyboardInterrupt leave the server',
            '3.6', 'bpo-23430',
            _mentions('BaseServer', '_handle_request_noblock', 'Exception'),
            ('BaseServer._handle_request_noblock',)),
    Feature('handle_error',
            'handle_error() wholly on stderr, "Exception occurred ..."',
            '3.9', 'bpo-23430',
            _says('BaseServer', 'handle_error', 'Exception occurred'),
            ('BaseServer.handle_error',)),
    Feature('context_manager',
            '"with server:" closes it',
            '3.6', 'bpo-26404',
            _has('BaseServer', '__enter__'),
            ('BaseServer.__enter__', 'BaseServer.__exit__')),
    Feature('interruptible_shutdown',
            'Ctrl-C interrupts shutdown() and server_close()',
            '3.2', 'bpo-8844',
            _python3,
            ('BaseServer.shutdown',)),
    # TCPServer and UDPServer
    Feature('request_queue_size',
            'request_queue_size is SOMAXCONN',
            '3.15', 'gh-80184',
            lambda: socketserver.TCPServer.request_queue_size ==
            getattr(socket, 'SOMAXCONN', 5),
            ('TCPServer.request_queue_size',)),
    Feature('allow_reuse_port',
            'allow_reuse_port',
            '3.11', 'bpo-16594',
            _has('TCPServer', 'allow_reuse_port'),
            ('TCPServer.allow_reuse_port', 'UDPServer.allow_reuse_port')),
    Feature('bind_options',
            'server_bind() sets an option only where it exists and fits',
            '3.14, 3.13.2, 3.12.9', 'gh-128916, bpo-40280',
            _mentions('TCPServer', 'server_bind', 'AF_INET6'),
            ('TCPServer.server_bind',)),
    Feature('closed_fileno',
            'fileno() of a closed server is -1, serving it a ValueError',
            '3.5', 'bpo-21040',
            _python3,
            ('TCPServer.fileno',)),
    Feature('shutdown_errors',
            'any OSError of shutting a request down is passed over',
            '3.3', 'PEP 3151',
            _mentions('TCPServer', 'shutdown_request', 'OSError'),
            ('TCPServer.shutdown_request',)),
    # ThreadingMixIn
    Feature('thread_errors',
            'a thread shuts its request down even if handle_error() raises',
            '3.6', 'bpo-23430',
            _mentions('ThreadingMixIn', 'process_request_thread',
                      'Exception'),
            ('ThreadingMixIn.process_request_thread',)),
    Feature('thread_block_on_close',
            'ThreadingMixIn.block_on_close',
            '3.7', 'bpo-33540',
            _has('ThreadingMixIn', 'block_on_close'),
            ('ThreadingMixIn.block_on_close',)),
    Feature('join_threads',
            'server_close() joins the threads it was told to track',
            '3.10, 3.9.3, 3.8.9', 'bpo-31233, bpo-37193',
            lambda: hasattr(socketserver, '_NoThreads'),
            ('ThreadingMixIn.server_close',)),
    Feature('track_threads',
            'finished threads are forgotten, names tell their target',
            '3.10', 'bpo-37193, bpo-41833',
            lambda: hasattr(socketserver, '_NoThreads') and
            sys.version_info >= (3, 10),
            ('ThreadingMixIn.process_request',)),
]

if HAVE_FORK:
    FEATURES += [
        Feature('reap_in_loop',
                'children are reaped by service_actions(), not before a fork',
                '3.3', 'bpo-11109',
                _has('ForkingMixIn', 'service_actions'),
                ('ForkingMixIn.service_actions',)),
        Feature('collect_blocking',
                'collect_children(blocking=False)',
                '3.7, 3.6.6', 'bpo-31151',
                _mentions('ForkingMixIn', 'collect_children', 'blocking'),
                ('ForkingMixIn.collect_children',)),
        Feature('collect_at_close',
                'server_close() collects children; block_on_close',
                '3.7', 'bpo-31151, bpo-33540',
                _has('ForkingMixIn', 'block_on_close'),
                ('ForkingMixIn.server_close', 'ForkingMixIn.block_on_close')),
        Feature('child_exit',
                'a child has one exit, its status is right, its report kept',
                '3.9', 'bpo-23430, bpo-13601',
                _child_exits,
                ('ForkingMixIn.process_request',)),
    ]
    if HAVE_UNIX:
        FEATURES += [
            Feature('forking_unix',
                    'ForkingUnixStreamServer, ForkingUnixDatagramServer',
                    '3.12', 'gh-103673',
                    lambda: hasattr(socketserver,
                                    'ForkingUnixStreamServer')),
        ]

FEATURES += [
    # Request handlers
    Feature('rfile',
            'rfile and a buffered wfile are io objects that refuse text',
            _SINCE_3, 'PEP 3116',
            _python3,
            ('StreamRequestHandler.setup',)),
    Feature('wfile',
            'an unbuffered wfile writes everything, returns the count',
            '3.6', 'bpo-26721',
            lambda: hasattr(socketserver, '_SocketWriter'),
            ('StreamRequestHandler.setup',)),
    Feature('datagram_files',
            'datagram rfile and wfile are io.BytesIO',
            _SINCE_3, 'PEP 3116',
            _python3,
            ('DatagramRequestHandler.setup',)),
]

MISSING = frozenset(
    feature.name for feature in FEATURES if not feature.in_stdlib)
