"""What students hand in through the exchange: folders that belong to them, so nothing in them is trusted or followed."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from pathlib import Path

from autograder.submissions import PROOF, read_regular

MAX_FILES = 1000
LONG_AGO = 600.0  # seconds after which a submission is as complete as it will be


def names_of(folder: Path, assignment: str) -> list[str]:
    """List what was handed in for an assignment, by the names of the folders: `STUDENT+ASSIGNMENT+TIME+SECRET`."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return []
    return sorted(name for name in names if student_of(name, assignment))


def student_of(name: str, assignment: str) -> str:
    """Tell whose a folder of the exchange is; nobody's is empty. A time may hold a `+` as well."""
    return name.rpartition(f"+{assignment}+")[0]


def is_complete(folder: Path) -> bool:
    """Tell whether a submission is handed in as a whole: nbgrader opens the folder for everybody when all is in it."""
    with contextlib.suppress(OSError):
        found = folder.lstat()
        opened = stat.S_IMODE(found.st_mode) & 0o777 == 0o777
        return (opened and is_text(folder / PROOF)) or time.time() - found.st_ctime > LONG_AGO
    return False


def copy_plain(source: Path, target: Path, limit: int) -> bool:
    """Copy a folder's files, and nothing else: links, pipes and devices stay behind, whoever exchanges them meanwhile.

    Args:
        source: The folder.
        target: Where to; it does not exist yet.
        limit: How many bytes are copied at most; files past them are left out.

    Returns:
        Whether there were no more files than are copied.

    Raises:
        OSError: It cannot be opened.
    """
    seen, whole = 0, True
    for base, folders, names, here in os.fwalk(source, onerror=_raise, follow_symlinks=False):
        place = target / os.path.relpath(base, source)
        place.mkdir(parents=True, exist_ok=True)
        for name in sorted(names, key=lambda name: (name != PROOF, not name.endswith(".ipynb"), name)):
            seen += 1
            if seen > MAX_FILES:
                return False
            data = _read(name, here, limit)
            if data is not None:
                limit -= len(data)
                (place / name).write_bytes(data)
        seen += len(folders)
        whole = whole and seen <= MAX_FILES
        del folders[max(0, MAX_FILES - seen) :]
    return whole


def _raise(error: OSError) -> None:
    raise error


def _read(name: str, folder: int, limit: int) -> bytes | None:
    """Read a regular file; None for anything else, and for one that is too large."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError as error:
        if error.errno == errno.EACCES:
            raise
        return None
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size > limit:
            return None
        data = file.read(limit + 1)
        return data if len(data) <= limit else None


def is_text(path: Path) -> bool:
    try:
        return bool((read_regular(path, 10_000) or b"").decode().strip())
    except UnicodeDecodeError:
        return False
