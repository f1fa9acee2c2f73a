"""One submission in a sandbox: its cells, then calls of its functions, each failure kept to itself."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from autograder.course import Limits
from autograder.probe import Reply, Stopped
from autograder.sandbox.cells import MAX_FIGURE_FACTOR
from autograder.sandbox.frames import (
    VALUE_FRAME,
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
from autograder.sandbox.host import TROUBLE, Process, Sandbox, describe_status, fork
from autograder.sandbox.results import (
    LEFT_OUT,
    CellResult,
    Missing,
    cell_name,
    is_picture,
    reply_from,
    size_of,
)
from autograder.values import BrokenValue, Plain, encodable

MAX_RESTARTS = 24
# All calls of one function together may take so many times what one may.
CALLS_TOGETHER = 6
MAX_ASKS = 20_000
# What a question to us costs a function besides the answer: on a busy machine, its turn comes late.
ASK_SECONDS = 0.01
MAX_PICTURE_BYTES = 40_000_000
MAX_TEXT_BYTES = 1_000_000  # to format them for a page takes seconds
# A process that used less than this share of its time on the CPU was kept waiting by others, or waits itself.
STARVED = 0.5

TOO_MUCH_MEMORY = "took more memory than one submission may have"

WHOLE, DEFINITIONS, NOTHING = 0, 1, 2

Arguments = tuple[list[Plain], dict[str, Plain]]
Answerer = Callable[[Ask], bytes]


class CouldNotRun(Exception):
    """The notebook could not be run at all; the message says why."""


@dataclass(frozen=True, kw_only=True)
class _Why:
    reason: str
    detail: str
    words: str


class Session:
    """A submission's notebook in a sandbox; what breaks it is found, left out, and the rest is run again."""

    def __init__(
        self, sandbox: Sandbox, limits: Limits, sources: Sequence[str], files: Mapping[str, bytes]
    ) -> None:
        self._sandbox = sandbox
        self._limits = limits
        self._sources = [encodable(source) for source in sources]
        self._files = dict(files)
        self._level = [WHOLE] * len(sources)
        self._reasons: dict[int, str] = {}
        self._process: Process | None = None
        self._cells_left = float(limits.notebook_seconds)
        # Seconds, by function, and by whether what it calls is answered by us: its own may never come back.
        self._taken: defaultdict[tuple[str, bool], float] = defaultdict(float)
        self._second_chances: set[str] = set()  # that were given
        self.results: list[CellResult] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._drop()
        self._sandbox.rest()

    def run(self) -> None:
        """Run the cells in order. A cell that does not come back is run again without all but its definitions.

        Raises:
            CouldNotRun: Too much of it does not come back.
        """
        late = False
        for _ in range(MAX_RESTARTS):
            broken = self._run_once()
            if broken is None:
                return
            cell, why = broken
            if why.reason == "starved" and self._second_chance("all cells"):
                continue
            if self._cells_left > 0:
                self._leave_out(cell, why.words)
            elif late:
                raise CouldNotRun(f"its cells take more than {self._limits.notebook_seconds:g} s")
            else:
                late = True
                self._cells_left = float(self._limits.notebook_seconds)
                for later in range(cell, len(self._level)):
                    if self._level[later] == WHOLE:
                        self._leave_out(later, "the time for the whole notebook was used up")
        raise CouldNotRun("too many of its cells do not come back")

    def _leave_out(self, cell: int, why: str) -> None:
        """Run less of a cell from now on: only its definitions, then nothing of it."""
        self._level[cell] += 1
        self._reasons[cell] = why
        if self._level[cell] > NOTHING:
            raise CouldNotRun(f"cell {cell + 1} takes the whole sandbox down ({why})")

    def _run_once(self) -> tuple[int, _Why] | None:
        """Run all cells, and tell which one did not come back, if any, and why."""
        self._drop()
        self._process = process = self._sandbox.open()
        self.results = []
        limits = self._limits
        frame = (limits.output_kb << 10) * (MAX_FIGURE_FACTOR + 2)
        room = {True: MAX_PICTURE_BYTES, False: MAX_TEXT_BYTES}
        try:
            cells = [self._cell(i) for i in range(len(self._sources))]
            process.line.send(RunCells(cells=cells, files=self._files, output_bytes=limits.output_kb << 10))
            for i in range(len(cells)):
                if self._cells_left <= 0 and WHOLE in self._level[i:]:
                    raise TimedOut
                started = time.monotonic()
                try:
                    done = process.line.receive(limits.cell_seconds, frame)
                finally:
                    self._cells_left -= time.monotonic() - started
                if not isinstance(done, CellDone):
                    raise BrokenFrame("not a cell's outputs")
                for output in done.outputs:
                    room[is_picture(output)] -= size_of(output)
                self.results.append(
                    CellResult(
                        outputs=done.outputs if min(room.values()) > 0 else [LEFT_OUT],
                        error=None if done.error is None else done.error[:500],
                        abandoned=self._reasons.get(i),
                    )
                )
        except TROUBLE as trouble:
            self._process = None
            cell = min(len(self.results), len(self._sources) - 1)
            return cell, self._why(trouble, process, limits.cell_seconds)
        return None

    def _cell(self, i: int) -> Cell:
        level = self._level[i]
        return Cell(
            name=cell_name(i),
            source="" if level == NOTHING else self._sources[i],
            definitions_only=level == DEFINITIONS,
        )

    def call(
        self,
        function: str,
        cases: Sequence[Arguments],
        *,
        traced: Sequence[int] = (),
        stubs: Sequence[str] = (),
        oracle: Answerer | None = None,
        bare: bool = False,
    ) -> list[Reply] | Missing:
        """Call a function on every case, in a process of its own forked from the notebook's.

        Args:
            function: Its name.
            cases: The packed arguments of each call, by position and by name.
            traced: Which of the calls to trace.
            stubs: Functions that are answered by `oracle` instead of the student's own.
            oracle: Gives the reference's result, as an encoded `Answer`.
            bare: Whether to call it where the notebook's variables are missing.

        Returns:
            One reply a case; a call that does not come back is the last.
        """
        request = Calls(
            function=function,
            cases=list(cases),
            traced=list(traced),
            stubs=list(stubs),
            bare=bare,
        )
        started = time.monotonic()
        try:
            replies = self._call_once(request, oracle)
            last = replies[-1] if isinstance(replies, list) and replies else None
            if last is not None and last.stopped is not None and last.stopped.reason == "starved":
                replies = self._call_once(request, oracle)
        finally:
            self._taken[function, bool(stubs)] += time.monotonic() - started
        return replies

    def _call_once(self, request: Calls, oracle: Answerer | None) -> list[Reply] | Missing:
        seconds = self._limits.call_seconds
        left = seconds * CALLS_TOGETHER - self._taken[request.function, bool(request.stubs)]
        if left <= 0:
            return [Reply(stopped=Stopped(reason="time", detail="all the time that one function may take"))]
        replies: list[Reply] = []
        try:
            process = self._fork()
        except TROUBLE:
            return [Reply(stopped=Stopped(reason="broken", detail="the notebook no longer answers"))]
        asks = MAX_ASKS
        try:
            process.line.send(request)
            started = time.monotonic()
            deadline, last = started + seconds, started + left
            while len(replies) < len(request.cases):
                message = process.line.receive(deadline - time.monotonic(), VALUE_FRAME)
                if isinstance(message, NoFunction):
                    process.end()
                    return Missing(found=message.found[:80])
                if (
                    isinstance(message, Ask)
                    and oracle is not None
                    and message.function in request.stubs
                    and asks
                ):
                    asks -= 1
                    asked = time.monotonic()
                    answer = oracle(message)
                    deadline = min(deadline + time.monotonic() - asked + ASK_SECONDS, last)
                    process.line.pass_on(answer)
                elif isinstance(message, CallDone):
                    replies.append(reply_from(message))
                    deadline = min(time.monotonic() + seconds, last)
                else:
                    raise BrokenFrame("an answer that nobody asked for")
            process.line.close()  # it ends by itself; what is left of it, the next call's `spare` kills
        except (*TROUBLE, BrokenValue) as trouble:
            why = self._why(trouble, process, seconds)
            given_up = why.reason == "starved" and not self._second_chance(request.function)
            reason = "time" if given_up else why.reason
            replies.append(Reply(stopped=Stopped(reason=reason, detail=why.detail)))
        return replies

    def _second_chance(self, who: str) -> bool:
        given = who in self._second_chances
        self._second_chances.add(who)
        return not given

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
        for _ in range(2):
            if self._run_once() is not None or self._process is None:
                raise Closed("the notebook does not run a second time")
            try:
                return self._fork_alone(self._process)
            except TROUBLE:
                # Its cells came back, but left something behind that breaks the process: an alarm, a thread.
                self._level = [max(level, DEFINITIONS) for level in self._level]
        raise Closed("the notebook's process does not answer")

    def _fork_alone(self, process: Process) -> Process:
        self._sandbox.spare(process)
        return fork(process.line)

    def _why(self, trouble: Exception, process: Process, seconds: float) -> _Why:
        """Say why a process did not come back, and end it."""
        ended = process.end()
        if isinstance(trouble, Closed) and self._sandbox.memory_passed():
            return _Why(reason="memory", detail=TOO_MUCH_MEMORY, words=f"it {TOO_MUCH_MEMORY}")
        how = describe_status(ended.status)
        if isinstance(trouble, TimedOut):
            starved = ended.status is not None and ended.cpu < STARVED * seconds
            words = f"it was still running after {seconds:g} s"
            return _Why(reason="starved" if starved else "time", detail=f"{seconds:g} s", words=words)
        if isinstance(trouble, Closed):
            words = f"it ended the Python process ({how or 'no trace left'})"
            return _Why(reason="crash", detail=how, words=words)
        words = "it disturbed the way results are sent"
        return _Why(reason="broken", detail="sent an unreadable result", words=words)
