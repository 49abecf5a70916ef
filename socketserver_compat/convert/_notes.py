"""The review notes: what they are made of, and one code per kind of doubt.

``SC1xx`` are of the fixers, ``SC2xx`` of the part that follows the bytes of
the wire.  CODES maps each code to a short name, the recipe in the
documentation that tells what to do, and one sentence for the reader.
"""
from collections import namedtuple

# Line and column count from 1.
Note = namedtuple('Note', 'line col code message recipe')

CODES = {
    'SC101': (
        'module-in-string', 'import_name',
        'A module that has another name on 3 is named in a string.'),
    'SC102': (
        'not-on-3', 'import_name',
        'Python 3 has no such module or name.'),
    'SC103': (
        'stringio', 'stringio',
        'Nothing here tells whether this StringIO holds text or bytes.'),
    'SC104': (
        'input', 'raw_input',
        'input() of Python 2 evaluates what is typed, and so does this; '
        'int(input()) or the like would be safer.'),
    'SC105': (
        'division', 'python_2_only',
        'If both are integers, this was floor division: use //.'),
    'SC106': (
        'comparison', 'python_2_only',
        'Python 3 orders by __lt__ and key=, not by __cmp__ and cmp=.'),
    'SC107': (
        'string-exception', 'exceptions',
        'Only exceptions can be raised; a string cannot, from 2.6 on.'),
    'SC108': (
        'exception-deleted', 'exceptions',
        'On 3 the name of the exception is gone after the except block.'),
    'SC109': (
        'print-comma', 'print_statement',
        'Python 2 would put the blank before the next word that is '
        'printed, and none after a line end.'),
    'SC110': (
        'mixin-order', 'mixin_order',
        'The mix-in stands behind the server class and has no effect.'),
    'SC111': (
        'shutdown-in-handler', 'shutdown',
        'shutdown() waits for the loop that runs this handler: a deadlock, '
        'unless the server forks or has threads.'),
    'SC112': (
        'hidden-type-error', 'text_on_the_wire',
        'This hides the TypeError by which 3 tells that text and bytes '
        'were mixed.'),
    'SC113': (
        'six-left', 'python_2_only',
        'Only a person can tell what to put in the place of this.'),
    'SC114': (
        'message', 'exceptions',
        'Exceptions have no .message on 3.'),
    'SC115': (
        'type-name', 'text_on_the_wire',
        'str is bytes on 2 and text on 3: which one is meant here?'),
    'SC116': (
        'method-gone', 'python_2_only',
        'Python 3 does not call this method.'),
    'SC117': (
        'exec', 'python_2_only',
        'On 3 exec and execfile() do not change local variables.'),
    'SC118': (
        'gone-later', 'import_name',
        'The newest versions of Python 3 have no such module; most such '
        'are on PyPI: legacy-cgi, pyasyncore, standard-telnetlib...'),
    'SC119': (
        'either', 'text_on_the_wire',
        'If this is Python 2, text goes to the wire here; nothing tells: '
        'add a from __future__ import, or python3 to the first line.'),
    'SC120': (
        'no-reaping', 'zombies',
        'From 3.3 on a handle_request() loop does not reap children: call '
        'service_actions() after it.'),
    'SC121': (
        'no-loop', 'handle_request',
        'shutdown() ends serve_forever(); a loop of handle_request() goes '
        'on, and shutdown() waits for ever.'),
    'SC122': (
        'exit-in-handler', 'handler_errors',
        'From 3.6 on this ends the server, for all clients.'),
    'SC123': (
        'thread-in-handler', 'thread_in_handler',
        'When handle() returns, the request is closed, also for a thread '
        'that it has started.'),
    'SC124': (
        'with-server', 'http_server_with',
        'On 2.7 this server cannot be used with "with".'),
    'SC125': (
        'tls-in-loop', 'tls',
        'The loop that accepts waits here for the handshake of each client, '
        'in turn.'),
    'SC126': (
        'shared', 'shared_state',
        'Handlers in other threads may change this while it is iterated '
        'over: use a lock, and iterate over a copy.'),
    'SC127': (
        'signals', 'interrupted_calls',
        'On 2.7 a signal that is handled ends this call, with EINTR; from '
        '3.5 on the call is repeated.'),
    'SC128': (
        'newer', 'scaling_out',
        'socketserver has this since a newer Python than 3.8: '
        'allow_reuse_port 3.11, ForkingUnix... 3.12.'),
    'SC129': (
        'address', 'address_in_use',
        'A second start fails for about a minute, unless the class of the '
        'server has allow_reuse_address = True.'),
    'SC130': (
        'socket-file', 'unix_sockets',
        'The file of a Unix socket is left over; remove it in server_bind(), '
        'or a second start fails.'),
    'SC131': (
        'one-recv', 'reading_to_the_end',
        'One recv() is taken for a message here: TCP may bring it in parts, '
        'or several at once.'),
    'SC132': (
        'no-end', 'reading_to_the_end',
        'Nothing here tests for the end of the stream, where this returns '
        'b\'\' at once, every time.'),
    'SC133': (
        'left-behind', 'shared_state',
        'Nothing takes this out again, and the server closes it when '
        'handle() returns.'),
    'SC134': (
        'list-variable', 'python_2_only',
        'On 3 the variable of a list comprehension is gone after it.'),
    'SC201': (
        'unknown-sent', 'text_on_the_wire',
        'Nothing in this file tells whether this value is text or bytes; '
        'six.ensure_binary takes both.'),
    'SC202': (
        'mixed', 'text_on_the_wire',
        'Both bytes of the wire and text come to this place; it was left '
        'as it was.'),
    'SC203': (
        'container-shown', 'decode_at_the_edge',
        'A container with bytes of the wire is turned into text: on 3 it '
        'shows them as b\'...\'.'),
    'SC205': (
        'unknown-callee', 'text_on_the_wire',
        'Bytes of the wire go to a function that this file does not '
        'define: does it take bytes on 3?'),
    'SC206': (
        'codec', 'hex_and_base64',
        'This codec works otherwise on 3.'),
    'SC207': (
        'file-mode', 'bytes_to_files',
        'Bytes of the wire go to a file that may be open for text.'),
    'SC208': (
        'not-followed', 'text_on_the_wire',
        'The file could not be followed: look at each place where it '
        'sends or receives.'),
    'SC209': (
        'one-byte', 'indexing_bytes',
        'A single byte is taken from bytes here: on 3 that is a number.'),
    'SC210': (
        'pickle', 'struct_json_pickle',
        'A str in a pickle of 2.7 is read as text on 3: what is no text '
        'needs encoding="bytes".'),
    'SC211': (
        'log-file', 'bytes_to_files',
        'Bytes of the wire are logged: on 3 the log may refuse or escape '
        'what is not UTF-8.'),
    'SC212': (
        'csv', 'bytes_to_files',
        'csv wants text on 3: a file opened with newline="", not in binary '
        'mode.'),
    'SC213': (
        'encode', 'formatting_bytes',
        'On 2.7 encode() decodes these bytes of the wire first, as ASCII; on '
        '3 it fails with what is not UTF-8.'),
    'SC214': (
        'error-sent', 'exceptions',
        'The words of an error go to the wire: those of Python itself are '
        'not the same on 3.'),
}


def make_note(line, col, code, message=None):
    """Return the note of this code, with its usual message or another."""
    _name, recipe, sentence = CODES[code]
    return Note(line, col, code, message or sentence, recipe)
