"""Graded on submission: what students hand in through the exchange is collected, graded and given back at once.

Nothing is remembered between runs but what nbgrader's own folders hold: a start does whatever they show to be undone,
and so does every new attempt after something went wrong.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Event

from autograder import course as courses
from autograder import exchange, feedback, inbound, locks, tries
from autograder.batch import Result, WarmGrader
from autograder.course import AssignmentEntry
from autograder.errors import AutograderError
from autograder.reconcile import reconcile
from autograder.submissions import Submission
from autograder.values import printable
from autograder.waiting import state_of, waiting
from autograder.wording import number_of, points_of

POLL_SECONDS = 0.25
# How long it waits after something went wrong, before it tries again; twice as long each time.
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0

Say = Callable[[str], None]


def watch(root: Path, *, workers: int, say: Say, stop: Event) -> None:
    """Grade whatever is handed in, until told to stop; what is under way is finished.

    Args:
        root: The course's folder.
        workers: How many sandboxes each assignment has.
        say: Called with each line of the log.
        stop: Set by whoever wants it to end.

    Raises:
        AutograderError: course.toml names no assignment for it, another one is at work in this course, there is no
            sandbox, or what it needs is not there when it starts. What goes wrong later is said, and tried again.
    """
    names = _watched(root)
    if not names:
        raise AutograderError(
            f"{root / courses.FILE}: no assignment is graded on submission\n"
            "hint: add `on_submission = {}` to those that are to be"
        )
    desks: dict[str, _Desk] = {}
    with locks.alone(root, locks.WATCHING, functools.partial(_refuse, root)):
        try:
            for name in names:
                desks[name] = _Desk(root, name, workers, say, stop)
                desks[name].open()
            say(f"watching {', '.join(names)}")
            while not stop.is_set():
                for desk in list(desks.values()):
                    desk.look()
                stop.wait(POLL_SECONDS)
                with contextlib.suppress(AutograderError):  # a desk says what is wrong with course.toml
                    names = _watched(root)
                for name in [name for name in desks if name not in names]:
                    desks.pop(name).close()
                    say(f"{name}: is not graded on submission any more")
                for name in [name for name in names if name not in desks]:
                    desks[name] = _Desk(root, name, workers, say, stop)
        finally:
            for desk in desks.values():
                desk.close()
    say("stopped")


def _watched(root: Path) -> list[str]:
    return [entry.name for entry in courses.load(root).assignments if entry.on_submission is not None]


def _refuse(root: Path) -> None:
    raise AutograderError(
        f"{root}: another `autograder watch` is at work in this course\nhint: stop that one first"
    )


class _Stopped(Exception):
    """It was told to stop while it waited."""


class _Desk:
    """One assignment: a warm grader, and what was seen in the exchange."""

    def __init__(self, root: Path, name: str, workers: int, say: Say, stop: Event) -> None:
        self._root, self._name, self._workers, self._stop = root, name, workers, stop
        self._say: Say = lambda words: say(f"{name}: {words}")
        self._open = contextlib.ExitStack()
        self._is_open = False
        self._pause, self._not_before = FIRST_PAUSE, 0.0
        self._return_again: float | None = None
        self._collect_again: float | None = None
        self._failed: set[str] = set()
        self._state: tuple[object, ...] = ()
        self._log = logging.Logger(name, logging.WARNING)  # noqa: LOG001 - nobody else is to hear it
        self._log.addHandler(_Handler(self._say))

    def open(self) -> None:
        """Read the course, warm up, and do what is undone since the last time.

        Raises:
            AutograderError: See `watch`.
        """
        self._seen: set[str] = set()
        self._given_back: set[str] = set()
        self._state = state_of(self._root, self._name)
        self._course = course = courses.load(self._root)
        self._entry: AssignmentEntry = course.assignment(self._name)
        if self._entry.on_submission is None:
            raise AutograderError(f"{self._name}: is not graded on submission any more")
        self._inbound = course.exchange_folder(self._root) / course.id / "inbound"
        anything = self._see()
        with contextlib.ExitStack() as stack:
            self._grader = stack.enter_context(
                WarmGrader(self._root, course, self._entry, workers=self._workers)
            )
            self._is_silent = self._silent()
            self._open = stack.pop_all()
        self._is_open = True
        if anything:
            self._collect(None)
        found = waiting(self._root, course, self._entry, force=False)
        self._grade(found.submissions)
        with contextlib.suppress(_Stopped), locks.alone(self._root, locks.GRADING, self._wait_or_stop):
            done = reconcile(self._root, course, self._entry, found.graded)
        for student in sorted({*done.recorded, *done.penalties}):
            self._say(f"{printable(student)}: brought in step in the gradebook")
        self._give_back_all()

    def close(self) -> None:
        """Let the sandboxes go."""
        self._is_open = False
        self._open.close()

    def look(self) -> None:
        """Do what there is to do now; what goes wrong is said, and tried again later."""
        changed = state_of(self._root, self._name) != self._state
        if time.monotonic() < self._not_before and not changed:
            return
        try:
            if self._is_open and changed:
                self._say("the assignment has changed, and is read again")
                self.close()
            if not self._is_open:
                self.open()
            if self._collect_again is not None and time.monotonic() > self._collect_again:
                self._collect_again = None
                self._seen -= self._failed
                self._failed.clear()
            self._serve(self._see())
            if self._return_again is not None and time.monotonic() > self._return_again:
                self._return_again = None
                self._give_back_all()
            if self._silent() != self._is_silent:
                self._is_silent = not self._is_silent
                self._say("it is past the due date: messages are shown from now on")
                self._give_back_all()
            self._pause = FIRST_PAUSE
        except Exception as error:  # whatever it is, those who hand in tomorrow are to be graded
            self.close()
            self._say(f"problem: {_said_by(error)}; trying again in {self._pause:.0f} s")
            self._not_before = time.monotonic() + self._pause
            self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def _silent(self) -> bool:
        return feedback.heading_of(self._course, self._entry).silent_until is not None

    def _see(self) -> list[str]:
        """Give what is new in the exchange, and whole; and what an instructor has since taken from the tries."""
        if not self._inbound.is_dir():
            raise AutograderError(
                f"{self._inbound}: does not exist, so nothing can be handed in\n"
                f"hint: release `{self._name}` first, with the Formgrader or `nbgrader release_assignment {self._name}`"
            )
        new = [
            name
            for name in inbound.names_of(self._inbound, self._name)
            if name not in self._seen and inbound.is_complete(self._inbound / name)
        ]
        self._seen.update(new)
        before, self._given_back = self._given_back, tries.given_back(self._root, self._name)
        return [*new, *(self._given_back - before)]

    def _serve(self, new: Sequence[str]) -> None:
        if not new:
            return
        students = list(dict.fromkeys(inbound.student_of(name, self._name) for name in new))
        known = [student for student in students if exchange.STUDENT.fullmatch(student)]
        # Not by a name that nbgrader would take for a pattern: what is odd is named when all is collected.
        for student in known if len(known) == len(students) else [None]:
            self._collect(student)
        # Somebody may have collected by hand meanwhile: what counts is what waits now.
        found = waiting(self._root, self._course, self._entry, force=False, students=known).submissions
        for student in known:
            if student not in {submission.student for submission in found} or self._refusal(student):
                self._say(f"{printable(student)}: {self._why_not_graded(student)}")
        self._grade(found)

    def _collect(self, student: str | None) -> None:
        failed = exchange.collect(self._root, self._entry, student, self._log)
        if failed:
            self._failed.update(failed)
            self._collect_again = time.monotonic() + LONGEST_PAUSE

    def _why_not_graded(self, student: str) -> str:
        if student in {inbound.student_of(name, self._name) for name in self._failed}:
            return f"not collected, to be tried again in {LONGEST_PAUSE:.0f} s"
        return self._refusal(student) or "nothing to grade: what counts was graded before"

    def _refusal(self, student: str) -> str:
        rules = self._entry.on_submission
        number = len(tries.read(self._root, self._name).get(student, ()))
        too_many = rules and rules.tries is not None and number > rules.tries
        return f"not graded: this is try {number}, and {rules.tries} count" if rules and too_many else ""

    def _grade(self, submissions: Sequence[Submission]) -> None:
        if not submissions:
            return
        with contextlib.suppress(_Stopped), locks.alone(self._root, locks.GRADING, self._wait_or_stop):
            started = time.monotonic()
            for result in self._grader.grade(self._until_stopped(submissions)):
                returned = self._give_back(result.student)
                seconds = time.monotonic() - started
                self._say(f"{printable(result.student)}: {_words(result)}{returned} after {seconds:.1f} s")

    def _wait_or_stop(self) -> None:
        if self._stop.wait(POLL_SECONDS):
            raise _Stopped

    def _until_stopped(self, submissions: Iterable[Submission]) -> Iterator[Submission]:
        for submission in submissions:
            if self._stop.is_set():
                return
            yield submission

    def _give_back(self, student: str) -> str:
        """Write a student's page, put it where it is fetched, and say how that went."""
        try:
            feedback.write(self._root, self._entry, student=student)
            returned = exchange.release_feedback(self._root, self._entry, student, self._log)
        except (AutograderError, OSError) as error:
            self._return_again = time.monotonic() + LONGEST_PAUSE
            return f"; not returned, to be tried again: {_said_by(error)};"
        return ", returned" if student in returned else "; not returned, but graded"

    def _give_back_all(self) -> None:
        """Write and return every page that is not as it should be."""
        told = feedback.up_to_date(self._root, self._entry)
        graded = (self._root / "autograded").glob(f"*/{self._name}/{self._entry.notebook}.ipynb")
        for student in sorted({path.parent.parent.name for path in graded} - told):
            if self._stop.is_set():
                return
            self._say(f"{printable(student)}: graded before{self._give_back(student)}")
        exchange.release_feedback(self._root, self._entry, None, self._log)


class _Handler(logging.Handler):
    """Says nbgrader's warnings, a line each."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say

    def emit(self, record: logging.LogRecord) -> None:
        self._say(f"warning: {printable(' '.join(record.getMessage().split()))}")


def _said_by(error: Exception) -> str:
    own = isinstance(error, (AutograderError, OSError))
    return printable(" ".join((str(error) if own else f"{type(error).__name__}: {error}").split()))


def _words(result: Result) -> str:
    if result.problem:
        return f"not graded, and waits for you: {printable(' '.join(result.problem.split())).rstrip('.')}"
    score = sum(verdict.score for verdict in result.verdicts)
    points = sum(verdict.points for verdict in result.verdicts)
    warning = f" (warning: {printable(' '.join(result.warning.split()))})" if result.warning else ""
    return f"{number_of(score)} of {points_of(points)}{warning}"
