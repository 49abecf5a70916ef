"""Fixers for what Python 3 cannot parse, as fixers of fissix.

Each module has one class, named as fissix wants it.  The rest of what is
syntax comes from fissix and modernize: see ``_syntax.py``.
"""
