"""Whom the gradebook knows: who is in no class list is a stranger."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.settings import Course
from autograder.gradebook.connection import connected

if TYPE_CHECKING:
    from sqlalchemy import Connection

SECONDS = 60.0  # that a class without a list is taken for one: all students are looked at to tell


class ClassList:
    """A course's list of students, where somebody but grading has told the gradebook of any."""

    def __init__(self, root: Path, course: Course, clock: Callable[[], float] = time.monotonic) -> None:
        self._url, self._clock = course.gradebook_url(root), clock
        self._is_there, self._looked = False, -SECONDS

    def strangers(self, students: Collection[str]) -> set[str]:
        """Name those of some students who are not in it; nobody where there is none.

        Raises:
            AutograderError: The gradebook cannot be read.
        """
        with connected(self._url) as connection:
            unknown = set(students) - _known(connection, students) if connection else set()
            if not (unknown and connection):
                return set()
            if not self._is_there and self._clock() - self._looked >= SECONDS:
                self._is_there, self._looked = _has_list(connection), self._clock()
            return unknown if self._is_there else set()


def _known(connection: Connection, students: Collection[str]) -> set[str]:
    from sqlalchemy import bindparam, text

    query = text("SELECT id FROM student WHERE id IN :students").bindparams(
        bindparam("students", expanding=True)
    )
    return set(connection.execute(query, {"students": list(students)}).scalars())


def _has_list(connection: Connection) -> bool:
    """Tell whether of any student more is known than that grading has met them."""
    from sqlalchemy import text

    described = " OR ".join(f"{name} <> ''" for name in ("first_name", "last_name", "email", "lms_user_id"))
    met = "id IN (SELECT student_id FROM submitted_assignment)"
    query = text(f"SELECT 1 FROM student WHERE {described} OR NOT {met} LIMIT 1")  # noqa: S608 - the words are ours
    return connection.execute(query).first() is not None
