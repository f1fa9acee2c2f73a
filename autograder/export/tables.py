"""Tables of grades: plain, and filled into the layout of a learning management system. Pure: no files, no clock.

Grades are what nbgrader's gradebook holds, late penalties taken off. Where there is none, because nothing was
handed in or a human has still to grade, the cell stays as the system has it, mostly empty, and the student is named.

What a spreadsheet takes for a formula (https://owasp.org/www-community/attacks/CSV_Injection) is not written:
a name that begins like one gets an apostrophe in front; an id that does, and by which a system finds the
student, cannot be changed, so that row is left out and named.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.common.text import printable
from autograder.course.settings import AssignmentEntry
from autograder.export.layouts import IDENTIFYING, Layout, Person
from autograder.gradebook.read import Grades, Student
from autograder.notebooks.graded import SENT_UNREADABLE

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
    "status",
)
FORMULA = tuple("=+-@＝＋－＠")
# A sign and then only letters, digits, dots and the like: a number or a name, which calls nothing.
PLAIN_ID = re.compile(r"[+\-@][\w.@-]*")
EXCUSED = "EX"
NAMED = 20


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What is to be written, and what is to be said.

    Attributes:
        text: The CSV.
        grades: How many grades it holds.
        notes: What an instructor should know.
        problems: Who handed in, but has no grade in the file.
    """

    text: str
    grades: int
    notes: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Assigned:
    """An assignment to export: its grades, who handed in and is not graded at all, and who sent what is no notebook."""

    entry: AssignmentEntry
    grades: Grades
    ungraded: frozenset[str] = frozenset()
    unreadable: frozenset[str] = frozenset()

    def score(self, student: str | None) -> float | None:
        submission = self.grades.submissions.get(student or "")
        return submission.score if submission else None

    def absent(self, student: str | None) -> bool:
        return student not in self.grades.submissions and student not in self.ungraded

    def status(self, student: str) -> str:
        if self.absent(student):
            return "not handed in"
        if self.score(student) is not None:
            return "graded"
        if student in self.unreadable:
            return SENT_UNREADABLE
        return "not graded" if student in self.ungraded else "waiting for a human"

    @property
    def handed_in(self) -> set[str]:
        return set(self.grades.submissions) | self.ungraded


def plain(assigned: Sequence[Assigned], *, missing_as_zero: bool) -> Exported:
    """Write a row a student and assignment, with the columns of nbgrader's own export and a status."""
    rows: list[Sequence[str]] = [COLUMNS]
    grades, absent = 0, []
    for one in assigned:
        known = one.grades.students
        for id_ in sorted(set(known) | one.ungraded):
            score = 0.0 if missing_as_zero and one.absent(id_) else one.score(id_)
            grades += score is not None
            rows.append(_plain_row(one, known.get(id_) or Student(id=id_), score))
        everybody = [id_ for id_ in known if one.absent(id_)]
        absent += _named(f"{one.entry.name}: not handed in", everybody)
    return Exported(text=_csv(rows), grades=grades, notes=tuple(absent), problems=tuple(_waiting(assigned)))


def _plain_row(one: Assigned, student: Student, score: float | None) -> list[str]:
    submission = one.grades.submissions.get(student.id)
    moment = submission.handed_in if submission else None
    graded = submission if submission and submission.score is not None else None
    return [
        one.entry.name,
        str(one.grades.due or ""),
        str(moment or ""),
        harmless(student.id),
        harmless(student.last_name),
        harmless(student.first_name),
        harmless(student.email),
        f"{graded.raw_score:.10g}" if graded else "",
        f"{graded.penalty:.10g}" if graded else "",
        "" if score is None else f"{score:.10g}",
        f"{one.grades.total:.10g}",
        one.status(student.id),
    ]


def fill(assigned: Sequence[Assigned], layout: Layout, *, missing_as_zero: bool) -> Exported:
    """Write a learning management system's table with the grades in it."""
    notes, problems = [], _waiting(assigned)
    rows: list[Sequence[str]] = [(*layout.columns, *layout.headings)]
    if layout.points_row:
        blank = ("",) * (len(layout.columns) - 1)
        points = [
            there or _number(one.grades.total) for there, one in zip(layout.points, assigned, strict=True)
        ]
        rows.append(("    Points Possible", *blank, *points))
    grades, excused, refused = 0, [], {}
    written = []
    for person in layout.people:
        if not _may_be_written(layout, person):
            refused[person.student] = person.label
            continue
        written.append(person)
        cells = [
            text if _identifies(layout, name) else harmless(text)
            for name, text in zip(layout.columns, person.cells, strict=True)
        ]
        for i, one in enumerate(assigned):
            cell = _cell(one, person, i, layout, missing_as_zero=missing_as_zero)
            if layout.points_row and person.before[i].upper() == EXCUSED:
                cell = person.before[i]
                excused.append(person.label)
            elif person.student is not None and one.score(person.student) is not None:
                grades += 1
            cells.append(cell)
        rows.append(cells)
    listed = {person.student for person in written}
    unlisted = sorted({id_ for one in assigned for id_ in one.handed_in} - listed)
    problems += _named("left out, because the id looks like a formula", list(refused.values()))
    problems += _named("handed in, but not in the roster", [id_ for id_ in unlisted if id_ not in refused])
    notes += _named("excused, and left so", excused)
    for one in assigned:
        away = [person.label for person in written if one.absent(person.student)]
        notes += _named(f"{one.entry.name}: not handed in", away)
    return Exported(
        text=_csv(rows),
        grades=grades,
        notes=(*_about_columns(assigned, layout), *notes),
        problems=tuple(problems),
    )


def _cell(one: Assigned, person: Person, i: int, layout: Layout, *, missing_as_zero: bool) -> str:
    score = one.score(person.student)
    if score is not None:
        return _number(score)
    if missing_as_zero and one.absent(person.student):
        return "0"
    return harmless(person.before[i]) or layout.no_grade


def _may_be_written(layout: Layout, person: Person) -> bool:
    return all(
        not text or (text.isprintable() and (not text.startswith(FORMULA) or PLAIN_ID.fullmatch(text)))
        for name, text in zip(layout.columns, person.cells, strict=True)
        if _identifies(layout, name)
    )


def _identifies(layout: Layout, column: str) -> bool:
    return column in IDENTIFYING or column == layout.matched_by


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula; a sign alone is none."""
    text = printable(" ".join(text.split()))
    return f"'{text}" if len(text) > 1 and text.startswith(FORMULA) else text


def _about_columns(assigned: Sequence[Assigned], layout: Layout) -> list[str]:
    notes = [*layout.notes]
    if layout.matched_by:
        notes.append(f"the course's student ids were found in the column `{layout.matched_by}`")
    notes += [
        f"the roster has no column for `{title}`: it comes as a new one; name another with `--column ASSIGNMENT=NAME`"
        for title in layout.new
    ]
    for one, there in zip(assigned, layout.points, strict=True):
        here = _number(one.grades.total)
        if there is not None and _as_number(there) != _as_number(here):
            notes.append(
                f"{one.entry.name}: {there} points over there, {here} in the gradebook; the grades are written as they are"
            )
    return notes


def _waiting(assigned: Iterable[Assigned]) -> list[str]:
    lines = []
    for one in assigned:
        waiting = [id_ for id_, each in one.grades.submissions.items() if each.score is None]
        read = [id_ for id_ in waiting if id_ not in one.unreadable]
        lines += _named(f"{one.entry.name}: waiting for a human, no grade written", read)
        lines += _named(f"{one.entry.name}: {SENT_UNREADABLE}, no grade written", sorted(one.unreadable))
        lines += _named(f"{one.entry.name}: handed in, not graded yet", sorted(one.ungraded - one.unreadable))
    return lines


def _named(title: str, names: Sequence[str]) -> list[str]:
    if not names:
        return []
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return [f"{title}: {', '.join(printable(name) for name in names[:NAMED])}{more}"]


def _number(value: float) -> str:
    """Write points with two decimals at most, as Canvas and Moodle keep them."""
    return f"{round(value, 2):.10g}"


def _as_number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _csv(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
