"""The examples of a release that lies there already: what nothing has changed for is not worked out again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder.common.errors import AutograderError
from autograder.common.files import read_regular, save
from autograder.course import settings
from autograder.course.files import IGNORED, MAX_BYTES
from autograder.course.layout import SOURCES, files_of
from autograder.course.settings import AssignmentEntry, Course
from autograder.exercise import examples
from autograder.grading.pending import program_state

FILE = ".generated.json"


def state_of(root: Path, course: Course, entry: AssignmentEntry) -> str:
    """Tell one state of all that examples are made of from another: the sources, the settings, this package, and what is installed."""
    # Whatever `checks.py` may import, with its version: each package installed has a folder that is named so.
    there = sorted({path.name for place in sys.path for path in Path(place).glob("*.*-info")})
    total = hashlib.sha256(json.dumps([entry.name, program_state(), there, sys.version]).encode())
    for path in (root / settings.FILE, *_sources(root, course, entry)):
        data = path.read_bytes()
        total.update(f"{path.relative_to(root)}\0{len(data)}\0".encode() + data)
    return total.hexdigest()


def _sources(root: Path, course: Course, entry: AssignmentEntry) -> Iterator[Path]:
    """List whatever an author writes that this assignment may read, and nothing that is made of it."""
    folder, files = root / SOURCES, files_of(root, entry)
    made = (files.script.with_suffix(".ipynb"), files.releases, files.release_days)
    others = {each.name for each in course.assignments if each != entry}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        theirs = parts[0] in others or path in made or any(part in IGNORED for part in parts)
        if not theirs and path.is_file():
            yield path


def read(root: Path, entry: AssignmentEntry, state: str) -> str | None:
    """Give the examples that lie in the release, where they were made in this state; None where they were not."""
    data = read_regular(files_of(root, entry).release / examples.FILE, MAX_BYTES) or b""
    return data.decode() if _known(root).get(entry.name) == [state, _digest(data)] else None


def note(root: Path, entry: AssignmentEntry, state: str, text: str) -> None:
    """Write down in which state examples were made."""
    known = _known(root) | {entry.name: [state, _digest(text.encode())]}
    with contextlib.suppress(AutograderError):  # then they are made again next time
        save(root / FILE, json.dumps(known, indent=1) + "\n")


def _known(root: Path) -> dict[str, list[str]]:
    try:
        known = json.loads((root / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
