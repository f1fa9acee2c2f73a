"""Counting steps through `sys.monitoring`, as it is from Python 3.12 on.

The counting shares a process with the code that is counted. It is therefore written without classes, takes what it
calls before any student code runs, keeps its counts in closures, and notes whatever reaches for them (`escapes`).
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

from autograder.exercise.reply import MAX_STEPS, Counts
from autograder.loops import escapes, isolated
from autograder.loops.steps import Places, Run, enters, note_call, steps_of, told

if sys.version_info >= (3, 12):
    _tools, _events = sys.monitoring, sys.monitoring.events
    _take, _free, _owner = _tools.use_tool_id, _tools.free_tool_id, _tools.get_tool
    _register, _set_local, _restart = _tools.register_callback, _tools.set_local_events, _tools.restart_events
    _set_events, _get_events = _tools.set_events, _tools.get_events
    _STARTING = _events.PY_START | _events.PY_RESUME | _events.PY_THROW
    _EVERY = [value for value in vars(_events).values() if type(value) is int and value]
    _TOOLS = (4, 3, 5, 2, 1, 0)  # debuggers, coverage and profilers have the last three
    _NAME = "autograder"
    _reserved: int | None = None
    _get_frame, _ident = sys._getframe, threading.get_ident

    def reserve() -> None:
        """Keep a tool of `sys.monitoring` for good, and note whoever else changes what it does."""
        global _reserved  # noqa: PLW0603
        _reserved = held = _free_tool()

        def is_held(tool: object = None, *_: object) -> bool:
            return tool == held

        for name in ("free_tool_id", "set_events", "set_local_events", "clear_tool_id"):
            if hasattr(_tools, name):
                setattr(
                    _tools, name, escapes.noting(getattr(_tools, name), f"sys.monitoring.{name}", is_held)
                )

    def start_anew() -> None:
        """Forget what was noted, and whoever else follows what runs: in a process of its own for one function."""
        sys.setprofile(None)
        sys.settrace(None)
        for tool in set(_TOOLS) - {_reserved}:
            for event in _EVERY:
                _register(tool, event, None)
        isolated.start()
        escapes.forget()

    def _free_tool() -> int | None:
        for tool in _TOOLS:
            with contextlib.suppress(ValueError):  # somebody has it
                _take(tool, _NAME)
                return tool
        return None

    def counted(function: Run) -> tuple[Run, Callable[[], Counts]]:  # noqa: PLR0915
        """Give a function that runs `function` and counts what it executes, and one that tells the counts afterwards."""
        steps = work = 0
        kept = False
        tool = 0
        others: frozenset[int] = frozenset()
        lines: dict[tuple[int, int], int] = {}
        codes: dict[int, CodeType] = {}
        places: dict[int, Places] = {}
        entered: set[str] = set()

        def run(*args: Any, **keywords: Any) -> Any:
            nonlocal kept, tool, others
            mine = _reserved if _reserved is not None else _free_tool()
            if mine is None:  # somebody took all that there are
                return isolated.call(function, *args, **keywords)
            tool = mine
            others = frozenset(threading._active) - {_ident()}  # type: ignore[attr-defined]
            for event, callback in callbacks:
                _register(tool, event, callback)
            _restart()
            _set_events(tool, _STARTING)
            escapes.forget_tracing()
            try:
                return isolated.call(function, *args, **keywords)
            finally:
                kept = not escapes.noted() and _owner(tool) is _NAME and _get_events(tool) == _STARTING
                for event, callback in callbacks:
                    kept = _register(tool, event, None) is callback and kept
                _set_events(tool, 0)
                stop()
                if _reserved is None:
                    _free(tool)

        def enter(code: CodeType, _offset: int, _error: object = None) -> None:
            nonlocal steps
            if _ident() in others or not enters(code, _caller, entered) or steps > MAX_STEPS:
                return
            steps += 1
            if id(code) not in codes:
                codes[id(code)] = code
                places[id(code)] = steps_of(code)
                _set_local(tool, code, _events.INSTRUCTION | _events.CALL)

        def instruction(code: CodeType, offset: int) -> object:
            nonlocal steps, work
            place = places[id(code)].get(offset)
            if place is None:
                return _tools.DISABLE
            line, does = place
            steps += 1
            work += does
            if line:
                lines[id(code), line] = lines.get((id(code), line), 0) + 1
            if steps > MAX_STEPS:
                stop()
            return None

        def called(_code: CodeType, _offset: int, function: object, first: object) -> None:
            note_call((id(function), id(first)), entered)

        def stop() -> None:
            for code in codes.values():
                _set_local(tool, code, 0)

        callbacks: tuple[tuple[int, Callable[..., Any]], ...] = (
            (_events.PY_START, enter),
            (_events.PY_RESUME, enter),
            (_events.PY_THROW, enter),
            (_events.INSTRUCTION, instruction),
            (_events.CALL, called),
        )
        return run, lambda: told(steps, work, lines, codes, entered, kept)

    def _caller() -> FrameType | None:
        """Give the frame that called the code whose start is told of."""
        return _get_frame(3).f_back
