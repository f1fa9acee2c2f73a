"""One at a time: what two processes must not do to the same course side by side."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path

GRADING = ".grading.lock"
WATCHING = ".watch.lock"


@contextlib.contextmanager
def alone(root: Path, name: str, when_taken: Callable[[], None]) -> Iterator[None]:
    """Hold one of the course's locks while the block runs; the system lets go of it for a process that is killed.

    Args:
        root: The course's folder.
        name: The lock.
        when_taken: Called as long as another process holds it: it waits for a moment, or raises.
    """
    with (root / name).open("a") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                when_taken()
        yield
