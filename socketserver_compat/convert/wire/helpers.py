"""Functions that are put into a program which needs them.

Where a value may be a string or something else, neither six.ensure_str nor
six.ensure_binary will do, for both refuse what is no string::

    print(wire_text(reply))     # reply may be None
    sock.send(b'%s: %s' % (name, wire_show(error)))
"""
TO_TEXT = 'wire_text'
TO_WIRE = 'wire_bytes'
SHOW = 'wire_show'

SOURCES = {
    TO_TEXT: """
def wire_text(value):
    \"\"\"Return bytes as text on Python 3; return all else as it is.\"\"\"
    if isinstance(value, bytes):
        value = six.ensure_str(value, 'utf-8', 'surrogateescape')
    return value

""",
    TO_WIRE: """
def wire_bytes(value):
    \"\"\"Return text as bytes on Python 3; return all else as it is.\"\"\"
    if isinstance(value, str):
        value = six.ensure_binary(value, 'utf-8', 'surrogateescape')
    return value

""",
    SHOW: """
def wire_show(value):
    \"\"\"Return what %s shows of a value, as bytes.\"\"\"
    if not isinstance(value, bytes):
        value = six.ensure_binary(
            '%s' % (value,), 'utf-8', 'surrogateescape')
    return value

""",
}
