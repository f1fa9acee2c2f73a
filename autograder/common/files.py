"""What is written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from autograder.common.errors import AutograderError


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


def file_state(path: Path) -> tuple[int, int, int] | None:
    """Tell one state of a file from another by its inode, size and date in nanoseconds; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def read_regular(path: Path, limit: int) -> bytes | None:
    """Read at most `limit` bytes of a regular file, without following a link or waiting for a pipe; None where it is none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (OSError, ValueError):
        return None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(limit)
    except OSError:
        return None
    finally:
        os.close(descriptor)
