"""Counting what Python executes: whether a function loops over the points is decided by what ran."""

from __future__ import annotations

import sys
import sysconfig
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

MAX_ENTERED = 100
MAX_LINES = 5

_LIBRARY_ROOTS = tuple(
    {
        str(Path(root))
        for root in (
            sysconfig.get_path("stdlib"),
            sysconfig.get_path("platstdlib"),
            sysconfig.get_path("purelib"),
            sysconfig.get_path("platlib"),
            Path(np.__file__).parent.parent,
            Path(__file__).parent,
        )
    }
)


@dataclass(kw_only=True)
class Work:
    """What one call executed in the student's own code.

    Attributes:
        steps: Python instructions, lines and calls; how it grows with n tells a loop from none.
        lines: Instructions a line, by file name and line number.
        entered: The library functions that the student's code called, as `module.function`.
        tracer_kept: False when the student's code replaced or removed the tracer.
    """

    steps: int = 0
    lines: Counter[tuple[str, int]] = field(default_factory=Counter)
    entered: set[str] = field(default_factory=set)
    tracer_kept: bool = True


_settrace_calls: Counter[int] = Counter()


def watch_settrace() -> None:
    """Note from now on, for good, whoever calls `sys.settrace`: a tracer that was taken off and put back."""

    def note(event: str, _arguments: object) -> None:
        if event == "sys.settrace":
            _settrace_calls[threading.get_ident()] += 1

    sys.addaudithook(note)


def is_library(filename: str) -> bool:
    return filename.startswith(_LIBRARY_ROOTS) or filename.startswith("<frozen ")


class Tracer:
    """Counts into `work` while it is entered; the student's own functions are told by their files."""

    def __init__(self) -> None:
        self.work = Work()
        self._open_frames = 0

    def __enter__(self) -> Work:
        self._previous = sys.gettrace()
        self._trace = self._enter_frame
        threading.settrace(self._trace)
        sys.settrace(self._trace)
        _settrace_calls.clear()
        return self.work

    def __exit__(self, *_: object) -> None:
        own = threading.get_ident()
        # A thread's first call is how `threading` hands it the tracer.
        touched = any(calls > (0 if thread == own else 1) for thread, calls in _settrace_calls.items())
        if touched or self._open_frames or sys.gettrace() is not self._trace:
            self.work.tracer_kept = False
        sys.settrace(self._previous)
        threading.settrace(self._previous)

    def _enter_frame(self, frame: FrameType, event: str, arg: object) -> Any:  # noqa: ARG002
        code = frame.f_code
        if is_library(code.co_filename):
            caller = frame.f_back
            if (
                caller is not None
                and len(self.work.entered) < MAX_ENTERED
                and not is_library(caller.f_code.co_filename)
            ):
                self.work.entered.add(f"{frame.f_globals.get('__name__', '')}.{code.co_name}"[:200])
            return None
        self.work.steps += 1
        self._open_frames += 1
        frame.f_trace_opcodes = True
        return self._in_frame

    def _in_frame(self, frame: FrameType, event: str, arg: object) -> Any:  # noqa: ARG002
        work = self.work
        work.steps += 1
        if event == "opcode":
            work.lines[frame.f_code.co_filename, frame.f_lineno] += 1
        elif event == "return":
            self._open_frames -= 1
        return self._in_frame
