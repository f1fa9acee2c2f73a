"""From source to release: the paired notebook, nbgrader's `generate_assignment`, and the visible examples."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.author import unchanged
from autograder.common.errors import AutograderError
from autograder.common.files import replace_folder
from autograder.course import release_days, releases
from autograder.course import settings as courses
from autograder.course.layout import files_of
from autograder.course.settings import AssignmentEntry, Course
from autograder.course.source import read, write_paired_notebook
from autograder.exercise.files import EXAMPLES
from autograder.gradebook import told
from autograder.gradebook.sync import generate_assignment, note_due_date, note_what_was_released


def generate(root: Path, course: Course, entry: AssignmentEntry) -> Path:
    """Build an assignment's paired notebook, release it through nbgrader, and write its examples.

    Running it again changes no byte; where it fails, what was released before stays.

    Raises:
        AutograderError: The source, `checks.py` or the gradebook does not allow it.
    """
    place = files_of(root, entry).release
    if told.holds(root, course, entry, "released"):
        return place
    with told.noted(root, course, entry, "told", "released"):
        made = _examples(root, course, entry)
        _require_source(root, entry)
        place.parent.mkdir(exist_ok=True)
        note_what_was_released(root, course, entry)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=place.parent) as scratch:
            generate_assignment(root, entry, scratch)
            write_beside(root, Path(scratch) / entry.name, course, made)
            replace_folder(place, Path(scratch))
        _note(root, entry, made)
    return place


@dataclass(frozen=True, kw_only=True)
class _Examples:
    """The text of `examples.json`, and the state of all that it is made of."""

    text: str
    state: str


def _examples(root: Path, course: Course, entry: AssignmentEntry) -> _Examples | None:
    """Give the examples of an assignment, which take seconds to work out; an ordinary one has none.

    Raises:
        AutograderError: The source or `checks.py` does not allow it.
    """
    if entry.is_ordinary:
        return None
    state = unchanged.state_of(root, course, entry)
    text = unchanged.read(root, entry, state)
    if text is None:
        from autograder.course import bank as banks
        from autograder.exercise import examples

        bank = banks.load(root, course, entry)
        asked = [question.visible for question in bank.questions]
        text = examples.dump(bank.assignment, course.judging.rules(), asked)
    return _Examples(text=text, state=state)


def write_beside(root: Path, folder: Path, course: Course, made: _Examples | None) -> None:
    """Write what students get beside the released notebook, in its folder: the visible examples, and what the course shares."""
    for name, data in releases.shared_files(root, course).items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_bytes(data)
    if made is not None:
        (folder / EXAMPLES).write_text(made.text, encoding="utf-8")


def before_nbgrader_generates(assignment: str, student: str, notebooks: list[str]) -> None:  # noqa: ARG001
    """Have nbgrader convert one notebook, as its script is now (nbgrader's `pre_convert_hook`)."""
    with _ending_the_program():
        root = courses.find_root(Path.cwd())
        course = courses.load(root)
        entry = course.assignment(assignment)
        if not entry.is_ordinary:
            # What nbgrader would release with a solution in it, or not at all, is refused in our words.
            read(root, entry)
        note_what_was_released(root, course, entry)
        _require_source(root, entry)
        # It is nbgrader's own list: a copy beside the source is no part of the assignment.
        notebooks[:] = [path for path in notebooks if Path(path).stem in entry.notebook_names]


def after_nbgrader_generated(assignment: str, student: str, notebooks: list[str]) -> None:  # noqa: ARG001
    """Finish what nbgrader itself released: its examples, its due date (nbgrader's `post_convert_hook`)."""
    with _ending_the_program():
        root = courses.find_root(Path.cwd())
        course = courses.load(root)
        entry = course.assignment(assignment)
        made = _examples(root, course, entry)
        write_beside(root, files_of(root, entry).release, course, made)
        note_due_date(course.gradebook_url(root), course.id, entry)
        _note(root, entry, made)


@contextlib.contextmanager
def _ending_the_program() -> Iterator[None]:
    """Let nothing pass unseen: nbgrader goes on after an exception in a hook, but not after the end of the program."""
    try:
        yield
    except Exception as error:
        said = str(error) if isinstance(error, AutograderError) else f"{type(error).__name__}: {error}"
        sys.exit(f"error: {said}")


def _require_source(root: Path, entry: AssignmentEntry) -> None:
    """See that the notebooks are there from which nbgrader makes the release."""
    if entry.is_ordinary:
        from autograder.ordinary.source import require_releasable

        require_releasable(root, entry)
    else:
        write_paired_notebook(root, entry)


def _note(root: Path, entry: AssignmentEntry, made: _Examples | None) -> None:
    if made is not None:
        unchanged.note(root, entry, made.state, made.text)
        releases.note(root, entry)
    release_days.note(root, entry)
