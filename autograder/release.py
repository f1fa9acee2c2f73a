"""From source to release: the paired notebook, nbgrader's `generate_assignment`, and the visible examples."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder import bank as banks
from autograder import course as courses
from autograder import examples, releases, source
from autograder.course import AssignmentEntry, Course
from autograder.errors import AutograderError, CourseError
from autograder.gradebook import release_of, require_writable, unusable
from autograder.output import replace_folder
from autograder.releases import DIRECTORY
from autograder.timestamps import Clock

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from traitlets.config import Config


def generate(root: Path, course: Course, entry: AssignmentEntry) -> Path:
    """Build an assignment's paired notebook, release it through nbgrader, and write its examples.

    Running it again changes no byte; where it fails, what was released before stays.

    Raises:
        AutograderError: The source, `checks.py` or the gradebook does not allow it.
    """
    bank = banks.load(root, course, entry)
    write_paired_notebook(root, entry)
    place = root / DIRECTORY / entry.name
    place.parent.mkdir(exist_ok=True)
    _note_what_was_released(root, course, entry)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=place.parent) as scratch:
        _run_nbgrader(root, entry, scratch)
        write_examples(Path(scratch) / entry.name, course, bank)
        replace_folder(place, Path(scratch))
    _note(root, entry)
    return place


def bring_gradebook_up_to_date(root: Path, course: Course, entry: AssignmentEntry) -> None:
    """Tell the gradebook of an assignment as its source is now, without touching what was released.

    Raises:
        AutograderError: The gradebook does not take it.
    """
    _note_what_was_released(root, course, entry)
    write_paired_notebook(root, entry)
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        _run_nbgrader(root, entry, scratch)


def first_cells(root: Path, entry: AssignmentEntry) -> list[str]:
    """Give the code cells that a notebook begins with, before the first that is the student's.

    They warm sandboxes up: what they import would otherwise be imported in the time that each student's cell has.

    Raises:
        NotFound, CourseError: The assignment is neither released nor has it a source that can be read.
    """
    path = root / DIRECTORY / entry.name / f"{entry.notebook}.ipynb"
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return _before_the_first_stub(cells)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return _before_the_first_stub(source.read_notebook(root, entry).cells)  # not released yet


def _before_the_first_stub(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    found = []
    for cell in cells:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            break
        if cell["cell_type"] == "code":
            found.append("".join(cell["source"]))
    return found


def write_paired_notebook(root: Path, entry: AssignmentEntry) -> None:
    """Write the notebook beside the source script, which JupyterLab and the Formgrader open."""
    import nbformat

    notebook = source.read_notebook(root, entry)
    tidy_cells(notebook)
    path = source.script_path(root, entry).with_suffix(".ipynb")
    text = nbformat.writes(notebook) + "\n"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def tidy_cells(notebook: NotebookNode) -> None:
    """Give every cell a stable id, and take away all that running it left."""
    for number, cell in enumerate(notebook.cells):
        cell.id = cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell-{number}"
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    notebook.nbformat_minor = 5
    notebook.metadata.pop("language_info", None)


def write_examples(folder: Path, course: Course, bank: banks.Bank) -> None:
    """Write the visible examples beside the released notebook, in its folder."""
    text = examples.dump(
        bank.assignment, course.judging.rules(), [question.visible for question in bank.questions]
    )
    (folder / examples.FILE).write_text(text, encoding="utf-8")


def before_nbgrader_generates(assignment: str, student: str, notebooks: list[str]) -> None:  # noqa: ARG001
    """Have nbgrader convert one notebook, as its script is now (nbgrader's `pre_convert_hook`)."""
    with _ending_the_program():
        root = courses.find_root(Path.cwd())
        course = courses.load(root)
        entry = course.assignment(assignment)
        _note_what_was_released(root, course, entry)
        write_paired_notebook(root, entry)
        # It is nbgrader's own list: a copy beside the source is no part of the assignment.
        notebooks[:] = [path for path in notebooks if Path(path).stem == entry.notebook]


def after_nbgrader_generated(assignment: str, student: str, notebooks: list[str]) -> None:  # noqa: ARG001
    """Finish what nbgrader itself released: its examples, its due date (nbgrader's `post_convert_hook`)."""
    with _ending_the_program():
        root = courses.find_root(Path.cwd())
        course = courses.load(root)
        entry = course.assignment(assignment)
        write_examples(root / DIRECTORY / assignment, course, banks.load(root, course, entry))
        note_due_date(course.gradebook_url(root), course.id, entry)
        _note(root, entry)


@contextlib.contextmanager
def _ending_the_program() -> Iterator[None]:
    """Let nothing pass unseen: nbgrader goes on after an exception in a hook, but not after the end of the program."""
    try:
        yield
    except Exception as error:
        said = str(error) if isinstance(error, AutograderError) else f"{type(error).__name__}: {error}"
        sys.exit(f"error: {said}")


def load_config(root: Path) -> Config:
    """Load the course's `nbgrader_config.py`, as nbgrader does."""
    from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

    try:
        return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    except SystemExit as error:  # it says what is wrong with course.toml
        raise CourseError(str(error.code).removeprefix("error: ")) from error
    except ConfigFileNotFound:
        raise CourseError(
            f"{root / 'nbgrader_config.py'}: is missing; copy the one from the course's repository"
        ) from None
    except Exception as error:  # it is a program, which instructors change
        raise CourseError(f"{root / 'nbgrader_config.py'}: {type(error).__name__}: {error}") from error


def clock_of(config: Config) -> Clock:
    """Tell how the exchange of a course writes times, by nbgrader's configuration."""
    from dateutil.tz import gettz
    from nbgrader.exchange.default import Exchange

    exchange = Exchange(config=config)
    try:
        zone = ZoneInfo(exchange.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = gettz(exchange.timezone)  # nbgrader takes more than names
    if zone is None:
        raise CourseError(
            f"nbgrader_config.py: `Exchange.timezone` is no time zone: {exchange.timezone!r}; correct it"
        )
    return Clock(form=exchange.timestamp_format, zone=zone)


def _run_nbgrader(root: Path, entry: AssignmentEntry, directory: str) -> None:
    from nbgrader.api import InvalidEntry
    from nbgrader.converters import GenerateAssignment, NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from sqlalchemy.exc import SQLAlchemyError

    put_own_programs_on_path()
    config = load_config(root)
    config.CourseDirectory.release_directory = directory
    # The notebook and the examples are ours to write here.
    config.GenerateAssignment.pre_convert_hook = config.GenerateAssignment.post_convert_hook = None
    folder = CourseDirectory(config=config)
    folder.assignment_id = entry.name
    folder.notebook_id = entry.notebook  # a copy beside it is no part of the assignment
    folder.student_id = "."
    require_writable(folder.db_url)
    try:
        _forget_other_notebooks(folder.db_url, folder.course_id, entry)
        GenerateAssignment(coursedir=folder, config=config, force=True).start()
        note_due_date(folder.db_url, folder.course_id, entry)
    except (NbGraderException, SystemExit) as error:
        raise CourseError(
            f"{source.script_path(root, entry)}: nbgrader cannot generate it. If submissions of `{entry.name}` are in the "
            "gradebook already, cells can be neither added nor removed: see the lines above"
        ) from error
    except (SQLAlchemyError, InvalidEntry) as error:
        raise unusable(folder.db_url, error) from error


def _forget_other_notebooks(url: str, course_id: str, entry: AssignmentEntry) -> None:
    """Take from the gradebook a notebook that is no part of an assignment any more.

    Raises:
        CourseError: There are submissions of it.
    """
    from nbgrader.api import Gradebook, MissingEntry

    with Gradebook(url, course_id) as gradebook, contextlib.suppress(MissingEntry):
        assignment = gradebook.find_assignment(entry.name)
        for name in [each.name for each in assignment.notebooks if each.name != entry.notebook]:
            if assignment.submissions:
                raise CourseError(
                    f"the gradebook holds submissions of a second notebook of `{entry.name}`: `{name}`, once released by mistake\n"
                    "hint: if no grade is to be kept of it, in Python: `from nbgrader.api import Gradebook`, then "
                    f'`Gradebook(ADDRESS).remove_notebook("{name}", "{entry.name}")`, with the address in course.toml'
                )
            gradebook.remove_notebook(name, entry.name)


def _note_what_was_released(root: Path, course: Course, entry: AssignmentEntry) -> None:
    """Keep what the gradebook remembers of a release, before it is told of another."""
    from nbgrader.api import Gradebook, MissingEntry
    from sqlalchemy.exc import SQLAlchemyError

    url = course.gradebook_url(root)
    put_own_programs_on_path()
    require_writable(url)
    try:
        with Gradebook(url, course.id) as gradebook:
            cells = release_of(gradebook, entry.name, entry.notebook).cells
    except MissingEntry:
        cells = ()
    except SQLAlchemyError as error:
        raise unusable(url, error) from error
    releases.note(root, entry, [cell.metadata() for cell in cells])


def _note(root: Path, entry: AssignmentEntry) -> None:
    releases.note(root, entry)
    releases.note_newest(root, entry)


def note_due_date(url: str, course_id: str, entry: AssignmentEntry) -> None:
    """Tell the gradebook when an assignment is due."""
    from nbgrader.api import Gradebook

    with Gradebook(url, course_id) as gradebook:
        gradebook.update_or_create_assignment(entry.name, duedate=entry.due)


def put_own_programs_on_path() -> None:
    """Let nbgrader find `alembic`, which it starts by name, when the environment is not activated."""
    os.environ["PATH"] = with_own_programs(os.environ.get("PATH", ""))


def with_own_programs(path: str) -> str:
    """Give a PATH on which this environment's programs are found."""
    own = str(Path(sys.executable).parent)
    return path if own in path.split(os.pathsep) else own + os.pathsep + path
