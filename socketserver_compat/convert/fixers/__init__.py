"""What is rewritten, one kind of thing per module; found by themselves.

A fixer has a function ``fix(module)`` that gets a ``Module`` (see
``_edits.py``), or ``fix_text(text)`` that returns the new text; and it may
have

``ORDER``     the smaller goes first, 50 if it does not say
``TARGET``    ``'3'`` if it is for ``--to 3`` alone
``ANY``       true if it is safe for source that may be Python 3 as well
``TOGETHER``  true if it need not see what the one before it has changed
"""
import importlib
import pkgutil


def load():
    """Return the fixers' modules, in their order."""
    found = [importlib.import_module(__name__ + '.' + name)
             for _, name, _ in pkgutil.iter_modules(__path__)]
    found.sort(key=lambda fixer: (getattr(fixer, 'ORDER', 50),
                                  fixer.__name__))
    return found
