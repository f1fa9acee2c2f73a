"""Recording grades in nbgrader's gradebook: the rows that nbgrader writes one by one, for many students at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from autograder.source import TEST_PREFIX
from autograder.verdict import Verdict

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@dataclass(frozen=True, kw_only=True)
class Record:
    """What the gradebook is to hold of one graded submission.

    Attributes:
        student: The student's id.
        timestamp: When it was handed in, as UTC without a zone; None where nobody noted it.
        scores: Points by test cell; None where a human has to grade. Other graded cells always wait for one.
        unanswered: Solution cells that are as they were released.
    """

    student: str
    timestamp: datetime | None
    scores: Mapping[str, float | None]
    unanswered: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class _Notebook:
    """A released notebook's row, its cells' names by row (what is graded, what is commented on), and which are tasks."""

    row: str
    graded: dict[str, str]
    commented: dict[str, str]
    tasks: frozenset[str]


def scores_of(verdicts: tuple[Verdict, ...]) -> dict[str, float | None]:
    return {
        TEST_PREFIX + verdict.exercise: None if verdict.outcome == "ungraded" else verdict.score
        for verdict in verdicts
    }


class Recorder:
    """Writes the grades of one assignment; manual grades, comments and extra credit stay.

    Args:
        gradebook: An open gradebook.
        assignment: The assignment's name.
        notebook: The name of the notebook that is graded.
        late: nbgrader's `AssignLatePenalties`, with its plugin.

    Raises:
        nbgrader.api.MissingEntry: The gradebook does not know the assignment or the notebook.
    """

    def __init__(self, gradebook: Gradebook, assignment: str, notebook: str, late: Any) -> None:
        from nbgrader.api import MissingEntry

        self._session = gradebook.db
        self._late = late
        released = gradebook.find_assignment(assignment)
        self._assignment = released.id
        self._due = released.duedate
        notebooks = {each.name: _notebook(each) for each in released.notebooks}
        if notebook not in notebooks:
            raise MissingEntry(f"no such notebook: {assignment}/{notebook}")
        self._notebooks = tuple(notebooks.values())
        self._graded = notebooks[notebook]

    def record(self, entries: Sequence[Record]) -> None:
        """Write some students' grades in one transaction."""
        from nbgrader.api import SubmittedAssignment, SubmittedNotebook
        from sqlalchemy import bindparam, select, update

        submissions, handed_in = SubmittedAssignment.__table__, SubmittedNotebook.__table__
        by_student = {entry.student: entry for entry in entries}
        self._add_missing(list(by_student))
        moments = [{"its_student": entry.student, "moment": entry.timestamp} for entry in entries]
        ours = submissions.c.assignment_id == self._assignment
        self._execute(
            update(submissions)
            .where(ours, submissions.c.student_id == bindparam("its_student"))
            .values(timestamp=bindparam("moment")),
            moments,
        )
        rows = self._session.execute(
            select(handed_in.c.id, submissions.c.student_id, submissions.c.timestamp, submissions.c.extension)
            .join(submissions, handed_in.c.assignment_id == submissions.c.id)
            .where(
                ours, submissions.c.student_id.in_(by_student), handed_in.c.notebook_id == self._graded.row
            )
        ).all()
        self._write_scores({row.id: by_student[row.student_id] for row in rows})
        self._execute(
            update(handed_in).where(handed_in.c.id == bindparam("row")).values(late_submission_penalty=None),
            [{"row": row.id} for row in rows],
        )
        if self._due is not None:
            self._write_penalties(
                row.id
                for row in rows
                if row.timestamp is not None and row.timestamp > self._due + (row.extension or timedelta())
            )
        self._session.commit()
        self._session.expunge_all()  # or memory would grow with the class

    def _add_missing(self, students: list[str]) -> None:
        """Add students and submissions that are not there yet, with a row for each grade and each comment."""
        from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook
        from sqlalchemy import insert, select

        ask_known = select(Student.id).where(Student.id.in_(students))
        ask_there = select(SubmittedAssignment.student_id).where(
            SubmittedAssignment.assignment_id == self._assignment,
            SubmittedAssignment.student_id.in_(students),
        )
        known, there = (set(self._session.execute(ask).scalars()) for ask in (ask_known, ask_there))
        new = [
            {"id": uuid4().hex, "assignment_id": self._assignment, "student_id": student}
            for student in students
            if student not in there
        ]
        rows: dict[Any, list[dict[str, Any]]] = {
            Student: [{"id": student} for student in students if student not in known],
            SubmittedAssignment: new,
            SubmittedNotebook: [],
            Grade: [],
            Comment: [],
        }
        for notebook in self._notebooks:
            for submission in new:
                place = uuid4().hex
                rows[SubmittedNotebook].append(
                    {"id": place, "notebook_id": notebook.row, "assignment_id": submission["id"]}
                )
                for table, cells in ((Grade, notebook.graded), (Comment, notebook.commented)):
                    rows[table] += [
                        {"id": uuid4().hex, "cell_id": cell, "notebook_id": place} for cell in cells
                    ]
        for table, values in rows.items():
            self._execute(insert(table.__table__), values)

    def _write_scores(self, entries: Mapping[str, Record]) -> None:
        """Write scores and comments, given by submitted notebook."""
        from nbgrader.api import Comment, Grade
        from sqlalchemy import bindparam, select, update

        grades, comments = Grade.__table__, Comment.__table__
        scores, words = [], []
        names = self._graded.graded
        for row in self._session.execute(
            select(grades.c.id, grades.c.cell_id, grades.c.notebook_id, grades.c.manual_score).where(
                grades.c.cell_id.in_(names), grades.c.notebook_id.in_(entries)
            )
        ):
            if names[row.cell_id] not in self._graded.tasks:
                score = _score(names[row.cell_id], entries[row.notebook_id])
                waits = row.manual_score is not None or score is None
                scores.append({"row": row.id, "score": score, "waits": waits})
        names = self._graded.commented
        for row in self._session.execute(
            select(comments.c.id, comments.c.cell_id, comments.c.notebook_id).where(
                comments.c.cell_id.in_(names), comments.c.notebook_id.in_(entries)
            )
        ):
            unanswered = names[row.cell_id] in entries[row.notebook_id].unanswered
            words.append({"row": row.id, "words": "No response." if unanswered else None})
        own = grades.c.id == bindparam("row")
        self._execute(
            update(grades)
            .where(own)
            .values(auto_score=bindparam("score"), needs_manual_grade=bindparam("waits")),
            scores,
        )
        own = comments.c.id == bindparam("row")
        self._execute(update(comments).where(own).values(auto_comment=bindparam("words")), words)

    def _write_penalties(self, late: Iterable[str]) -> None:
        """Take from late submissions what nbgrader's plugin takes."""
        from nbgrader.api import SubmittedNotebook
        from sqlalchemy import select

        found = self._session.execute(
            select(SubmittedNotebook).where(SubmittedNotebook.id.in_(list(late)))
        ).scalars()
        for submitted in found.all():
            penalty = self._late.plugin_inst.late_submission_penalty(
                submitted.assignment.student_id, submitted.score, submitted.assignment.total_seconds_late
            )
            if penalty is not None:
                submitted.late_submission_penalty = self._late._check_late_penalty(submitted, penalty)

    def _execute(self, statement: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._session.execute(statement, rows)


def _score(cell: str, entry: Record) -> float | None:
    """Give a cell's points: an answer that a human grades gets 0 where there is none, as nbgrader has it."""
    if cell in entry.scores:
        return entry.scores[cell]
    graded = any(score is not None for score in entry.scores.values())
    return 0.0 if graded and cell in entry.unanswered else None


def _notebook(released: Any) -> _Notebook:
    tasks = list(released.task_cells)
    return _Notebook(
        row=released.id,
        graded={cell.id: cell.name for cell in (*released.grade_cells, *tasks)},
        commented={cell.id: cell.name for cell in (*released.solution_cells, *tasks)},
        tasks=frozenset(cell.name for cell in tasks),
    )
