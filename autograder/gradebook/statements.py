"""What recording grades says to nbgrader's tables: each statement is made once, which takes longer than to execute it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Statements:
    """Questions and changes, with names for what differs each time.

    Attributes:
        known: Which of `students` the gradebook knows, and who of them has handed in (`assignment`).
        handed_in: Their submissions of a `notebook`, with what lateness depends on.
        grades: The grades of `cells` in submitted `notebooks`.
        comments: The comments on them.
        add: What adds rows, by table.
        moment: Says when `whose` was handed in.
        score: Changes the points of a `row`.
        words: Changes what stands in a `row` of the comments.
        penalty: Changes what is taken off a `row` for lateness.
    """

    known: Any
    handed_in: Any
    grades: Any
    comments: Any
    add: dict[Any, Any]
    moment: Any
    score: Any
    words: Any
    penalty: Any


@functools.cache
def statements() -> Statements:
    """Make them all."""
    from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook
    from sqlalchemy import BindParameter, and_, bindparam, insert, select, update

    everybody, submissions = Student.__table__, SubmittedAssignment.__table__
    notebooks, grades, comments = SubmittedNotebook.__table__, Grade.__table__, Comment.__table__
    assignment = submissions.c.assignment_id == bindparam("assignment")
    students: BindParameter[Any] = bindparam("students", expanding=True)
    cells: BindParameter[Any] = bindparam("cells", expanding=True)
    handed_in: BindParameter[Any] = bindparam("notebooks", expanding=True)
    return Statements(
        known=select(everybody.c.id, submissions.c.id.label("submission"))
        .select_from(
            everybody.outerjoin(submissions, and_(submissions.c.student_id == everybody.c.id, assignment))
        )
        .where(everybody.c.id.in_(students)),
        handed_in=select(
            *(notebooks.c.id, notebooks.c.late_submission_penalty),
            *(submissions.c.student_id, submissions.c.timestamp, submissions.c.extension),
        )
        .join(submissions, notebooks.c.assignment_id == submissions.c.id)
        .where(
            assignment,
            submissions.c.student_id.in_(students),
            notebooks.c.notebook_id == bindparam("notebook"),
        ),
        grades=select(
            *(grades.c.id, grades.c.cell_id, grades.c.notebook_id),
            *(grades.c.auto_score, grades.c.manual_score),
        ).where(grades.c.cell_id.in_(cells), grades.c.notebook_id.in_(handed_in)),
        comments=select(comments.c.id, comments.c.cell_id, comments.c.notebook_id).where(
            comments.c.cell_id.in_(cells), comments.c.notebook_id.in_(handed_in)
        ),
        add={table: insert(table) for table in (everybody, submissions, notebooks, grades, comments)},
        moment=update(submissions)
        .where(assignment, submissions.c.student_id == bindparam("whose"))
        .values(timestamp=bindparam("moment")),
        score=update(grades)
        .where(grades.c.id == bindparam("row"))
        .values(auto_score=bindparam("score"), needs_manual_grade=bindparam("waits")),
        words=update(comments)
        .where(comments.c.id == bindparam("row"))
        .values(auto_comment=bindparam("words")),
        penalty=update(notebooks)
        .where(notebooks.c.id == bindparam("row"))
        .values(late_submission_penalty=bindparam("penalty")),
    )
