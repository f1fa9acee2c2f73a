"""What is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.errors import AutograderError

DIRECTORY = "reports"


def save(place: Path, text: str) -> None:
    """Write a text file for instructors, and the folders above it.

    Raises:
        AutograderError: It cannot be written; what stood there before stays.
    """
    if place.is_dir():
        raise AutograderError(f"{place}: is a folder\nhint: name a file in it with `--output FILE`")
    scratch = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            scratch.write_text(text, encoding="utf-8", newline="")
            scratch.replace(place)
        finally:
            scratch.unlink(missing_ok=True)
    except OSError as error:
        raise AutograderError(
            f"{place}: cannot be written: {error.strerror}\nhint: name another place with `--output FILE`"
        ) from error


def replace_folder(folder: Path, scratch: Path) -> None:
    """Put a folder in its place, and what stood there before into `scratch`, which holds it under the same name.

    Raises:
        OSError: It cannot be put there; what stood there before stays.
    """
    if folder.exists():
        folder.rename(scratch / "old")
    try:
        (scratch / folder.name).rename(folder)
    except OSError:
        if (scratch / "old").exists():
            (scratch / "old").rename(folder)
        raise
