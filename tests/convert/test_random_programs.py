"""Random programs do what they did on 2.7 before, there and on 3.

What raises an exception on 2.7 may do something else on 3; so may a program
that has a note.
"""
import sys

import pytest

pytest.importorskip('fissix')

from socketserver_compat.convert import _pipeline  # noqa: E402
import converted_programs as programs  # noqa: E402
import random_programs  # noqa: E402
from test_wire import run_cases  # noqa: E402

SEEDS = range(120)
# Notes that say nothing about text and bytes.
OTHER_NOTES = ('SC131', 'SC132')

pytestmark = pytest.mark.first_and_last


def test_random_programs(tmp_path):
    python2 = programs.python_2()
    if not python2:
        pytest.skip('needs Python 2.7')
    before = [random_programs.make(seed) for seed in SEEDS]
    results = [_pipeline.convert(text) for text in before]
    after = [result.text for result in results]
    did = run_cases(python2, before, str(tmp_path))
    wrong = [seed for seed, expected, found in zip(
        SEEDS, did, run_cases(python2, after, str(tmp_path)))
        if found != expected]
    assert not wrong, 'on 2.7'
    wrong = [seed for seed, expected, found, result in zip(
        SEEDS, did, run_cases(sys.executable, after, str(tmp_path)), results)
        if found != expected and expected[2] is None and not [
            note for note in result.notes if note.code not in OTHER_NOTES]]
    assert not wrong
    assert len([one for one in did if one[2] is None]) > len(SEEDS) // 2
