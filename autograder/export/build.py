"""Grades out: nbgrader's gradebook as CSV, for a spreadsheet, for Canvas or for Moodle."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from autograder.common.errors import AutograderError, NotFound
from autograder.course.settings import AssignmentEntry, Course
from autograder.export import layouts, roster, tables
from autograder.export.layouts import Layout
from autograder.export.tables import Assigned, Exported
from autograder.gradebook.read import Student, read_grades
from autograder.notebooks import autograded, submitted
from autograder.notebooks.graded import UNREADABLE, Damaged, read_verdicts

Format = Literal["csv", "canvas", "moodle"]


def export(
    root: Path,
    course: Course,
    names: Sequence[str],
    *,
    form: Format,
    class_list: Path | None = None,
    id_column: str | None = None,
    headings: Mapping[str, str] | None = None,
    missing_as_zero: bool = False,
) -> Exported:
    """Make the CSV, and say what is not in it.

    Args:
        root: The course's folder.
        course: The course.
        names: The assignments; all that the gradebook knows, where there is none.
        form: For whom it is.
        class_list: The roster that Canvas, Moodle or nbgrader exported.
        id_column: Where the roster has the course's student ids; found out where None.
        headings: What assignments are called over there, by the course's name.
        missing_as_zero: Whether who handed in nothing gets 0; otherwise no grade.

    Raises:
        NotFound: An assignment is not in the course, or nothing of it is graded.
        AutograderError: The gradebook or the roster cannot be used.
    """
    assigned = _assigned(root, course, names)
    for name in headings or {}:
        course.assignment(name)
    if form == "csv":
        for given, what in ((class_list, "a roster"), (headings, "a column"), (id_column, "a column of ids")):
            if given:
                raise AutograderError(
                    f"{what} is for a system\nhint: add `--format canvas` or `--format moodle`"
                )
        return tables.plain(assigned, missing_as_zero=missing_as_zero)
    layout = _layout(form, assigned, class_list, id_column, headings or {})
    return tables.fill(assigned, layout, missing_as_zero=missing_as_zero)


def _assigned(root: Path, course: Course, names: Sequence[str]) -> list[Assigned]:
    entries: Sequence[AssignmentEntry] = [course.assignment(name) for name in dict.fromkeys(names)]
    found = []
    for entry in entries or course.assignments:
        known = read_grades(root, course, entry)
        if known.points:
            handed_in = submitted.students(root, entry.name, entry.notebook)
            waiting = [id_ for id_, each in known.submissions.items() if each.score is None]
            found.append(
                Assigned(
                    entry=entry,
                    grades=known,
                    ungraded=frozenset(handed_in - set(known.submissions)),
                    unreadable=frozenset(id_ for id_ in waiting if _is_unreadable(root, entry, id_))
                    | (submitted.not_collected(root, entry.name) - set(known.submissions)),
                )
            )
        elif entries:
            raise NotFound(
                f"nothing of `{entry.name}` is graded yet\nhint: run `autograder grade {entry.name}` first"
            )
    if not found:
        raise NotFound("nothing is graded yet\nhint: run `autograder grade ASSIGNMENT` first")
    return found


def _is_unreadable(root: Path, entry: AssignmentEntry, student: str) -> bool:
    for name in entry.notebook_names:
        path = autograded.place(root, entry.name, student) / f"{name}.ipynb"
        with contextlib.suppress(Damaged):
            if any(each.message.startswith(UNREADABLE) for each in read_verdicts(path).values()):
                return True
    return False


def _layout(
    form: layouts.Format,
    assigned: Sequence[Assigned],
    class_list: Path | None,
    id_column: str | None,
    headings: Mapping[str, str],
) -> Layout:
    assignments = [(one.entry, one.grades) for one in assigned]
    handed_in = sorted({id_ for one in assigned for id_ in one.handed_in})
    if id_column is not None and class_list is None:
        raise AutograderError("a column of ids is looked for in a roster\nhint: add `--roster FILE`")
    known = assigned[0].grades.students
    if class_list is not None:
        wanted = [known.get(id_) or Student(id=id_) for id_ in handed_in]
        return layouts.with_roster(
            form, assignments, roster.read(class_list), wanted, id_column=id_column, headings=headings
        )
    everybody = [known.get(id_) or Student(id=id_) for id_ in sorted({*known, *handed_in})]
    return layouts.without_roster(form, assignments, everybody, headings=headings)
