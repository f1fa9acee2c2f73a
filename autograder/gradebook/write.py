"""Recording grades in nbgrader's gradebook: the rows that nbgrader writes one by one, for many students at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from autograder.course.cells import cell_of
from autograder.exercise.verdict import Verdict
from autograder.gradebook.statements import statements

MANY = 500  # students that are asked for at once
ATTEMPTS = 5
UNANSWERED = "No response."  # nbgrader's words
DEADLOCK = "40P01"  # PostgreSQL's word for two that wait for each other
More = Callable[[], Mapping[str, timedelta]]

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
        again: Whether these grades were given before: what a human has seen then needs no other look.
    """

    student: str
    timestamp: datetime | None
    scores: Mapping[str, float | None]
    unanswered: frozenset[str]
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class _Notebook:
    """A released notebook's row, its cells' names by row (what is graded, what is commented on), and which are tasks."""

    row: str
    graded: dict[str, str]
    commented: dict[str, str]
    tasks: frozenset[str]


def scores_of(verdicts: tuple[Verdict, ...], unanswered: Iterable[str] = ()) -> dict[str, float | None]:
    """Give the points by cell; a cell that is named as unanswered gets none, whatever else could be graded."""
    return {
        **dict.fromkeys(unanswered, 0.0),
        **{cell_of(each): None if each.outcome == "ungraded" else each.score for each in verdicts},
    }


class Recorder:
    """Writes the grades of one assignment; manual grades, comments and extra credit stay.

    Args:
        gradebook: An open gradebook.
        assignment: The assignment's name.
        notebook: The name of the notebook that is graded.
        late: nbgrader's `AssignLatePenalties`, with its plugin.
        more: Gives the time that students were promised before they handed in, by id.

    Raises:
        nbgrader.api.MissingEntry: The gradebook does not know the assignment or the notebook.
    """

    def __init__(
        self, gradebook: Gradebook, assignment: str, notebook: str, late: Any, more: More = dict
    ) -> None:
        from nbgrader.api import MissingEntry

        self._session, self._say = gradebook.db, statements()
        self._late = late
        self._more = more
        released = gradebook.find_assignment(assignment)
        self._assignment = released.id
        self._due = released.duedate
        notebooks = {each.name: _notebook(each) for each in released.notebooks}
        if notebook not in notebooks:
            raise MissingEntry(f"no such notebook: {assignment}/{notebook}")
        self._notebooks = tuple(notebooks.values())
        self._graded = notebooks[notebook]
        self._session.rollback()  # or what was read here would hold a transaction open until something is written

    def record(self, entries: Sequence[Record]) -> set[str]:
        """Write some students' grades in one transaction, and name those whom the gradebook did not know.

        Another program may have added the same student meanwhile, so that the gradebook does not take ours: then all is
        looked at once more.
        """
        from sqlalchemy.exc import IntegrityError, OperationalError

        entries = sorted(
            entries, key=lambda entry: entry.student
        )  # who writes in one order never waits in a circle
        left = ATTEMPTS
        while True:
            left -= 1
            try:
                return self._record(entries)
            except (IntegrityError, OperationalError) as error:
                self._session.rollback()
                self._session.expunge_all()
                deadlock = getattr(error.orig, "sqlstate", None) == DEADLOCK
                if not left or not (isinstance(error, IntegrityError) or deadlock):
                    raise

    def _record(self, entries: Sequence[Record]) -> set[str]:
        by_student = {entry.student: entry for entry in entries}
        submissions = self._known(list(by_student))
        new = [entry for entry in entries if submissions.get(entry.student) is None]
        self._add(new, unknown=by_student.keys() - submissions.keys())
        before = {student: entry for student, entry in by_student.items() if entry not in new}
        moments = [
            {"assignment": self._assignment, "whose": student, "moment": entry.timestamp}
            for student, entry in before.items()
        ]
        self._execute(self._say.moment, moments)
        rows = self._rows(list(by_student))
        self._write_scores({row.id: before[row.student_id] for row in rows if row.student_id in before})
        self._write_penalties(rows)
        self._finish()
        return by_student.keys() - submissions.keys()

    def penalize(self, students: Sequence[str]) -> list[str]:
        """Work out late penalties anew, in one transaction, and name the students whose is another now."""
        rows = [row for i in range(0, len(students), MANY) for row in self._rows(students[i : i + MANY])]
        changed = self._write_penalties(rows)
        self._finish()
        return changed

    def _finish(self) -> None:
        self._session.commit()
        self._session.expunge_all()  # or memory would grow with the class

    def _rows(self, students: Sequence[str]) -> Sequence[Any]:
        of = {"assignment": self._assignment, "notebook": self._graded.row}
        found: Sequence[Any] = self._ask(self._say.handed_in, students=students, **of).all()
        return found

    def _known(self, students: Sequence[str]) -> Mapping[str, str | None]:
        """Give the row of each student's submission, None where there is none, of those whom the gradebook knows."""
        found = self._ask(self._say.known, students=students, assignment=self._assignment)
        return {row.id: row.submission for row in found}

    def _add(self, entries: Sequence[Record], unknown: AbstractSet[str]) -> None:
        """Add students, and submissions with a row for each grade and each comment."""
        from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook

        more = self._more() if entries else {}
        rows: dict[Any, list[dict[str, Any]]] = {
            Student: [{"id": student} for student in sorted(unknown)],
            SubmittedAssignment: [],
            SubmittedNotebook: [],
            Grade: [],
            Comment: [],
        }
        for entry in entries:
            submission = {
                "id": uuid4().hex,
                "assignment_id": self._assignment,
                "student_id": entry.student,
                "timestamp": entry.timestamp,
                "extension": more.get(entry.student),
            }
            rows[SubmittedAssignment].append(submission)
            for notebook in self._notebooks:
                place = uuid4().hex
                rows[SubmittedNotebook].append(
                    {"id": place, "notebook_id": notebook.row, "assignment_id": submission["id"]}
                )
                of = {"notebook_id": place}
                rows[Grade] += [
                    {**of, "id": uuid4().hex, "cell_id": cell, **self._grade(notebook, name, entry)}
                    for cell, name in notebook.graded.items()
                ]
                rows[Comment] += [
                    {
                        **of,
                        "id": uuid4().hex,
                        "cell_id": cell,
                        "auto_comment": self._comment(notebook, name, entry),
                    }
                    for cell, name in notebook.commented.items()
                ]
        for table, values in rows.items():
            self._execute(self._say.add[table.__table__], values)

    def _grade(self, notebook: _Notebook, cell: str, entry: Record) -> dict[str, Any]:
        is_graded = notebook is self._graded and cell not in notebook.tasks
        score = _score(cell, entry) if is_graded else None
        return {"auto_score": score, "needs_manual_grade": score is None}

    def _comment(self, notebook: _Notebook, cell: str, entry: Record) -> str | None:
        return UNANSWERED if notebook is self._graded and cell in entry.unanswered else None

    def _write_scores(self, entries: Mapping[str, Record]) -> None:
        """Write scores and comments, given by submitted notebook."""
        if not entries:
            return
        scores, words = [], []
        handed_in, names = list(entries), self._graded.graded
        for row in self._ask(self._say.grades, cells=list(names), notebooks=handed_in):
            if names[row.cell_id] not in self._graded.tasks:
                entry = entries[row.notebook_id]
                score = _score(names[row.cell_id], entry)
                if entry.again and score == row.auto_score:
                    continue
                waits = row.manual_score is not None or score is None
                scores.append({"row": row.id, "score": score, "waits": waits})
        names = self._graded.commented
        for row in self._ask(self._say.comments, cells=list(names), notebooks=handed_in):
            comment = self._comment(self._graded, names[row.cell_id], entries[row.notebook_id])
            words.append({"row": row.id, "words": comment})
        self._execute(self._say.score, scores)
        self._execute(self._say.words, words)

    def _write_penalties(self, rows: Sequence[Any]) -> list[str]:
        """Take from late submissions what nbgrader's plugin takes, from others nothing; name whose penalty has changed."""
        wanted = {row.id: self._penalty(row.id) if self._is_late(row) else None for row in rows}
        changed = [row for row in rows if row.late_submission_penalty != wanted[row.id]]
        self._execute(self._say.penalty, [{"row": row.id, "penalty": wanted[row.id]} for row in changed])
        return [
            row.student_id for row in changed if (row.late_submission_penalty or 0) != (wanted[row.id] or 0)
        ]

    def _is_late(self, row: Any) -> bool:
        return (
            self._due is not None
            and row.timestamp is not None
            and row.timestamp > self._due + (row.extension or timedelta())
        )

    def _penalty(self, row: str) -> float | None:
        from nbgrader.api import SubmittedNotebook

        submitted = self._session.get(SubmittedNotebook, row)
        penalty = self._late.plugin_inst.late_submission_penalty(
            submitted.assignment.student_id, submitted.score, submitted.assignment.total_seconds_late
        )
        return None if penalty is None else self._late._check_late_penalty(submitted, penalty)

    def _ask(self, statement: Any, **values: Any) -> Any:
        """Speak to the tables themselves, in the session's transaction: nbgrader's objects take half as long again."""
        return self._session.connection().execute(statement, values)

    def _execute(self, statement: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._session.connection().execute(statement, rows)


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
