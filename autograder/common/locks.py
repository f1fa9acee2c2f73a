"""One at a time: what two processes must not do to the same course side by side."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

GRADING = ".grading.lock"
WATCHING = ".watch.lock"
GENERATING = ".generating.lock"


@contextlib.contextmanager
def alone(root: Path, name: str, when_taken: Callable[[], None]) -> Iterator[None]:
    """Hold one of the course's locks while the block runs; the system lets go of it for a process that is killed.

    Args:
        root: The course's folder.
        name: The lock.
        when_taken: Called as long as another process holds it: it waits for a moment, or raises.
    """
    import fcntl  # there is none on Windows, where nothing is graded

    with (root / name).open("a") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                when_taken()
        yield


def hold(file: IO[Any]) -> None:
    """Wait until no other process holds a file, and hold it until it is closed."""
    import fcntl

    fcntl.flock(file, fcntl.LOCK_EX)
