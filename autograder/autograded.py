"""nbgrader's `autograded/`: where each graded submission takes its place in one step."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from autograder.errors import AutograderError
from autograder.submissions import TIMESTAMP

DIRECTORY = "autograded"


def place(root: Path, assignment: str, student: str) -> Path:
    """Give the folder of one graded submission."""
    return root / DIRECTORY / student / assignment


def publish(
    folder: Path, name: str, notebook: str, files: Mapping[str, bytes], timestamp: datetime | None
) -> None:
    """Put a graded submission in its place, whole or not at all.

    Args:
        folder: Its place.
        name: The notebook's file name.
        notebook: The notebook's text.
        files: What else was handed in, by relative path.
        timestamp: When it was handed in, as UTC without a zone, if that is known.

    Raises:
        AutograderError: The folder cannot be written; what stood there before stays.
    """
    prefix = f".new-{folder.name}-"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        for left_behind in folder.parent.glob(f"{prefix}*"):  # by a run that was killed
            shutil.rmtree(left_behind, ignore_errors=True)
        scratch = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
        try:
            _write(scratch / folder.name, name, notebook, files, timestamp)
            _replace(folder, scratch)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        raise AutograderError(
            f"{folder}: cannot be written: {error.strerror}; the grades are in the gradebook already\n"
            "hint: make room or correct the permissions, then run the command again"
        ) from error


def _write(
    fresh: Path, name: str, notebook: str, files: Mapping[str, bytes], timestamp: datetime | None
) -> None:
    fresh.mkdir()
    for path, data in files.items():
        (fresh / path).parent.mkdir(parents=True, exist_ok=True)
        (fresh / path).write_bytes(data)
    if timestamp is not None:
        (fresh / TIMESTAMP).write_text(f"{timestamp} UTC")
    (fresh / name).write_text(notebook, encoding="utf-8")
    for written in fresh.rglob("*"):
        if written.is_file():
            written.chmod(0o444)


def _replace(folder: Path, scratch: Path) -> None:
    if folder.exists():
        folder.rename(scratch / "old")
    try:
        (scratch / folder.name).rename(folder)
    except OSError:
        if (scratch / "old").exists():
            (scratch / "old").rename(folder)
        raise
