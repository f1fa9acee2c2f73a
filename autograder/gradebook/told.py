"""What the gradebook was told of an assignment last: where it still holds that, and nothing has changed since, it need not be told again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal

from autograder.common.errors import AutograderError
from autograder.common.files import save
from autograder.common.programs import installed, program_state
from autograder.course import settings
from autograder.course.layout import files_of, sources_of
from autograder.course.settings import AssignmentEntry, Course
from autograder.gradebook.connection import connected

FILE = ".told.json"
# What is known to have been done in a state: the gradebook was told, and perhaps the release was built as well.
Done = Literal["told", "released"]
# Where the gradebook keeps what it was told of an assignment, and how each table's rows are found.
_TABLES = {
    "notebook": "",
    "base_cell": "JOIN notebook ON notebook.id = base_cell.notebook_id",
    "source_cell": "JOIN notebook ON notebook.id = source_cell.notebook_id",
    **{
        table: f"JOIN base_cell ON base_cell.id = {table}.id JOIN notebook ON notebook.id = base_cell.notebook_id"
        for table in ("grade_cells", "solution_cells", "task_cells")
    },
}
_NAMED = "JOIN assignment ON assignment.id = notebook.assignment_id WHERE assignment.name = :name"
_QUESTIONS = (
    "SELECT * FROM assignment WHERE name = :name",
    *(f"SELECT {table}.* FROM {table} {joined} {_NAMED}" for table, joined in _TABLES.items()),  # noqa: S608 - our words
)


def holds(root: Path, course: Course, entry: AssignmentEntry, done: Done) -> bool:
    """Tell whether all is as it was when that had been done.

    Raises:
        AutograderError: The gradebook cannot be read.
    """
    known = _known(root).get(entry.name, {}).get(done)
    return known is not None and known == _state(
        root, course, entry, _written(root, course, entry, _programs())
    )


@contextlib.contextmanager
def noted(root: Path, course: Course, entry: AssignmentEntry, *done: Done) -> Iterator[None]:
    """Write down that this has been done once the block has ended, unless somebody has changed what it is done with meanwhile.

    Raises:
        AutograderError: The gradebook cannot be read.
    """
    programs = _programs()  # of those that are imported, some look for more in places of their own
    written = _written(root, course, entry, programs)
    yield
    if _written(root, course, entry, programs) != written:
        return
    known, state = _known(root), _state(root, course, entry, written)
    known[entry.name] = known.get(entry.name, {}) | dict.fromkeys(done, state)
    with contextlib.suppress(AutograderError):  # then it is done again next time
        save(root / FILE, json.dumps(known, indent=1) + "\n")


def _programs() -> str:
    return json.dumps([program_state(), installed(), sys.version])


def _written(root: Path, course: Course, entry: AssignmentEntry, programs: str) -> str:
    """Tell one state from another of all that an author writes, and of the programs that make something of it."""
    configured = {root / settings.FILE, root / "nbgrader_config.py"}
    return _digest(root, programs, configured | {*sources_of(root, course, entry)})


def _state(root: Path, course: Course, entry: AssignmentEntry, written: str) -> str:
    """Tell one state from another of that, of what has been made of it, and of what the gradebook holds."""
    with connected(course.gradebook_url(root)) as reader:
        rows = [
            sorted(repr(tuple(row)) for row in reader.rows(question, {"name": entry.name}))
            for question in (_QUESTIONS if reader else ())
            if reader
        ]
    files = files_of(root, entry)
    made = {*files.source.glob("*.ipynb"), files.releases, files.release_days, *files.release.rglob("*")}
    return _digest(root, json.dumps([written, rows]), made)


def _digest(root: Path, words: str, paths: Collection[Path]) -> str:
    found = hashlib.sha256(words.encode())
    for path in sorted(each for each in paths if each.is_file() and "__pycache__" not in each.parts):
        data = path.read_bytes()
        found.update(f"{path.relative_to(root)}\0{len(data)}\0".encode() + data)
    return found.hexdigest()


def _known(root: Path) -> dict[str, dict[str, str]]:
    try:
        known = json.loads((root / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    whole = isinstance(known, dict) and all(isinstance(each, dict) for each in known.values())
    return known if whole else {}
