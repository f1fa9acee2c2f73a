"""Whom the gradebook knows: who is in no class list is a stranger."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from autograder.course.settings import Course
from autograder.gradebook.connection import Reader, connected

SECONDS = 60.0  # that a class without a list is taken for one: all students are looked at to tell


class ClassList:
    """A course's list of students, where somebody but grading has told the gradebook of any."""

    def __init__(self, root: Path, course: Course, clock: Callable[[], float] = time.monotonic) -> None:
        self._url, self._clock = course.gradebook_url(root), clock
        self._is_there, self._looked = False, -SECONDS

    def is_there(self) -> bool:
        """Tell whether there is a list; once grading has recorded the last of its students, that can no longer be told of bare ids.

        Raises:
            AutograderError: The gradebook cannot be read.
        """
        if not self._is_there and self._clock() - self._looked >= SECONDS:
            with connected(self._url) as reader:
                self._is_there = reader is not None and _has_list(reader)
            self._looked = self._clock()
        return self._is_there


def _has_list(reader: Reader) -> bool:
    """Tell whether of any student more is known than that grading has met them."""
    described = " OR ".join(f"{name} <> ''" for name in ("first_name", "last_name", "email", "lms_user_id"))
    met = "id IN (SELECT student_id FROM submitted_assignment)"
    return bool(reader.rows(f"SELECT 1 FROM student WHERE {described} OR NOT {met} LIMIT 1"))  # noqa: S608 - the words are ours
