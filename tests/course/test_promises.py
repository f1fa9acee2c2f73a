"""What `check` calls right is right when it is graded: the kinds of cases that fail an answer are among the examples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.course import settings
from autograder.course.bank import Question
from autograder.exercise.exercise import Exercise, is_long
from autograder.exercise.fingerprints import ANY
from autograder.judge.compare import accepts
from autograder.judge.judge import is_named
from autograder.student.trial import put_to_trial
from tests.support.course import ASSIGNMENTS, ROOT, bank_of

LOOPED_SUM = """
def {name}({arguments}):
    def total(i):
        return 0.0 if i == len({first}) else {term} + total(i + 1)
    return {result}
"""
# Right on a handful of points, wrong on many of them, or on large or small ones.
PROMISING = {
    "predict_loop: calls itself": "def predict_loop(x, m, b):\n    return [m * x[0] + b] + (predict_loop(x[1:], m, b) if len(x) > 1 else [])",
    "nudge_line: calls itself": "def nudge_line(m, b, n):\n    return nudge_line(m, b, n - 1) + [(m * (n - 1), b * (n - 1))] if n else []",
    "best_epoch: calls itself": "def best_epoch(v, i=1, best=0):\n    return best if i == len(v) else best_epoch(v, i + 1, i if v[i] < v[best] else best)",
    "best_epoch: begins with a million": "def best_epoch(v):\n    best, at = 1e6, 0\n    for i, each in enumerate(v):\n        if each < best:\n            best, at = each, i\n    return at",
    "mse_loop: calls itself": LOOPED_SUM.format(
        name="mse_loop", arguments="y, p", first="y", term="(y[i] - p[i]) ** 2", result="total(0) / len(y)"
    ),
    "mse: six decimals": "def mse(y, p):\n    return round(float(np.mean((y - p) ** 2)), 6)",
    "sse: single precision": "def sse(y, p):\n    return float(np.sum((np.float32(y) - np.float32(p)) ** 2)) / 2",
    "gradients_loop: calls itself": "def gradients_loop(x, y, p):\n    def total(i, w):\n        return 0.0 if i == len(x) else (x[i] ** w) * (y[i] - p[i]) + total(i + 1, w)\n    return -2 / len(x) * total(0, 1), -2 / len(x) * total(0, 0)",
    "gradients: a tiny step": "def gradients(x, y, p, e=1e-6):\n    def mse(q):\n        return np.mean((y - q) ** 2)\n    return (mse(p + e * x) - mse(p - e * x)) / (2 * e), (mse(p + e) - mse(p - e)) / (2 * e)",
    "neuron_gradients: a tiny step ahead": "def neuron_gradients(x, y, p, e=1e-7):\n    def sse(q):\n        return np.sum((y - q) ** 2) / 2\n    return (sse(p + e * x) - sse(p)) / e, (sse(p + e) - sse(p)) / e",
}


def question_of(function: str) -> Question:
    found = (each for assignment in ASSIGNMENTS for each in bank_of(assignment).questions)
    return next(each for each in found if each.hidden.name == function)


def is_right(function: Any, exercise: Exercise) -> bool:
    tolerance = exercise.tolerance or settings.load(ROOT).judging.rules().tolerance
    try:
        return all(accepts(case, function(*case.args, **case.keywords), tolerance) for case in exercise.cases)
    except RecursionError:
        return False


@pytest.mark.parametrize("answer", PROMISING)
def test_what_fails_when_it_is_graded_fails_an_example_as_well(answer: str) -> None:
    name = answer.partition(":")[0]
    space: dict[str, Any] = {"np": np}
    exec(PROMISING[answer], space)
    question = question_of(name)
    assert not is_right(space[name], question.hidden)
    assert not is_right(space[name], question.visible)


def test_who_calls_a_function_for_each_point_is_told_at_once_that_a_loop_has_no_limit() -> None:
    space: dict[str, Any] = {"np": np}
    exec(PROMISING["mse_loop: calls itself"], space)
    exercise = question_of("mse_loop").visible
    verdict = put_to_trial(space["mse_loop"], exercise, settings.load(ROOT).judging.rules()).verdict
    assert verdict.outcome == "failed"
    assert "Python allows about 1,000 such calls. A loop has no such limit." in verdict.message


def test_who_derives_with_a_tiny_step_is_told_so_at_once() -> None:
    space: dict[str, Any] = {"np": np}
    exec(PROMISING["gradients: a tiny step"], space)
    exercise = question_of("gradients").visible
    verdict = put_to_trial(space["gradients"], exercise, settings.load(ROOT).judging.rules()).verdict
    assert "worked out with a tiny step?" in verdict.message


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_what_faults_give_on_a_long_example_is_not_worked_out(assignment: str) -> None:
    """It would take most of the time of making a release, and tell nothing that the others do not."""
    for question in bank_of(assignment).questions:
        long = [place for place, case in enumerate(question.visible.cases) if is_long(case.args)]
        assert question.hidden.drawn or all(
            mistake.prints[place].form == ANY for mistake in question.visible.mistakes for place in long
        )


def test_a_mistake_is_named_by_the_examples_that_are_short() -> None:
    def backwards(m: float, b: float, n: int) -> list[tuple[float, float]]:
        return [(-m * k, -b * k) for k in range(n)]

    exercise = question_of("nudge_line").visible
    assert any(is_long(case.args) for case in exercise.cases)
    verdict = put_to_trial(backwards, exercise, settings.load(ROOT).judging.rules()).verdict
    assert is_named(exercise, verdict.mistake)
