"""The codecs of Python 2 that make bytes of bytes, and checksums.

===============================  ========================================
before                           after
===============================  ========================================
``x.encode('hex')``              ``binascii.hexlify(x)``
``x.decode('hex')``              ``binascii.unhexlify(x)``
``x.encode('base64')``           ``binascii.b2a_base64(x)``, if x is short
``x.decode('base64')``           ``binascii.a2b_base64(x)``
``x.encode('zlib')``             ``zlib.compress(x)``
``x.decode('zlib')``             ``zlib.decompress(x)``
``x.encode('rot13')``            ``codecs.encode(x, 'rot13')``
``x.encode('string-escape')``    ``codecs.escape_encode(x)[0]``
``x.decode('string-escape')``    ``codecs.escape_decode(x)[0]``
``zlib.crc32(x)``                the same from -2**31 to 2**31
===============================  ========================================

Safe: on 2 the codecs call these very functions.  ``codecs.encode(x,
'base64')`` is used in place of ``b2a_base64``: it makes the same lines.
Checksums have a sign on 2 and none on 3; what is masked is left.
"""
import ast

ORDER = 45
TOGETHER = True
HEX = ('hex', 'hex_codec', 'hex-codec')
BASE64 = ('base64', 'base64_codec', 'base-64')
ZLIB = ('zip', 'zlib', 'zlib_codec')
CHECKSUMS = ('zlib.crc32', 'zlib.adler32', 'binascii.crc32')
SIGNED = '(((', ' & 0xffffffff) ^ 0x80000000) - 0x80000000)'
OTHERS = ('bz2', 'uu', 'quopri', 'quoted-printable', 'bz2_codec')


def fix(module):
    """Rewrite the calls."""
    for node in module.walk(ast.Call):
        if (isinstance(node.func, ast.Attribute) and len(node.args) == 1 and
                node.func.attr in ('encode', 'decode') and
                not node.keywords and
                isinstance(node.args[0], ast.Constant) and
                isinstance(node.args[0].value, str)):
            _rewrite(module, node)
        elif module.dotted(node.func) in CHECKSUMS:
            _sign(module, node)


def _sign(module, node):
    """Let a checksum have a sign, unless it is masked."""
    parent = module.parent(node)
    if not isinstance(getattr(parent, 'op', None), ast.BitAnd):
        module.wrap(node, *SIGNED)


def _rewrite(module, node):
    codec = node.args[0].value.lower()
    encode = node.func.attr == 'encode'
    owner = module.source(node.func.value)
    if codec in HEX:
        name = 'binascii.hexlify' if encode else 'binascii.unhexlify'
    elif codec in BASE64 and not encode:
        name = 'binascii.a2b_base64'
    elif codec in ZLIB:
        name = 'zlib.compress' if encode else 'zlib.decompress'
    elif codec in BASE64 + OTHERS + ('rot13', 'rot_13', 'rot-13'):
        text = module.source(node.args[0])
        if module.replace(node, 'codecs.%s(%s, %s)' % (
                node.func.attr, owner, text)):
            module.need('codecs')
        return
    elif codec in ('string_escape', 'string-escape'):
        if module.replace(node, 'codecs.escape_%s(%s)[0]' % (
                node.func.attr, owner)):
            module.need('codecs')
        return
    else:
        return
    if module.replace(node, '%s(%s)' % (name, owner)):
        module.need(name.partition('.')[0])
