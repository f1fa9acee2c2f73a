"""The folder that students hand in to, watched: one look at it serves every assignment, whatever lies there already."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path, PurePath

from watchfiles import Change, watch

LOOK_SECONDS = 0.02  # it is looked at no more often
POLL_SECONDS = 0.2  # nor are its names listed
LONGEST_SECONDS = 60.0  # after which its names are listed again, where the system told all of them before
SETTLED_SECONDS = 2.0  # a folder's date may be as coarse as that

Changes = Generator[set[tuple[Change, str]], None, None]


class Inbox:
    """What lies in the folder, by name, in the order in which it was seen.

    The system tells of what is new (inotify), but nothing of what another machine does to a shared disk. So all names are
    listed as well, when the folder's date has changed: at once where the system has missed something, seldom where it
    never does. Listing is what takes long where there are many.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._clock = folder, clock
        self._order: list[str] = []
        self._names: set[str] = set()
        self._changes: Changes | None = None
        self._looked = self._listed = -LONGEST_SECONDS
        self._state: tuple[int, int] | None = None  # of the folder, when its names were listed
        self._node = self._seen = 0
        self._wait = POLL_SECONDS
        self._is_there = False

    def look(self) -> bool:
        """Look what is new, and tell whether the folder is there."""
        now = self._clock()
        if now - self._looked < LOOK_SECONDS:
            return self._is_there
        self._looked = now
        try:
            found = self._folder.stat()
        except OSError:
            self.close()
            self._is_there = False
            return False
        if found.st_ino != self._node or self._changes is None:
            self._watch(found.st_ino)
        self._is_there, self._seen = True, found.st_mtime_ns
        self._add(self._told())
        state = found.st_ino, found.st_mtime_ns
        if state != self._state and now - self._listed >= self._wait:
            self._list()
            settled = time.time() - found.st_mtime > SETTLED_SECONDS
            self._state, self._listed = state if settled else None, now
        return True

    def stirs(self) -> bool:
        """Tell once, for one call of the system, that something has come or gone since it was looked at."""
        try:
            before, self._seen = self._seen, self._folder.stat().st_mtime_ns
        except OSError:
            return False
        return before != self._seen

    def since(self, place: int) -> tuple[Sequence[str], int]:
        """Give the names that were seen since a place, at first 0, and the place from which to ask the next time."""
        return self._order[place:], len(self._order)

    def close(self) -> None:
        """Ask the system no more."""
        self._node = 0
        if self._changes is not None:
            self._changes.close()
            self._changes = None

    def _watch(self, node: int) -> None:
        self.close()
        self._node, self._state, self._wait = node, None, POLL_SECONDS
        self._listed = -LONGEST_SECONDS
        self._changes = watch(
            self._folder,
            watch_filter=None,
            debounce=1,
            step=1,
            rust_timeout=1,
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=False,
        )

    def _told(self) -> list[str]:
        if self._changes is not None:
            with contextlib.suppress(OSError, RuntimeError, StopIteration):
                told = next(self._changes)
                return sorted(PurePath(path).name for change, path in told if change is Change.added)
        return []

    def _list(self) -> None:
        """See what the system has not told; and what is gone, so that it is new when it comes again."""
        try:
            names = {*os.listdir(self._folder)}  # noqa: PTH208 - a name each, and no path
        except OSError:
            return
        missed = names - self._names
        self._wait = POLL_SECONDS if missed else min(2 * self._wait, LONGEST_SECONDS)
        self._names &= names
        self._add(sorted(missed))

    def _add(self, names: Sequence[str]) -> None:
        new = [name for name in names if name not in self._names]
        self._names.update(new)
        self._order += new
