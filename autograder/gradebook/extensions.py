"""More time for one student, kept where nbgrader keeps it: beside the submission, once there is one. What is late follows at once."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path

from autograder.common.errors import AutograderError, NotFound
from autograder.common.text import printable
from autograder.course.settings import FILE, AssignmentEntry, Course
from autograder.gradebook.promised import promise
from autograder.gradebook.read import GradedSubmission, Grades, read_grades

MAX_DAYS = 3650
WRITE = "write it with its time zone, as in `2027-02-05T23:59:00+01:00`"


@dataclass(frozen=True, kw_only=True)
class Extended:
    """What an extension did.

    Attributes:
        due: When the work is due for this student; with the time zone of course.toml.
        before: The submission as it was; None where nothing is graded yet.
        after: The submission as it is; likewise.
    """

    due: datetime
    before: GradedSubmission | None = None
    after: GradedSubmission | None = None


def by_days(text: str) -> timedelta:
    """Read how many days somebody gets; 0 takes an extension back.

    Raises:
        AutograderError: It is no such number.
    """
    try:
        days = float(text)
    except ValueError:
        days = math.nan
    if not 0 <= days <= MAX_DAYS:
        raise AutograderError(f"--days {text}: is no number from 0 to {MAX_DAYS}; 0 takes an extension back")
    return timedelta(days=days)


def until(text: str, entry: AssignmentEntry) -> timedelta:
    """Read until when somebody may hand in.

    Raises:
        AutograderError: It is no time, leaves a doubt, or comes before the work is due.
    """
    due = _due(entry)
    try:
        moment = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text.strip()))
    except ValueError:
        raise AutograderError(f"--until {text}: is no time; {WRITE}") from None
    if moment.tzinfo is None:
        raise AutograderError(f"--until {text}: {WRITE}")
    if not timedelta() <= moment - due <= timedelta(days=MAX_DAYS):
        when = "before" if moment < due else f"more than {MAX_DAYS} days after"
        raise AutograderError(f"--until {text}: is {when} the due date of everybody, {due.isoformat()}")
    return moment - due


def extend(root: Path, course: Course, entry: AssignmentEntry, student: str, more: timedelta) -> Extended:
    """Give one student more time than the others; it takes the place of any that was given before.

    Raises:
        NotFound: Nobody is called so.
        AutograderError: The assignment has no due date, or the gradebook cannot be used.
    """
    due = _due(entry)
    held = read_grades(root, course, entry)
    if student not in held.submissions and student not in held.students:
        raise NotFound(_nobody(student, held))
    promise(root, entry.name, student, timedelta() if student in held.submissions else more)
    if student not in held.submissions:
        return Extended(due=due + more)
    # Only now: nbgrader takes seconds to import.
    from autograder.gradebook.config import load_config
    from autograder.gradebook.release import opened
    from autograder.gradebook.sync import note_due_date
    from autograder.gradebook.write import Recorder

    url = course.gradebook_url(root)
    note_due_date(url, course.id, entry)
    with opened(url, course.id, load_config(root)) as (gradebook, late):
        gradebook.grant_extension(entry.name, student, minutes=more.total_seconds() / 60)
        for name in entry.notebook_names:
            Recorder(gradebook, entry.name, name, late).penalize([student])
    after = read_grades(root, course, entry, student).submissions[student]
    return Extended(due=due + more, before=held.submissions[student], after=after)


def _due(entry: AssignmentEntry) -> datetime:
    if entry.due is None:
        raise AutograderError(f"{FILE}: `{entry.name}` has no due date, so nobody is late: nothing to extend")
    return entry.due


def _nobody(student: str, held: Grades) -> str:
    shown = printable(student)
    close = get_close_matches(student, [*held.students], n=1, cutoff=0.6)
    hint = f"did you mean `{printable(close[0])}`?" if close else "`nbgrader db student list` names all"
    return f"the gradebook knows no student `{shown}`\nhint: {hint}"
