"""nbgrader's gradebook: what a release is, and recording grades as nbgrader itself does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from autograder.errors import AutograderError
from autograder.notebooks import Release, ReleasedCell
from autograder.source import TEST_PREFIX
from autograder.verdict import MIME_TYPE, Verdict

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from nbgrader.api import Gradebook


def release_of(gradebook: Gradebook, assignment: str, notebook: str) -> Release:
    """Read what the gradebook remembers of a released notebook.

    Raises:
        nbgrader.api.MissingEntry: It remembers nothing.
    """
    entry = gradebook.find_notebook(notebook, assignment)
    graded = {cell.name: cell for cell in (*entry.grade_cells, *entry.task_cells)}
    solutions = {cell.name for cell in entry.solution_cells}
    tasks = {cell.name for cell in entry.task_cells}
    return Release(
        notebook=notebook,
        kernelspec=json.loads(entry.kernelspec or "{}"),
        cells=tuple(
            ReleasedCell(
                grade_id=cell.name,
                cell_type=cell.cell_type,
                source=cell.source,
                checksum=cell.checksum,
                locked=bool(cell.locked),
                grade=cell.name in graded and cell.name not in tasks,
                solution=cell.name in solutions,
                task=cell.name in tasks,
                points=float(graded[cell.name].max_score) if cell.name in graded else 0.0,
            )
            for cell in entry.source_cells
        ),
    )


def unusable(url: str, reason: object) -> AutograderError:
    """Make the error for a gradebook that cannot be used."""
    from sqlalchemy.engine import make_url

    shown = make_url(url).render_as_string(hide_password=True)
    words = str(getattr(reason, "orig", None) or reason).splitlines()[0]
    if isinstance(reason, ModuleNotFoundError):
        return AutograderError(
            f"{shown}: the gradebook needs the package `{reason.name}`; install it with pip"
        )
    return AutograderError(
        f"{shown}: the gradebook cannot be used: {words}; what was recorded before stays\n"
        "hint: close other programs that use it, check its permissions and the disk, then run the command again"
    )


def require_writable(url: str) -> None:
    """Find out before anything else whether the gradebook can be written.

    Raises:
        AutograderError: It cannot.
    """
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import SQLAlchemyError

    engine = None
    try:
        engine = create_engine(url)
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.connection.rollback()
                connection.connection.driver_connection.isolation_level = None  # type: ignore[union-attr]
                connection.execute(text("BEGIN IMMEDIATE"))
                connection.execute(text("ROLLBACK"))
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        raise unusable(url, error) from error
    finally:
        if engine is not None:
            engine.dispose()


@dataclass(frozen=True, kw_only=True)
class Record:
    """What the gradebook is to hold of one graded submission.

    Attributes:
        student: The student's id.
        timestamp: When it was handed in, as UTC without a zone; None where nobody noted it.
        scores: Points by test cell; None where a human has to grade.
        unanswered: Solution cells that are as they were released.
    """

    student: str
    timestamp: datetime | None
    scores: Mapping[str, float | None]
    unanswered: frozenset[str]


def scores_of(verdicts: tuple[Verdict, ...]) -> dict[str, float | None]:
    return {
        TEST_PREFIX + verdict.exercise: None if verdict.outcome == "ungraded" else verdict.score
        for verdict in verdicts
    }


def verdict_in(cell: NotebookNode) -> dict[str, Any] | None:
    """Read the verdict that the judge wrote into a test cell, if there is one."""
    for output in cell.get("outputs", []):
        verdict = output.get("data", {}).get(MIME_TYPE)
        if isinstance(verdict, dict):
            return dict(verdict)
    return None


def record(gradebook: Gradebook, assignment: str, notebook: str, entry: Record, late: Any) -> None:
    """Write one submission's grades in one transaction; manual grades, comments and extra credit stay.

    Args:
        gradebook: An open gradebook.
        assignment: The assignment's name.
        notebook: The notebook's name.
        entry: What to write.
        late: nbgrader's `AssignLatePenalties`, with its plugin.
    """
    gradebook.update_or_create_student(entry.student)
    settings = {} if entry.timestamp is None else {"timestamp": entry.timestamp}
    submission = gradebook.update_or_create_submission(assignment, entry.student, **settings)
    submitted = gradebook.find_submission_notebook(notebook, assignment, entry.student)
    for grade in submitted.grades:
        if grade.name in entry.scores:
            grade.auto_score = entry.scores[grade.name]
            grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
    for comment in submitted.comments:
        comment.auto_comment = "No response." if comment.name in entry.unanswered else None
    gradebook.db.flush()
    submitted.late_submission_penalty = None
    seconds = submission.total_seconds_late
    if seconds > 0:
        penalty = late.plugin_inst.late_submission_penalty(entry.student, submitted.score, seconds)
        if penalty is not None:
            submitted.late_submission_penalty = late._check_late_penalty(submitted, penalty)
    gradebook.db.commit()
