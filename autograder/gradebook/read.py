"""A class's grades, as they stand in nbgrader's gradebook: points, grades by hand, extra credit, lateness.

They are read from the tables themselves: importing nbgrader takes seconds, and its objects one query each.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import itemgetter
from pathlib import Path

from autograder.course.cells import TEST_PREFIX
from autograder.course.settings import AssignmentEntry, Course
from autograder.gradebook.connection import Reader, connected


@dataclass(frozen=True, kw_only=True)
class Student:
    """A student whom the gradebook knows; all but the id may be empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, kw_only=True)
class CellGrade:
    """The grade of one cell; a grade by hand takes the place of the automatic one."""

    auto: float | None
    manual: float | None
    extra: float

    @property
    def score(self) -> float | None:
        """The points without extra credit; None where a human has to give them."""
        return self.auto if self.manual is None else self.manual


@dataclass(frozen=True, kw_only=True)
class GradedSubmission:
    """One student's graded work.

    Attributes:
        student: Whose it is.
        handed_in: When it was handed in, as UTC without a zone; None where nobody noted it.
        seconds_late: How long after the due date, with the student's extension.
        penalty: Points taken off for that.
        cells: The grades by the name of what is graded.
    """

    student: Student
    handed_in: datetime | None
    seconds_late: float
    penalty: float
    cells: Mapping[str, CellGrade]

    @property
    def waiting(self) -> tuple[str, ...]:
        """What a human has still to grade."""
        return tuple(name for name, grade in self.cells.items() if grade.score is None)

    @property
    def raw_score(self) -> float:
        """The points before the penalty, with extra credit; what waits counts nothing, as in nbgrader."""
        return math.fsum((grade.score or 0.0) + _extra(grade) for grade in self.cells.values())

    @property
    def score(self) -> float | None:
        """The points that count, as nbgrader exports them; None while something waits for a human."""
        return None if self.waiting else round(max(0.0, self.raw_score - self.penalty), 9)


@dataclass(frozen=True, kw_only=True)
class Comment:
    """What stands below an answer: the words of a human, or of nbgrader where there is no answer."""

    text: str
    by_hand: bool


def _extra(grade: CellGrade) -> float:
    return 0.0 if grade.score is None else grade.extra


@dataclass(frozen=True, kw_only=True)
class Grades:
    """What the gradebook says about one assignment.

    Attributes:
        due: When it is due, as UTC without a zone.
        points: What each graded cell is worth, by its name: that of the function, where it is a function's test.
        students: Everybody whom the gradebook knows, by id; or the one whose grades were asked for.
        submissions: Who handed in and was graded, by id.
    """

    due: datetime | None = None
    points: Mapping[str, float] = field(default_factory=dict)
    students: Mapping[str, Student] = field(default_factory=dict)
    submissions: Mapping[str, GradedSubmission] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return math.fsum(self.points.values())

    def key(self, name: str, notebook: str) -> str:
        """Give what a cell of a notebook is called here, where several may have cells of one name."""
        several = f"{notebook}/{name}"
        return several if several in self.points else name


def read_grades(
    root: Path,
    course: Course,
    entry: AssignmentEntry,
    student: str | None = None,
    *,
    notebook: str | None = None,
) -> Grades:
    """Read an assignment's grades; where there is no gradebook yet, there are none.

    Args:
        root: The course's folder.
        course: Its settings.
        entry: The assignment.
        student: Whose submission; None for everybody's.
        notebook: Which notebook of it; None for all.

    Raises:
        AutograderError: The gradebook cannot be read.
    """
    with connected(course.gradebook_url(root)) as reader:
        if reader is None:
            return Grades()
        students = {each.id: each for each in _students(reader, student)}
        cells = _cells(reader, entry, notebook)
        return Grades(
            due=_due(reader, entry.name),
            points=dict(cells.values()),
            students=students,
            submissions=_submissions(reader, entry.name, students, cells, student, notebook=notebook),
        )


def read_comments(
    root: Path,
    course: Course,
    entry: AssignmentEntry,
    student: str | None = None,
    *,
    notebook: str | None = None,
) -> Mapping[str, Mapping[str, Comment]]:
    """Read what is said about answers, by student and cell; the arguments are those of `read_grades`.

    Raises:
        AutograderError: The gradebook cannot be read.
    """
    question = f"""
        SELECT submitted_assignment.student_id, notebook.name, base_cell.name, comment.manual_comment, comment.auto_comment
        {_HANDED_IN}
        JOIN comment ON comment.cell_id = base_cell.id AND comment.notebook_id = submitted_notebook.id
        WHERE assignment.name = :name{_of(student)}
    """
    found: dict[str, dict[str, Comment]] = defaultdict(dict)
    with connected(course.gradebook_url(root)) as reader:
        rows = reader.rows(question, {"name": entry.name, **_named(student)}) if reader else ()
        for whose, its, cell, manual, auto in sorted(rows, key=lambda row: row[2]):
            if notebook in (None, its) and (manual or auto):
                found[whose][cell] = Comment(text=manual or auto, by_hand=bool(manual))
    return found


# From an assignment down to what was handed in, along the keys that nbgrader's tables have: one student's rows are found
# without reading everybody's.
_HANDED_IN = """
        FROM assignment
        JOIN notebook ON notebook.assignment_id = assignment.id
        JOIN base_cell ON base_cell.notebook_id = notebook.id
        JOIN submitted_assignment ON submitted_assignment.assignment_id = assignment.id
        JOIN submitted_notebook ON submitted_notebook.notebook_id = notebook.id
            AND submitted_notebook.assignment_id = submitted_assignment.id
"""


def _of(student: str | None) -> str:
    return "" if student is None else " AND submitted_assignment.student_id = :student"


def _named(student: str | None) -> dict[str, str]:
    return {} if student is None else {"student": student}


def _students(reader: Reader, student: str | None = None) -> Iterator[Student]:
    question = "SELECT id, first_name, last_name, email, lms_user_id FROM student"
    one = "" if student is None else " WHERE id = :student"
    found = reader.rows(question + one, _named(student))
    # Sorted here: each database has an order of its own.
    for id_, first, last, email, lms in sorted(found, key=itemgetter(0)):
        yield Student(
            id=id_, first_name=first or "", last_name=last or "", email=email or "", lms_id=lms or ""
        )


def _due(reader: Reader, assignment: str) -> datetime | None:
    question = "SELECT duedate FROM assignment WHERE name = :name"
    found = reader.rows(question, {"name": assignment}, {"duedate": "moment"})
    due: datetime | None = found[0][0] if found else None
    return due


def _cells(reader: Reader, entry: AssignmentEntry, only: str | None) -> dict[str, tuple[str, float]]:
    """Give name and points of each graded cell by the cell's key."""
    question = """
        SELECT base_cell.id, notebook.name, base_cell.name,
               coalesce(grade_cells.max_score, task_cells.max_score)
        FROM base_cell
        JOIN notebook ON notebook.id = base_cell.notebook_id
        JOIN assignment ON assignment.id = notebook.assignment_id
        LEFT JOIN grade_cells ON grade_cells.id = base_cell.id
        LEFT JOIN task_cells ON task_cells.id = base_cell.id
        WHERE assignment.name = :name AND base_cell.type IN ('GradeCell', 'TaskCell')
    """
    rows = [row for row in reader.rows(question, {"name": entry.name}) if only is None or row[1] == only]
    times = Counter(name for _, _, name, _ in rows)
    prefix = "" if entry.is_ordinary else TEST_PREFIX
    return {
        key: (name.removeprefix(prefix) if times[name] == 1 else f"{notebook}/{name}", float(points))
        for key, notebook, name, points in rows
    }


def _submissions(
    reader: Reader,
    assignment: str,
    students: Mapping[str, Student],
    cells: Mapping[str, tuple[str, float]],
    student: str | None,
    *,
    notebook: str | None,
) -> dict[str, GradedSubmission]:
    named = {"name": assignment, **_named(student), **({"notebook": notebook} if notebook else {})}
    one = " AND notebook.name = :notebook" if notebook else ""
    grades: dict[str, dict[str, CellGrade]] = defaultdict(dict)
    scores = f"""
        SELECT submitted_notebook.assignment_id, grade.cell_id,
               grade.auto_score, grade.manual_score, grade.extra_credit
        {_HANDED_IN}
        JOIN grade ON grade.cell_id = base_cell.id AND grade.notebook_id = submitted_notebook.id
        WHERE assignment.name = :name{_of(student)}
    """  # of all notebooks: where one is named here, SQLite goes through everybody's grades
    for key, cell, auto, manual, extra in reader.rows(scores, named):
        if cell in cells:
            grades[key][cells[cell][0]] = CellGrade(auto=auto, manual=manual, extra=extra or 0.0)
    words = f"""
        SELECT submitted_assignment.id, submitted_assignment.student_id, submitted_assignment.timestamp,
               submitted_assignment.extension, assignment.duedate,
               (SELECT sum(late_submission_penalty) FROM notebook
                CROSS JOIN submitted_notebook  -- or SQLite would begin with everybody's
                WHERE notebook.assignment_id = assignment.id AND submitted_notebook.notebook_id = notebook.id{one}
                    AND submitted_notebook.assignment_id = submitted_assignment.id)
        FROM assignment
        JOIN submitted_assignment ON submitted_assignment.assignment_id = assignment.id
        WHERE assignment.name = :name{_of(student)}
    """  # noqa: S608 - they are ours
    found = {}
    rows = reader.rows(words, named, {"timestamp": "moment", "extension": "span", "duedate": "moment"})
    for key, whose, moment, extension, due, penalty in sorted(rows, key=itemgetter(1)):
        late = 0.0
        if moment is not None and due is not None:
            late = (moment - due - (extension or timedelta())).total_seconds()
        found[whose] = GradedSubmission(
            student=students.get(whose) or Student(id=whose),
            handed_in=moment,
            seconds_late=max(0.0, late),
            penalty=float(penalty or 0.0),
            cells=grades[key],
        )
    return found
