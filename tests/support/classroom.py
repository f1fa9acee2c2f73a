"""A class that is graded already, without running anything: rows and notebooks as grading leaves them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from autograder.cli.quiet import quiet_libraries
from autograder.exercise.verdict import Verdict, ungraded
from autograder.gradebook.config import load_config
from autograder.gradebook.write import Record, Recorder, scores_of
from autograder.notebooks import autograded
from autograder.notebooks.graded import MIME_TYPE, verdict_output
from tests.support.course import ASSIGNMENT, Make, Scratch

SUMMED = {"mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"}


if TYPE_CHECKING:
    from nbgrader.api import Gradebook

POINTS = {"predict": 2.0, "mse": 2.0, "gradients": 3.0, "train": 3.0}
NOTEBOOK = "no-loops"
ZERO = '\nget_config().LateSubmissionPlugin.penalty_method = "zero"\n'


def set_due(course: Scratch, moment: str) -> None:
    path = course.root / "course.toml"
    path.write_text(re.sub(r"^due = 2027-01-\S+", f"due = {moment}", path.read_text(), flags=re.MULTILINE))


def teach_alone(course: Scratch, assignment: str) -> None:
    """Leave one assignment in the course."""
    path = course.root / "course.toml"
    text = path.read_text()
    for each in re.findall(r"^\[\[assignments\]\]\n(?:.+\n)+", text, flags=re.MULTILINE):
        if f'name = "{assignment}"\n' not in each:
            text = text.replace(each, "")
    path.write_text(text)
    assert [entry.name for entry in course.course.assignments] == [assignment]


def withdraw(course: Scratch, function: str) -> None:
    """Set the points of a question to 0, in the source."""
    path = course.root / "solutions" / ASSIGNMENT / "no-loops.py"
    text = path.read_text()
    cell = re.search(rf'# %% nbgrader=.*"check_{function}".*', text)
    assert cell is not None
    path.write_text(text.replace(cell[0], re.sub(r'"points": \d+', '"points": 0', cell[0])))


def hand_in(course: Scratch, make: Make, student: str, moment: str, answers: dict[str, str]) -> None:
    path = course.submit(student, make(answers))
    (path.parent / "timestamp.txt").write_text(moment)


def wrong(exercise: str, mistake: str, message: str, score: float = 0.0) -> Verdict:
    return Verdict(
        exercise=exercise,
        outcome="failed",
        score=score,
        points=POINTS[exercise],
        mistake=mistake,
        message=message,
    )


def not_written(exercise: str) -> Verdict:
    return wrong(exercise, "not-written", "Not written yet: the function still raises NotImplementedError.")


def unreadable(reason: str) -> list[Verdict]:
    return [ungraded(name, points, reason) for name, points in POINTS.items()]


@dataclass(frozen=True)
class Classroom:
    """A course with a gradebook that is open, to write a class into it."""

    scratch: Scratch
    gradebook: Gradebook
    late: Any

    def enter(self, student: str, *verdicts: Verdict, handed_in: datetime | None = None) -> None:
        """Record a submission: these verdicts, and all that they do not mention is right."""
        given = {verdict.exercise: verdict for verdict in verdicts}
        every = tuple(
            given.get(name)
            or Verdict(exercise=name, outcome="passed", score=points, points=points, message="All is right.")
            for name, points in POINTS.items()
        )
        (self.scratch.root / "submitted" / student / ASSIGNMENT).mkdir(parents=True)
        entry = Record(student=student, timestamp=handed_in, scores=scores_of(every), unanswered=frozenset())
        Recorder(self.gradebook, ASSIGNMENT, NOTEBOOK, self.late).record([entry])
        place = autograded.place(self.scratch.root, ASSIGNMENT, student)
        autograded.publish(place, {f"{NOTEBOOK}.ipynb": json.dumps(_notebook(every))}, {}, None)

    def introduce(self, student: str, **columns: str) -> None:
        """Tell the gradebook of a student, as an instructor's list does."""
        self.gradebook.update_or_create_student(student, **columns)

    def correct(self, student: str, exercise: str, **columns: float) -> None:
        """Grade one function by hand."""
        grade = self.gradebook.find_grade(f"check_{exercise}", NOTEBOOK, ASSIGNMENT, student)
        for name, value in columns.items():
            setattr(grade, name, value)
        self.gradebook.db.commit()

    def extend(self, student: str, days: int) -> None:
        self.gradebook.grant_extension(ASSIGNMENT, student, days=days)

    def penalize(self, student: str, points: float) -> None:
        notebook = self.gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, student)
        notebook.late_submission_penalty = points
        self.gradebook.db.commit()


@contextmanager
def classroom(scratch: Scratch) -> Iterator[Classroom]:
    from nbgrader.api import Gradebook
    from nbgrader.preprocessors import AssignLatePenalties

    late = AssignLatePenalties(config=load_config(scratch.root))
    late.init_plugin()
    with (
        quiet_libraries(),
        Gradebook(scratch.course.gradebook_url(scratch.root), scratch.course.id) as gradebook,
    ):
        yield Classroom(scratch, gradebook, late)


def _notebook(verdicts: tuple[Verdict, ...]) -> Mapping[str, Any]:
    return {
        "cells": [
            {
                "cell_type": "code",
                "id": verdict.exercise,
                "metadata": {"nbgrader": {"grade": True, "grade_id": f"check_{verdict.exercise}"}},
                "source": f"check({verdict.exercise})",
                "execution_count": None,
                "outputs": [verdict_output(verdict)],
            }
            for verdict in verdicts
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def rows(scratch: Scratch) -> dict[tuple[str, str], object]:
    """Read everything that grading writes into the gradebook."""
    from nbgrader.api import Gradebook

    found: dict[tuple[str, str], object] = {}
    with Gradebook(scratch.course.gradebook_url(scratch.root), scratch.course.id) as gradebook:
        for submission in gradebook.assignment_submissions(ASSIGNMENT):
            student = submission.student.id
            found[student, "timestamp"] = submission.timestamp
            for notebook in submission.notebooks:
                found[student, "late"] = notebook.late_submission_penalty
                for grade in notebook.grades:
                    found[student, f"extra {grade.name}"] = grade.extra_credit
                    found[student, grade.name] = (
                        grade.auto_score,
                        grade.manual_score,
                        grade.needs_manual_grade,
                        grade.max_score,
                    )
                for comment in notebook.comments:
                    found[student, f"comment {comment.name}"] = (comment.auto_comment, comment.manual_comment)
    return found


def graded_folders(scratch: Scratch) -> dict[str, bytes]:
    """Read all that grading puts into `autograded/`, by path."""
    folder = scratch.root / "autograded"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def verdict(scratch: Scratch, student: str, exercise: str) -> dict[str, Any]:
    cells = scratch.autograded(student).cells
    cell = next(
        cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade_id") == f"check_{exercise}"
    )
    assert len(cell.outputs) == 1
    return dict(cell.outputs[0].data[MIME_TYPE])
