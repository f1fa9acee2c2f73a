"""The examples of a release that lies there already: what nothing has changed for is not worked out again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from pathlib import Path

from autograder.common.errors import AutograderError
from autograder.common.files import read_regular, save
from autograder.common.programs import installed, program_state
from autograder.course import settings
from autograder.course.files import MAX_BYTES
from autograder.course.layout import files_of, sources_of
from autograder.course.settings import AssignmentEntry, Course
from autograder.exercise.files import EXAMPLES

FILE = ".generated.json"


def state_of(root: Path, course: Course, entry: AssignmentEntry) -> str:
    """Tell one state of all that examples are made of from another: the sources, the settings, this package, and what is installed."""
    total = hashlib.sha256(json.dumps([entry.name, program_state(), installed(), sys.version]).encode())
    for path in (root / settings.FILE, *sources_of(root, course, entry)):
        data = path.read_bytes()
        total.update(f"{path.relative_to(root)}\0{len(data)}\0".encode() + data)
    return total.hexdigest()


def read(root: Path, entry: AssignmentEntry, state: str) -> str | None:
    """Give the examples that lie in the release, where they were made in this state; None where they were not."""
    data = read_regular(files_of(root, entry).release / EXAMPLES, MAX_BYTES) or b""
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
