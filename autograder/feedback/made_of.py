"""What a feedback page is made of, noted in it: one that is made of the same need not be written again."""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path

from autograder.common.files import read_regular
from autograder.course import settings as courses
from autograder.course.settings import AssignmentEntry
from autograder.display import verdict_panel
from autograder.feedback.sheets import Heading, Sheet, graded_of, heading_of, read_sheets
from autograder.notebooks import autograded
from autograder.notebooks.graded import shown_in

DIRECTORY = "feedback"
# Of this room; they are read, not imported, which takes longer than all else here.
SOURCES = ("student_page.py", "cells.py", "markup.py", "trimming.py", "sheets.py", "page.html.jinja")
NOTED = re.compile(rb'<meta name="autograder-inputs" content="([0-9a-f]{64})">')
HEAD = 2_000  # bytes of a page, in which it stands


def inputs(graded: Path, sheet: Sheet, heading: Heading) -> str:
    """Tell one state of everything that makes a page from another."""
    digest = hashlib.sha256(_made_by())
    for part in (shown_in(graded), repr(sheet).encode(), repr(heading).encode()):
        digest.update(f"{len(part)} ".encode())
        digest.update(part)
    return digest.hexdigest()


@functools.cache
def _made_by() -> bytes:
    """Tell one state of the code that writes pages from another."""
    sources = [*map(Path(__file__).with_name, SOURCES), Path(str(verdict_panel.__file__))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).digest()


def noted_in(path: Path) -> str | None:
    """Read from a page what it was made of; None where there is no page, or another one."""
    found = NOTED.search(read_regular(path, HEAD) or b"")
    return found[1].decode() if found else None


def up_to_date(root: Path, entry: AssignmentEntry) -> set[str]:
    """Name the students whose page says what the gradebook and the graded notebook say now.

    Raises:
        AutograderError: The gradebook cannot be read.
    """
    course = courses.load(root)
    heading = heading_of(course, entry)
    found = [
        {
            student
            for student, sheet in read_sheets(root, course, entry, notebook=name).items()
            if (noted := noted_in(root / DIRECTORY / student / entry.name / f"{name}.html"))
            and (graded := graded_of(root, entry, student, name)).is_file()
            and noted == inputs(graded, sheet, heading)
        }
        for name in entry.notebook_names
    ]
    return set.intersection(*found)


def write_changed(root: Path, entry: AssignmentEntry, *, force: bool) -> tuple[int, int]:
    """Write pages as `write.write` does, and count those that are written and those that nothing has changed for.

    Raises:
        AutograderError: As there.
    """
    unchanged = None if force else _count_unchanged(root, entry)
    if unchanged is not None:
        return 0, unchanged
    from autograder.feedback import write  # only now: nbgrader and nbconvert take a second to import

    done = write.write(root, entry, force=force)
    return len(done.pages), done.unchanged


def _count_unchanged(root: Path, entry: AssignmentEntry) -> int | None:
    """Count the pages that are there, where nothing has changed for any of them; None where one is to be written."""
    graded = {
        path.parent.parent.name for path in (root / autograded.DIRECTORY).glob(f"*/{entry.name}/*.ipynb")
    }
    if not graded or not graded <= up_to_date(root, entry):
        return None
    places = (root / DIRECTORY).glob(f"*/{entry.name}")
    return sum((place / f"{name}.html").exists() for place in places for name in entry.notebook_names)
