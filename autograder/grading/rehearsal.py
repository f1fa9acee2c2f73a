"""The course in a scratch folder, with a copy of its gradebook: what grading would do is seen there, and the course stays as it is."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from autograder.common.errors import AutograderError
from autograder.course.layout import SOURCES
from autograder.course.settings import FILE, Course
from autograder.gradebook.copy import copy_gradebook
from autograder.grading import solved_notebook
from autograder.notebooks import autograded

CONFIGURATION = "nbgrader_config.py"
# What grading writes, and so what must not be the course's own. All else is seen through links.
_COPIED = (FILE, CONFIGURATION, solved_notebook.FILE)
_NOT_LINKED = {*_COPIED, SOURCES, autograded.DIRECTORY}


@contextlib.contextmanager
def rehearsal(root: Path, course: Course, assignment: str) -> Iterator[tuple[Path, Course]]:
    """Give a course in which grading changes nothing of this one, and its settings.

    Args:
        root: The course's folder.
        course: Its settings.
        assignment: What is to be graded in it.

    Raises:
        AutograderError: The gradebook cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        place = Path(folder).resolve() / root.name
        place.mkdir()
        gradebook = place.parent / "gradebook.db"
        url = f"sqlite:///{gradebook}"
        for path in root.iterdir():
            if path.name not in _NOT_LINKED and not path.name.startswith("."):
                (place / path.name).symlink_to(path)
        for name in _COPIED:
            if (root / name).is_file():
                shutil.copy(root / name, place / name)
        shutil.copytree(root / SOURCES, place / SOURCES, ignore=shutil.ignore_patterns("__pycache__"))
        with (place / CONFIGURATION).open("a", encoding="utf-8") as file:
            file.write(f"\nget_config().CourseDirectory.db_url = {url!r}\n")
        _link_graded(root, place, assignment)
        copy_gradebook(course.gradebook_url(root), course.id, url)
        try:
            yield place, msgspec.structs.replace(course, gradebook=url)
        except AutograderError as error:  # it is about the course, wherever it was found
            error.args = (str(error).replace(str(place), str(root)),)
            raise


def _link_graded(root: Path, place: Path, assignment: str) -> None:
    """Show what is graded already; a link is replaced by what is graded in the scratch folder."""
    graded = root / autograded.DIRECTORY
    for folder in graded.iterdir() if graded.is_dir() else ():
        if (found := autograded.place(root, assignment, folder.name)).is_dir():
            there = autograded.place(place, assignment, folder.name)
            there.parent.mkdir(parents=True)
            there.symlink_to(found)
