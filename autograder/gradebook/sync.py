"""The gradebook, told what an assignment is now: through nbgrader's own `generate_assignment`."""

from __future__ import annotations

import contextlib
import tempfile
import time
from pathlib import Path

from autograder.common import locks
from autograder.common.errors import CourseError
from autograder.common.programs import put_own_programs_on_path
from autograder.course import releases
from autograder.course.layout import files_of
from autograder.course.settings import AssignmentEntry, Course
from autograder.course.source import read_notebook, write_paired_notebook
from autograder.gradebook import told
from autograder.gradebook.config import load_config
from autograder.gradebook.release import release_of, require_writable, translated, unusable


def bring_gradebook_up_to_date(root: Path, course: Course, entry: AssignmentEntry) -> None:
    """Tell the gradebook of an assignment as its source is now, without touching what was released.

    Raises:
        AutograderError: The gradebook does not take it.
    """
    # Two assignments of a course may be graded at a time: what makes a new gradebook's tables is one of them.
    with (
        locks.alone(root, locks.GENERATING, lambda: time.sleep(0.1)),
        tempfile.TemporaryDirectory(prefix="autograder-") as scratch,
    ):
        if told.holds(root, course, entry, "told"):
            require_writable(course.gradebook_url(root))
            return
        with told.noted(root, course, entry, "told"):
            note_what_was_released(root, course, entry)
            write_paired_notebook(root, entry)
            generate_assignment(root, entry, scratch)


def generate_assignment(root: Path, entry: AssignmentEntry, directory: str) -> None:
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
    if not entry.is_ordinary:
        folder.notebook_id = entry.notebook  # a copy beside it is no part of the assignment
    folder.student_id = "."
    require_writable(folder.db_url)
    try:
        _forget_other_notebooks(folder.db_url, folder.course_id, entry)
        GenerateAssignment(coursedir=folder, config=config, force=True).start()
        note_due_date(folder.db_url, folder.course_id, entry)
    except (NbGraderException, SystemExit) as error:
        raise CourseError(
            f"{files_of(root, entry).sources[0]}: {_why(root, folder.db_url, folder.course_id, entry)}"
        ) from error
    except (SQLAlchemyError, InvalidEntry) as error:
        raise unusable(folder.db_url, error) from error


def _why(root: Path, url: str, course_id: str, entry: AssignmentEntry) -> str:
    """Say why nbgrader did not take a notebook: it lets no cell come or go once there are submissions."""
    from nbgrader.api import Gradebook, MissingEntry

    now = _cells_in(root, entry)
    with Gradebook(url, course_id) as gradebook:
        before: set[str] = set()
        submissions = 0
        with contextlib.suppress(MissingEntry):
            for name in entry.notebook_names:
                before |= {cell.grade_id for cell in release_of(gradebook, entry.name, name).cells}
                submissions = len(gradebook.find_notebook(name, entry.name).submissions)
    if not submissions or now == before:
        return "nbgrader cannot generate it, as `nbgrader generate_assignment --debug` tells; compare its cells with those of another notebook"
    changes = [
        f"{what} {', '.join(f'`{name}`' for name in sorted(names))}"
        for what, names in (("it adds", now - before), ("it removes", before - now))
        if names
    ]
    return (
        f"{' and '.join(changes)}, but {submissions} submissions are in the gradebook, and nbgrader then lets no cell come or go; "
        "take the change back (a question that is not to count keeps its cell, with 0 points)"
    )


def _cells_in(root: Path, entry: AssignmentEntry) -> set[str]:
    """Name the cells that nbgrader knows of an assignment's source."""
    if entry.is_ordinary:
        import nbformat

        notebooks = [nbformat.read(path, as_version=4) for path in files_of(root, entry).sources]
    else:
        notebooks = [read_notebook(root, entry)]
    cells = [cell for notebook in notebooks for cell in notebook.cells]
    return {cell.metadata["nbgrader"]["grade_id"] for cell in cells if "nbgrader" in cell.metadata}


def _forget_other_notebooks(url: str, course_id: str, entry: AssignmentEntry) -> None:
    """Take from the gradebook a notebook that is no part of an assignment any more.

    Raises:
        CourseError: There are submissions of it.
    """
    from nbgrader.api import Gradebook, MissingEntry

    with Gradebook(url, course_id) as gradebook, contextlib.suppress(MissingEntry):
        assignment = gradebook.find_assignment(entry.name)
        for name in [each.name for each in assignment.notebooks if each.name not in entry.notebook_names]:
            if assignment.submissions:
                raise CourseError(
                    f"the gradebook holds submissions of a second notebook of `{entry.name}`: `{name}`, once released by mistake\n"
                    "hint: if no grade is to be kept of it, in Python: `from nbgrader.api import Gradebook`, then "
                    f'`Gradebook(ADDRESS).remove_notebook("{name}", "{entry.name}")`, with the address in course.toml'
                )
            gradebook.remove_notebook(name, entry.name)


def note_what_was_released(root: Path, course: Course, entry: AssignmentEntry) -> None:
    """Keep what the gradebook remembers of a release, before it is told of another."""
    from nbgrader.api import Gradebook, MissingEntry
    from sqlalchemy.exc import SQLAlchemyError

    url = course.gradebook_url(root)
    put_own_programs_on_path()
    require_writable(url)
    if entry.is_ordinary:  # nobody is told to have changed a cell of it
        return
    try:
        with Gradebook(url, course.id) as gradebook:
            cells = release_of(gradebook, entry.name, entry.notebook).cells
    except MissingEntry:
        cells = ()
    except SQLAlchemyError as error:
        raise unusable(url, error) from error
    releases.note(root, entry, [cell.metadata() for cell in cells])


def note_due_date(url: str, course_id: str, entry: AssignmentEntry) -> None:
    """Tell the gradebook when an assignment is due."""
    from nbgrader.api import Gradebook

    with translated(url), Gradebook(url, course_id) as gradebook:
        gradebook.update_or_create_assignment(entry.name, duedate=entry.due)
