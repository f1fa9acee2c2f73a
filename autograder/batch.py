"""Grading a whole class: several sandboxes side by side, one writer to the gradebook.

Each submission is recorded in the gradebook first and then moved to `autograded/` in one step, so that a run
can be interrupted anywhere: whatever is not in `autograded/` is graded again by the next.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from nbformat import NotebookNode

from autograder import autograded, notebooks, release, tampering
from autograder import bank as banks
from autograder.course import AssignmentEntry, Course, Limits
from autograder.errors import SandboxUnavailable
from autograder.gradebook import Record, record, release_of, scores_of, unusable
from autograder.grading import Grader, grade
from autograder.oracle import Oracle
from autograder.sandbox.host import Sandbox
from autograder.submissions import (
    Submission,
    extra_files,
    find,
    fingerprint,
    read_notebook,
    timestamp,
)
from autograder.values import encodable, printable
from autograder.verdict import Verdict

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of one submission.

    Attributes:
        student: The student's id.
        verdicts: One an exercise.
        problem: Why the submission, or a part of it, waits for a human; None where it does not.
        warning: What else an instructor should look at.
    """

    student: str
    verdicts: tuple[Verdict, ...]
    problem: str | None
    warning: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Work:
    submission: Submission
    text: str
    unanswered: frozenset[str]
    verdicts: tuple[Verdict, ...]
    files: Mapping[str, bytes]
    timestamp: datetime | None
    problem: str | None
    warning: str | None


def pending(
    root: Path, course: Course, entry: AssignmentEntry, *, force: bool
) -> tuple[list[Submission], int]:
    """List what is to be graded, and count what is graded already and has not changed since."""
    everything = find(root, entry.name, entry.notebook)
    waiting = [
        submission for submission in everything if force or _is_new(root, entry, submission, course.limits)
    ]
    return waiting, len(everything) - len(waiting)


def _is_new(root: Path, entry: AssignmentEntry, submission: Submission, limits: Limits) -> bool:
    try:
        graded = (autograded.place(root, entry.name, submission.student) / submission.path.name).read_text(
            encoding="utf-8"
        )
    except (OSError, UnicodeDecodeError):
        return True
    files = extra_files(submission.folder, limits)
    return notebooks.noted_fingerprint(graded) != fingerprint(submission.folder, submission.notebook, files)


def run(
    root: Path, course: Course, entry: AssignmentEntry, submissions: Iterable[Submission], *, workers: int
) -> Iterator[Result]:
    """Grade submissions and yield each as soon as it is recorded.

    Raises:
        AutograderError: There is no sandbox, the course's files do not fit together, or the gradebook cannot
            be written. What was recorded until then stays.
    """
    bank = banks.load(root, course, entry)
    with contextlib.ExitStack() as stack:
        oracle = stack.enter_context(Oracle(course, bank))
        crew = stack.enter_context(_Crew(course, bank, oracle))
        pool: Executor = stack.enter_context(ThreadPoolExecutor(workers, thread_name_prefix="grader"))
        warming = [pool.submit(crew.warm_up) for _ in range(workers)]
        release.bring_gradebook_up_to_date(root, entry)
        for each in warming:
            each.result()  # without a sandbox nothing is graded
        gradebook, late = stack.enter_context(_open_gradebook(root, course))
        released = release_of(gradebook, entry.name, entry.notebook)
        futures = [pool.submit(_grade, crew, released, submission) for submission in submissions]
        try:
            for future in as_completed(futures):
                work = future.result()
                yield _record(root, entry, gradebook, late, work)
        finally:
            for future in futures:
                future.cancel()


class _Crew:
    """The graders, one a worker, each with a sandbox of its own; free ones wait to be taken."""

    def __init__(self, course: Course, bank: banks.Bank, oracle: Oracle) -> None:
        self._course, self._bank, self._oracle = course, bank, oracle
        self._free: list[Grader] = []
        self._all: list[Grader] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for grader in self._all:
            grader.sandbox.close()

    def warm_up(self) -> None:
        """Start one more sandbox. It lives as long as the thread that starts it."""
        sandbox = Sandbox(self._course.sandbox, self._course.limits)
        made = Grader(course=self._course, bank=self._bank, sandbox=sandbox, oracle=self._oracle)
        with self._lock:
            self._all.append(made)
            self._free.append(made)

    def take(self) -> Grader:
        with self._lock:
            return self._free.pop()

    def give_back(self, grader: Grader) -> None:
        with self._lock:
            self._free.append(grader)


def _grade(crew: _Crew, released: notebooks.Release, submission: Submission) -> _Work:
    """Grade one submission; whatever is wrong with it, something comes back that can be recorded."""
    grader = crew.take()
    try:
        try:
            files = extra_files(submission.folder, grader.course.limits)
            state = fingerprint(submission.folder, submission.notebook, files)
            return _grade_with(grader, released, submission, files, state)
        except SandboxUnavailable:
            raise
        except Exception as error:  # one submission must never stop the class
            reason = f"the grader failed at it ({type(error).__name__}: {printable(str(error))[:200]})"
            return _graded(grader, submission, notebooks.placeholder(released, reason))
    finally:
        crew.give_back(grader)


def _grade_with(
    grader: Grader,
    released: notebooks.Release,
    submission: Submission,
    files: Mapping[str, bytes],
    state: str,
) -> _Work:
    moment, warnings = None, []
    try:
        moment = timestamp(submission)
    except notebooks.Unreadable as error:
        warnings.append(f"{error}; graded as if handed in on time")
    try:
        notebook = notebooks.read(read_notebook(submission))
        warnings += tampering.in_notebook(notebook, released)
        notebook = notebooks.restore(notebook, released, state)
    except notebooks.Unreadable as error:
        notebook = notebooks.placeholder(released, str(error), state)
    return _graded(grader, submission, notebook, files, moment=moment, warnings=warnings)


def _graded(
    grader: Grader,
    submission: Submission,
    notebook: NotebookNode,
    files: Mapping[str, bytes] | None = None,
    *,
    moment: datetime | None = None,
    warnings: Sequence[str] = (),
) -> _Work:
    graded = grade(grader, notebook, files or {})
    waiting = [verdict for verdict in graded.verdicts if verdict.outcome == "ungraded"]
    return _Work(
        submission=submission,
        text=encodable(notebooks.write(graded.notebook)),
        unanswered=_unanswered(graded.notebook),
        verdicts=graded.verdicts,
        files=files or {},
        timestamp=moment,
        problem=waiting[0].message if waiting else None,
        warning="; ".join([*warnings, *tampering.in_verdicts(graded.verdicts)]) or None,
    )


@contextlib.contextmanager
def _open_gradebook(root: Path, course: Course) -> Iterator[tuple[Gradebook, Any]]:
    from nbgrader.api import Gradebook, InvalidEntry
    from nbgrader.preprocessors import AssignLatePenalties
    from sqlalchemy.exc import SQLAlchemyError

    late = AssignLatePenalties(config=release.load_config(root))
    late.init_plugin()
    url = course.gradebook_url(root)
    try:
        with Gradebook(url, course.id) as gradebook:
            yield gradebook, late
    except (SQLAlchemyError, InvalidEntry) as error:
        raise unusable(url, error) from error


def _record(root: Path, entry: AssignmentEntry, gradebook: Gradebook, late: Any, work: _Work) -> Result:
    student = work.submission.student
    record(
        gradebook,
        entry.name,
        entry.notebook,
        Record(
            student=student,
            timestamp=work.timestamp,
            scores=scores_of(work.verdicts),
            unanswered=work.unanswered,
        ),
        late,
    )
    place = autograded.place(root, entry.name, student)
    autograded.publish(place, work.submission.path.name, work.text, work.files, work.timestamp)
    return Result(student=student, verdicts=work.verdicts, problem=work.problem, warning=work.warning)


def _unanswered(notebook: NotebookNode) -> frozenset[str]:
    """Name the solution cells whose text is as it was released."""
    from nbgrader.utils import compute_checksum, is_solution

    return frozenset(
        cell.metadata.nbgrader.grade_id
        for cell in notebook.cells
        if is_solution(cell) and cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
    )
