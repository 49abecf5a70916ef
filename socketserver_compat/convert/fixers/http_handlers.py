"""What the handlers of HTTP do otherwise on Python 3, without an error.

=====================================  ===================================
before                                 after
=====================================  ===================================
``BaseHTTPServer.test(Handler)``       ``serve_http(Handler, ...)``, a
                                       function that takes the port from
                                       ``sys.argv`` on 3 as well
``self.send_response(200)`` and no     the same, and ``flush_headers()``
``end_headers()`` behind it, or not    where there is one
before ``self.wfile.write(...)``
``self.end_headers()`` where only      ``self.wfile.write(b'\\r\\n')``, but
``wfile.write()`` sent headers         not for HTTP/0.9
``self.address_string()``               ``socket.getfqdn(...)``, which it
                                       is on 2.7
``self.headers['X'] = y``              ``del self.headers['X']`` above it
``headers.plisttext``                  ``headers.get('content-type')``
                                       from its first semicolon on
``headers.typeheader``                 ``headers.get('content-type')``
``headers.dict``                       ``dict(headers.items())``
``headers.headers``                    ``str(headers).splitlines(True)``
``class H(SimpleHTTPRequestHandler)``  with a ``translate_path()``, which
that leaves its files to the library   hands the library the path's text
``H = SimpleHTTPRequestHandler``       such a class
``headers.getallmatchingheaders(x)``   ``http_matching(headers, x)``
``headers.getparam('x')``,             ``(headers.getparam if six.PY2
``getmaintype()``, ``getsubtype()``    else headers.get_param)('x')``
=====================================  ===================================

Safe: ``send_response()`` of 2.7 writes at once, that of 3 keeps its lines
until ``end_headers()``, so that none were sent; that fails if there are no
such lines; and headers of 3 are added where those of 2.7 are replaced.
A path that a client sends unquoted is taken for latin-1 by the library of 3;
what wire makes of ``translate_path()`` is the text that it was meant to be.
"""
import ast

from .._modules import (
    add_method, below_imports, end_of_line, is_free, is_made_for_2,
    stands_alone)
from .._tree import index_of, walk
from .methods import _is_headers
from .reviews import last_name

ORDER = 48
TOGETHER = True
SERVERS = {'BaseHTTPServer': 'BaseHTTPRequestHandler',
           'SimpleHTTPServer': 'SimpleHTTPRequestHandler',
           'CGIHTTPServer': 'CGIHTTPRequestHandler'}
SERVE = '''def serve_http(handler, server, protocol='HTTP/1.0'):
    """Serve on the port in sys.argv, as test() of Python 2 does."""
    handler.protocol_version = protocol
    port = int(sys.argv[1]) if sys.argv[1:] else 8000
    httpd = server(('', port), handler)
    print('Serving HTTP on %s port %s ...' % httpd.socket.getsockname()[:2])
    httpd.serve_forever()
'''
SENDS = frozenset(['send_response', 'send_header', 'send_response_only'])
FILES = frozenset(['do_GET', 'do_HEAD', 'send_head', 'translate_path'])
TRANSLATE = '''

%(indent)sdef translate_path(self, path):
%(indent)s    return %(base)s.translate_path(
%(indent)s        self, path)'''
ENDS = frozenset(['end_headers', 'flush_headers', 'send_error', 'send_head',
                  'list_directory', 'do_GET', 'do_HEAD', 'do_POST'])
ATTRIBUTES = {
    'typeheader': "%s.get('content-type')",
    'plisttext': "''.join(%s.get('content-type', '').partition(';')[1:])",
    'dict': 'dict(%s.items())',
    'headers': 'str(%s).splitlines(True)',
}
MATCHING = '''def http_matching(headers, name):
    """Return the lines of all headers of a name, as Python 2 does."""
    if str is bytes:
        return headers.getallmatchingheaders(name)
    return ['%s: %s\\r\\n' % item for item in headers.raw_items()
            if item[0].lower() == name.lower()]
'''
METHODS = {'getparam': 'get_param', 'getmaintype': 'get_content_maintype',
           'getsubtype': 'get_content_subtype'}


def fix(module):
    """Rewrite the calls, and add what 3 needs."""
    for node in module.walk(ast.Call):
        _test(module, node)
        _matching(module, node)
    for node in module.walk(ast.Attribute):
        if isinstance(node.ctx, ast.Load):
            _attribute(module, node)
    for node in module.walk(ast.ClassDef):
        if _is_handler(module, node):
            _flush(module, node)
            _replaced(module, node)
            _address(module, node)
    for node in module.walk(ast.ClassDef):
        _translate(module, node)
    for node in module.walk(ast.Assign):
        _rename(module, node)


def _is_handler(module, node):
    """Tell whether a class is a handler of HTTP, by its bases or methods."""
    if any(last_name(base).endswith('HTTPRequestHandler')
           for base in node.bases):
        return True
    # POP3 and the like have a send_response() of their own, and do_QUIT().
    return 'send_response' not in module.bindings(node) and any(
        getattr(one, 'name', '').startswith('do_')
        and 'send_response' in module.source(one) for one in node.body)


# test()

def _test(module, node):
    owner, _, name = (module.dotted(node.func) or '').rpartition('.')
    owner = owner.rpartition('.')[2]
    if name != 'test' or owner not in SERVERS:
        return
    given = dict(zip(('HandlerClass', 'ServerClass', 'protocol'), node.args))
    given.update((one.arg, one.value) for one in node.keywords)
    texts = dict((key, module.source(one)) for key, one in given.items())
    if not set(texts) <= set(['HandlerClass', 'ServerClass', 'protocol']):
        module.note(node, 'SC102')
        return
    modules = []
    if 'HandlerClass' not in texts:
        texts['HandlerClass'] = '%s.%s' % (owner, SERVERS[owner])
        modules.append(owner)
    if 'ServerClass' not in texts:
        texts['ServerClass'] = 'BaseHTTPServer.HTTPServer'
        modules.append('BaseHTTPServer')
    arguments = [texts['HandlerClass'], texts['ServerClass']]
    if 'protocol' in texts:
        arguments.append(texts['protocol'])
    if not is_free(module, 'serve_http'):
        module.note(node, 'SC102')
    elif module.replace(node, 'serve_http(%s)' % ', '.join(arguments)):
        below_imports(module, SERVE)
        module.need('sys')
        for name in modules:
            if name not in module.bindings(module.tree):
                module.need('six.moves', name)


# The attributes and methods of mimetools.Message

def _attribute(module, node):
    owner = node.value
    if node.attr not in ATTRIBUTES and node.attr not in METHODS or (
            is_made_for_2(module, node) or not _is_headers(module, owner)):
        return
    text = module.source(owner)
    call = module.parent(node)
    if '\n' in text:
        return
    if node.attr in METHODS:
        if isinstance(call, ast.Call) and call.func is node and (
                module.replace(node, '(%s if six.PY2 else %s.%s)' % (
                    module.source(node), text, METHODS[node.attr]))):
            module.need('six')
    elif node.attr in ('plisttext', 'typeheader') or text.endswith(
            ('.headers', '.info()', '.msg')):
        module.replace(node, ATTRIBUTES[node.attr] % text)


def _matching(module, node):
    """getallmatchingheaders() of 3 gives nothing (bpo-5053)."""
    function = node.func
    if getattr(function, 'attr', None) in (
            'getallmatchingheaders', 'getfirstmatchingheader') and (
                len(node.args) == 1 and _is_headers(module, function.value)
                and MATCHING not in module.text):
        if function.attr == 'getfirstmatchingheader' or not is_free(
                module, 'http_matching'):
            module.note(node, 'SC102')
        elif module.replace(node, 'http_matching(%s, %s)' % (
                module.source(function.value), module.source(node.args[0]))):
            below_imports(module, MATCHING)


# Headers that are not ended

class _Handler(object):
    """Which methods of a handler end the headers, and which leave that."""

    def __init__(self, module, node):
        self.module = module
        self.methods = [one for one in node.body
                        if isinstance(one, ast.FunctionDef)
                        and one.args.args]
        self.ending = set(ENDS)
        self.open = set(SENDS)
        self.called = set(
            one.func.attr for one in module.walk(ast.Call)
            if isinstance(one.func, ast.Attribute))
        self._find_ending()

    def _find_ending(self):
        found = True
        while found:
            found = False
            for method in self.methods:
                if method.name not in self.ending and self.calls(
                        method, method, self.ending):
                    self.ending.add(method.name)
                    found = True

    def calls(self, method, node, names):
        """Tell whether a part of a method calls one of these."""
        own = method.args.args[0].arg
        return any(
            isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)
            and one.func.attr in names
            and (isinstance(one.func.value, ast.Name) and (
                one.func.value.id == own or one.func.value.id[:1].isupper())
                or not isinstance(one.func.value, ast.Name))
            for one in walk(node))

    def unended(self, method):
        """Return the statements behind which nothing ends the headers."""
        return [
            node for node in walk(method)
            if isinstance(node, ast.Expr) and isinstance(
                node.value, ast.Call)
            and self.calls(method, node, self.open)
            and not self.calls(method, node, ENDS)
            and not self.ended(method, node)]

    def sends_nothing(self, method):
        """Tell whether neither it nor what calls it keeps headers back."""
        callers = [method]
        for caller in callers:
            if self.calls(caller, caller, self.open):
                return False
            callers.extend(one for one in self.methods
                           if one not in callers
                           and self.calls(one, one, [caller.name]))
        return True

    def writes(self, node):
        """Tell whether something goes to the client past the headers."""
        return isinstance(node, ast.Expr) and any(
            isinstance(one, ast.Attribute) and one.attr == 'wfile'
            for one in walk(node))

    def surely_calls(self, method, node):
        """Tell whether a statement goes on with the headers anyhow.

        An `if` does if both of its branches do.
        """
        if not isinstance(node, ast.If):
            return self.calls(method, node, self.ending | self.open)
        return all(any(self.surely_calls(method, one) for one in branch)
                   for branch in (node.body, node.orelse))

    def ended(self, method, node):
        """Tell whether headers are sent or ended behind a statement."""
        while node is not method:
            parent = self.module.parent(node)
            for field in ('body', 'orelse', 'finalbody'):
                block = getattr(parent, field, None)
                if isinstance(block, list) and node in block:
                    for one in block[block.index(node) + 1:]:
                        if self.surely_calls(method, one):
                            return True
                        if self.writes(one):
                            return False
                        if isinstance(one, (ast.Return, ast.Raise)):
                            return False
            if isinstance(parent, ast.Try) and node in parent.body and any(
                    self.calls(method, one, self.ending)
                    for one in parent.orelse + parent.finalbody):
                return True
            node = parent
        return False


def _flush(module, node):
    """Write the headers where nothing else does."""
    handler = _Handler(module, node)
    pending = True
    while pending:
        pending = False
        for method in handler.methods:
            if method.name not in handler.open and (
                    method.name not in handler.ending
                    and method.name in handler.called
                    and not method.name.startswith('do_')
                    and handler.unended(method)):
                # Whoever calls it has to end them.
                handler.open.add(method.name)
                pending = True
    for method in handler.methods:
        if method.name in handler.open:
            continue
        own = method.args.args[0].arg
        for one in handler.unended(method):
            _insert_flush(module, one, own)
    if not any(one.name == 'end_headers'
               for one in module.walk(ast.FunctionDef)):
        for method in handler.methods:
            if handler.sends_nothing(method):
                _end_by_hand(module, method)


def _end_by_hand(module, method):
    """On 3 end_headers() fails where send_response() was not called."""
    own = method.args.args[0].arg
    for one in walk(method):
        if isinstance(one, ast.Expr) and module.source(
                one.value) == own + '.end_headers()' and stands_alone(
                    module, one):
            module.replace(one, (
                "if %s.request_version != 'HTTP/0.9':\n"
                "%s    %s.wfile.write(b'\\r\\n')") % (
                    own, module.indent(one), own))


def _insert_flush(module, node, own):
    if stands_alone(module, node):
        indent = module.indent(node)
        module.insert(end_of_line(module, node), (
            "\n%sif hasattr(%s, 'flush_headers'):"
            '\n%s    # 3 keeps them back until end_headers().'
            '\n%s    %s.flush_headers()') % (
                indent, own, indent, indent, own))


# Headers that are set

def _replaced(module, node):
    """On 3 a header that is set is added to those of the same name."""
    if any(isinstance(one, ast.Attribute) and one.attr == 'headers'
           and not isinstance(one.ctx, ast.Load) for one in walk(node)):
        return
    for one in walk(node):
        if not isinstance(one, ast.Assign) or len(one.targets) != 1:
            continue
        target = one.targets[0]
        if isinstance(target, ast.Subscript) and module.source(
                target.value) == 'self.headers' and isinstance(
                    index_of(target), ast.Constant):
            text = 'del ' + module.source(target)
            above = module.line(one.lineno - 1).strip()
            if above != text and stands_alone(module, one):
                module.insert(module.start(one), text + '\n' +
                              module.indent(one))


# The path of a file

def _serves_files(module, base):
    """Tell whether something is SimpleHTTPRequestHandler itself."""
    if isinstance(base, ast.Name) and (
            len(module.bound(base.id, base)) != 1):
        # The class itself may be called so.
        return False
    return isinstance(base, (ast.Name, ast.Attribute)) and (
        module.dotted(base) or '').endswith(
            'SimpleHTTPServer.SimpleHTTPRequestHandler')


def _rename(module, node):
    """Make a class of what is only another name for the library's."""
    target = node.targets[0]
    if node in module.tree.body and len(node.targets) == 1 and (
            isinstance(target, ast.Name)
            and len(module.bound(target.id, target)) == 1
            and _serves_files(module, node.value)
            and stands_alone(module, node)):
        base = module.source(node.value)
        module.replace(node, 'class %s(%s):%s' % (
            target.id, base, TRANSLATE[1:] % {
                'indent': '    ', 'base': base}))


def _translate(module, node):
    """Give a class that serves files a translate_path()."""
    bases = [one for one in node.bases if _serves_files(module, one)]
    names = set(getattr(one, 'name', None) for one in node.body)
    called = set(one.func.attr for one in walk(node)
                 if isinstance(one, ast.Call)
                 and isinstance(one.func, ast.Attribute))
    if not bases or 'do_GET' in names and not called & FILES or (
            names & set(['translate_path', 'send_head'])):
        return
    add_method(module, node, TRANSLATE, bases[0])


# The name of a client

def _address(module, node):
    """address_string() of 3 does not look for the name of a client."""
    if any(getattr(one, 'name', '') == 'address_string'
           for one in node.body):
        return
    for one in walk(node):
        if isinstance(one, ast.Call) and not one.args and module.source(
                one.func) == 'self.address_string' and module.replace(
                    one, 'socket.getfqdn(self.client_address[0])'):
            module.need('socket')
