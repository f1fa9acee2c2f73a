"""The class at a glance: read what is graded, and write it as one page that needs nothing else."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from autograder.course import source
from autograder.course.settings import AssignmentEntry, Course
from autograder.exercise.verdict import Verdict
from autograder.gradebook.read import read_grades
from autograder.notebooks import autograded
from autograder.notebooks import submitted as submissions
from autograder.notebooks.graded import Damaged, read_signs, read_verdicts
from autograder.report.anonymous import Sentences, anonymous_page
from autograder.report.instructor import full_page
from autograder.report.page import Head, Page
from autograder.report.summary import Overview, overview

DIRECTORY = "reports"


def look(root: Path, course: Course, entry: AssignmentEntry) -> Overview:
    """Read an assignment's grades and verdicts, and sum them up.

    A graded notebook that is damaged is named; the points stand in the gradebook anyway.

    Raises:
        AutograderError: The gradebook cannot be read.
    """
    found = read_grades(root, course, entry)
    verdicts: dict[str, dict[str, Verdict]] = {}
    damaged: dict[str, str] = {}
    signs: dict[str, list[str]] = {}
    for student in found.submissions:
        for name in entry.notebook_names:
            path = autograded.place(root, entry.name, student) / f"{name}.ipynb"
            try:
                told = {found.key(each, name): verdict for each, verdict in read_verdicts(path).items()}
                verdicts[student] = {**verdicts.get(student, {}), **told}
                signs[student] = [*signs.get(student, []), *read_signs(path)]
            except Damaged as error:
                damaged[student] = f"`{path.relative_to(root)}` {error}"
    submitted = submissions.students(root, entry.name, entry.notebook)
    unreadable = submissions.not_collected(root, entry.name)
    return overview(found, verdicts, damaged, sorted(submitted), unreadable, signs=signs)


def make_page(root: Path, course: Course, entry: AssignmentEntry, seen: Overview, *, anonymous: bool) -> Page:
    """Decide what the page shows: everything, or what may be shown in class.

    Raises:
        AutograderError: The author's sentences cannot be read.
    """
    moment = datetime.now().astimezone()
    head = Head(
        course=course.title,
        title=entry.title,
        assignment=entry.name,
        moment=f"{moment.day} {moment:%B %Y, %H:%M}",
    )
    return anonymous_page(seen, _sentences(root, entry, seen), head) if anonymous else full_page(seen, head)


def default_place(root: Path, entry: AssignmentEntry, *, anonymous: bool) -> Path:
    return root / DIRECTORY / f"{entry.name}{'-anonymous' if anonymous else ''}.html"


def _sentences(root: Path, entry: AssignmentEntry, seen: Overview) -> Sentences:
    """Collect what the author says of each mistake that was made."""
    if entry.is_ordinary:
        return {}
    from autograder.course import checks  # they need NumPy

    authored = checks.read(source.read(root, entry))
    return {(each.function, each.id): authored.sentence(each.function, each.id) for each in seen.mistakes}
