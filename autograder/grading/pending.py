"""Which submissions wait to be graded: those that are new, that have changed, or that were judged by other rules."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from autograder.common.programs import program_state
from autograder.course.layout import CHECKS, RELEASED, checks_of, depended_on, files_of
from autograder.course.releases import released_files
from autograder.course.settings import FILE, AssignmentEntry, Course
from autograder.notebooks import autograded
from autograder.notebooks.graded import Note, read_note
from autograder.notebooks.submitted import Submission, find, load
from autograder.sandbox.limits import Limits

PROGRAM = "autograder"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What is to be graded.

    Attributes:
        submissions: Those to grade, in the order of the students' ids.
        graded: Those that are graded already, and stay as they are.
        outdated: How many were graded before, and are to be graded again because the rules have changed.
        changed: The names of the files that say other rules now.
    """

    submissions: tuple[Submission, ...]
    graded: tuple[Submission, ...]
    outdated: int
    changed: tuple[str, ...]


def rules(root: Path, course: Course, entry: AssignmentEntry) -> dict[str, str]:
    """Tell one state of what grades depend on from another, by the name of the file that says it."""
    files = files_of(root, entry)
    released = released_files(root, course, entry)
    settings = (
        course.judging,
        course.thresholds,
        course.limits,
        course.feedback,
        course.figures,
        course.cells,
        course.packages,
    )
    parts = {
        FILE: msgspec.json.encode(settings),
        **{path.name: _bytes_of(path) for path in files.sources},
        CHECKS: b"".join(_bytes_of(path) for path in (*checks_of(files.checks), files.cases)),
        RELEASED: msgspec.json.encode(sorted(released.items())),
        **released,
    }
    return {PROGRAM: program_state(), **{name: _digest(data) for name, data in parts.items()}}


def state_of(root: Path, assignment: str) -> tuple[object, ...]:
    """Tell one state of the files that an assignment is graded by from another, by their dates."""
    states = []
    for path in depended_on(root, assignment):
        with contextlib.suppress(OSError):
            found = path.stat()
            states.append((path.name, found.st_mtime_ns, found.st_size))
    return tuple(states)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # whoever reads it next says what is wrong


def waiting(
    root: Path,
    course: Course,
    entry: AssignmentEntry,
    *,
    force: bool,
    students: Collection[str] | None = None,
    now: Mapping[str, str] | None = None,
) -> Waiting:
    """Find what is to be graded.

    Args:
        root: The course's folder.
        course: Its settings.
        entry: The assignment.
        force: Whether to grade again what is graded already.
        students: Whose submissions are looked at, and nobody else's; None for everybody's.
        now: What grades depend on, as `rules` gives it, where that is known.
    """
    now = rules(root, course, entry) if now is None else now
    submissions: list[Submission] = []
    changed: set[str] = set()
    graded: list[Submission] = []
    outdated = 0
    for submission in find(root, entry.name, entry.notebook, students):
        place = autograded.place(root, entry.name, submission.student)
        notes = {name: read_note(place / f"{name}.ipynb") for name in entry.notebook_names}
        known = {name: note for name, note in notes.items() if note is not None}
        if force or len(known) < len(notes) or not _are_of(known, submission, course.limits):
            submissions.append(submission)
        elif others := {
            name for name, state in now.items() for note in known.values() if note.rules.get(name) != state
        }:
            submissions.append(submission)
            outdated += 1
            changed |= others
        else:
            graded.append(submission)
    return Waiting(
        submissions=tuple(submissions),
        graded=tuple(graded),
        outdated=outdated,
        changed=tuple(sorted(changed)),
    )


def _are_of(notes: Mapping[str, Note], submission: Submission, limits: Limits) -> bool:
    if any(note.ungraded for note in notes.values()):
        return False
    return all(
        note.fingerprint == load(replace(submission, notebook=name), limits).fingerprint
        for name, note in notes.items()
    )
