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
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbformat.v4 import new_code_cell

from autograder import course as courses
from autograder import source
from autograder.course import AssignmentEntry
from autograder.errors import AutograderError, NotFound

if TYPE_CHECKING:
    from nbformat import NotebookNode

MARKER = ".autograder-demo"
CLASS = "demo"
COPIED = ("course.toml", "nbgrader_config.py", "jupytext.toml", "solutions")


def run(root: Path, folder: Path) -> int:
    """Build the scratch course, grade its class, write feedback, and print what came of it."""
    from rich.console import Console

    from autograder import batch, cli, feedback, release, report

    scratch = _fresh_course(root, folder)
    course = courses.load(scratch)
    entries = [entry for entry in course.assignments if (root / CLASS / entry.name).is_dir()]
    if not entries:
        raise NotFound(f"{root / CLASS}: holds no class for any assignment of course.toml")
    console = Console(width=None if os.isatty(1) else 150)
    for entry in entries:
        with cli.quiet_libraries():
            release.generate(scratch, course, entry)
            hand_in(scratch, entry, root / CLASS / entry.name)
            submissions, _ = batch.pending(scratch, course, entry, force=False)
            workers = min(os.cpu_count() or 1, len(submissions))
            with report.progress(f"grading {entry.name}", len(submissions)) as advance:
                results = []
                for result in batch.run(scratch, course, entry, submissions, workers=workers):
                    results.append(result)
                    advance()
            pages = feedback.write(scratch, entry)
        console.print(report.class_table(results))
        console.print(
            f"gradebook:      {course.gradebook_url(scratch).removeprefix('sqlite:///')}", soft_wrap=True
        )
        console.print(
            f"feedback pages: {pages[0].parents[2]}/*/{entry.name}/*.html ({len(pages)})", soft_wrap=True
        )
    return 0


def _fresh_course(root: Path, folder: Path) -> Path:
    scratch = folder.resolve()
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
    return scratch


def hand_in(root: Path, entry: AssignmentEntry, students: Path) -> None:
    """Put the class's work into `submitted/`."""
    released = root / "exercises" / entry.name
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
    head, *blocks = re.split(r"^# %% *", answers, flags=re.MULTILINE)
    given = {}
    for block in blocks:
        name, _, body = block.partition("\n")
        given[name.strip()] = body.strip("\n")
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
