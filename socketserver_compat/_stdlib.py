"""The standard library's own module, whatever its name is here.

Every other file of the package imports it from this one.
"""
# six asks which Python this is.  Trying ``import socketserver`` first would
# find the incomplete module that PyPI's "future" installs on Python 2.
from six.moves import socketserver  # noqa: F401
