"""Grading one submission's folder: whatever is wrong with it, something comes back that can be recorded."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nbformat import NotebookNode

from autograder.common.errors import SandboxUnavailable
from autograder.common.text import encodable, printable
from autograder.exercise.verdict import Verdict
from autograder.gradebook.release import Release
from autograder.grading.notebook import Grader, grade
from autograder.notebooks import tampering
from autograder.notebooks.graded import Note, write_signs
from autograder.notebooks.restore import is_of, notebook_text, parse_notebook, placeholder, restore
from autograder.notebooks.submitted import HandedIn, Submission, Unreadable, load
from autograder.sandbox.limits import Limits


@dataclass(frozen=True, kw_only=True)
class Work:
    """A graded submission, before it is recorded and published.

    Attributes:
        submission: What was handed in.
        text: The autograded notebook.
        unanswered: Its solution cells that are as they were released.
        verdicts: One an exercise.
        files: What else was handed in, by relative path.
        timestamp: When it was handed in, as UTC without a zone; None where nobody noted it.
        problem: Why the submission, or a part of it, waits for a human; None where it does not.
        warning: What else an instructor should look at.
    """

    submission: Submission
    text: str
    unanswered: frozenset[str]
    verdicts: tuple[Verdict, ...]
    files: Mapping[str, bytes]
    timestamp: datetime | None
    problem: str | None
    warning: str | None


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
    try:
        return _grade(grader, released, rules, submission)
    except SandboxUnavailable:
        raise
    except Exception as error:  # one submission must never stop the class
        reason = f"the grader failed at it ({type(error).__name__}: {printable(str(error))[:200]})"
        return _work(grader, submission, placeholder(released, reason))


def _grade(grader: Grader, released: Release, rules: Mapping[str, str], submission: Submission) -> Work:
    handed_in = load(submission, grader.course.limits)
    moment, warnings = None, []
    try:
        moment = handed_in.moment(grader.clock)
    except Unreadable as error:
        warnings.append(str(error))
    note = Note(fingerprint=handed_in.fingerprint, rules=rules, handed_in=moment)
    try:
        notebook, name = _notebook(handed_in, released)
        if name != submission.path.name:
            warnings.append(f"`{submission.path.name}` is missing; `{name}` was graded in its place")
        warnings += tampering.in_notebook(notebook, released)
        notebook = restore(notebook, released, note)
    except Unreadable as error:
        notebook = placeholder(released, str(error), note)
    return _work(grader, submission, notebook, handed_in.files, moment=moment, warnings=warnings)


def read_submission(
    released: Release, submission: Submission, limits: Limits
) -> tuple[NotebookNode, Mapping[str, bytes]]:
    """Read a submission as it is graded: its notebook, restored, and what else was handed in.

    Raises:
        Unreadable: There is no notebook in it.
    """
    handed_in = load(submission, limits)
    return restore(_notebook(handed_in, released)[0], released), handed_in.files


def _notebook(handed_in: HandedIn, released: Release) -> tuple[NotebookNode, str]:
    """Read the notebook; where it is missing, the one file that is a notebook of this assignment, whatever its name.

    Raises:
        Unreadable: There is none, or there are several.
    """
    if handed_in.notebook is not None:
        return parse_notebook(handed_in.notebook), handed_in.submission.path.name
    found = []
    for name, data in handed_in.stand_ins.items():
        with contextlib.suppress(Unreadable):
            notebook = parse_notebook(data)
            if is_of(notebook, released):
                found.append((notebook, name))
    if len(found) != 1:
        raise Unreadable(handed_in.why_not)
    return found[0]


def _work(
    grader: Grader,
    submission: Submission,
    notebook: NotebookNode,
    files: Mapping[str, bytes] | None = None,
    *,
    moment: datetime | None = None,
    warnings: Sequence[str] = (),
) -> Work:
    graded = grade(grader, notebook, files or {})
    write_signs(graded.notebook, graded.signs)
    waiting = [verdict for verdict in graded.verdicts if verdict.outcome == "ungraded"]
    return Work(
        submission=submission,
        text=encodable(notebook_text(graded.notebook)),
        unanswered=unanswered(graded.notebook),
        verdicts=graded.verdicts,
        files=files or {},
        timestamp=moment,
        problem=waiting[0].message if waiting else None,
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
