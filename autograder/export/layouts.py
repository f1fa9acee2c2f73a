"""The forms in which learning management systems import grades.

Canvas, as its gradebook's importer reads it
(https://github.com/instructure/canvas-lms/blob/master/lib/gradebook_importer.rb):
the first columns are `Student` (or `LastName` and `FirstName`), `ID`, then `SIS User ID`, `SIS Login ID`,
`Integration ID` and `Root Account` as far as there are any, and `Section` last; then a column an assignment,
`Title (id)`. A title that Canvas does not know makes a new assignment. The row `Points Possible` would change an
assignment's points, so it is kept as Canvas exported it. Students are found by ID, then SIS User ID, then SIS
Login ID, then by name. An empty cell takes an existing grade away, and a number takes an `EX` (excused) away.

Moodle's gradebook (https://docs.moodle.org/en/Grade_import and grade/import/csv/classes/load_data.php): any
columns, which are mapped by hand in Moodle: one that identifies the student (username, ID number or email address,
letter by letter), and one an assignment. A single unknown student ends the import. `-` means no grade; an empty
cell in a column that becomes a new grade item would be stored as one.

Moodle's offline grading worksheet (mod/assign/feedback/offline/importgradeslib.php): the file that Moodle
gave, of one assignment. `Identifier`, `Grade` and `Last modified (grade)` are needed; an empty grade is skipped,
and so is one above the assignment's maximum. Columns with comments are left out, so that none is overwritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from autograder.common.errors import AutograderError
from autograder.common.text import printable
from autograder.course.settings import AssignmentEntry
from autograder.export.roster import Matched, Roster, match
from autograder.gradebook.read import Grades, Student

NAMED = 20
Format = Literal["canvas", "moodle"]

CANVAS = (
    "Student",
    "LastName",
    "FirstName",
    "ID",
    "SIS User ID",
    "SIS Login ID",
    "Integration ID",
    "Root Account",
    "Section",
)
MOODLE = ("Username", "First name", "Last name", "Surname", "ID number", "Email address")
WORKSHEET = (
    "Identifier",
    "Full name",
    "Username",
    "ID number",
    "Email address",
    "Maximum Grade",
    "Grade can be changed",
    "Last modified (grade)",
)
# Columns by which a system finds a student; they are written letter by letter, or not at all.
IDENTIFYING = frozenset(
    {"ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Username", "ID number"}
    | {"Email address", "Identifier"}
)
# How each system decorates a title.
TITLES: Mapping[Format, re.Pattern[str]] = {
    "canvas": re.compile(r"(.+?)(?:\s*\(\d+\))?"),
    "moodle": re.compile(r"(?:\w+: )?(.+?)(?: \(Real\))?"),
}


@dataclass(frozen=True, kw_only=True)
class Person:
    """One row.

    Attributes:
        cells: What says whose it is, as long as the layout's columns.
        student: The course's id; None where nobody with this row is known to the course.
        label: A name for messages.
        before: What stands in each assignment's cell already.
    """

    cells: tuple[str, ...]
    student: str | None
    label: str
    before: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A table to be filled with grades.

    Attributes:
        columns: The columns that say whose a row is.
        headings: One an assignment.
        people: The rows.
        points: What each assignment is worth over there; None where nothing says so.
        points_row: Whether these points are a row of their own.
        no_grade: What a cell without a grade holds.
        new: Headings that the system does not have yet.
        matched_by: The column in which the course's ids were found; empty where there was no roster, or none was.
        notes: What else an instructor should know of the roster.
    """

    columns: tuple[str, ...]
    headings: tuple[str, ...]
    people: tuple[Person, ...]
    points: tuple[str | None, ...]
    points_row: bool
    no_grade: str
    new: tuple[str, ...] = ()
    matched_by: str = ""
    notes: tuple[str, ...] = ()


Assignments = Sequence[tuple[AssignmentEntry, Grades]]


def without_roster(
    form: Format, assignments: Assignments, students: Iterable[Student], *, headings: Mapping[str, str]
) -> Layout:
    """Lay out what nbgrader knows of the students: `lms_user_id` as their ID, the course's id as their login.

    Args:
        form: Which system.
        assignments: What is to be exported.
        students: The rows.
        headings: The columns' names by assignment, where they differ from its title.
    """
    people = []
    for student in students:
        if form == "canvas":
            name = ", ".join(part for part in (student.last_name, student.first_name) if part) or student.id
            cells: tuple[str, ...] = (name, student.lms_id, "", student.id, "")
        else:
            cells = (student.id, student.first_name, student.last_name, student.lms_id, student.email)
        people.append(
            Person(cells=cells, student=student.id, label=student.id, before=("",) * len(assignments))
        )
    return Layout(
        columns=("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
        if form == "canvas"
        else ("Username", "First name", "Last name", "ID number", "Email address"),
        headings=tuple(headings.get(entry.name, entry.title) for entry, _ in assignments),
        people=tuple(people),
        points=tuple(None for _ in assignments),
        points_row=form == "canvas",
        no_grade="" if form == "canvas" else "-",
    )


def with_roster(
    form: Format,
    assignments: Assignments,
    roster: Roster,
    students: Iterable[Student],
    *,
    id_column: str | None,
    headings: Mapping[str, str],
) -> Layout:
    """Lay out a roster as its system wants it back.

    Args:
        form: Which system.
        assignments: What is to be exported.
        roster: What the system, or nbgrader, exported.
        students: Those who are to be found in it.
        id_column: Where their ids stand; found out where None.
        headings: The columns' names by assignment, where they differ from what the course calls it.

    Raises:
        AutograderError: The roster is of another kind, or its rows cannot be told apart.
    """
    canvas = roster.has("ID", "Section") and (roster.has("Student") or roster.has("LastName", "FirstName"))
    if form == "canvas" and not canvas:
        if roster.has("id"):
            return without_roster(form, assignments, list_of_students(roster), headings=headings)
        raise AutograderError(
            f"{roster.path}: is no gradebook from Canvas (columns `Student`, `ID`, …, `Section`), and has no column `id`\n"
            "hint: in Canvas, open Grades and choose Export > Export Entire Gradebook"
        )
    if form == "moodle" and canvas:
        raise AutograderError(f"{roster.path}: comes from Canvas\nhint: use `--format canvas`")
    worksheet = form == "moodle" and roster.has("Identifier", "Grade")
    if worksheet and not roster.has("Last modified (grade)"):
        raise AutograderError(
            f"{roster.path}: the worksheet lacks its column `Last modified (grade)`, without which Moodle refuses it; "
            "download it again"
        )
    if worksheet and len(assignments) > 1:
        raise AutograderError(
            f"{roster.path}: is the worksheet of one assignment; name the one that is to be exported"
        )
    if form == "moodle" and not worksheet and roster.has("id", "first_name"):
        return without_roster(form, assignments, list_of_students(roster), headings=headings)
    matched = match(roster, students, id_column)
    return _filled(form, assignments, roster, matched, headings, worksheet=worksheet)


def _filled(
    form: Format,
    assignments: Assignments,
    roster: Roster,
    matched: Matched,
    headings: Mapping[str, str],
    *,
    worksheet: bool,
) -> Layout:
    matched_by = matched.column
    kept = CANVAS if form == "canvas" else WORKSHEET if worksheet else MOODLE
    columns = [name for name in roster.header if name in kept or name.casefold() == matched_by.casefold()]
    if worksheet:
        places: list[int | None] = [roster.column("Grade")]
    else:
        places = [_place(form, roster, entry, headings.get(entry.name)) for entry, _ in assignments]
    titles = [
        headings.get(entry.name, entry.title) if place is None else roster.header[place]
        for (entry, _), place in zip(assignments, places, strict=True)
    ]
    owners = {row: student for student, rows in matched.rows.items() for row in rows}
    people = []
    for number, row in enumerate(roster.rows):
        people.append(
            Person(
                cells=tuple(roster.cell(number, name) for name in columns),
                student=owners.get(number),
                label=_label(roster, number, matched_by),
                before=tuple("" if place is None else row[place].strip() for place in places),
            )
        )
    if worksheet:
        points = [next((roster.cell(i, "Maximum Grade") for i in range(len(roster.rows))), "") or None]
    else:
        points = [
            roster.points[place].strip() if roster.points and place is not None else None for place in places
        ]
    return Layout(
        columns=tuple(columns),
        headings=tuple(titles),
        people=tuple(people),
        points=tuple(points),
        points_row=form == "canvas",
        no_grade="-" if form == "moodle" and not worksheet else "",
        new=tuple(title for title, place in zip(titles, places, strict=True) if place is None),
        matched_by=matched_by,
        notes=tuple(filter(None, (roster.note, found_otherwise(matched.otherwise)))),
    )


def list_of_students(roster: Roster) -> list[Student]:
    """Read a list as `nbgrader db student import` takes it."""
    return [
        Student(
            id=roster.cell(i, "id"),
            first_name=roster.cell(i, "first_name"),
            last_name=roster.cell(i, "last_name"),
            email=roster.cell(i, "email"),
            lms_id=roster.cell(i, "lms_user_id"),
        )
        for i in range(len(roster.rows))
    ]


def _place(form: Format, roster: Roster, entry: AssignmentEntry, heading: str | None) -> int | None:
    """Find an assignment's column: the one that was named, or the one with its title or name."""
    if heading is not None:
        return roster.column(heading)
    wanted = {entry.name.casefold(), entry.title.casefold()}
    titles = [TITLES[form].fullmatch(name) for name in roster.header]
    found = [i for i, title in enumerate(titles) if title and title[1].casefold() in wanted]
    if len(found) > 1:
        names = " and ".join(f"`{roster.header[i]}`" for i in found[:2])
        raise AutograderError(
            f"{roster.path}: {names} could both be `{entry.name}`\nhint: name one with `--column {entry.name}=NAME`"
        )
    return found[0] if found else None


def found_otherwise(students: Sequence[str]) -> str:
    """Name those whose row was found by what the gradebook knows besides their id."""
    more = f" and {len(students) - NAMED} more" if len(students) > NAMED else ""
    listed = ", ".join(printable(each) for each in students[:NAMED])
    return f"found by the address or `lms_user_id` in the gradebook: {listed}{more}" if students else ""


def _label(roster: Roster, row: int, matched_by: str) -> str:
    names = (("Student",), ("FirstName", "LastName"), ("Full name",), ("First name", "Last name"))
    for parts in names:
        name = " ".join(text for part in parts if (text := roster.cell(row, part)))
        if name:
            return name
    return roster.cell(row, matched_by)
