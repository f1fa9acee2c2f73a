"""The crew of one assignment in this process: a thread a sandbox."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Self

from autograder.course import source
from autograder.course.settings import AssignmentEntry, Course
from autograder.course.source import Beginning
from autograder.sandbox import packages
from autograder.sandbox.host import Sandbox

if TYPE_CHECKING:  # sandboxes are to start before all that is imported
    from autograder.common.timestamps import Clock
    from autograder.course.bank import Bank
    from autograder.gradebook.release import Release
    from autograder.grading.elsewhere.executors import Place
    from autograder.grading.notebook import Grader
    from autograder.grading.submission import Work
    from autograder.notebooks.submitted import Submission
    from autograder.ordinary.grade import OrdinaryGrader


def begin(root: Path, course: Course, entry: AssignmentEntry, place: Place) -> Threads | None:
    """Start the sandboxes of this process; None where others grade.

    Raises:
        NotFound, CourseError: The assignment is neither released nor has it a source that can be read.
    """
    if place.kind != "threads" and not entry.is_ordinary:
        return None
    return Threads(course, entry, source.beginning(root, course, entry), place.workers, brief=place.brief)


def open_sandbox(course: Course, begin: Beginning, *, brief: bool = False) -> Sandbox:
    """Start a sandbox for an assignment's notebooks, which has run what they begin with; or for one of them (`brief`).

    Raises:
        SandboxUnavailable: There is none.
    """
    return Sandbox(
        course.sandbox,
        course.limits,
        cells=begin.cells,
        files=begin.files,
        figures=course.figures,
        packages=course.packages,
        brief=brief,
    )


class Threads:
    """The sandboxes, one a worker; free ones wait to be taken. They start at once, and take seconds."""

    def __init__(
        self, course: Course, entry: AssignmentEntry, begin: Beginning, workers: int, *, brief: bool
    ) -> None:
        self._course, self._entry, self.workers = course, entry, workers
        self._open_sandbox = functools.partial(open_sandbox, course, begin, brief=brief)
        self._sandboxes: list[Sandbox] = []
        self._graders: list[Grader | OrdinaryGrader] = []
        self._free: list[Grader | OrdinaryGrader] = []
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="grader")
        packages.paths(course.packages)  # known before all of them ask, and before imports keep them waiting
        self._warming = [self._pool.submit(self._warm_up) for _ in range(workers)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()
        for sandbox in self._sandboxes:
            sandbox.close()
        for grader in self._graders:
            grader.close()

    def _warm_up(self) -> None:
        """Start one more sandbox. It lives as long as the thread that starts it."""
        sandbox = self._open_sandbox()
        with self._lock:
            self._sandboxes.append(sandbox)

    def get_to_know(
        self,
        root: Path,
        bank: Bank | None,
        clock: Clock,
        released: Mapping[str, Release],
        rules: Mapping[str, str],
    ) -> None:
        """Make the sandboxes graders. Each has references of its own: what one student asks of them keeps no other.

        What they have answered is known to all.

        Args:
            root: The course's folder.
            bank: The assignment's questions; None of an ordinary one, which has none.
            clock: How times are written.
            released: What was released, by notebook.
            rules: What the verdicts depend on.

        Raises:
            CourseError: The solved notebook does not get full points.
            SandboxUnavailable: There is no sandbox: without one nothing is graded.
        """
        from autograder.common.turns import Turns
        from autograder.grading import solved_notebook
        from autograder.grading.notebook import open_grader
        from autograder.grading.ordinary import open_ordinary
        from autograder.sandbox.oracle import Remembered

        for each in self._warming:
            each.result()
        turns, remembered = Turns(), Remembered()
        self._graders = [
            open_ordinary(root, self._course, self._entry, sandbox, clock=clock, turns=turns)
            if bank is None
            else open_grader(self._course, bank, sandbox, clock, turns, remembered=remembered)
            for sandbox in self._sandboxes
        ]
        self._free = [*self._graders]
        self._released, self._rules = released, rules
        with self._grader() as grader:
            solved_notebook.require(grader, root, self._entry, rules)

    def begin(self, submission: Submission) -> Future[Work]:
        """Have a submission graded."""
        return self._pool.submit(self._grade, submission)

    def finish(self, future: Future[Work]) -> Work:
        """Give what came of it."""
        return future.result()

    def _grade(self, submission: Submission) -> Work:
        from autograder.grading.ordinary import grade_notebooks
        from autograder.grading.submission import grade_submission
        from autograder.ordinary.grade import OrdinaryGrader

        with self._grader() as grader:
            if isinstance(grader, OrdinaryGrader):
                return grade_notebooks(grader, self._released, self._rules, submission)
            return grade_submission(grader, self._released[submission.notebook], self._rules, submission)

    @contextlib.contextmanager
    def _grader(self) -> Iterator[Grader | OrdinaryGrader]:
        with self._lock:
            grader = self._free.pop()
        try:
            yield grader
        finally:
            with self._lock:
                self._free.append(grader)
