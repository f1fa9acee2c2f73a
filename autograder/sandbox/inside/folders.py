"""Inside the walls: whether anything in the folders that can be written to has changed, and what they may keep."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import time
from collections.abc import Sequence
from pathlib import Path

# ruff: noqa: PTH101, PTH104, PTH106, PTH108
# There may be a hundred thousand of them, and a `Path` of each would take most of the time.

WRITABLE = (Path("/tmp"), Path("/dev/shm"))  # noqa: S108
# Two changes that lie so near to each other may bear the same time.
TICK = 10_000_000


class Folders:
    """What a notebook's cells have left in some folders; a call that changes it is noticed by the next."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._left: bytes | None = None

    def forget(self) -> None:
        """Begin with another notebook."""
        self._left = None

    def changed(self) -> bool:
        """Tell whether something has changed since this was first asked of a notebook."""
        state = self._state()
        self._left = self._left or state
        return state != self._left

    def _state(self) -> bytes:
        found = hashlib.sha256()
        newest = 0
        waiting = [str(folder) for folder in self._folders]
        while waiting:
            path = waiting.pop()
            with contextlib.suppress(OSError):
                status = os.lstat(path)
                newest = max(newest, status.st_ctime_ns)
                # Nobody can set the time of the last change of any kind (`ctime`).
                what = (path, status.st_mode, status.st_ino, status.st_size, status.st_ctime_ns)
                found.update(repr(what).encode())
                if stat.S_ISDIR(status.st_mode):
                    waiting += sorted(entry.path for entry in os.scandir(path))
        if self._left is None and time.time_ns() - newest < TICK:
            time.sleep(TICK / 1e9)
        return found.digest()


def empty(folder: Path) -> None:
    """Remove all that is in a folder, whatever its permissions, and however deep: no path may be longer than the kernel takes.

    What lies deeper is moved up before the folder around it goes.
    """
    top = str(folder)
    ours, number = os.urandom(16).hex(), 0  # names that nobody else has given
    while entries := [*os.scandir(top)]:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
                continue
            os.chmod(entry.path, 0o700)
            for inner in [*os.scandir(entry.path)]:
                if inner.is_dir(follow_symlinks=False):
                    number += 1
                    os.chmod(inner.path, 0o700)
                    os.rename(inner.path, f"{top}/{ours}{number}")
                else:
                    os.unlink(inner.path)
            os.rmdir(entry.path)


def forget_times(folder: Path) -> None:
    """Leave nothing to be read from the times of a folder: its owner can set them to anything, and others to now."""
    try:
        os.utime(folder, (0, 0))
    except PermissionError:
        os.utime(folder)
