"""The solved notebook, graded where students' notebooks are: what nobody could get points for is the author's to mend."""

from __future__ import annotations

import contextlib
from pathlib import Path

from autograder.common.errors import SandboxUnavailable
from autograder.course.bank import Bank
from autograder.course.settings import AssignmentEntry, Course
from autograder.course.source import beginning
from autograder.grading import solved_notebook
from autograder.grading.notebook import open_grader
from autograder.grading.ordinary import open_ordinary
from autograder.grading.threads import open_sandbox


def problems_of_solved(root: Path, course: Course, entry: AssignmentEntry, bank: Bank | None) -> list[str]:
    """Grade the solved notebook, and say in a line each what is not right; `bank` is None of an ordinary assignment."""
    try:
        sandbox = open_sandbox(course, beginning(root, course, entry))
        grader = open_grader(course, bank, sandbox) if bank else open_ordinary(root, course, entry, sandbox)
        with contextlib.closing(grader):
            found = solved_notebook.problems(grader, root, entry, every_error=True)
            return [f"the solved notebook: {each}" for each in found]
    except SandboxUnavailable as error:
        return [f"the solved notebook was not run: {str(error).splitlines()[0]}"]
