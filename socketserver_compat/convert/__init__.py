"""The converter: from Python 2 source to source for both Pythons, or 3.

Run ``python -m socketserver_compat.convert --help``.  It needs Python 3.8
or newer and ``pip install 'socketserver_compat[convert]'``; what it makes
runs on Python 2.7 as well, unless ``--to 3`` is asked for.
"""
