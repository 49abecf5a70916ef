"""The mix-ins ForkingMixIn and ThreadingMixIn, and the servers made of them.

A class is the standard library's own object where that lacks nothing, and
else a subclass of it that holds just what is missing.
"""
import errno
import os
import sys
import threading

from ._features import HAVE_FORK, HAVE_UNIX, MISSING
from ._servers import (
    BaseServer, TCPServer, UDPServer, _MixIn, is_error)
from ._stdlib import socketserver
from . import _servers

if MISSING & {'interruptible_shutdown', 'collect_blocking'}:
    from . import _waiting

if 'new_style' in MISSING:

    class _Behind(object):
        """A method of our BaseServer or TCPServer, for a server of 2.7.

        The mix-in stands in front of the server, where a plain method would
        hide what the server's author has overridden.  So this one is found
        only if the class behind the mix-in has 2.7's own method, or none.
        """

        def __init__(self, server_class, name):
            self._name = name
            self._function = vars(server_class)[name]
            self._namesake = getattr(socketserver, server_class.__name__)
            self._replaced = [vars(cls).get(name) for cls in
                              (socketserver.BaseServer,
                               socketserver.TCPServer)]

        def __get__(self, server, owner):
            mro = owner.__mro__
            for cls in mro[mro.index(_MixIn) + 1:]:
                if self._name in vars(cls):
                    found = vars(cls)[self._name]
                    if found in self._replaced:
                        break
                    bind = getattr(type(found), '__get__', None)
                    return bind(found, server, owner) if bind else found
            else:
                if not issubclass(owner, self._namesake):
                    raise AttributeError(self._name)
            return self._function.__get__(server, owner)

    for _name in ('serve_forever', 'service_actions', 'shutdown',
                  'handle_request', '_BaseServer__shorter_timeout',
                  '_handle_request_noblock', 'handle_error',
                  '__enter__', '__exit__'):
        setattr(_MixIn, _name, _Behind(BaseServer, _name))
    _MixIn.fileno = _Behind(TCPServer, 'fileno')
    del _name


if 'track_threads' in MISSING:

    class _Threads(list):
        """The threads that server_close() waits for; daemon threads are not.

        bpo-37193 (3.10, 3.9.3, 3.8.9).  CPython's looks at every thread
        whenever one is added, which costs more the more connections are open.
        This one looks at the youngest, which has mostly ended, and if that
        lives, and now and then, at two others in turn: threads that have
        ended go as fast as new ones come, at the same cost for each request.
        """

        _next = _added = 0

        def append(self, thread):
            """Remember a thread, and forget some that have ended."""
            self._added += 1
            try:
                if self[-1].is_alive():
                    self._look_at_two()
                else:
                    del self[-1]
                    if not self._added % 8:
                        self._look_at_two()
            except IndexError:
                self._next = 0  # empty, perhaps by server_close() just now
            if not thread.daemon:
                super(_Threads, self).append(thread)

        def _look_at_two(self):
            for _ in 1, 2:
                self._next = (self._next + 1) % (len(self) or 1)
                if not self[self._next].is_alive():
                    self[self._next] = self[-1]
                    del self[-1]

        def reap(self):
            """Forget all threads that have ended."""
            self[:] = [thread for thread in self if thread.is_alive()]

        def pop_all(self):
            """Return the threads in a list and forget them."""
            threads = self[:]
            del self[:]
            return threads

        def join(self):
            """Wait until the threads have ended, and forget them."""
            limit = ()
            if 'interruptible_shutdown' in MISSING:
                limit = (_waiting.FOREVER,)
            for thread in self.pop_all():
                thread.join(*limit)

else:
    _Threads = socketserver._Threads


if 'join_threads' in MISSING:

    class _NoThreads(object):
        """What stands for the threads while none are to be remembered."""

        def append(self, thread):
            """Do not remember the thread."""

        def join(self):
            """Do not wait."""

        def __iter__(self):
            # server_close() of 3.6.6 to 3.8.8 goes through its threads itself.
            return iter(())

else:
    _NoThreads = socketserver._NoThreads


if MISSING & {'new_style', 'thread_errors', 'thread_block_on_close',
              'join_threads', 'track_threads'}:

    class ThreadingMixIn(socketserver.ThreadingMixIn, _MixIn):
        """Handle each request in a new thread; stands before the server.

        See the documentation of socketserver.ThreadingMixIn, which holds
        here.
        """

        if 'thread_errors' in MISSING:
            # bpo-23430 (3.6).  Delete when 2.7 is dropped.
            def process_request_thread(self, request, client_address):
                """Handle the request, as process_request() of a server does.

                Runs in the new thread, so it handles errors itself.
                """
                try:
                    self.finish_request(request, client_address)
                except:  # noqa: E722
                    if not is_error():
                        raise
                    self.handle_error(request, client_address)
                finally:
                    self.shutdown_request(request)

        if 'thread_block_on_close' in MISSING:
            # bpo-33540 (3.7).  Delete when 3.7 is the oldest.
            block_on_close = True

        if 'track_threads' in MISSING:
            # bpo-37193 (3.10, 3.9.3, 3.8.9), bpo-41833 (3.10).  Delete when
            # 3.10 is the oldest.
            def process_request(self, request, client_address):
                """Start a thread that handles the request.

                server_close() will wait for it if ``block_on_close`` is true
                and ``daemon_threads`` false.
                """
                if self.block_on_close and '_threads' not in vars(self):
                    self._threads = _Threads()
                thread = threading.Thread(target=self.process_request_thread,
                                          args=(request, client_address))
                target = getattr(self.process_request_thread, '__name__', '')
                if target:
                    thread.name += ' ({0})'.format(target)
                thread.daemon = self.daemon_threads
                self._threads.append(thread)
                try:
                    thread.start()
                except Exception:
                    # CPython's keeps a thread that could not be started, and
                    # its server_close() then raises RuntimeError.
                    tracked = vars(self).get('_threads') or ()
                    if thread in tracked:
                        tracked.remove(thread)
                    raise

        if 'join_threads' in MISSING:
            # bpo-31233 (3.7), bpo-37193 (3.10, 3.9.3, 3.8.9).  Delete when
            # 3.8 is the oldest.
            _threads = _NoThreads()

            def server_close(self):
                """Close the server, then wait for the threads to end."""
                before = vars(self).get('_threads')
                try:
                    super(ThreadingMixIn, self).server_close()
                finally:
                    # server_close() of 3.6.6 to 3.8.8 leaves None there.
                    if vars(self).get('_threads', before) is None:
                        if before is None:
                            vars(self).pop('_threads', None)
                        else:
                            self._threads = before
                self._threads.join()

else:
    ThreadingMixIn = socketserver.ThreadingMixIn


if HAVE_FORK and MISSING & {'new_style', 'reap_in_loop', 'collect_blocking',
                            'collect_at_close', 'child_exit'}:

    class ForkingMixIn(socketserver.ForkingMixIn, _MixIn):
        """Handle each request in a new process; stands before the server.

        See the documentation of socketserver.ForkingMixIn, which holds here.
        """

        if 'collect_blocking' in MISSING:
            # bpo-31151 (3.7, 3.6.6).  Delete when 2.7 is dropped.
            def collect_children(self, **options):
                """Take leave of the children that have ended.

                The one option, ``blocking``, waits for all of them.  With
                ``max_children`` or more, wait until there are fewer.
                """
                blocking = options.pop('blocking', False)
                if options:
                    raise TypeError(
                        'collect_children() got an unexpected keyword '
                        'argument {0!r}'.format(sorted(options)[0]))
                if self.active_children is None:
                    return
                while len(self.active_children) >= self.max_children:
                    if not self.__reap(-1, 0):
                        break
                for pid in list(self.active_children):
                    self.__reap(pid, 0 if blocking else os.WNOHANG)

            def __reap(self, pid, options):
                """Wait for a child; tell whether that worked."""
                try:
                    ended = _waiting.retry(os.waitpid, pid, options)[0]
                except OSError as error:
                    if error.errno != errno.ECHILD:
                        return False
                    # Somebody else has reaped it; with -1, all of them.
                    if pid == -1:
                        self.active_children.clear()
                    ended = pid
                self.active_children.discard(ended)
                return True

        if 'reap_in_loop' in MISSING:
            # bpo-11109 (3.3).  A handle_request() loop never comes here, so
            # it leaves zombies, as on Python 3.  Delete when 2.7 is dropped.
            def service_actions(self):
                """Collect the children that have ended, at each turn."""
                self.collect_children()

        if 'child_exit' in MISSING:
            # bpo-23430 (3.6), bpo-13601 (3.9).  Delete when 3.9 is the
            # oldest.
            def process_request(self, request, client_address):
                """Fork a child that handles the request.

                Its exit status is 0 if finish_request() returned, else 1.
                """
                _flush_stderr()  # or the child would write it once more
                pid = os.fork()
                if not pid:
                    self.__be_the_child(request, client_address)
                if self.active_children is None:
                    self.active_children = set()
                self.active_children.add(pid)
                self.close_request(request)

            def __be_the_child(self, request, client_address):
                status = 1
                try:
                    self.finish_request(request, client_address)
                    status = 0
                except:  # noqa: E722
                    if is_error():
                        self.handle_error(request, client_address)
                finally:
                    try:
                        self.shutdown_request(request)
                    finally:
                        try:
                            _flush_stderr()
                        finally:
                            os._exit(status)

        if 'collect_at_close' in MISSING:
            # bpo-31151, bpo-33540 (3.7).  Delete when 3.7 is the oldest.
            block_on_close = True

            def server_close(self):
                """Close the server, then collect the children.

                Wait for those that still run if ``block_on_close`` is true.
                """
                super(ForkingMixIn, self).server_close()
                self.collect_children(blocking=self.block_on_close)

    def _flush_stderr():
        """Write out what stderr holds; before 3.9 it may hold whole lines."""
        try:
            sys.stderr.flush()
        except Exception:
            pass  # None, closed, or its reader is gone: nothing to save

elif HAVE_FORK:
    ForkingMixIn = socketserver.ForkingMixIn


def _mixed(name, mixin, server):
    """Return the class ``name``: the mix-in before the server.

    It is the standard library's own object if both its parts are, and a
    subclass of that in any case, where it exists.
    """
    namesake = getattr(socketserver, name, None)
    own_mixin = mixin is getattr(socketserver, mixin.__name__)
    own_server = server is getattr(socketserver, server.__name__)
    if namesake is not None and own_mixin and own_server:
        return namesake
    if namesake is None:
        bases = (mixin, server)
    elif own_mixin:
        bases = (namesake, server)
    else:
        bases = (mixin, namesake, server)
    return type(name, bases, {
        '__module__': __name__,
        '__doc__': '{0} with {1}.'.format(server.__name__, mixin.__name__),
    })


ThreadingTCPServer = _mixed('ThreadingTCPServer', ThreadingMixIn, TCPServer)
ThreadingUDPServer = _mixed('ThreadingUDPServer', ThreadingMixIn, UDPServer)

if HAVE_UNIX:
    ThreadingUnixStreamServer = _mixed(
        'ThreadingUnixStreamServer', ThreadingMixIn,
        _servers.UnixStreamServer)
    ThreadingUnixDatagramServer = _mixed(
        'ThreadingUnixDatagramServer', ThreadingMixIn,
        _servers.UnixDatagramServer)

if HAVE_FORK:
    ForkingTCPServer = _mixed('ForkingTCPServer', ForkingMixIn, TCPServer)
    ForkingUDPServer = _mixed('ForkingUDPServer', ForkingMixIn, UDPServer)

if HAVE_FORK and HAVE_UNIX:
    # gh-103673 (3.12).
    ForkingUnixStreamServer = _mixed(
        'ForkingUnixStreamServer', ForkingMixIn, _servers.UnixStreamServer)
    ForkingUnixDatagramServer = _mixed(
        'ForkingUnixDatagramServer', ForkingMixIn,
        _servers.UnixDatagramServer)
