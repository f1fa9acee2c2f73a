"""Grading one submission's folder: whatever is wrong with it, something comes back that can be recorded."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePath

from nbformat import NotebookNode

from autograder.common.errors import SandboxUnavailable
from autograder.common.text import encodable, printable
from autograder.common.timestamps import Clock
from autograder.exercise.verdict import Verdict
from autograder.gradebook.release import Release
from autograder.grading.notebook import Graded, Grader, grade
from autograder.notebooks import tampering
from autograder.notebooks.graded import UNREADABLE, Note, unreadable_reason, write_signs
from autograder.notebooks.restore import is_of, notebook_text, parse_notebook, placeholder, restore
from autograder.notebooks.submitted import HandedIn, Submission, Unreadable, load
from autograder.ordinary import grade as ordinary
from autograder.ordinary.grade import OrdinaryGrader
from autograder.sandbox.limits import Limits


@dataclass(frozen=True, kw_only=True)
class Work:
    """A graded submission, before it is recorded and published.

    Attributes:
        submission: What was handed in.
        graded: What came of each of its notebooks, by their names.
        files: What else was handed in, by relative path.
        timestamp: When it was handed in, as UTC without a zone; None where nobody noted it.
    """

    submission: Submission
    graded: Mapping[str, GradedParcel]
    files: Mapping[str, bytes]
    timestamp: datetime | None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts, one an exercise."""
        return tuple(verdict for each in self.graded.values() for verdict in each.verdicts)

    @property
    def problem(self) -> str | None:
        """Why the submission, or a part of it, waits for a human; None where it does not."""
        return self._said({name: each.problem for name, each in self.graded.items()})

    @property
    def warning(self) -> str | None:
        """What else an instructor should look at."""
        return self._said({name: each.warning for name, each in self.graded.items()})

    def _said(self, words: Mapping[str, str | None]) -> str | None:
        several = len(words) > 1
        return (
            "; ".join(f"{name}: {said}" if several else said for name, said in words.items() if said) or None
        )


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What is graded of a submission, and not whose it is: plain values, which may go to another process or machine.

    Attributes:
        notebook: The notebook's bytes; None where it cannot be read.
        why_not: The reason, if it cannot.
        stand_ins: What may be meant where the notebook is missing, by name.
        files: What else was handed in, by relative path.
        fingerprint: What tells this state of the folder from others.
        handed_in: When that was, as UTC without a zone; None where nobody noted it.
        doubt: Why that is not told, if something is wrong with it.
        failure: Why nothing of it could be read, through no fault of the submission's.
    """

    notebook: bytes | None = None
    why_not: str = ""
    stand_ins: Mapping[str, bytes] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    fingerprint: str = ""
    handed_in: datetime | None = None
    doubt: str | None = None
    failure: str | None = None


@dataclass(frozen=True, kw_only=True)
class GradedParcel:
    """What comes back for a parcel.

    Attributes:
        text: The autograded notebook.
        unanswered: Its solution cells that are as they were released.
        verdicts: One an exercise.
        problem: Why it, or a part of it, waits for a human; None where it does not.
        warning: What else an instructor should look at.
    """

    text: str
    unanswered: frozenset[str]
    verdicts: tuple[Verdict, ...]
    problem: str | None
    warning: str | None

    def work(self, submission: Submission, parcel: Parcel) -> Work:
        """Say whose it is."""
        return Work(
            submission=submission,
            graded={submission.notebook: self},
            files=parcel.files,
            timestamp=parcel.handed_in,
        )


def grade_submission(
    grader: Grader, released: Release, rules: Mapping[str, str], submission: Submission
) -> Work:
    """Grade one submission.

    Args:
        grader: What it is graded with.
        released: What was released.
        rules: What the verdicts depend on (see `autograder.grading.pending.rules`), to be noted in the notebook.
        submission: What was handed in.

    Raises:
        SandboxUnavailable: There is no sandbox; nothing was graded.
    """
    parcel = take(submission, grader.course.limits, grader.clock)
    return grade_parcel(grader, released, rules, parcel).work(submission, parcel)


def take(submission: Submission, limits: Limits, clock: Clock) -> Parcel:
    """Read a submission's folder, once; whatever is wrong with it, it is a parcel."""
    try:
        handed_in = load(submission, limits)
        moment = doubt = None
        try:
            moment = handed_in.moment(clock)
        except Unreadable as error:
            doubt = str(error)
        return Parcel(
            notebook=handed_in.notebook,
            why_not=handed_in.why_not,
            stand_ins=handed_in.stand_ins,
            files=handed_in.files,
            fingerprint=handed_in.fingerprint,
            handed_in=moment,
            doubt=doubt,
        )
    except Exception as error:  # one submission must never stop the class
        return Parcel(failure=_failure(error))


def grade_parcel(
    grader: Grader | OrdinaryGrader, released: Release, rules: Mapping[str, str], parcel: Parcel
) -> GradedParcel:
    """Grade what is in a parcel; the arguments are those of `grade_submission`.

    Raises:
        SandboxUnavailable: There is no sandbox; nothing was graded.
    """
    if parcel.failure is not None:
        return _grade_notebook(grader, released.notebook, placeholder(released, parcel.failure))
    try:
        return _grade(grader, released, rules, parcel)
    except SandboxUnavailable:
        raise
    except Exception as error:  # one submission must never stop the class
        return _grade_notebook(grader, released.notebook, placeholder(released, _failure(error)))


def _failure(error: Exception) -> str:
    return f"the grader failed at it ({type(error).__name__}: {printable(str(error))[:200]})"


def _grade(
    grader: Grader | OrdinaryGrader, released: Release, rules: Mapping[str, str], parcel: Parcel
) -> GradedParcel:
    warnings = [parcel.doubt] if parcel.doubt else []
    note = Note(fingerprint=parcel.fingerprint, rules=rules, handed_in=parcel.handed_in)
    asked = f"{released.notebook}.ipynb"
    try:
        notebook, name = _notebook(parcel, released, asked)
        if name != asked:
            warnings.append(f"`{asked}` is missing; `{name}` was graded in its place")
        if isinstance(grader, Grader):  # where asserts decide, all that it could show is allowed
            warnings += tampering.in_notebook(notebook, released)
        notebook = restore(notebook, released, note)
    except Unreadable as error:
        notebook = placeholder(released, str(error), note)
    graded = _grade_notebook(grader, released.notebook, notebook, parcel.files, warnings)
    forgotten = _answered_beside(released, parcel.files) if graded.unanswered == _to_answer(released) else ""
    if not forgotten:
        return graded
    words = f"`{asked}` holds no answers, but `{forgotten}` beside it does: look which one was meant"
    return replace(graded, warning="; ".join(filter(None, (graded.warning, words))))


def _to_answer(released: Release) -> frozenset[str]:
    return frozenset(cell.grade_id for cell in released.cells if cell.solution)


def _answered_beside(released: Release, files: Mapping[str, bytes]) -> str:
    """Name a copy of a notebook in which there are answers, where there is one; browsers and JupyterLab give copies such names."""
    for path, data in files.items():
        name = PurePath(path).name.lower()
        if name.startswith(released.notebook.lower()) and name.endswith(".ipynb"):
            with contextlib.suppress(Unreadable):
                notebook = parse_notebook(data)
                if is_of(notebook, released) and unanswered(restore(notebook, released)) != _to_answer(
                    released
                ):
                    return path
    return ""


def read_submission(
    released: Release, submission: Submission, limits: Limits
) -> tuple[NotebookNode, Mapping[str, bytes]]:
    """Read a submission as it is graded: its notebook, restored, and what else was handed in.

    Raises:
        Unreadable: There is no notebook in it.
    """
    handed_in = load(submission, limits)
    return restore(_notebook(handed_in, released, submission.path.name)[0], released), handed_in.files


def _notebook(handed_in: HandedIn | Parcel, released: Release, asked: str) -> tuple[NotebookNode, str]:
    """Read the notebook; where it is missing, the one file that is a notebook of this assignment, whatever its name.

    Raises:
        Unreadable: There is none, or there are several.
    """
    if handed_in.notebook is not None:
        return parse_notebook(handed_in.notebook), asked
    found = []
    for name, data in handed_in.stand_ins.items():
        with contextlib.suppress(Unreadable):
            notebook = parse_notebook(data)
            if is_of(notebook, released):
                found.append((notebook, name))
    if len(found) != 1:
        raise Unreadable(handed_in.why_not)
    return found[0]


def _grade_notebook(
    grader: Grader | OrdinaryGrader,
    name: str,
    notebook: NotebookNode,
    files: Mapping[str, bytes] | None = None,
    warnings: Sequence[str] = (),
) -> GradedParcel:
    # Where cells are graded by hand alone, nothing else says that an answer that was not read is no empty one.
    unread = isinstance(grader, OrdinaryGrader) and unreadable_reason(notebook) is not None
    if isinstance(grader, OrdinaryGrader):
        graded = Graded(notebook=notebook, verdicts=ordinary.grade(grader, name, notebook, files or {}))
    else:
        graded = grade(grader, notebook, files or {})
    write_signs(graded.notebook, graded.signs)
    waiting = [verdict for verdict in graded.verdicts if verdict.outcome == "ungraded"]
    return GradedParcel(
        text=encodable(notebook_text(graded.notebook)),
        unanswered=frozenset() if unread else unanswered(graded.notebook),
        verdicts=graded.verdicts,
        problem=waiting[0].message
        if waiting
        else f"{UNREADABLE} {unreadable_reason(notebook)}."
        if unread
        else None,
        warning="; ".join([*warnings, *graded.signs, *tampering.in_verdicts(graded.verdicts)]) or None,
    )


def unanswered(notebook: NotebookNode) -> frozenset[str]:
    """Name the solution cells whose text is as it was released."""
    from nbgrader.utils import compute_checksum, is_solution

    return frozenset(
        cell.metadata.nbgrader.grade_id
        for cell in notebook.cells
        if is_solution(cell) and cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
    )
