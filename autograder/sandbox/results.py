"""Outside the walls: what came out of a sandbox, read with suspicion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.common.text import shorten
from autograder.exercise.reply import MAX_ENTERED, MAX_LINES, Raised, Reply, Trace
from autograder.exercise.values import unpack
from autograder.sandbox import packages
from autograder.sandbox.protocol.garbage import none_looked_for
from autograder.sandbox.protocol.messages import CallDone
from autograder.sandbox.protocol.outputs import Failure, Output

# Of what an exception says, which may be what the function was asked; and where references answered, what they said.
QUOTED, QUOTED_OF_ANSWERS = 200, 120


@dataclass(frozen=True, kw_only=True)
class CellResult:
    """What came of one cell.

    Attributes:
        outputs: Its outputs, as the student's process reported them.
        error: The exception that it ended in, in one line.
        abandoned: Why only its definitions were run, or nothing of it at all.
    """

    outputs: Sequence[Output]
    error: str | None = None
    abandoned: str | None = None


@dataclass(frozen=True, kw_only=True)
class Missing:
    """There is no such function; `found` names the type of what bears its name, or is empty."""

    found: str


def explained(outputs: Sequence[Output], more: tuple[str, ...]) -> Sequence[Output]:
    """Say in a cell's error which packages there are, where it asks for another; `more` are those that course.toml names."""
    for output in outputs:
        if isinstance(output, Failure) and output.ename == "ModuleNotFoundError":
            output.evalue = packages.explained(output.evalue, more)
            output.traceback = [
                *output.traceback[:-1],
                *(packages.explained(line, more) for line in output.traceback[-1:]),
            ]
    return outputs


def reply_from(done: CallDone, more: tuple[str, ...] = (), *, quoted: int = QUOTED) -> Reply:
    """Read a reply, and take no more of it than an honest process sends, and so much of what an exception says."""
    trace = None
    if done.steps is not None:
        trace = Trace(
            steps=done.steps,
            work=done.work,
            lines=tuple((file[:200], line, count) for file, line, count in done.lines[:MAX_LINES]),
            entered=tuple(name[:200] for name in done.entered[:MAX_ENTERED]),
            tracer_kept=done.tracer_kept,
        )
    raised = None
    if done.raised is not None:
        kind, message, file, line, inside = done.raised
        message = shorten(message, quoted)
        if kind == "ModuleNotFoundError":
            message = packages.explained(message, more)
        raised = Raised(type=kind[:80], message=message, file=file, line=line, inside=inside[:80])
    with none_looked_for():
        value, args = unpack(done.value), tuple(unpack(arg) for arg in done.args)
    return Reply(value=value, raised=raised, args=args, trace=trace)
