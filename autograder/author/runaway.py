"""Ending a call that runs away: by the lines that it runs, alike on every machine."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from autograder.execution.call import call
from autograder.exercise.exercise import Case


class _RanAway(BaseException):
    pass


class Fuse:
    """Counts the lines that a call runs, and ends it where they are more than it may: alike on every machine."""

    def __init__(self, limit: float = math.inf) -> None:
        self.lines = 0
        self._limit = limit

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **keywords: Any) -> Any:
            previous = sys.gettrace()
            sys.settrace(self._trace)
            try:
                return function(*args, **keywords)
            finally:
                sys.settrace(previous)

        return run

    def _trace(self, frame: FrameType, event: str, arg: object) -> Any:  # noqa: ARG002
        self.lines += 1
        if self.lines > self._limit:
            raise _RanAway
        return self._trace


def lines_run(function: Callable[..., Any], case: Case) -> int:
    fuse = Fuse()
    call(fuse.around(function), case.args, case.keywords)
    return fuse.lines
