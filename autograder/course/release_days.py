"""The day of each release, so that making the same once more gives the same bytes.

A file beside the source keeps them, to be committed with it: a line a release, with its day and a digest of what it held.
Lines that two branches have added stand side by side (`.gitattributes`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path

from autograder.common.files import read_regular, save
from autograder.course.files import IGNORED, MAX_BYTES
from autograder.course.layout import files_of
from autograder.course.settings import AssignmentEntry


def note(root: Path, entry: AssignmentEntry) -> dt.date:
    """Write down that what is released is so since today, unless it was noted before; give the day.

    Of several releases on one day, the last is noted.

    Raises:
        AutograderError: It cannot be written.
    """
    known = noted(root, entry)
    digest = digest_of(files(root, entry))
    if digest not in known:
        today = dt.datetime.now().astimezone().date()
        known = {each: day for each, day in known.items() if day != today} | {digest: today}
        save(
            files_of(root, entry).release_days,
            "".join(f"{day.isoformat()} {each}\n" for each, day in known.items()),
        )
    return known[digest]


def noted(root: Path, entry: AssignmentEntry) -> dict[str, dt.date]:
    """Give the day of each release that was noted, by its digest; what is no such line is passed over."""
    known: dict[str, dt.date] = {}
    for line in (
        (read_regular(files_of(root, entry).release_days, MAX_BYTES) or b"")
        .decode(errors="replace")
        .splitlines()
    ):
        day, _, digest = line.partition(" ")
        try:
            known[digest] = dt.date.fromisoformat(day)
        except ValueError:
            continue
    return known


def files(root: Path, entry: AssignmentEntry) -> dict[str, bytes]:
    """Read what lies in the release folder, in order."""
    folder = files_of(root, entry).release
    names = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        name.as_posix(): (folder / name).read_bytes()
        for name in names
        if not any(part in IGNORED for part in name.parts)
    }


def digest_of(content: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, data in sorted(content.items()):
        total.update(f"{len(name)} {name} {len(data)}\n".encode() + data)
    return total.hexdigest()[:16]
