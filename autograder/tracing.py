"""Counting what Python executes: whether a function loops over the points is decided by what ran."""

from __future__ import annotations

import _thread
import os
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
# Past these, steps are no longer counted: tracing makes a function some fifty times slower. Whoever takes as many loops.
MAX_STEPS = 200_000

_LIBRARY_ROOTS = tuple(
    {
        str(Path(root)) + os.sep
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
_escapes: Counter[str] = Counter()


def watch_escapes() -> None:
    """Note from now on, for good, what would hide work from a tracer.

    A tracer taken off and put back, a thread that `threading` knows nothing of, a forked process.
    """

    def note(event: str, _arguments: object) -> None:
        if event == "sys.settrace":
            _settrace_calls[threading.get_ident()] += 1
        elif event == "os.fork":
            _escapes[event] += 1

    def start(*arguments: Any, **settings: Any) -> int:
        _escapes["thread"] += 1
        return original(*arguments, **settings)

    sys.addaudithook(note)
    original = _thread.start_new_thread
    _thread.start_new_thread = _thread.start_new = start


def is_library(filename: str) -> bool:
    return filename.startswith(_LIBRARY_ROOTS) or filename.startswith("<frozen ")


def _notebook_globals(function: object) -> object:
    """Give the namespace of a function that was written in a notebook, whatever file it claims to be from."""
    space = getattr(function, "__globals__", None)
    return space if isinstance(space, dict) and space.get("__name__") == "__main__" else None


class Tracer:
    """Counts into `work` while it is entered; the student's own functions are told by their files."""

    def __init__(self, function: object) -> None:
        self.work = Work()
        self._notebook = _notebook_globals(function)
        self._open_frames = 0

    def __enter__(self) -> Work:
        self._previous = sys.gettrace()
        self._trace = self._enter_frame
        threading.settrace(self._trace)
        sys.settrace(self._trace)
        _settrace_calls.clear()
        _escapes.clear()
        return self.work

    def __exit__(self, *_: object) -> None:
        own = threading.get_ident()
        # A thread's first call is how `threading` hands it the tracer.
        touched = any(calls > (0 if thread == own else 1) for thread, calls in _settrace_calls.items())
        if touched or _escapes or self._open_frames or sys.gettrace() is not self._trace:
            self.work.tracer_kept = False
        sys.settrace(self._previous)
        threading.settrace(self._previous)

    def _rest_of(self, frame: FrameType | None) -> None:
        """Let the rest run untraced: what took so many steps need not be counted to the end."""
        self._open_frames = 0
        while frame is not None and frame.f_trace is not None:
            frame.f_trace, frame.f_trace_opcodes = None, False
            frame = frame.f_back

    def _enter_frame(self, frame: FrameType, event: str, arg: object) -> Any:  # noqa: ARG002
        code = frame.f_code
        if is_library(code.co_filename) and frame.f_globals is not self._notebook:
            caller = frame.f_back
            if (
                caller is not None
                and len(self.work.entered) < MAX_ENTERED
                and not is_library(caller.f_code.co_filename)
            ):
                self.work.entered.add(f"{frame.f_globals.get('__name__', '')}.{code.co_name}"[:200])
            return None
        if self.work.steps > MAX_STEPS:
            return None
        self.work.steps += 1
        self._open_frames += 1
        frame.f_trace_opcodes = True
        return self._in_frame

    def _in_frame(self, frame: FrameType, event: str, arg: object) -> Any:  # noqa: ARG002
        work = self.work
        work.steps += 1
        if work.steps > MAX_STEPS:
            self._rest_of(frame)
            return None
        if event == "opcode" and frame.f_lineno is not None:  # some instructions belong to no line
            work.lines[frame.f_code.co_filename, frame.f_lineno] += 1
        elif event == "return":
            self._open_frames -= 1
        return self._in_frame
