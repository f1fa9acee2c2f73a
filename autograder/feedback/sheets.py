"""What the gradebook says for a page, and what stands above it: read without what writes pages, whose import takes a second."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from autograder.course.settings import AssignmentEntry, Course
from autograder.display.words import duration, number_of
from autograder.gradebook.connection import connected
from autograder.gradebook.read import Comment, GradedSubmission, read_comments, read_grades
from autograder.notebooks import attempts, autograded


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What the gradebook says of one student's work.

    Attributes:
        submission: The grades.
        points: What each graded cell is worth, by its name.
        comments: What is said about answers, by their cells.
        notebook: Which of several notebooks this is about; empty where there is one.
        tries: How many of the student's submissions count so far, and how many may; None where all do.
    """

    submission: GradedSubmission
    points: Mapping[str, float]
    comments: Mapping[str, Comment] = field(default_factory=dict)
    notebook: str = ""
    tries: tuple[int, int] | None = None

    @property
    def total(self) -> float:
        return max(0.0, self.submission.raw_score - self.submission.penalty)

    @property
    def full(self) -> float:
        return math.fsum(self.points.values())

    @property
    def result(self) -> tuple[str, str]:
        """The points in words, what counts most first; what waits for a human is no zero."""
        waiting = len(self.submission.waiting)
        if waiting and waiting == len(self.submission.cells):
            return "Not graded yet", ""
        return number_of(self.total), f"of {number_of(self.full)} points{' so far' if waiting else ''}"

    @property
    def late(self) -> str:
        """How long after the due date it came, in words; empty where it came in time."""
        seconds = self.submission.seconds_late
        return f"{duration(seconds)} late" if seconds > 0 else ""

    @property
    def share(self) -> float:
        """How much of the points there are, between 0 and 1."""
        return min(1.0, self.total / self.full) if self.full > 0 else 0.0


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What stands above the summary.

    Attributes:
        course: The course's title.
        assignment: The assignment's title.
        silent_until: Until when only points are shown; None where all is.
    """

    course: str
    assignment: str
    silent_until: datetime | None = None


def read_sheets(
    root: Path, course: Course, entry: AssignmentEntry, student: str | None = None, *, notebook: str
) -> dict[str, Sheet]:
    """Read what the gradebook says of each student's work in a notebook, or of one student's.

    Raises:
        AutograderError: The gradebook cannot be read.
    """
    with connected(course.gradebook_url(root)):
        known = read_grades(root, course, entry, student, notebook=notebook)
        comments = read_comments(root, course, entry, student, notebook=notebook)
    allowed = entry.tries
    tried = attempts.read(root, entry.name) if allowed is not None else {}
    return {
        whose: Sheet(
            submission=submission,
            points=known.points,
            notebook=notebook if len(entry.notebook_names) > 1 else "",
            comments=comments.get(whose, {}),
            tries=(min(len(tried[whose]), allowed), allowed) if allowed and whose in tried else None,
        )
        for whose, submission in known.submissions.items()
    }


def heading_of(course: Course, entry: AssignmentEntry) -> Heading:
    """Give what stands above a page that is written now, and whether messages are to wait for the due date."""
    rules, due = entry.on_submission, entry.due
    waits = rules and rules.before_due == "points" and due and datetime.now(UTC) < due
    return Heading(course=course.title, assignment=entry.title, silent_until=due if waits else None)


def graded_of(root: Path, entry: AssignmentEntry, student: str, notebook: str) -> Path:
    return autograded.place(root, entry.name, student) / f"{notebook}.ipynb"
