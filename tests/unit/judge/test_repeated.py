"""What gives another result each time is said to remember, or to draw, only where that is certain."""

from __future__ import annotations

import pytest

from autograder.exercise.verdict import Verdict
from autograder.judge import repeated
from autograder.judge.describe import DEPENDS_ON_MORE, GIVES_ANOTHER_RESULT

FOUND = Verdict(
    exercise="f",
    outcome="failed",
    score=0.0,
    points=1.0,
    mistake=GIVES_ANOTHER_RESULT,
    message=f"It gives another result. {DEPENDS_ON_MORE}",
)


@pytest.mark.parametrize(
    ("cells", "mistake"),
    [
        (["total = 0", "def f(x):\n    global total\n    total += x\n    return total"], repeated.LEFT_OVER),
        (["from random import randint", "def f(x):\n    return x + randint(0, 9)"], GIVES_ANOTHER_RESULT),
        (["import random as dice", "def f(x):\n    return x + dice.gauss(0, 1)"], GIVES_ANOTHER_RESULT),
        (["import random", "total = 0", "def f(x, kept=[]):\n    kept.append(x)\n    return len(kept)"], repeated.LEFT_OVER),
    ],
)  # fmt: skip
def test_what_draws_with_an_imported_function_is_not_said_to_remember(cells: list[str], mistake: str) -> None:
    assert repeated.explain(FOUND, cells[-1], cells, lambda: None).mistake == mistake
