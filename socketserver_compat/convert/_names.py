"""What Python 2's modules are called in six.moves and on Python 3."""

# Python 2's name: (name in six.moves, Python 3's name)
MOVED = {
    'BaseHTTPServer': ('BaseHTTPServer', 'http.server'),
    'CGIHTTPServer': ('CGIHTTPServer', 'http.server'),
    'ConfigParser': ('configparser', 'configparser'),
    'Cookie': ('http_cookies', 'http.cookies'),
    'Dialog': ('tkinter_dialog', 'tkinter.dialog'),
    'FileDialog': ('tkinter_filedialog', 'tkinter.filedialog'),
    'HTMLParser': ('html_parser', 'html.parser'),
    'Queue': ('queue', 'queue'),
    'ScrolledText': ('tkinter_scrolledtext', 'tkinter.scrolledtext'),
    'SimpleDialog': ('tkinter_simpledialog', 'tkinter.simpledialog'),
    'SimpleHTTPServer': ('SimpleHTTPServer', 'http.server'),
    'SimpleXMLRPCServer': ('xmlrpc_server', 'xmlrpc.server'),
    'Tix': ('tkinter_tix', 'tkinter.tix'),
    'Tkconstants': ('tkinter_constants', 'tkinter.constants'),
    'Tkdnd': ('tkinter_dnd', 'tkinter.dnd'),
    'Tkinter': ('tkinter', 'tkinter'),
    '__builtin__': ('builtins', 'builtins'),
    '_winreg': ('winreg', 'winreg'),
    'cPickle': ('cPickle', 'pickle'),
    'cookielib': ('http_cookiejar', 'http.cookiejar'),
    'copy_reg': ('copyreg', 'copyreg'),
    'dummy_thread': ('_dummy_thread', '_dummy_thread'),
    'exceptions': ('builtins', 'builtins'),
    'gdbm': ('dbm_gnu', 'dbm.gnu'),
    'htmlentitydefs': ('html_entities', 'html.entities'),
    'httplib': ('http_client', 'http.client'),
    'repr': ('reprlib', 'reprlib'),
    'robotparser': ('urllib_robotparser', 'urllib.robotparser'),
    'thread': ('_thread', '_thread'),
    'tkColorChooser': ('tkinter_colorchooser', 'tkinter.colorchooser'),
    'tkCommonDialog': ('tkinter_commondialog', 'tkinter.commondialog'),
    'tkFileDialog': ('tkinter_tkfiledialog', 'tkinter.filedialog'),
    'tkFont': ('tkinter_font', 'tkinter.font'),
    'tkMessageBox': ('tkinter_messagebox', 'tkinter.messagebox'),
    'tkSimpleDialog': ('tkinter_tksimpledialog', 'tkinter.simpledialog'),
    'ttk': ('tkinter_ttk', 'tkinter.ttk'),
    'xmlrpclib': ('xmlrpc_client', 'xmlrpc.client'),
}

# Modules that six has not: the import that takes their place on Python 3.
TRIED = {
    'DocXMLRPCServer': 'xmlrpc.server',
    'commands': 'subprocess',
    'anydbm': 'dbm',
    'dbhash': 'dbm',
    'UserDict': 'collections',
    'UserList': 'collections',
    'UserString': 'collections',
}

# Modules that Python 3 has not, and nothing like them.
GONE = frozenset('''
    Bastion MimeWriter audiodev bsddb185 compiler dircache dl fpformat
    htmllib ihooks imageop imputil linuxaudiodev mhlib
    mimetools mimify multifile mutex new os2emxpath popen2 posixfile pure
    rexec rfc822 sgmllib statvfs stringold strop sunaudiodev
    sv timing toaiff user whichdb xmllib
    '''.split())

# Modules that 3.8 still had.
GONE_LATER = frozenset('''
    asynchat asyncore audioop cgi cgitb chunk crypt distutils imghdr imp
    msilib nis nntplib ossaudiodev pipes smtpd sndhdr spwd sunau telnetlib
    uu xdrlib
    '''.split())

URLLIB = {
    'request': frozenset('''
        URLopener FancyURLopener urlretrieve urlopen urlcleanup
        pathname2url url2pathname install_opener build_opener Request
        OpenerDirector BaseHandler HTTPDefaultErrorHandler
        HTTPRedirectHandler HTTPCookieProcessor ProxyHandler
        HTTPPasswordMgr HTTPPasswordMgrWithDefaultRealm
        AbstractBasicAuthHandler HTTPBasicAuthHandler
        ProxyBasicAuthHandler AbstractDigestAuthHandler
        HTTPDigestAuthHandler ProxyDigestAuthHandler HTTPHandler
        HTTPSHandler FileHandler FTPHandler CacheFTPHandler UnknownHandler
        HTTPErrorProcessor getproxies proxy_bypass
        parse_http_list parse_keqv_list
        '''.split()),
    'parse': frozenset('''
        quote quote_plus unquote unquote_plus urlencode splitquery
        splittag splituser splitvalue urlparse urlsplit urljoin urlunparse
        urlunsplit urldefrag parse_qs parse_qsl ParseResult SplitResult
        '''.split()),
    'error': frozenset('''
        ContentTooShortError URLError HTTPError
        '''.split()),
}


def urllib_part(name):
    """Return in which module of six.moves.urllib a name is, or None."""
    for part, names in sorted(URLLIB.items()):
        if name in names:
            return part
    return None
