"""The releases that there were: what nbgrader fixed in each, so that nobody is accused of having an earlier one.

The gradebook remembers the newest alone. The others are kept beside the source, to be committed with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from autograder.common.errors import CourseError
from autograder.common.files import read_regular, save
from autograder.course.files import IGNORED, MAX_BYTES, PROOF, extra_files
from autograder.course.layout import SOURCES, files_of
from autograder.course.settings import AssignmentEntry, Course
from autograder.exercise.files import EXAMPLES

SCHEMA_VERSION = 3


class Fixed(msgspec.Struct, frozen=True, kw_only=True):
    """What a release fixed of one cell.

    Attributes:
        checksum: nbgrader's, of its text and of all that follows.
    """

    checksum: str
    grade: bool = False
    locked: bool = False
    solution: bool = False
    points: float = 0.0


Releases = Mapping[str, tuple[Fixed, ...]]
_decoder = msgspec.json.Decoder(dict[str, tuple[Fixed, ...]])


def read(root: Path, entry: AssignmentEntry) -> Releases:
    """Give what was fixed in each cell by the releases that are known, by `grade_id`.

    Raises:
        CourseError: The file was damaged.
    """
    return _merged(_noted(root, entry), _released(root, entry))


def note(root: Path, entry: AssignmentEntry, cells: Iterable[Mapping[str, Any]] = ()) -> None:
    """Write down what has been released, and what else is known to have been.

    Args:
        root: The course's folder.
        entry: The assignment.
        cells: nbgrader's metadata of cells of another release.

    Raises:
        AutograderError: The file was damaged, or cannot be written.
    """
    before = _noted(root, entry)
    found = _merged(before, _fixed(cells), _released(root, entry))
    if found != before:
        text = msgspec.json.encode(found, order="sorted")
        save(files_of(root, entry).releases, msgspec.json.format(text, indent=1).decode() + "\n")


def _noted(root: Path, entry: AssignmentEntry) -> Releases:
    data = read_regular(files_of(root, entry).releases, MAX_BYTES)
    try:
        return _decoder.decode(data) if data else {}
    except msgspec.DecodeError as error:
        raise CourseError(
            f"{files_of(root, entry).releases}: is damaged ({error}); take it from your version control, or remove it: releases before the "
            "newest are then forgotten"
        ) from None


def _released(root: Path, entry: AssignmentEntry) -> Releases:
    """Read what lies in the release folder now."""
    data = read_regular(files_of(root, entry).released_notebook, MAX_BYTES)
    try:
        cells = msgspec.json.decode(data or b"")["cells"]
        return _fixed(cell["metadata"].get("nbgrader", {}) for cell in cells)
    except (msgspec.DecodeError, LookupError, TypeError, AttributeError):
        return {}


def _fixed(cells: Iterable[Mapping[str, Any]]) -> Releases:
    return {
        cell["grade_id"]: (msgspec.convert({**cell, "points": cell.get("points") or 0}, Fixed, strict=False),)
        for cell in cells
        if cell.get("checksum")
    }


def _merged(*releases: Releases) -> dict[str, tuple[Fixed, ...]]:
    found: dict[str, tuple[Fixed, ...]] = {}
    for each in releases:
        for name, versions in each.items():
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *versions)))
    return found


def released_files(root: Path, course: Course, entry: AssignmentEntry) -> dict[str, bytes]:
    """Read what was released beside an assignment's notebooks, but for what only the student's own `check` needs.

    Students need not send it back, and what they send in its place does not count: as with nbgrader, the instructor's
    own data are what everybody is graded with.
    """
    place = files_of(root, entry)
    if not place.release.is_dir():
        return shared_files(root, course)
    files = extra_files(place.release, entry.notebook, course.limits)
    others = {EXAMPLES, PROOF, *(f"{name}.ipynb" for name in entry.notebook_names)}
    return {name: data for name, data in files.items() if name not in others}


def shared_files(root: Path, course: Course) -> dict[str, bytes]:
    """Read what is released beside every notebook of a course, as its author has it now."""
    found = {}
    for name in course.shared:
        place = root / SOURCES / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            parts = path.relative_to(place).parts
            if path.is_file() and not any(part in IGNORED or part.startswith(".") for part in parts):
                found[path.relative_to(place.parent).as_posix()] = path.read_bytes()
    return found
