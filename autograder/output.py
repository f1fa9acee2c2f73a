"""Files for instructors, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.errors import AutograderError

DIRECTORY = "reports"


def save(place: Path, text: str) -> None:
    """Write a text file, and the folders above it.

    Raises:
        AutograderError: It cannot be written; what stood there before stays.
    """
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
