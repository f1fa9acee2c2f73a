"""A student's functions, called from an instructor's notebook: they run behind walls, and only values come back."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from autograder.common.errors import AutograderError, NotFound
from autograder.common.text import printable
from autograder.course import settings as courses
from autograder.course.settings import AssignmentEntry, Course
from autograder.exercise.exercise import Case
from autograder.exercise.format import show_reply
from autograder.exercise.values import pack
from autograder.explain.explanation import grader_for, submission_of
from autograder.grading.submission import read_submission
from autograder.notebooks.restore import code_cells
from autograder.notebooks.submitted import Unreadable
from autograder.sandbox.notebook import CouldNotRun
from autograder.sandbox.protocol.trouble import Disturbed
from autograder.sandbox.results import Missing
from autograder.sandbox.session import Session


class NoValue(Exception):
    """A call behind walls gave no value; the message says how it ended."""


def behind_walls(student: str, assignment: str) -> BehindWalls:
    """Open a student's submission, from a notebook that lies in the course's folder.

    Raises:
        AutograderError: There is no such submission, or no sandbox.
    """
    root = courses.find_root(Path.cwd())
    course = courses.load(root)
    return BehindWalls(root, course, course.assignment(assignment), student)


class BehindWalls:
    """A student's functions; each call runs the notebook anew in the sandbox, and then the function."""

    def __init__(self, root: Path, course: Course, entry: AssignmentEntry, student: str) -> None:
        self._limits = course.limits
        submission = submission_of(root, entry, student)
        with contextlib.ExitStack() as stack:
            self._grader, released = stack.enter_context(grader_for(root, course, entry))
            try:
                notebook, files = read_submission(released, submission, course.limits)
            except Unreadable as error:
                raise AutograderError(f"{submission.folder}: {error}") from None
            self._sources = [str(cell.source) for cell in code_cells(notebook)]
            self._files = {**files, **self._grader.bank.released}
            self._open = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the sandbox go."""
        self._open.close()

    def __call__(self, function: str, *args: Any, right: Sequence[str] = (), **keywords: Any) -> Any:
        """Call a function of the student's.

        Args:
            function: Its name.
            args: Its arguments: numbers, texts, lists, tuples and arrays.
            right: The functions in whose place right ones stand.
            keywords: Arguments by name.

        Raises:
            NoValue: It is not there, raised an exception, or did not come back.
        """
        packed = [pack(each) for each in args], {name: pack(each) for name, each in keywords.items()}
        self._grader.sandbox.prepare()
        with Session(self._grader.sandbox, self._limits, self._sources, self._files, [function]) as session:
            try:
                session.run()
                replies = session.call(function, [packed], stubs=right, oracle=self._grader.oracle)
            except (CouldNotRun, Disturbed) as error:
                raise NoValue(printable(str(error))) from None
        if isinstance(replies, Missing):
            raise NoValue(f"there is no function `{function}`")
        if not replies[0].returned:
            raise NoValue(printable(show_reply(replies[0])))
        return replies[0].value

    def right(self, function: str, *args: Any, **keywords: Any) -> Any:
        """Call the reference: the instructor's own code, which needs no walls."""
        return self._grader.bank.authored.references[function](*args, **keywords)

    def case(self, function: str, number: int) -> Case:
        """Give a case by its number, as `autograder explain` counts: its `args`, `keywords` and what is `expected`.

        Raises:
            NotFound: There is none.
        """
        for question in self._grader.bank.questions:
            if question.hidden.name == function and 0 < number <= len(question.hidden.cases):
                return question.hidden.cases[number - 1]
        raise NotFound(f"there is no case {number} of `{function}`")
