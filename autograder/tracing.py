"""Counting what Python executes: whether a function loops over the points is decided by what ran.

The counting shares a process with the code that is counted. It is therefore written without classes, takes what it
calls before any student code runs, keeps its counts in closures, and notes whatever reaches for them.
"""

from __future__ import annotations

import _thread
import functools
import gc
import os
import sys
import sysconfig
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import numpy as np

MAX_ENTERED = 500
MAX_LINES = 5
# Past these, steps are no longer counted: tracing makes a function some fifty times slower. A function that takes so many counts as looping.
MAX_STEPS = 200_000

# Python instructions, lines and calls, how many of them a line took, the library functions that student code called,
# and whether nothing was done where it cannot be counted.
Counts = tuple[int, list[tuple[str, int, int]], list[str], bool]

_STANDARD = tuple(
    {str(Path(sysconfig.get_path(name))) + os.sep for name in ("stdlib", "platstdlib")} | {"<frozen "}
)
_PACKAGES = tuple(
    {
        str(Path(root)) + os.sep
        for root in (
            sysconfig.get_path("purelib"),
            sysconfig.get_path("platlib"),
            Path(np.__file__).parent.parent,
            Path(__file__).parent,
        )
    }
)
_FRAMES = {"tb_frame", "gi_frame", "cr_frame", "ag_frame"}
_REACHING = {
    "sys._getframe",
    "sys._current_frames",
    "gc.get_objects",
    "gc.get_referrers",
    "gc.get_referents",
    "object.__getattr__",
    "object.__setattr__",
}
_LEAVING = {"os.fork", "os.forkpty", "os.posix_spawn", "subprocess.Popen"}
_GIVE_FRAMES_AWAY = {"inspect", "traceback", "logging"}

_set_trace, _get_trace, _get_frame = sys.settrace, sys.gettrace, sys._getframe
_ident, _threads_alive = threading.get_ident, _thread._count

_settrace_calls: Counter[int] = Counter()
_escapes: Counter[str] = Counter()
# Threads that were there when a function's own process began; nobody counts them elsewhere, where Jupyter has its own.
_threads_before: int | None = None
# The code of the libraries that were there before the student's: by identity, since any code may bear any file's name.
_known: dict[int, CodeType] = {}


def is_library(filename: str) -> bool:
    return filename.startswith(_STANDARD + _PACKAGES)


def _is_standard(filename: str) -> bool:
    return filename.startswith(_STANDARD) and not filename.startswith(_PACKAGES)


def remember_libraries() -> None:
    """Take the code of every library function that there is by now for library code, and nothing that comes later."""
    waiting = [thing.__code__ for thing in gc.get_objects() if type(thing) is FunctionType]
    while waiting:
        code = waiting.pop()
        if id(code) not in _known and is_library(code.co_filename):
            _known[id(code)] = code
            waiting += [const for const in code.co_consts if type(const) is CodeType]


def watch_escapes() -> None:
    """Note from now on, for good, what would hide work from the counting.

    Tracing taken off and put back, threads, processes, and reaching for the frames in which the counts are.
    """
    busy = False

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal busy
        if event == "sys.settrace":
            _settrace_calls[_ident()] += 1
        elif event in _LEAVING:
            _escapes[event] += 1
        elif event in _REACHING and not busy:
            busy = True
            if _reaches(event, arguments):
                _escapes[event] += 1
            busy = False

    def counting(original: Callable[..., int]) -> Callable[..., int]:
        def start(*arguments: Any, **settings: Any) -> int:
            _escapes["thread"] += 1
            return original(*arguments, **settings)

        return start

    sys.addaudithook(note)
    _thread.start_new_thread = _thread.start_new = counting(_thread.start_new_thread)
    threading._start_new_thread = counting(threading._start_new_thread)  # type: ignore[attr-defined]


def forget_escapes() -> None:
    """Start anew, in a process of its own for one function."""
    global _threads_before  # noqa: PLW0603
    _escapes.clear()
    _threads_before = _threads_alive()


def _reaches(event: str, arguments: tuple[Any, ...]) -> bool:
    """Tell whether it is student code that looks at a frame, or at everything there is."""
    if event == "object.__getattr__" and arguments[1] not in _FRAMES:
        return False
    if event == "object.__setattr__" and arguments[1] != "__code__":
        return False
    frame: FrameType | None = _get_frame(2)
    while frame is not None and _is_own(frame) and _module(frame) in _GIVE_FRAMES_AWAY:
        frame = frame.f_back
    return frame is not None and not _is_own(frame)


def _is_own(frame: FrameType) -> bool:
    """Tell library code from a student's."""
    if _known:
        return id(frame.f_code) in _known
    return is_library(_file(frame))


def _module(frame: FrameType) -> str:
    name = dict.get(frame.f_globals, "__name__")  # its own `get` may be a student's
    return name if type(name) is str else ""


def _file(frame: FrameType) -> str:
    return str.__str__(frame.f_code.co_filename)  # as above: exactly a `str`


def _is_called_by_student(frame: FrameType) -> bool:
    """Tell whether a library function is called by student code, or for it by another library's, such as `functools`."""
    caller = frame.f_back
    if caller is None or not _is_own(caller):
        return caller is not None
    callers = _file(caller)
    if _is_standard(_file(frame)) or frame.f_code.co_name == "<module>":
        return False
    through_numpy = _module(caller).startswith("numpy") and not _module(frame).startswith("numpy")
    return through_numpy or (_is_standard(callers) and not callers.startswith("<frozen "))


def _opaque(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a function so that nothing leads from the wrapper to it."""
    wrapped = functools.lru_cache(maxsize=0)(function)
    vars(wrapped).clear()
    return wrapped


def counted(function: Callable[..., Any]) -> tuple[Callable[..., Any], Callable[[], Counts]]:
    """Give a function that runs `function` and counts what it executes, and one that tells the counts afterwards."""
    steps = open_frames = 0
    kept = True
    lines: Counter[tuple[str, int]] = Counter()
    entered: set[str] = set()

    def run(*args: Any, **keywords: Any) -> Any:
        nonlocal kept
        previous = _get_trace()
        threading.settrace(trace)
        _set_trace(trace)
        _settrace_calls.clear()
        try:
            return function(*args, **keywords)
        finally:
            left_alone = _get_trace() is trace and not _settrace_calls[_ident()]
            _set_trace(previous)
            threading.settrace(previous)
            threads = _threads_before is not None and _threads_alive() > _threads_before
            kept = left_alone and not (open_frames or _escapes or threads)

    def enter_frame(frame: FrameType, event: str, arg: object) -> Any:  # noqa: ARG001
        nonlocal steps, open_frames
        own = _is_own(frame)
        if own or is_library(_file(frame)):
            if len(entered) <= MAX_ENTERED and _is_called_by_student(frame):
                entered.add(f"{_module(frame)}.{str.__str__(frame.f_code.co_name)}"[:200])
            if own:
                return None
        if steps > MAX_STEPS:
            return None
        steps += 1
        open_frames += 1
        frame.f_trace_opcodes = True
        return in_frame

    def in_frame(frame: FrameType, event: str, arg: object) -> Any:  # noqa: ARG001
        nonlocal steps, open_frames
        steps += 1
        if steps > MAX_STEPS:
            # Let the rest run untraced: what took so many steps need not be counted to the end.
            open_frames = 0
            outer: FrameType | None = frame
            while outer is not None and outer.f_trace is not None:
                outer.f_trace, outer.f_trace_opcodes = None, False
                outer = outer.f_back
            return None
        if event == "opcode" and frame.f_lineno is not None:  # some instructions belong to no line
            lines[_file(frame), frame.f_lineno] += 1
        elif event == "return":
            open_frames -= 1
        return in_frame

    def counts() -> Counts:
        most = [(file, line, count) for (file, line), count in lines.most_common(MAX_LINES)]
        return steps, most, sorted(entered), kept and len(entered) <= MAX_ENTERED

    trace = _opaque(enter_frame)
    return run, counts
