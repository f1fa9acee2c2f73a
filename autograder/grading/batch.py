"""Grading a whole class: several sandboxes side by side, one writer to the gradebook.

Each submission is recorded in the gradebook first and then moved to `autograded/` in one step, so that a run
can be interrupted anywhere: whatever is not in `autograded/` is graded again by the next.
"""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from autograder.course import bank as banks
from autograder.course import releases
from autograder.course.settings import AssignmentEntry, Course
from autograder.exercise.verdict import Verdict
from autograder.gradebook.class_list import ClassList
from autograder.gradebook.config import clock_of, load_config
from autograder.gradebook.connection import lent
from autograder.gradebook.promised import promised
from autograder.gradebook.release import opened, release_of, translated
from autograder.gradebook.sync import bring_gradebook_up_to_date
from autograder.gradebook.write import Record, Recorder, scores_of
from autograder.grading.elsewhere.crew import Elsewhere
from autograder.grading.elsewhere.executors import Place
from autograder.grading.pending import rules
from autograder.grading.submission import Work
from autograder.grading.threads import Threads, begin
from autograder.notebooks import autograded
from autograder.notebooks.submitted import Submission
from autograder.ordinary.source import require_releasable

# Results are recorded together, but none waits longer than this.
TOGETHER = 40
SECONDS_TOGETHER = 0.5
# Submissions that are handed to each worker ahead of time; the rest wait on the disk.
AHEAD = 4
STRANGER = (
    "is in no class list, and is in the gradebook from now on; where that is a mistake, remove the folder, then "
    "`nbgrader db student remove ID --force`"
)
_ENDED = "no more"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of one submission.

    Attributes:
        student: The student's id.
        verdicts: One an exercise.
        problem: Why the submission, or a part of it, waits for a human; None where it does not.
        warning: What else an instructor should look at.
        by_hand: Points that a human has still to give, besides those of the verdicts.
    """

    student: str
    verdicts: tuple[Verdict, ...]
    problem: str | None
    warning: str | None = None
    by_hand: float = 0.0


def run(
    root: Path,
    course: Course,
    entry: AssignmentEntry,
    submissions: Iterable[Submission],
    *,
    place: Place,
    begun: Threads | None = None,
) -> Iterator[Result]:
    """Grade submissions and yield each as soon as it is recorded.

    Raises:
        AutograderError: There is no sandbox, the course's files do not fit together, or the gradebook cannot
            be written. What was recorded until then stays.
    """
    with WarmGrader(root, course, entry, place=place, begun=begun) as grader:
        yield from grader.grade(submissions)


class WarmGrader:
    """Sandboxes, references and an open gradebook, ready for any number of submissions of one assignment.

    Args:
        root: The course's folder.
        course: Its settings.
        entry: The assignment.
        place: Where it is graded, and how many sandboxes work side by side.
        begun: Its sandboxes, where they have been started (see `threads.begin`); whoever did so closes them.

    Raises:
        AutograderError: As `run`.
    """

    def __init__(
        self,
        root: Path,
        course: Course,
        entry: AssignmentEntry,
        *,
        place: Place,
        begun: Threads | None = None,
    ) -> None:
        self._root, self._course, self._entry, self._place = root, course, entry, place
        self._begun = begun
        self._rules = rules(root, course, entry)
        self._class_list = ClassList(root, course)
        self._open = contextlib.ExitStack()

    def __enter__(self) -> Self:
        root, course, entry = self._root, self._course, self._entry
        with contextlib.ExitStack() as stack:
            threads = self._begun or begin(root, course, entry, self._place)
            if threads and not self._begun:
                stack.enter_context(threads)
            # Sandboxes take seconds to start: meanwhile everything else is read.
            if entry.is_ordinary:
                require_releasable(root, entry)
            bank = banks.load(root, course, entry) if threads and not entry.is_ordinary else None
            bring_gradebook_up_to_date(root, course, entry)
            config = load_config(root)
            gradebook, late = stack.enter_context(opened(course.gradebook_url(root), course.id, config))
            self._gradebook = gradebook
            known = {} if entry.is_ordinary else releases.read(root, entry)
            released = {name: release_of(gradebook, entry.name, name, known) for name in entry.notebook_names}
            self._by_hand = {
                name: [cell for cell in each.cells if cell.task or (cell.grade and cell.solution)]
                for name, each in released.items()
            }
            more = functools.partial(promised, root, entry.name)
            self._recorders = {
                name: Recorder(gradebook, entry.name, name, late, more) for name in entry.notebook_names
            }
            if threads:
                threads.get_to_know(root, bank, clock_of(config), released, self._rules)
                self._crew: Threads | Elsewhere = threads
            else:
                self._crew = stack.enter_context(
                    Elsewhere(root, course, entry, clock_of(config), self._place)
                )
                self._crew.get_to_know(released[entry.notebook], self._rules)
            self._open = stack.pop_all()
        return self

    def __exit__(self, *details: object) -> None:
        self._open.__exit__(*details)  # type: ignore[arg-type]

    def grade(self, submissions: Iterable[Submission]) -> Iterator[Result]:
        """Grade submissions and yield each as soon as it is recorded.

        Raises:
            AutograderError: As `run`.
        """
        results = self.stream(submissions, ahead=AHEAD, together=TOGETHER, patience=SECONDS_TOGETHER)
        yield from (result for result in results if result is not None)

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Have what reads the gradebook in this block use the connection that has just written to it; nothing stays open behind it.

        Raises:
            AutograderError: The gradebook cannot be read.
        """
        url, session = self._course.gradebook_url(self._root), self._gradebook.db
        with translated(url):
            try:
                with lent(url, session.connection()):
                    yield
            finally:
                session.rollback()

    def stream(
        self,
        submissions: Iterable[Submission | None],
        *,
        ahead: int = 1,
        together: int = 1,
        patience: float = 0.1,
    ) -> Generator[Result | None]:
        """Grade submissions that come one after another, and let the caller look around in between.

        Args:
            submissions: What to grade; None where there is nothing just now.
            ahead: How many are handed to each worker: what comes later cannot be put before these.
            together: How many results are recorded together, at most.
            patience: How many seconds it waits for something to finish.

        Yields:
            Each result as soon as it is recorded; None where nothing has finished for a while.

        Raises:
            AutograderError: As `run`.
        """
        with translated(self._course.gradebook_url(self._root)):
            done: list[Work] = []
            since = time.monotonic()
            for work in self._finished(submissions, ahead, patience):
                if work is not None:
                    done.append(work)
                if done and (
                    work is None or len(done) >= together or time.monotonic() - since > SECONDS_TOGETHER
                ):
                    yield from self._recorded(done)
                    done = []
                    since = time.monotonic()
                elif work is None:
                    yield None

    def _finished(
        self, submissions: Iterable[Submission | None], ahead: int, patience: float
    ) -> Iterator[Work | None]:
        """Give what the workers finish, in any order; None where nothing has finished for a while, and at the end: what is done can be recorded."""
        waiting = iter(submissions)
        running: set[Future[Any]] = set()
        more = True
        try:
            while more or running:
                while more and len(running) < ahead * self._crew.workers:
                    submission = next(waiting, _ENDED)
                    if isinstance(submission, Submission):
                        running.add(self._crew.begin(submission))
                        continue
                    more = submission is None
                    break
                finished, running = wait(running, patience, FIRST_COMPLETED)
                if not finished:
                    yield None
                for future in finished:
                    found = self._crew.finish(future)
                    if isinstance(found, Work):
                        yield found
                    else:  # it was lost, and is on its way once more
                        running.add(found)
            yield None
        finally:
            for future in running:
                future.cancel()

    def _recorded(self, done: Sequence[Work]) -> Iterator[Result]:
        listed = self._class_list.is_there()
        unknown: set[str] = set()
        for name, recorder in self._recorders.items():
            unknown |= recorder.record([self._record(work, name) for work in done])
        for work in done:
            student = work.submission.student
            place = autograded.place(self._root, self._entry.name, student)
            texts = {f"{name}.ipynb": each.text for name, each in work.graded.items()}
            autograded.publish(place, texts, work.files, work.timestamp)
            stranger = STRANGER if listed and student in unknown else None
            warning = "; ".join(filter(None, (work.warning, stranger))) or None
            yield Result(
                student=student,
                verdicts=work.verdicts,
                problem=work.problem,
                warning=warning,
                by_hand=self._points_by_hand(work),
            )

    def _points_by_hand(self, work: Work) -> float:
        return sum(
            cell.points
            for name, graded in work.graded.items()
            for cell in self._by_hand[name]
            if cell.grade_id not in graded.unanswered
        )

    def _record(self, work: Work, notebook: str) -> Record:
        graded = work.graded[notebook]
        return Record(
            student=work.submission.student,
            timestamp=work.timestamp,
            scores=scores_of(graded.verdicts, graded.unanswered if self._entry.is_ordinary else ()),
            unanswered=graded.unanswered,
        )
