"""Calling one function on one case, wherever it runs: what it returned, raised, changed and executed."""

from __future__ import annotations

import builtins
import copy
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any

import numpy as np

from autograder.counting import counted
from autograder.libraries import is_library
from autograder.values import Rng, Unknown, pack, shorten, unpack

VARIABLES = (int, float, complex, str, bytes, list, tuple, dict, set, frozenset, np.ndarray, np.generic)


@dataclass(frozen=True, kw_only=True)
class Raised:
    """An exception that left the function: its type's name, its message, and where in the student's code.

    `file` and `line` are the last in the function's own cell; `inside` names the function of another cell that
    was called from there and raised, if it was one.
    """

    type: str
    message: str
    file: str | None = None
    line: int | None = None
    inside: str = ""


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """A call that did not come back: `reason` is `time`, `submission-time`, `memory`, `crash` or `broken`."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What one traced call executed (see `autograder.steps.Counts`)."""

    steps: int
    lines: tuple[tuple[str, int, int], ...]
    entered: tuple[str, ...]
    tracer_kept: bool


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came of one call. Exactly one of value, raised and stopped says how it ended.

    Attributes:
        value: What was returned, when nothing was raised.
        raised: The exception, if one left the function.
        stopped: Why the call never came back, if it did not.
        args: The arguments after the call, to see whether they were changed.
        trace: What it executed, where that was asked for.
    """

    value: Any = None
    raised: Raised | None = None
    stopped: Stopped | None = None
    args: tuple[Any, ...] = ()
    trace: Trace | None = None

    @property
    def returned(self) -> bool:
        return self.raised is None and self.stopped is None


def call(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    keywords: Mapping[str, Any] | None = None,
    *,
    traced: bool = False,
) -> Reply:
    """Call `function` on copies of its arguments; nothing that it raises gets out."""
    left = copy.deepcopy(args)
    # Drawing from a generator changes it, as it should: what is reported is its seed.
    own = tuple(arg.make() if isinstance(arg, Rng) else arg for arg in left)
    value: Any = None
    raised = None
    run, counts = counted(function) if traced else (function, None)
    try:
        value = run(*own, **dict(keywords or {}))
    except BaseException as error:  # sys.exit() and KeyboardInterrupt are a student's result, too
        raised = describe_exception(error, getattr(getattr(function, "__code__", None), "co_filename", None))
    return Reply(value=value, raised=raised, args=left, trace=None if counts is None else _trace(*counts()))


def _trace(steps: int, lines: list[tuple[str, int, int]], entered: list[str], kept: bool) -> Trace:
    return Trace(steps=steps, lines=tuple(lines), entered=tuple(entered), tracer_kept=kept)


def without_words(reply: Reply) -> Reply:
    """Take from a reply the words that the function could choose: names and messages can carry what it was asked."""
    raised = reply.raised
    if raised is not None:
        kind = raised.type if hasattr(builtins, raised.type) else "Exception"
        raised = replace(raised, type=kind, message="", inside="")
    return replace(reply, raised=raised, value=_without_words(reply.value))


def _without_words(value: Any) -> Any:
    if isinstance(value, Unknown):
        return Unknown(type=value.type if hasattr(builtins, value.type) else "object", repr="")
    if isinstance(value, (list, tuple)) and any(isinstance(item, (Unknown, list, tuple)) for item in value):
        return type(value)(_without_words(item) for item in value)
    return value


def without_variables(function: Callable[..., Any]) -> Callable[..., Any]:
    """Copy a function so that it sees the notebook's functions and modules, but none of its variables."""
    if type(function) is not FunctionType:
        return function
    space = {
        name: value for name, value in function.__globals__.items() if not issubclass(type(value), VARIABLES)
    }
    copied = FunctionType(
        function.__code__, space, function.__name__, function.__defaults__, function.__closure__
    )
    copied.__kwdefaults__ = function.__kwdefaults__
    return copied


def as_data(reply: Reply) -> Reply:
    """Strip a reply of everything that is not plain data, as if it had crossed a wall."""
    return replace(
        reply,
        value=unpack(pack(reply.value)),
        args=tuple(unpack(pack(arg)) for arg in reply.args),
    )


def describe_exception(error: BaseException, own: str | None = None) -> Raised:
    """Name an exception, its message, and the last line of the student's own code that it passed.

    Args:
        error: What was raised.
        own: The file of the function that was called, whose lines are preferred.
    """
    try:
        message = shorten(str(error))
    except BaseException:
        message = "(its message cannot be read)"
    file = line = None
    inside = ""
    for frame, number in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        if is_library(code.co_filename):
            continue
        if file is not None and file == own != code.co_filename:
            inside = code.co_name
            continue
        file, line, inside = code.co_filename, number, ""
    return Raised(
        type=shorten(str(type(error).__name__), 80),
        message=message,
        file=file,
        line=line,
        inside=shorten(inside, 80),
    )
