"""Counting steps through `sys.settrace`, before Python 3.12. See `monitoring` for how it defends itself."""

from __future__ import annotations

import ctypes
import opcode
import sys
import threading
from collections.abc import Callable
from functools import partial
from types import CodeType, FrameType
from typing import Any

from autograder.exercise.reply import MAX_STEPS, Counts
from autograder.loops import escapes, isolated
from autograder.loops.steps import Places, Run, enters, note_call, steps_of, told

_set_trace, _get_trace = sys.settrace, sys.gettrace
_SPREAD = opcode.opmap["CALL_FUNCTION_EX"]
_CALLS = {opcode.opmap.get("PRECALL"), _SPREAD}
_WORD = 8


def reserve() -> None:
    """Do nothing: there is one tracer for all."""


def start_anew() -> None:
    """Forget what was noted, and whoever else follows what runs: in a process of its own for one function."""
    sys.setprofile(None)
    sys.settrace(None)
    isolated.start()
    escapes.forget()


def _called(frame: FrameType, code: CodeType) -> tuple[int, ...]:
    """Tell the identities of what an instruction calls and of its first argument, from the stack of Python 3.11.

    No event tells of compiled functions such as NumPy's `ufunc`. Where things do not lie as expected, nothing is told.
    """
    at = frame.f_lasti
    what, count = code.co_code[at], code.co_code[at + 1]
    place = _word(id(frame) + 3 * _WORD)
    if ctypes.sizeof(ctypes.c_void_p) != _WORD or _word(place + 4 * _WORD) != id(code):
        return ()
    top = place + 9 * _WORD + ctypes.c_int.from_address(place + 8 * _WORD).value * _WORD
    if what == _SPREAD:
        return (_word(top - (2 + (count & 1)) * _WORD),)
    method, function = _word(top - (count + 2) * _WORD), _word(top - (count + 1) * _WORD)
    first = _word(top - count * _WORD) if count else 0
    return (method, function) if method else (function, first)


def _word(address: int) -> int:
    return ctypes.c_size_t.from_address(address).value


def counted(function: Run) -> tuple[Run, Callable[[], Counts]]:  # noqa: PLR0915
    """Give a function that runs `function` and counts what it executes, and one that tells the counts afterwards."""
    steps = work = open_frames = 0
    kept = True
    lines: dict[tuple[int, int], int] = {}
    codes: dict[int, CodeType] = {}
    insides: dict[int, Callable[..., Any]] = {}
    entered: set[str] = set()

    def run(*args: Any, **keywords: Any) -> Any:
        nonlocal kept
        previous = _get_trace()
        threading.settrace(trace)
        isolated.ask(partial(_set_trace, trace))
        escapes.forget_tracing()
        try:
            return isolated.call(function, *args, **keywords)
        finally:
            (left,) = isolated.ask(_get_trace)
            kept = not (escapes.noted() or open_frames) and left is trace
            isolated.ask(partial(_set_trace, previous))
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
            insides[id(code)] = inside_of(code, steps_of(code))
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return insides[id(code)]

    def inside_of(code: CodeType, places: Places) -> Callable[..., Any]:
        """Give what follows the frames of some code: to ask each frame for its code would cost more than all else here."""
        known = id(code)
        calls = {offset for offset in places if code.co_code[offset] in _CALLS}

        def inside(frame: FrameType, event: str, _arg: object) -> Any:
            nonlocal steps, work, open_frames
            if event == "opcode":
                at = frame.f_lasti
                place = places.get(at)
                if place is not None:
                    if at in calls:
                        note_call(_called(frame, code), entered)
                    line, does = place
                    steps += 1
                    work += does
                    if line:
                        lines[known, line] = lines.get((known, line), 0) + 1
                    if steps > MAX_STEPS:
                        return stop(frame)
            elif event == "return":
                open_frames -= 1
            return inside

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
    return run, lambda: told(steps, work, lines, codes, entered, kept)
