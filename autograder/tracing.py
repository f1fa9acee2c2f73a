"""Counting steps through `sys.settrace`, before Python 3.12. See `monitoring` for how it defends itself."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

from autograder import escapes
from autograder.steps import MAX_STEPS, Counts, Run, enters, steps_of, told

_set_trace, _get_trace = sys.settrace, sys.gettrace


def reserve() -> None:
    """Do nothing: there is one tracer for all."""


def start_anew() -> None:
    """Forget what was noted, and whoever else follows what runs: in a process of its own for one function."""
    sys.setprofile(None)
    sys.settrace(None)
    escapes.forget()


def counted(function: Run) -> tuple[Run, Callable[[], Counts]]:
    """Give a function that runs `function` and counts what it executes, and one that tells the counts afterwards."""
    steps = open_frames = 0
    kept = True
    lines: dict[tuple[int, int], int] = {}
    codes: dict[int, CodeType] = {}
    places: dict[int, dict[int, int]] = {}
    entered: set[str] = set()

    def run(*args: Any, **keywords: Any) -> Any:
        nonlocal kept
        previous = _get_trace()
        threading.settrace(trace)
        _set_trace(trace)
        escapes.forget_tracing()
        try:
            return function(*args, **keywords)
        finally:
            kept = not (escapes.noted() or open_frames) and _get_trace() is trace
            _set_trace(previous)
            threading.settrace(previous)

    def enter(frame: FrameType, _event: str, _arg: object) -> Any:
        nonlocal steps, open_frames
        code = frame.f_code
        if not enters(code, lambda: frame.f_back, entered) or steps > MAX_STEPS:
            return None
        steps += 1
        open_frames += 1
        if id(code) not in codes:
            codes[id(code)] = code
            places[id(code)] = steps_of(code)
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return inside

    def inside(frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal steps, open_frames
        if event == "opcode":
            known = id(frame.f_code)
            line = places[known].get(frame.f_lasti)
            if line is not None:
                steps += 1
                if line:
                    lines[known, line] = lines.get((known, line), 0) + 1
                if steps > MAX_STEPS:
                    return stop(frame)
        elif event == "return":
            open_frames -= 1
        return inside

    def stop(frame: FrameType) -> None:
        """Let the rest run untraced: what took so many steps need not be counted to the end."""
        nonlocal open_frames
        open_frames = 0
        outer: FrameType | None = frame
        while outer is not None and outer.f_trace is not None:
            outer.f_trace, outer.f_trace_opcodes = None, False
            outer = outer.f_back

    trace = escapes.opaque(enter)
    return run, lambda: told(steps, lines, codes, entered, kept)
