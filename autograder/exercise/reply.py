"""What came of one call of a function, as plain values: returned, raised or stopped, and what it executed."""

from __future__ import annotations

import builtins
from dataclasses import dataclass, replace
from typing import Any, Self

from autograder.exercise.values import Unknown, pack, unpack

MAX_ENTERED = 500
MAX_LINES = 5
# Past these, steps are no longer counted: counting makes a function some fifty times slower. A function that takes so many counts as looping.
MAX_STEPS = 50_000
# Steps, those of them that do more than go round a loop, how many a line took, the library functions that student code
# called, and whether nothing was done where it cannot be counted.
Counts = tuple[int, int, list[tuple[str, int, int]], list[str], bool]


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
    """What one traced call executed (see `autograder.exercise.reply.Counts`)."""

    steps: int
    work: int
    lines: tuple[tuple[str, int, int], ...]
    entered: tuple[str, ...]
    tracer_kept: bool

    @classmethod
    def of(cls, counts: Counts) -> Self:
        steps, work, lines, entered, kept = counts
        return cls(steps=steps, work=work, lines=tuple(lines), entered=tuple(entered), tracer_kept=kept)


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


def as_data(reply: Reply) -> Reply:
    """Strip a reply of everything that is not plain data, as if it had crossed a wall."""
    return replace(
        reply,
        value=unpack(pack(reply.value)),
        args=tuple(unpack(pack(arg)) for arg in reply.args),
    )
