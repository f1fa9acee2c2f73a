"""The class at a glance: read what is graded, and write it as one page that needs nothing else."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from autograder import autograded, checks, grades, source, submissions
from autograder.anonymous import Sentences, anonymous_page
from autograder.course import AssignmentEntry, Course
from autograder.glance import full_page
from autograder.output import DIRECTORY
from autograder.overview import Overview, overview
from autograder.page import Head, Page


def look(root: Path, course: Course, entry: AssignmentEntry) -> Overview:
    """Read an assignment's grades and verdicts, and sum them up.

    A graded notebook that is damaged is named; the points stand in the gradebook anyway.

    Raises:
        AutograderError: The gradebook cannot be read.
    """
    found = grades.read(root, course, entry)
    verdicts, damaged, signs = {}, {}, {}
    for student in found.submissions:
        path = autograded.place(root, entry.name, student) / f"{entry.notebook}.ipynb"
        try:
            verdicts[student] = autograded.read_verdicts(path)
            signs[student] = autograded.read_signs(path)
        except autograded.Damaged as error:
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
    return anonymous_page(seen, _sentences(root, entry), head) if anonymous else full_page(seen, head)


def default_place(root: Path, entry: AssignmentEntry, *, anonymous: bool) -> Path:
    return root / DIRECTORY / f"{entry.name}{'-anonymous' if anonymous else ''}.html"


def _sentences(root: Path, entry: AssignmentEntry) -> Sentences:
    """Collect what the author says of each known mistake."""
    authored = checks.read(source.read(root, entry))
    return {(each.exercise, each.id): each.message for each in authored.mistakes}
