"""The students' feedback pages, through nbgrader's own `generate_feedback`: from the command line and the Formgrader."""

from __future__ import annotations

import contextlib
import functools
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback, NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets import Unicode

from autograder.common.errors import AutograderError, NotFound
from autograder.common.files import read_regular
from autograder.common.text import printable
from autograder.course import settings as courses
from autograder.course.files import PROOF, TIMESTAMP
from autograder.course.settings import AssignmentEntry, Course
from autograder.feedback import student_page
from autograder.feedback.made_of import DIRECTORY, inputs, up_to_date
from autograder.feedback.sheets import Sheet, graded_of, heading_of, read_sheets
from autograder.gradebook.config import load_config
from autograder.notebooks import autograded

MOST = 2_000  # bytes of what is put beside a page


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a run did: the pages that it wrote, and how many were already as they should be."""

    pages: tuple[Path, ...]
    unchanged: int


def write(root: Path, entry: AssignmentEntry, *, student: str | None = None, force: bool = False) -> Written:
    """Write pages as `Writer.write` does, by nbgrader's configuration as it is now."""
    return Writer(root, entry).write(student=student, force=force)


class Writer:
    """Writes an assignment's pages, with nbgrader's configuration read once.

    Args:
        root: The course's folder.
        entry: The assignment.

    Raises:
        CourseError: The configuration cannot be read.
    """

    def __init__(self, root: Path, entry: AssignmentEntry) -> None:
        self._root, self._entry = root, entry
        config = load_config(root)
        folder = CourseDirectory(config=config)
        folder.assignment_id = entry.name
        self._converter = _Pages(coursedir=folder, config=config, force=True)

    def write(self, *, student: str | None = None, force: bool = False) -> Written:
        """Write a page for each graded submission; one that nothing has changed for is left as it is, unless forced.

        Args:
            student: Whose page, to be written in any case; None for everybody's.
            force: Whether to write again what nothing has changed for.

        Raises:
            NotFound: Nothing of this assignment is graded yet.
            AutograderError: nbgrader could not write some of them.
        """
        root, entry, converter = self._root, self._entry, self._converter
        if not any(
            any(each.glob("*.ipynb")) for each in _folders(root, autograded.DIRECTORY, student, entry)
        ):
            raise NotFound(
                f"nothing of `{entry.name}` is graded yet\nhint: run `autograder grade {entry.name}` first"
            )
        converter.begin(student, set() if force or student is not None else up_to_date(root, entry))
        try:
            converter.start()
        except (NbGraderException, SystemExit) as error:
            raise AutograderError(_why(entry, converter.failed)) from error
        if converter.failed:
            raise AutograderError(_why(entry, converter.failed))
        places = (
            folder / f"{name}.html"
            for folder in _folders(root, DIRECTORY, student, entry)
            for name in entry.notebook_names
        )
        pages = sorted(page for page in places if page.exists())
        written = [path for path in pages if path.parent.parent.name not in converter.unchanged]
        return Written(pages=tuple(written), unchanged=len(pages) - len(written))


def _folders(root: Path, directory: str, student: str | None, entry: AssignmentEntry) -> Iterable[Path]:
    folder = root / directory
    return folder.glob(f"*/{entry.name}") if student is None else [folder / student / entry.name]


def _why(entry: AssignmentEntry, failed: Mapping[str, str]) -> str:
    listed = "".join(f"\n{printable(student)}: {printable(reason)}" for student, reason in failed.items())
    how_many = f"{len(failed)} of the feedback pages" if failed else "Feedback pages"
    return (
        f"{how_many} of `{entry.name}` could not be written; the others are there{listed}\n"
        f"hint: correct what is named here or above; run `autograder grade {entry.name}`, then this command again"
    )


class _Pages(GenerateFeedback):  # type: ignore[misc]
    """nbgrader's converter, which passes over what need not be written, and stops at nothing that cannot be.

    What it would have nbconvert do is done here: there, the notebook is copied for each step, and examined each time.
    """

    unchanged: set[str]
    failed: dict[str, str]

    def begin(self, student: str | None, unchanged: set[str]) -> None:
        """Say whose pages the next start is for, None for everybody's, and whose are as they should be."""
        self.coursedir.student_id = student or "*"
        self.unchanged, self.failed = unchanged, {}
        self._sheets = Sheets(Path(self.coursedir.root), student)

    def start(self) -> None:
        self.init_notebooks()
        with contextlib.chdir(self.coursedir.root):
            self.convert_notebooks()

    def init_destination(self, assignment_id: str, student_id: str) -> bool:  # noqa: ARG002
        return student_id not in self.unchanged

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Put beside the page what nbgrader's exchange asks for, and nothing that could stand in the page's way."""
        source = Path(self._format_source(assignment_id, student_id))
        place = Path(self._format_dest(assignment_id, student_id))
        with self._remembering(student_id):
            for page in source.glob("*.ipynb"):
                if (there := place / f"{page.stem}.html").is_dir():
                    shutil.rmtree(there)
            place.mkdir(parents=True, exist_ok=True)
            for name in (TIMESTAMP, PROOF):
                (place / name).unlink(missing_ok=True)
                if (data := read_regular(source / name, MOST)) is not None:
                    (place / name).write_bytes(data)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        whose = self.init_single_notebook_resources(notebook_filename)["nbgrader"]
        if (student := whose["student"]) not in self.failed:
            with self._remembering(student):
                graded = nbformat.reader.reads(Path(notebook_filename).read_text(encoding="utf-8"))
                page = Path(self._format_dest(whose["assignment"], student)) / f"{whose['notebook']}.html"
                page.write_text(self._sheets.page(graded, **whose), encoding="utf-8")

    def set_permissions(self, assignment_id: str, student_id: str) -> None:
        with self._remembering(student_id):
            super().set_permissions(assignment_id, student_id)

    @contextlib.contextmanager
    def _remembering(self, student: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            own = isinstance(error, (AutograderError, OSError))
            self.failed[student] = str(error) if own else f"{type(error).__name__}: {error}"


class PageExporter(Exporter):  # type: ignore[misc]
    """Writes a graded notebook as a feedback page; takes the place of nbconvert's `HTMLExporter` in nbgrader's own command and the Formgrader."""

    course_root = Unicode("", help="The course's folder").tag(config=True)
    output_mimetype = "text/html"

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.file_extension = ".html"
        self._sheets = Sheets(Path(self.course_root), None)  # one exporter writes all pages of a run

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **settings: Any
    ) -> tuple[str, dict[str, Any]]:
        notebook, resources = super().from_notebook_node(nb, resources, **settings)
        return self._sheets.page(notebook, **resources["nbgrader"]), resources


class Sheets:
    """The gradebook's words for the pages of one run, read once: everybody's, or one student's."""

    def __init__(self, root: Path, student: str | None) -> None:
        self._root, self._student = root, student
        self._read = functools.cache(self._read_now)

    def page(self, graded: NotebookNode, *, assignment: str, student: str, notebook: str, **_: object) -> str:
        """Write a student's page; what it is of is named as nbgrader does.

        Raises:
            AutograderError: The gradebook holds nothing for it, or cannot be read.
        """
        course, entry, sheets = self._read(assignment, notebook)
        if student not in sheets:
            raise AutograderError("the gradebook holds no grades for it")
        heading = heading_of(course, entry)
        digest = inputs(graded_of(self._root, entry, student, notebook), sheets[student], heading)
        return student_page.render(graded, sheets[student], heading, digest)

    def _read_now(
        self, assignment: str, notebook: str
    ) -> tuple[Course, AssignmentEntry, Mapping[str, Sheet]]:
        course = courses.load(self._root)
        entry = course.assignment(assignment)
        return course, entry, read_sheets(self._root, course, entry, self._student, notebook=notebook)
