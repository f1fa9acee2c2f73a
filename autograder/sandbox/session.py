"""One submission in a sandbox: its cells, then calls of its functions, each failure kept to itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from autograder.course import Limits
from autograder.probe import Raised, Reply, Stopped, Trace
from autograder.sandbox.frames import (
    Answer,
    Ask,
    BrokenFrame,
    CallDone,
    Calls,
    Cell,
    CellDone,
    Closed,
    NoFunction,
    RunCells,
    TimedOut,
)
from autograder.sandbox.host import TROUBLE, Process, Sandbox, fork
from autograder.values import BrokenValue, Plain, pack, unpack

MAX_RESTARTS = 24
MAX_ASKS = 20_000

WHOLE, DEFINITIONS, NOTHING = 0, 1, 2

Oracle = Callable[[str, list[Plain]], Plain | None]


class CouldNotRun(Exception):
    """The notebook could not be run at all; the message says why."""


@dataclass(frozen=True, kw_only=True)
class CellResult:
    """What came of one cell.

    Attributes:
        outputs: Its outputs in nbformat's form, as the student's process reported them.
        error: The exception that it ended in, in one line.
        abandoned: Why only its definitions were run, or nothing of it at all.
    """

    outputs: list[dict[str, Any]]
    error: str | None = None
    abandoned: str | None = None


@dataclass(frozen=True, kw_only=True)
class Missing:
    """There is no such function; `found` names the type of what bears its name, or is empty."""

    found: str


class Session:
    """A submission's notebook in a sandbox; what breaks it is found, left out, and the rest is run again."""

    def __init__(
        self, sandbox: Sandbox, limits: Limits, sources: Sequence[str], files: Mapping[str, bytes]
    ) -> None:
        self._sandbox = sandbox
        self._limits = limits
        self._sources = list(sources)
        self._files = dict(files)
        self._level = [WHOLE] * len(sources)
        self._reasons: dict[int, str] = {}
        self._process: Process | None = None
        self.results: list[CellResult] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._drop()

    def run(self) -> None:
        """Run the cells in order. A cell that does not come back is run again without all but its definitions.

        Raises:
            CouldNotRun: Too much of it does not come back.
        """
        spent = 0.0
        for _ in range(MAX_RESTARTS):
            started = time.monotonic()
            broken = self._run_once()
            if broken is None:
                return
            spent += time.monotonic() - started
            self._level[broken] += 1
            if self._level[broken] > NOTHING:
                raise CouldNotRun(f"cell {broken + 1} takes the whole sandbox down ({self._reasons[broken]})")
            if spent > self._limits.notebook_seconds:
                for later in range(len(self._level)):
                    if later >= broken and self._level[later] == WHOLE:
                        self._level[later] = DEFINITIONS
                        self._reasons[later] = "the notebook's time was used up before it"
        raise CouldNotRun("too many of its cells do not come back")

    def _run_once(self) -> int | None:
        """Run all cells, and give the number of the one that did not come back, if any."""
        self._drop()
        self._process = process = self._sandbox.open()
        self.results = []
        cells = [
            Cell(
                name=cell_name(i),
                source="" if level == NOTHING else source,
                definitions_only=level == DEFINITIONS,
            )
            for i, (source, level) in enumerate(zip(self._sources, self._level, strict=True))
        ]
        try:
            process.line.send(
                RunCells(cells=cells, files=self._files, output_bytes=self._limits.output_kb << 10)
            )
            for i in range(len(cells)):
                done = process.line.receive(self._limits.cell_seconds)
                if not isinstance(done, CellDone):
                    raise BrokenFrame("not a cell's outputs")
                self.results.append(
                    CellResult(outputs=done.outputs, error=done.error, abandoned=self._reasons.get(i))
                )
        except TROUBLE as trouble:
            broken = min(len(self.results), len(cells) - 1)
            self._reasons[broken] = self._why(trouble, process, self._limits.cell_seconds).words
            self._process = None
            return broken
        return None

    def call(
        self,
        function: str,
        cases: Sequence[tuple[Any, ...]],
        *,
        traced: Sequence[int] = (),
        stubs: Sequence[str] = (),
        oracle: Oracle | None = None,
    ) -> list[Reply] | Missing:
        """Call a function on every case, in a process of its own forked from the notebook's.

        Args:
            function: Its name.
            cases: The arguments of each call.
            traced: Which of the calls to trace.
            stubs: Functions that are answered by `oracle` instead of the student's own.
            oracle: Gives the reference's result for a function and packed arguments.

        Returns:
            One reply a case; a call that does not come back is the last.
        """
        replies: list[Reply] = []
        try:
            process = self._fork()
        except TROUBLE:
            return [
                Reply(stopped=Stopped(reason="broken", detail="the notebook's process no longer answers"))
            ]
        asks = MAX_ASKS
        try:
            process.line.send(
                Calls(
                    function=function,
                    cases=[[pack(arg) for arg in case] for case in cases],
                    traced=list(traced),
                    stubs=list(stubs),
                )
            )
            while len(replies) < len(cases):
                message = process.line.receive(self._limits.call_seconds)
                if isinstance(message, NoFunction):
                    process.end()
                    return Missing(found=message.found[:80])
                if isinstance(message, Ask) and oracle is not None and message.function in stubs and asks:
                    asks -= 1
                    process.line.send(Answer(value=oracle(message.function, message.args)))
                elif isinstance(message, CallDone):
                    replies.append(_reply(message))
                else:
                    raise BrokenFrame("an answer that nobody asked for")
            process.end()
        except (*TROUBLE, BrokenValue) as trouble:
            why = self._why(trouble, process, self._limits.call_seconds)
            replies.append(Reply(stopped=Stopped(reason=why.reason, detail=why.detail)))
        return replies

    def _drop(self) -> None:
        if self._process is not None:
            self._process.line.close()
            self._process = None

    def _fork(self) -> Process:
        if self._process is not None:
            try:
                return self._fork_alone(self._process)
            except TROUBLE:
                self._drop()
        if self._run_once() is not None or self._process is None:
            raise Closed("the notebook does not run a second time")
        return self._fork_alone(self._process)

    def _fork_alone(self, process: Process) -> Process:
        self._sandbox.spare(process)
        return fork(process.line)

    @staticmethod
    def _why(trouble: Exception, process: Process, seconds: float) -> _Why:
        how = process.end()
        if isinstance(trouble, TimedOut):
            return _Why(
                reason="time", detail=f"{seconds:g} s", words=f"it was still running after {seconds:g} s"
            )
        if isinstance(trouble, Closed):
            return _Why(
                reason="crash", detail=how, words=f"it ended the Python process ({how or 'no trace left'})"
            )
        return _Why(
            reason="broken", detail="sent an unreadable result", words="it disturbed the way results are sent"
        )


@dataclass(frozen=True, kw_only=True)
class _Why:
    reason: str
    detail: str
    words: str


def cell_name(number: int) -> str:
    """Give the file name that a cell's code bears in tracebacks."""
    return f"<cell {number}>"


def cell_number(name: str) -> int | None:
    """Read a cell's number from its file name."""
    digits = name.removeprefix("<cell ").removesuffix(">")
    return int(digits) if name.startswith("<cell ") and digits.isdecimal() and len(digits) < 6 else None


def _reply(done: CallDone) -> Reply:
    trace = None
    if done.steps is not None:
        trace = Trace(
            steps=done.steps,
            lines=tuple(done.lines),
            entered=tuple(done.entered),
            tracer_kept=done.tracer_kept,
        )
    raised = None
    if done.raised is not None:
        kind, message, file, line = done.raised
        raised = Raised(type=kind[:80], message=message[:300], file=file, line=line)
    return Reply(
        value=unpack(done.value), raised=raised, args=tuple(unpack(arg) for arg in done.args), trace=trace
    )
