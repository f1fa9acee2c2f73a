"""How long a process in the sandbox is waited for: by the time in which it could have run, not by the clock.

On a busy machine a process waits for its turn, and so do we. Neither is its own fault.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from autograder.sandbox.host import Sandbox
from autograder.sandbox.protocol.messages import SMALL_FRAME, Line, Response, Used
from autograder.sandbox.protocol.trouble import Disturbed, TimedOut

# What a process waited for its turn is granted to it, up to so many times the seconds that it has.
MOST = 10
LEAST = 0.05
# A process that used less than this share of its time on the CPU waited: for itself, or for an answer of ours.
IDLE = 0.5


class Patience:
    """Waiting for one process of a submission.

    Args:
        sandbox: Where it runs.
        besides: The process that it was forked from, whose time is not its own.
        fresh: Whether it has just been started, so that all that it has used until now is what we wait for.
        before: What it had used before, where that is known.
    """

    def __init__(
        self, sandbox: Sandbox, *, besides: int = 0, fresh: bool = True, before: Used | None = None
    ) -> None:
        self._sandbox, self._besides, self._fresh = sandbox, besides, fresh
        self._since, self._ours = time.monotonic(), waited_for_our_turn() if fresh else 0.0
        self._cpu, self._waited = (0.0, 0.0) if before is None else (before.cpu, before.waited)
        self._unmeasured = self.granted = 0.0

    def receive(self, line: Line, seconds: float, limit: int = SMALL_FRAME) -> Response:
        """Wait for a message as `Line.receive` does, but so many seconds of the process's own.

        Raises:
            TimedOut, Closed, BrokenFrame: As there.
            Disturbed: It hardly ever had its turn.
        """
        deadline, before = time.monotonic() + seconds, self.granted
        while True:
            try:
                return line.receive(deadline - time.monotonic(), limit)
            except TimedOut:
                late = time.monotonic() - deadline
                if late >= 0:
                    deadline += self._more(seconds, late)
                    if self.granted - before > MOST * max(seconds, 1.0):
                        raise Disturbed("the machine was too busy to run it") from None

    def _more(self, seconds: float, late: float) -> float:
        used = self._sandbox.look(self._besides)
        more = max(late, self._owed(used.cpu, used.waited, seconds))
        if more < LEAST:
            raise TimedOut
        self.granted += more
        return more

    def _owed(self, cpu: float, waited: float, seconds: float) -> float:
        if not self._fresh:
            self._fresh, self._since, self._cpu, self._waited = True, time.monotonic(), cpu, waited
            self._ours, self._unmeasured = waited_for_our_turn(), seconds
            return seconds
        # What others of its own kept it from is its own doing.
        idle = time.monotonic() - self._since - (cpu - self._cpu)
        late = waited - self._waited + waited_for_our_turn() - self._ours
        return min(late, idle) - (self.granted - self._unmeasured)


def waited_for_our_turn() -> float:
    """Give the seconds for which this thread could have run and did not: whatever it was asked lay there meanwhile."""
    with contextlib.suppress(OSError):
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    return 0.0
