"""`examples.json` holds what repeats once, and gives back all of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from autograder.exercise import examples
from autograder.exercise.exercise import Case, Exercise
from autograder.exercise.judging import Judging, Tolerance

JUDGING = Judging(
    tolerance=Tolerance(rtol=1e-6, atol=1e-9), wrong_form=0.5, changed_arguments=0.5, not_from_scratch=()
)


def test_a_long_list_that_repeats_is_written_once_and_read_whole(tmp_path: Path) -> None:
    column = (np.arange(3200) % 5 - 1.5).reshape(-1, 1)
    pairs = [(0.0, 1.0)] * 3201
    odd = [*range(300), 7]
    case = Case(args=(column, odd), expected=pairs, label="long")
    exercise = Exercise(name="f", points=1, form="any", parameters=("x", "v"), cases=(case,))
    path = tmp_path / examples.FILE
    path.write_text(examples.dump("a", JUDGING, [exercise]), encoding="utf-8")
    assert path.stat().st_size < 3000
    (read,) = examples.load(path).exercise("f").cases
    assert np.array_equal(read.args[0], column)
    assert read.args[0].shape == (3200, 1)
    assert read.args[1] == odd
    assert read.expected == pairs
