"""Functions that keep nothing are called in one process; whatever is not right there is called in one of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from autograder.grading.notebook import Grader, grade
from autograder.sandbox import host, notebook
from tests.support.course import ASSIGNMENT, Make

MSE = "def mse(y, y_pred):\n    {}\n    return float(np.mean((y - y_pred) ** 2))"


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note the processes that functions are called in."""
    found: list[int] = []

    def noted(*arguments: Any) -> host.Process:
        process = host.fork(*arguments)
        found.append(process.pid)
        return process

    monkeypatch.setattr(notebook, "fork", noted)
    return found


@pytest.fixture
def outcomes(grader_of: Callable[[str], Grader], make: Make) -> Callable[[str], list[str]]:
    def graded(mse: str) -> list[str]:
        return [verdict.outcome for verdict in grade(grader_of(ASSIGNMENT), make({"mse": mse}), {}).verdicts]

    return graded


def test_one_process_is_enough_for_all(processes: list[int], outcomes: Callable[[str], list[str]]) -> None:
    assert outcomes(MSE.format("n = len(y)")) == ["passed"] * 4
    assert len(processes) == 1


def test_where_one_may_keep_something_each_has_a_process_of_its_own(
    processes: list[int], outcomes: Callable[[str], list[str]]
) -> None:
    assert outcomes(MSE.format("mse.calls = 1")) == ["passed"] * 4
    assert len(processes) == 4


def test_one_that_is_not_right_is_called_again_in_a_process_of_its_own(
    processes: list[int], outcomes: Callable[[str], list[str]]
) -> None:
    """The last is called with a right one in its place, and one more process is looked at."""
    assert outcomes(MSE.format("return float(np.sum((y - y_pred) ** 2))"))[1:] == [
        "failed",
        "passed",
        "passed",
    ]
    assert len(processes) == 4
