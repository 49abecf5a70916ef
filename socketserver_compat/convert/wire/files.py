"""Files that get bytes of the wire are opened in binary mode.

    f = open(name, 'w')       # before
    f = open(name, 'wb')      # after, if what is received is written to it

A text file on 3 would refuse what is not UTF-8, or change it.  On 2.7 both
modes write the same bytes, except on Windows.
"""
RATHER_BYTES = 400


def prefer_bytes(interpreter):
    """Make it dear to decode what goes from the wire to a file."""
    for cell in interpreter.cells.values():
        content = cell.get('file')
        if content is not None:
            content = content.find()
            if content.fixed is None and content.has('wire') and (
                    content.bias < RATHER_BYTES):
                content.bias = RATHER_BYTES
