"""What grading again has changed: whose points, in which function, and for which reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from autograder.course.settings import FILE, AssignmentEntry, Course
from autograder.gradebook.read import GradedSubmission, read_grades
from autograder.grading.pending import PROGRAM
from autograder.notebooks import autograded
from autograder.notebooks.graded import Note, read_note
from autograder.notebooks.submitted import Submission

# Something else was handed in; its check, course.toml or the grader is another; what was not graded was tried again, or all was
# forced; the gradebook did not hold what was graded; lateness has changed.
Reason = Literal["answer", "check", "course", "grader", "again", "gradebook", "penalty"]
LATE = "late penalty"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that counts otherwise now.

    Attributes:
        what: A function, or the late penalty.
        before: Its points; None where a human had to give them.
        after: Its points now.
        reasons: Why; more than one where it cannot be told which of them it was.
    """

    what: str
    before: float | None
    after: float | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A student whose points have changed; `before` and `after` are those that count in all, None while something waits."""

    student: str
    before: float | None
    after: float | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a class stands: what the gradebook holds of each student, and what is noted in the notebooks that are graded again."""

    submissions: Mapping[str, GradedSubmission]
    notes: Mapping[str, Note]


def read_standing(
    root: Path, course: Course, entry: AssignmentEntry, submissions: Iterable[Submission]
) -> Standing:
    """Read how the class stands.

    Args:
        root: The course's folder.
        course: Its settings.
        entry: The assignment.
        submissions: What is, or was, graded again.

    Raises:
        AutograderError: The gradebook cannot be read.
    """
    notes = {}
    for each in submissions:
        note = read_note(autograded.place(root, entry.name, each.student) / each.path.name)
        if note is not None:
            notes[each.student] = note
    return Standing(submissions=read_grades(root, course, entry).submissions, notes=notes)


def between(before: Standing, after: Standing) -> list[Changed]:
    """Name all whose points have changed; whoever had none before is no change."""
    found = []
    for student, now in after.submissions.items():
        if (then := before.submissions.get(student)) is None:
            continue
        why = _reasons(before.notes.get(student), after.notes.get(student))
        changes = tuple(_changes(then, now, why))
        if changes:
            found.append(Changed(student=student, before=then.score, after=now.score, changes=changes))
    return found


def _changes(then: GradedSubmission, now: GradedSubmission, why: tuple[Reason, ...]) -> Iterator[Change]:
    for name, grade in now.cells.items():
        old = then.cells[name].score if name in then.cells else None
        if not _same(old, grade.score):
            yield Change(what=name, before=old, after=grade.score, reasons=why)
    if not _same(then.penalty, now.penalty):
        yield Change(what=LATE, before=then.penalty, after=now.penalty, reasons=("penalty",))


def _same(one: float | None, other: float | None) -> bool:
    return one == other if one is None or other is None else round(one - other, 9) == 0


def _reasons(before: Note | None, after: Note | None) -> tuple[Reason, ...]:
    if after is None:
        return ("gradebook",)  # nothing of this student was graded
    if before is None:
        return ("again",)
    found: set[Reason] = {"answer"} if before.fingerprint != after.fingerprint else set()
    for name in before.rules.keys() | after.rules.keys():
        if before.rules.get(name) != after.rules.get(name):
            found.add("grader" if name == PROGRAM else "course" if name == FILE else "check")
    return tuple(each for each in get_args(Reason) if each in found) or ("again",)
