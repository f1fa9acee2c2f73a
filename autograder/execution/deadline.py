"""Ending what takes too long where there are no threads, as in a browser: whoever goes round a loop looks at the clock."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from types import CodeType

from autograder.loops.libraries import is_library

AGAIN = (
    1.0  # a function that catches the interrupt and goes on is interrupted once more after so many seconds
)

if sys.version_info >= (3, 12):
    _tools, _events = sys.monitoring, sys.monitoring.events

    @contextlib.contextmanager
    def deadline(seconds: float, passed: threading.Event) -> Iterator[None]:
        """Raise KeyboardInterrupt at the student's first step after so many seconds, and set the event.

        A step is the start of a Python function or a jump, so what stays in C for long is ended when it comes back.
        """
        tool = _free_tool()
        if tool is None:  # debuggers have them all
            yield
            return
        ends, thread = time.monotonic() + seconds, threading.get_ident()

        def look(code: CodeType, *_: object) -> None:
            nonlocal ends
            if time.monotonic() < ends or is_library(code.co_filename):  # what is ours is not torn
                return
            if threading.get_ident() == thread:
                ends = time.monotonic() + AGAIN
                passed.set()
                raise KeyboardInterrupt

        steps = (_events.JUMP, _events.PY_START)
        for event in steps:
            _tools.register_callback(tool, event, look)
        _tools.set_events(tool, _events.JUMP | _events.PY_START)
        try:
            yield
        finally:
            ends = float("inf")
            _tools.set_events(tool, 0)
            for event in steps:
                _tools.register_callback(tool, event, None)
            _tools.free_tool_id(tool)

    def _free_tool() -> int | None:
        for tool in (5, 4, 3):
            with contextlib.suppress(ValueError):  # somebody has it
                _tools.use_tool_id(tool, "autograder deadline")
                return tool
        return None

else:

    @contextlib.contextmanager
    def deadline(seconds: float, passed: threading.Event) -> Iterator[None]:  # noqa: ARG001
        """Do nothing: no browser has a Python of before 3.12."""
        yield
