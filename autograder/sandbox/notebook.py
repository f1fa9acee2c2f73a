"""The cells of one submission in a sandbox; what breaks them is found, left out, and the rest is run again."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.common.text import encodable
from autograder.execution.cell_outputs import MAX_FIGURE_FACTOR
from autograder.sandbox import packages
from autograder.sandbox.budget import AGAIN, FIRST, Budget
from autograder.sandbox.host import Process, Sandbox, fork
from autograder.sandbox.limits import Limits
from autograder.sandbox.patience import IDLE, Patience
from autograder.sandbox.protocol.cells import Cell, whole_cells
from autograder.sandbox.protocol.messages import CellDone, RunCells
from autograder.sandbox.protocol.outputs import LEFT_OUT, is_picture, size_of
from autograder.sandbox.protocol.trouble import TROUBLE, BrokenFrame, Closed, Disturbed, TimedOut, described
from autograder.sandbox.results import CellResult, explained

MAX_RESTARTS = 24
# Cells are repeated that took no more than so much of the time that there is to repeat them.
REPEATED = 3 / 4
MAX_PICTURE_BYTES = 40_000_000
MAX_TEXT_BYTES = 1_000_000  # to format them for a page takes seconds

TOO_MUCH_MEMORY = "took more memory than one submission may have"
WHOLE, DEFINITIONS, NOTHING = 0, 1, 2


class CouldNotRun(Exception):
    """The notebook could not be run at all; the message says why."""


class TookDown(CouldNotRun):
    """Even without its cells, its process did not last."""


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why a process did not come back.

    Attributes:
        reason: As in `autograder.exercise.reply.Stopped`.
        detail: As there.
        words: The same as half a sentence about a cell.
        doubtful: Whether it may have been our fault: it is tried once more.
    """

    reason: str
    detail: str
    words: str
    doubtful: bool = False


def why(trouble: Exception, process: Process, seconds: float, sandbox: Sandbox, *, kills: int) -> Why:
    """Say why a process did not come back within its seconds, and end it.

    Args:
        trouble: What was noticed of it.
        process: The process.
        seconds: What it had.
        sandbox: Where it ran.
        kills: What `memory_kills` told when the submission began.

    Raises:
        Disturbed: The machine has ended it, or the line to it was lost at our end.
    """
    if process.line.closed:
        # It may have seen that, and ended by itself, before it is killed: its status says nothing of the student.
        process.end()
        raise Disturbed("the line to its process was lost")
    ended = process.end()
    if isinstance(trouble, Closed) and sandbox.noticed().memory_passed:
        return Why(reason="memory", detail=TOO_MUCH_MEMORY, words=f"it {TOO_MUCH_MEMORY}")
    how = described(ended.status)
    if isinstance(trouble, TimedOut):
        words = f"it was still running after {seconds:g} s"
        idle = ended.status is None or ended.cpu < IDLE * seconds
        return Why(reason="time", detail=f"{seconds:g} s", words=words, doubtful=idle)
    if isinstance(trouble, Closed):
        killed = ended.status is None or (
            os.WIFSIGNALED(ended.status) and os.WTERMSIG(ended.status) == signal.SIGKILL
        )
        if killed and memory_kills() > kills:
            raise Disturbed("the machine ran out of memory")
        words = f"it ended the Python process ({how or 'no trace left'})"
        return Why(reason="crash", detail=how, words=words, doubtful=killed)
    words = "it disturbed the way results are sent"
    return Why(reason="broken", detail="sent an unreadable result", words=words, doubtful=True)


def memory_kills() -> int:
    """Count the processes that this machine has ended for want of memory, where it tells."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/vmstat").read_text().splitlines():
            if line.startswith("oom_kill "):
                return int(line.split()[1])
    return 0


class Notebook:
    """A submission's cells, and the process in which they have run."""

    def __init__(
        self,
        sandbox: Sandbox,
        limits: Limits,
        sources: Sequence[str],
        files: Mapping[str, bytes],
        budget: Budget,
    ) -> None:
        self._sandbox = sandbox
        self._limits = limits
        self._sources = [encodable(source) for source in sources]
        self._files = dict(files)
        self._level = [WHOLE] * len(sources)
        self._unseen = False  # whether nobody looks at what its cells show
        self._reasons: dict[int, str] = {}
        self._took = [0.0] * len(sources)
        self._process: Process | None = None
        self._budget = budget
        self._left = self._at_most(limits.notebook_seconds, FIRST)
        self.kills = memory_kills()
        self.keeps_nothing = False  # whether no call can leave anything for another
        self._called: set[str] = set()  # whose questions processes have seen that were forked from this one
        self._answered = False  # and whether references have answered them
        self.results: list[CellResult] = []

    def run(self) -> None:
        """Run the cells in order. A cell that does not come back is run again without all but its definitions.

        Raises:
            CouldNotRun: Too much of it does not come back.
            Disturbed: It was our fault.
        """
        seconds = self._left
        again = late = False
        for _ in range(MAX_RESTARTS):
            broken = self._run_once()
            if broken is None:
                return
            cell, trouble = broken
            if trouble.doubtful and not again and self._at_most(seconds, FIRST) > 0:
                again = True
                self._left = self._at_most(seconds, FIRST)
            elif self._left > 0:
                self._leave_out(cell, trouble.words)
            elif late:
                raise CouldNotRun(f"its cells take more than {seconds:g} s")
            else:
                late = True
                self._left = self._at_most(seconds, AGAIN)
                self._shorten(cell)
        raise CouldNotRun("too many of its cells do not come back")

    def before(self, cell: int) -> Notebook:
        """Give the notebook that ends before a cell. What did not come back in this one is not waited for again."""
        earlier = Notebook(self._sandbox, self._limits, self._sources[:cell], self._files, self._budget)
        earlier._level, earlier._took = self._level[:cell], self._took[:cell]
        earlier._unseen, earlier.keeps_nothing = True, self.keeps_nothing
        earlier._reasons = {number: reason for number, reason in self._reasons.items() if number < cell}
        earlier._make_room()
        return earlier

    def fork(self, function: str | None, *, answered: bool) -> Process:
        """Fork the process, alone in the sandbox; where it is gone, the cells are run again.

        What one function is asked, and what references answer, reaches no other: unless none keeps anything, what it may
        be left in, files or the process, goes first.

        Args:
            function: What is to be called; None where nothing comes of it.
            answered: Whether references answer for what it uses.

        Raises:
            BrokenFrame, Closed, TimedOut: They do not come back a second time.
            Disturbed: It was our fault.
        """
        others = set() if function is None or self.keeps_nothing else self._called - {function}
        if others and (answered or self._answered):
            self.drop()
        for attempt in range(4):
            if attempt > 1:
                # Its cells came back, but took too long, or left something that breaks the process: an alarm, a thread.
                self._keep_only_definitions()
            if self._process is None:
                self._make_room()
                if self._run_once(undrawn=True) is not None:
                    continue
            assert self._process is not None
            try:
                if not self._sandbox.spare(self._process):
                    self.drop()
                    continue
                process = fork(self._process.line, Patience(self._sandbox, fresh=False).receive)
                self._called |= set() if function is None else {function}
                self._answered |= answered
                return process
            except TROUBLE:
                self.drop()
        raise Closed("the notebook's process does not answer")

    @property
    def pid(self) -> int:
        """The process that all calls are forked from."""
        return 0 if self._process is None else self._process.pid

    def drop(self) -> None:
        """Let the process go."""
        if self._process is not None:
            self._process.line.close()
            self._process = None

    def _keep_only_definitions(self) -> None:
        self._level = [max(level, DEFINITIONS) for level in self._level]

    def _make_room(self) -> None:
        """Leave out what cannot be repeated for each function: that is for our sake as often as for the student's."""
        self._left = min(self._limits.notebook_seconds, self._budget.for_repeating())
        self._shorten(len(self._level))

    def _shorten(self, end: int) -> None:
        """Keep whole the cells before `end` that fit into the time, from the first on; of others, only the definitions."""
        enough = REPEATED * self._left
        for number, level in enumerate(self._level):
            enough -= self._took[number]
            if level == WHOLE and (number >= end or enough < 0):
                self._leave_out(number, "the time for the whole notebook was used up")

    def _at_most(self, seconds: float, keep: float) -> float:
        return min(seconds, self._budget.for_cells(keep))

    def _leave_out(self, cell: int, reason: str) -> None:
        """Run less of a cell from now on: only its definitions, then nothing of it."""
        self._level[cell] += 1
        self._reasons[cell] = reason
        if self._level[cell] > NOTHING:
            raise TookDown(f"cell {cell + 1} takes the whole sandbox down ({reason})")

    def _run_once(self, *, undrawn: bool = False) -> tuple[int, Why] | None:
        """Run all cells, and tell which one did not come back, if any, and why."""
        self.drop()
        process = self._sandbox.open()
        patience = Patience(self._sandbox)
        results: list[CellResult] = []
        limits, more = self._limits, self._sandbox.packages
        frame = (limits.output_kb << 10) * (MAX_FIGURE_FACTOR + 2)
        room = {True: MAX_PICTURE_BYTES, False: MAX_TEXT_BYTES}
        try:
            cells = self._cells()
            process.line.send(
                RunCells(
                    cells=cells,
                    files=self._files,
                    output_bytes=limits.output_kb << 10,
                    undrawn=undrawn or self._unseen,
                    begun=self._sandbox.begun(cells, self._files) > 0,
                )
            )
            for i in range(len(cells)):
                if self._left <= 0:
                    raise TimedOut
                started = time.monotonic() - patience.granted
                try:
                    done = patience.receive(process.line, min(limits.cell_seconds, self._left), frame)
                finally:
                    took = self._took[i] = time.monotonic() - patience.granted - started
                    self._left -= took
                    self._budget.spend(took)
                if not isinstance(done, CellDone):
                    raise BrokenFrame("not a cell's outputs")
                for output in done.outputs:
                    room[is_picture(output)] -= size_of(output)
                results.append(
                    CellResult(
                        outputs=explained(done.outputs, more) if min(room.values()) > 0 else [LEFT_OUT],
                        error=None if done.error is None else packages.explained(done.error[:500], more),
                        abandoned=self._reasons.get(i),
                    )
                )
        except TROUBLE as trouble:
            cell = min(len(results), len(self._sources) - 1)
            return cell, why(trouble, process, limits.cell_seconds, self._sandbox, kills=self.kills)
        self._process, self.results = process, results
        self.keeps_nothing &= not any(self._level)  # what was read was all of its cells
        self._called, self._answered = set(), False
        return None

    def _cells(self) -> list[Cell]:
        cells = whole_cells(self._sources)
        for cell, level in zip(cells, self._level, strict=True):
            cell.source = "" if level == NOTHING else cell.source
            cell.definitions_only = level == DEFINITIONS
        return cells
