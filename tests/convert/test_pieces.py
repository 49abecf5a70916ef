"""What is done in pieces, to save time, gives the same as in the whole.

Python 2 syntax is rewritten in pieces; the wire evaluates again only the
functions that read what has changed.
"""
import glob
import io
import os
import sys

import pytest

if sys.version_info < (3, 8):
    pytest.skip('the converter runs on 3.8 and newer',
                allow_module_level=True)
pytest.importorskip('fissix')

from socketserver_compat.convert import _pipeline, _syntax  # noqa: E402
from socketserver_compat.convert._edits import parse  # noqa: E402
from socketserver_compat.convert.wire import infer, kinds  # noqa: E402
from socketserver_compat.convert.wire.edits import Edits  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = sorted(
    glob.glob(os.path.join(HERE, 'programs', '*', 'before.py')))[::8]

pytestmark = [pytest.mark.ours, pytest.mark.usefixtures('ss')]

STATEMENTS = '''\
class A:
\tdef three(self):
\t\t"""Say what to
\t\tprint nothing, later
\t\t"""
\t\tprint self
\t\ttry:
\t\t\tprint 'a', `self`
\t\texcept ValueError , e:
\t\t\traise IOError, e

\tdef one(self):
\t\ttry:
\t\t\tprint 'a', `self`
\t\texcept (IOError, OSError), error:
\t\t\tprint >>f, error, # print it
\t\texcept ValueError , e:
\t\t\tprint 'long' + \\
\t\t\t\t'er'
\t\tprint '#', 1 <> 2
\t\traise ValueError, 'x' \\
\t\t\t'y'

    # Tabs go to the next multiple of 8.
        def two(self):
\t    print "it's", '"'; print
\t    exec "x = \'\'\'" in {}
\t    print """
except A, b:
print c"""
\t    raise 'old'
'''


def source(path):
    with io.open(path, encoding='latin-1') as f:
        return f.read()


@pytest.mark.parametrize('text', [STATEMENTS] + [
    source(path) for path in PROGRAMS], ids=['statements'] + [
        os.path.basename(os.path.dirname(path)) for path in PROGRAMS])
def test_pieces_are_fixed_as_the_whole(text):
    in_pieces = _syntax._fixed_in_pieces(text)
    whole = _syntax._rename(_syntax._fixed(text), text)
    assert in_pieces is None or in_pieces == whole


def test_statements_are_fixed_in_pieces():
    assert _syntax._fixed_in_pieces(STATEMENTS) is not None


def test_names_for_tuples_are_told_apart_within_a_function():
    text = ('def f((a, b), (c, d)): return a\n'
            'def g((a, b)):\n    return a, pair.error\n')
    fixed = _syntax._fixed_in_pieces(text)
    assert 'def f(pair_, pair1): ' in fixed
    assert 'def g(pair_):\n' in fixed


@pytest.mark.parametrize('path', PROGRAMS, ids=[
    os.path.basename(os.path.dirname(path)) for path in PROGRAMS])
def test_nothing_changes_when_all_functions_are_evaluated_again(path):
    text = _pipeline.convert(source(path)).text
    interpreter = infer.Interpreter(parse(text), Edits(text).text)
    interpreter.run()
    interpreter.graph.stale = kinds.ALL
    interpreter.graph.changed = False
    interpreter.round()
    assert not interpreter.graph.changed
