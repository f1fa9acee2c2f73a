"""A small class in a scratch course: released, handed in, graded and fed back, to see it all work.

The class lies in the course's `demo/<assignment>/`: a file a student. A `.py` file lists the cells that the
student changed, in percent format and named by `grade_id`; `# rest: solved` or `# rest: stub` says what the
other functions are, `# %% -name` takes a cell out, `# %% +` adds one at the end. Any other file is handed in
as it is.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbformat.v4 import new_code_cell

from autograder.author.generate import generate
from autograder.common.errors import AutograderError, NotFound
from autograder.common.files import save
from autograder.course import settings as courses
from autograder.course import source
from autograder.course.layout import files_of
from autograder.course.right_answers import blocks
from autograder.course.settings import AssignmentEntry
from autograder.feedback import write as feedback
from autograder.grading import batch
from autograder.grading.elsewhere.executors import Place
from autograder.grading.pending import waiting
from autograder.report import build as report
from autograder.report.page import to_html

if TYPE_CHECKING:
    from nbformat import NotebookNode

MARKER = ".autograder-demo"
CLASS = "demo"
COPIED = ("course.toml", "nbgrader_config.py", "jupytext.toml", "solutions")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What came of one assignment's class.

    Attributes:
        results: One a student.
        gradebook: Where the grades are.
        feedback: Where the feedback pages are, as a pattern.
        pages: How many of them there are.
        report: The class at a glance.
    """

    results: tuple[batch.Result, ...]
    gradebook: str
    feedback: str
    pages: int
    report: Path


Progress = Callable[[str, int], AbstractContextManager[Callable[[], None]]]


def run(root: Path, folder: Path, progress: Progress) -> Iterator[Shown]:
    """Build the scratch course, and for each class: hand in, grade, write feedback and report.

    Raises:
        AutograderError: The folder holds something else, or there is no class.
    """
    scratch = _fresh_course(root, folder)
    course = courses.load(scratch)
    entries = [entry for entry in course.assignments if any((root / CLASS).glob(f"{entry.name}/*"))]
    if not entries:
        raise NotFound(f"{root / CLASS}: holds no class for any assignment of {courses.FILE}")
    for entry in entries:
        generate(scratch, course, entry)
        hand_in(scratch, entry, root / CLASS / entry.name)
        submissions = waiting(scratch, course, entry, force=False).submissions
        place = Place.of(min(os.cpu_count() or 1, len(submissions)))
        results = []
        with progress(f"grading {entry.name}", len(submissions)) as advance:
            for result in batch.run(scratch, course, entry, submissions, place=place):
                results.append(result)
                advance()
        written = feedback.write(scratch, entry)
        glance = report.default_place(scratch, entry, anonymous=False)
        seen = report.look(scratch, course, entry)
        save(glance, to_html(report.make_page(scratch, course, entry, seen, anonymous=False)))
        yield Shown(
            results=tuple(results),
            gradebook=course.gradebook_url(scratch).removeprefix("sqlite:///"),
            feedback=str(scratch / "feedback" / "*" / entry.name / "*.html"),
            pages=len(written.pages),
            report=glance,
        )


def _fresh_course(root: Path, folder: Path) -> Path:
    scratch = folder.resolve()
    if scratch.exists() and not scratch.is_dir():
        raise AutograderError(f"{scratch}: is no folder; name another: `autograder demo FOLDER`")
    if scratch.exists():
        if not (scratch / MARKER).is_file() and any(scratch.iterdir()):
            raise AutograderError(
                f"{scratch}: is not empty and no demo course; name another folder: `autograder demo FOLDER`"
            )
        shutil.rmtree(scratch)
    scratch.mkdir(parents=True)
    (scratch / MARKER).touch()
    for name in COPIED:
        path = root / name
        if path.is_dir():
            shutil.copytree(
                path,
                scratch / name,
                ignore=shutil.ignore_patterns("*.ipynb", "__pycache__", ".ipynb_checkpoints"),
            )
        else:
            shutil.copy(path, scratch / name)
    # Whatever gradebook the course uses, the demo's students go into one of their own.
    settings = scratch / courses.FILE
    text = re.sub(
        r"^gradebook *=.*$",
        'gradebook = "sqlite:///gradebook.db"',
        settings.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    settings.write_text(text, encoding="utf-8")
    return scratch


def hand_in(root: Path, entry: AssignmentEntry, students: Path) -> None:
    """Put the class's work into `submitted/`."""
    released = files_of(root, entry).release
    solved = source.read(root, entry).code
    for path in sorted(students.iterdir()):
        folder = root / "submitted" / path.stem / entry.name
        shutil.copytree(released, folder)
        place = folder / f"{entry.notebook}.ipynb"
        if path.suffix == ".py":
            notebook = nbformat.read(place, as_version=4)
            fill_in(notebook, path.read_text(encoding="utf-8"), solved)
            nbformat.write(notebook, place)
        else:
            shutil.copy(path, place)


def fill_in(notebook: NotebookNode, answers: str, solved: dict[str, str]) -> None:
    """Write a student's answers into a released notebook."""
    head, written_blocks = blocks(answers)
    given = dict(written_blocks)
    if "# rest: solved" in head:
        written = {
            name: re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", code, flags=re.MULTILINE)
            for name, code in solved.items()
        }
        given = {**written, **given}
    kept = []
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if f"-{grade_id}" in given:
            continue
        if grade_id in given:
            cell.source = given[grade_id]
        kept.append(cell)
    if "+" in given:
        kept.append(new_code_cell(given["+"], id="added"))
    notebook.cells = kept
