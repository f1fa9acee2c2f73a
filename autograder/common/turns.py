"""Turns of the threads of one grader: side by side, or alone where another try is not to be disturbed."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator


class Turns:
    """Lets threads work side by side, and one of them alone, who waits for the others to finish first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._working = self._want_to_be_alone = 0

    @contextlib.contextmanager
    def beside_others(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._want_to_be_alone)
            self._working += 1
        try:
            yield
        finally:
            with self._changed:
                self._working -= 1
                self._changed.notify_all()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        with self._changed:
            self._want_to_be_alone += 1
            self._changed.wait_for(lambda: not self._working)
            self._working += 1
        try:
            yield
        finally:
            with self._changed:
                self._working -= 1
                self._want_to_be_alone -= 1
                self._changed.notify_all()
