"""What students hand in through the exchange: folders that belong to them, so nothing in them is trusted or followed."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.common.files import read_regular
from autograder.course.files import PROOF
from autograder.notebooks.attempts import student_of

MAX_FILES = 1000
MAX_DEPTH = 20  # each folder is open while those in it are looked at
MAX_SECRET = 10_000  # bytes
FEW = 3
LONG_AGO = 600.0  # seconds after which a submission is as complete as it will be


def names_of(folder: Path, assignment: str) -> list[str]:
    """List what was handed in for an assignment, by the names of the folders: `STUDENT+ASSIGNMENT+TIME+SECRET`."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return []
    return sorted(name for name in names if student_of(name, assignment))


def is_complete(folder: Path) -> bool:
    """Tell whether a submission is handed in as a whole: nbgrader opens the folder for everybody when all is in it."""
    with contextlib.suppress(OSError):
        found = folder.lstat()
        opened = stat.S_IMODE(found.st_mode) & 0o777 == 0o777
        return (opened and is_text(folder / PROOF)) or time.time() - found.st_ctime > LONG_AGO
    return False


def copy_plain(source: Path, target: Path, limit: int, *, own: bool) -> list[str]:
    """Copy a folder's files, and nothing else: links, pipes and devices stay behind, whoever exchanges them meanwhile.

    Args:
        source: The folder.
        target: Where to; it does not exist yet.
        limit: How many bytes are copied at most; files past them are left out.
        own: Whether all files must belong to the account that the folder belongs to. Otherwise those alone that stand
            elsewhere as well: a link to somebody's file takes no more than a name.

    Returns:
        What was left out, in a few words each.

    Raises:
        OSError: It cannot be opened.
    """
    seen, left_out = 0, defaultdict[str, list[str]](list)
    owner = source.lstat().st_uid
    for base, folders, names, here in os.fwalk(source, onerror=_raise, follow_symlinks=False):
        place = target / os.path.relpath(base, source)
        place.mkdir(parents=True, exist_ok=True)
        for name in sorted(names, key=lambda name: (name != PROOF, not name.endswith(".ipynb"), name)):
            seen += 1
            if seen > MAX_FILES:
                return [*_in_words(left_out), f"all but {MAX_FILES} of its files"]
            data = _read(name, here, limit, owner, 0 if own else 1)
            if isinstance(data, str):
                left_out[data].append(os.path.relpath(Path(base, name), source))
                continue
            limit -= len(data)
            (place / name).write_bytes(data)
        left_out["no file"] += [name for name in folders if Path(base, name).is_symlink()]
        if folders and len(Path(base).relative_to(source).parts) >= MAX_DEPTH:
            left_out[f"in more than {MAX_DEPTH} folders"] += [
                os.path.relpath(Path(base, name), source) for name in folders
            ]
            folders.clear()
        seen += len(folders)
        if seen > MAX_FILES:
            left_out[f"beyond {MAX_FILES} files and folders"] += folders[max(0, MAX_FILES - seen) :]
        del folders[max(0, MAX_FILES - seen) :]
    return _in_words(left_out)


def _in_words(left_out: Mapping[str, Sequence[str]]) -> list[str]:
    return [
        f"{', '.join(names[:FEW])}{f' and {len(names) - FEW} more' if len(names) > FEW else ''} ({reason})"
        for reason, names in left_out.items()
        if names
    ]


def _raise(error: OSError) -> None:
    raise error


def _read(name: str, folder: int, limit: int, owner: int, links: int) -> bytes | str:
    """Read a regular file; say why, where it is none, too large, or somebody else's."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError as error:
        if error.errno == errno.EACCES:
            raise
        return "no file"
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            return "no file"
        if found.st_uid != owner and found.st_nlink > links:
            return "belongs to another account"
        data = file.read(limit + 1) if found.st_size <= limit else None
        return "too large" if data is None or len(data) > limit else data


def is_text(path: Path) -> bool:
    data = read_regular(path, MAX_SECRET + 1) or b""
    try:
        return len(data) <= MAX_SECRET and bool(data.decode().strip())
    except UnicodeDecodeError:
        return False
