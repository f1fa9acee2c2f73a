"""The log of who grades on submission: a line each, whatever students put into it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from autograder.common.errors import AutograderError
from autograder.common.text import printable
from autograder.display.words import number_of, points_of
from autograder.grading.batch import Result

Say = Callable[[str], None]


class Handler(logging.Handler):
    """Says nbgrader's warnings, a line each, and each once."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self._said: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        words = printable(" ".join(record.getMessage().split()))
        if words not in self._said:  # what lies in the exchange stays there, and is looked at again and again
            self._said.add(words)
            self._say(f"warning: {words}")


def said_by(error: Exception) -> str:
    own = isinstance(error, (AutograderError, OSError))
    return printable(" ".join((str(error) if own else f"{type(error).__name__}: {error}").split()))


def words_of(result: Result) -> str:
    if result.problem:
        return f"not graded, and waits for you: {printable(' '.join(result.problem.split())).rstrip('.')}"
    score = sum(verdict.score for verdict in result.verdicts)
    points = sum(verdict.points for verdict in result.verdicts)
    warning = f" (warning: {printable(' '.join(result.warning.split()))})" if result.warning else ""
    more = f", and up to {number_of(result.by_hand)} more from you" if result.by_hand else ""
    return f"{number_of(score)} of {points_of(points)}{more}{warning}"
