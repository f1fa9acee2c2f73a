"""The gradebook, brought in step with what is graded, without running anything of a student's.

It may have been deleted, restored from yesterday or written by others: its own rows say what is recorded. And an extension,
a due date or a policy for late work may have changed since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import source
from autograder.course.cells import TEST_PREFIX
from autograder.course.settings import AssignmentEntry, Course
from autograder.gradebook.promised import promised
from autograder.gradebook.read import Grades, read_grades
from autograder.notebooks import autograded
from autograder.notebooks.graded import Note, read_note, unreadable_reason
from autograder.notebooks.submitted import Submission

if TYPE_CHECKING:
    from autograder.gradebook.write import Record


@dataclass(frozen=True, kw_only=True)
class Reconciled:
    """What had to be done.

    Attributes:
        recorded: Students whose grades were not in the gradebook as they were given.
        penalties: Students whose late penalty is another now.
    """

    recorded: tuple[str, ...] = ()
    penalties: tuple[str, ...] = ()


def reconcile(root: Path, course: Course, entry: AssignmentEntry, graded: Sequence[Submission]) -> Reconciled:
    """Record again what the gradebook does not hold, and work out late penalties anew; grades by hand stay.

    Args:
        root: The course's folder.
        course: Its settings.
        entry: The assignment.
        graded: Submissions that are graded as they are now.

    Raises:
        AutograderError: The gradebook cannot be used.
    """
    held = read_grades(root, course, entry)
    notes = {each.student: _notes(root, entry, each) for each in graded}
    lacking = [each for each in graded if not _is_held(held, each.student, notes[each.student])]
    due = None if entry.due is None else entry.due.timestamp()
    known = None if held.due is None else _as_utc(held.due)
    if not lacking and due == known and not any(_may_cost(held, each, due) for each in held.submissions):
        return Reconciled()
    # Only now: nbgrader takes seconds to import.
    from autograder.gradebook.config import load_config
    from autograder.gradebook.release import opened
    from autograder.gradebook.sync import bring_gradebook_up_to_date, note_due_date
    from autograder.gradebook.write import Recorder

    if held.points and (not lacking or _knows_the_points(held, root, entry)):
        note_due_date(course.gradebook_url(root), course.id, entry)
    else:
        bring_gradebook_up_to_date(root, course, entry)
    with opened(course.gradebook_url(root), course.id, load_config(root)) as (gradebook, late):
        changed: set[str] = set()
        for name in entry.notebook_names:
            recorder = Recorder(gradebook, entry.name, name, late, lambda: promised(root, entry.name))
            recorder.record(
                [
                    _record(_path(root, entry, each, name), each.student, notes[each.student][name], entry)
                    for each in lacking
                ]
            )
            changed.update(recorder.penalize([each.student for each in graded]))
    recorded = tuple(each.student for each in lacking)
    return Reconciled(
        recorded=recorded,
        penalties=tuple(
            each.student for each in graded if each.student in changed and each.student not in set(recorded)
        ),
    )


def _knows_the_points(held: Grades, root: Path, entry: AssignmentEntry) -> bool:
    """Tell whether the gradebook knows what each question is worth now: one that was restored may be older than that."""
    if entry.is_ordinary:
        return False
    return all(held.points.get(name) == points for name, points in source.read(root, entry).points.items())


def _path(root: Path, entry: AssignmentEntry, submission: Submission, notebook: str) -> Path:
    return autograded.place(root, entry.name, submission.student) / f"{notebook}.ipynb"


def _notes(root: Path, entry: AssignmentEntry, submission: Submission) -> dict[str, Note | None]:
    return {name: read_note(_path(root, entry, submission, name)) for name in entry.notebook_names}


def _is_held(held: Grades, student: str, notes: Mapping[str, Note | None]) -> bool:
    row = held.submissions.get(student)
    return row is not None and all(
        note is not None
        and row.handed_in == note.handed_in
        and all(
            key in row.cells and row.cells[key].auto == score
            for name, score in note.scores.items()
            if (key := held.key(name, notebook)) in held.points
        )
        for notebook, note in notes.items()
    )


def _may_cost(held: Grades, student: str, due: float | None) -> bool:
    """Tell whether a late penalty is taken, or may have to be."""
    row = held.submissions[student]
    late = due is not None and row.handed_in is not None and _as_utc(row.handed_in) > due
    return late or row.penalty != 0


def _as_utc(moment: datetime) -> float:
    return (moment - datetime(1970, 1, 1)).total_seconds()  # noqa: DTZ001 - as the gradebook keeps it


def _record(path: Path, student: str, note: Note | None, entry: AssignmentEntry) -> Record:
    from nbformat import from_dict

    from autograder.gradebook.write import Record
    from autograder.grading.submission import unanswered

    notebook = from_dict(json.loads(path.read_bytes()))
    for cell in notebook.cells:
        cell.source = "".join(cell.source)
    scores = note.scores if note else {}
    empty = unanswered(notebook)
    if entry.is_ordinary:
        empty = empty if unreadable_reason(notebook) is None else frozenset()
        found = {**dict.fromkeys(empty, 0.0), **scores}
    else:
        found = {TEST_PREFIX + name: score for name, score in scores.items()}
    return Record(
        student=student,
        timestamp=note.handed_in if note else None,
        scores=found,
        unanswered=empty,
        again=True,
    )
