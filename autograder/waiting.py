"""Which submissions wait to be graded: those that are new, that have changed, or that were judged by other rules."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from autograder import autograded, checks, source
from autograder.course import FILE, AssignmentEntry, Course, Limits
from autograder.releases import released_files
from autograder.submissions import Submission, extra_files, find, fingerprint

NOTE = "autograder"
TAIL = 4000
_END = b'\n "metadata": {'


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What is to be graded.

    Attributes:
        submissions: Those to grade, in the order of the students' ids.
        unchanged: How many are graded already, and stay as they are.
        outdated: How many were graded before, and are to be graded again because the rules have changed.
        changed: The names of the files that say other rules now.
    """

    submissions: tuple[Submission, ...]
    unchanged: int
    outdated: int
    changed: tuple[str, ...]


def rules(root: Path, course: Course, entry: AssignmentEntry) -> dict[str, str]:
    """Tell one state of what grades depend on from another, by the name of the file that says it."""
    script = source.script_path(root, entry)
    settings = (course.judging, course.convergence, course.limits, course.feedback, course.figures, entry.due)
    parts = {
        FILE: msgspec.json.encode(settings),
        script.name: _bytes_of(script),
        checks.FILE: _bytes_of(script.parent / checks.FILE),
    }
    parts |= released_files(root, entry, course.limits)
    return {name: hashlib.sha256(data).hexdigest()[:16] for name, data in parts.items()}


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
    students: Container[str] | None = None,
) -> Waiting:
    """Find what is to be graded.

    Args:
        root: The course's folder.
        course: Its settings.
        entry: The assignment.
        force: Whether to grade again what is graded already.
        students: Whose submissions are looked at; None for everybody's.
    """
    now = rules(root, course, entry)
    submissions: list[Submission] = []
    changed: set[str] = set()
    unchanged = outdated = 0
    for submission in find(root, entry.name, entry.notebook):
        if students is not None and submission.student not in students:
            continue
        note = noted(autograded.place(root, entry.name, submission.student) / submission.path.name)
        if force or not _is_of(note, submission, course.limits):
            submissions.append(submission)
        elif others := {name for name, state in now.items() if note.get("rules", {}).get(name) != state}:
            submissions.append(submission)
            outdated += 1
            changed |= others
        else:
            unchanged += 1
    return Waiting(
        submissions=tuple(submissions), unchanged=unchanged, outdated=outdated, changed=tuple(sorted(changed))
    )


def _is_of(note: dict[str, Any], submission: Submission, limits: Limits) -> bool:
    if not note or note.get("ungraded"):
        return False
    files = extra_files(submission.folder, submission.notebook, limits)
    return bool(note.get("fingerprint") == fingerprint(submission.folder, submission.notebook, files))


def noted(path: Path) -> dict[str, Any]:
    """Read what the grader noted in an autograded notebook; nothing, where there is none."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(size - TAIL, 0))
            tail = file.read()
            # The notebook's own metadata stand at its end: there is no need to read its pictures.
            start = tail.rfind(_END)
            if start >= 0:
                content = json.loads(b"{" + tail[start:])
            else:
                file.seek(0)
                content = json.loads(file.read())
        note = content["metadata"][NOTE]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return note if isinstance(note, dict) and isinstance(note.get("rules"), dict) else {}
