"""Whose turn it is: submissions that wait for a sandbox, served in the order of who had least of its time.

Nobody waits behind the same student twice: whoever hands in again waits until all who had less have had their turn.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable

from autograder.notebooks.submitted import Submission


class Queue:
    """Those who wait, a submission each, and those who are being graded."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: dict[str, tuple[Submission, float]] = {}  # since when
        self._running: dict[str, tuple[float, float]] = {}  # since when, and when handed in
        self._had: defaultdict[str, float] = defaultdict(float)

    def __bool__(self) -> bool:
        return bool(self._waiting or self._running)

    @property
    def running(self) -> set[str]:
        """The students whose submissions are being graded."""
        return set(self._running)

    @property
    def waiting(self) -> set[str]:
        """The students whose submissions wait."""
        return set(self._waiting)

    def add(self, submissions: Iterable[Submission]) -> None:
        """Let submissions wait, each in place of an earlier one of the same student."""
        for submission in submissions:
            since = (
                self._waiting[submission.student][1] if submission.student in self._waiting else self._clock()
            )
            self._waiting[submission.student] = submission, since

    def take(self) -> Submission | None:
        """Give the submission whose turn it is; None where nobody waits who is not being graded already."""
        free = [student for student in self._waiting if student not in self._running]
        if not free:
            return None
        student = min(free, key=lambda student: (self._had[student], self._waiting[student][1]))
        submission, since = self._waiting.pop(student)
        self._running[student] = self._clock(), since
        return submission

    def done(self, student: str) -> float:
        """Note that a student's submission is graded, and give how long ago it began to wait."""
        began, since = self._running.pop(student)
        self._had[student] += self._clock() - began
        return self._clock() - since
