"""One submission in a sandbox: its cells, then calls of its functions, each failure kept to itself."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Self

from autograder.course import Limits
from autograder.probe import Reply, Stopped
from autograder.sandbox.frames import VALUE_FRAME, Ask, BrokenFrame, CallDone, Calls, NoFunction, TimedOut
from autograder.sandbox.host import TROUBLE, Sandbox
from autograder.sandbox.notebook import Notebook, why
from autograder.sandbox.results import CellResult, Missing, reply_from
from autograder.values import BrokenValue, Plain

# All calls of one function together may take so many times what one may.
CALLS_TOGETHER = 6
MAX_ASKS = 20_000
# What a question to us costs a function besides the answer: on a busy machine, its turn comes late.
ASK_SECONDS = 0.01

Arguments = tuple[list[Plain], dict[str, Plain]]
Answerer = Callable[[Ask], bytes]


class Session:
    """A submission's notebook in a sandbox, and the calls of its functions."""

    def __init__(
        self, sandbox: Sandbox, limits: Limits, sources: Sequence[str], files: Mapping[str, bytes]
    ) -> None:
        self._sandbox = sandbox
        self._limits = limits
        self._notebook = self._whole = Notebook(sandbox, limits, sources, files)
        # Seconds, by function, and by whether what it calls is answered by us: its own may never come back.
        self._taken: defaultdict[tuple[str, bool], float] = defaultdict(float)
        self._forgiven: set[str] = set()  # the functions that were starved once

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._notebook.drop()
        self._sandbox.rest()

    @property
    def results(self) -> Sequence[CellResult]:
        """What came of each cell."""
        return self._notebook.results

    def run(self) -> None:
        """Run the cells in order. A cell that does not come back is run again without all but its definitions.

        Raises:
            CouldNotRun: Too much of it does not come back.
        """
        self._notebook.run()

    def run_before(self, cell: int) -> None:
        """Run the cells before one of them anew: what is called now is as it stood there.

        Raises:
            CouldNotRun: They do not come back, although they did before.
        """
        self._notebook.drop()
        self._taken.clear()
        self._notebook = self._whole.before(cell)
        self._notebook.run()

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
        replies = self._call_once(request, oracle)
        last = replies[-1] if isinstance(replies, list) and replies else None
        if last is not None and last.stopped is not None and last.stopped.reason == "starved":
            replies = self._call_once(request, oracle)
        return replies

    def _call_once(self, request: Calls, oracle: Answerer | None) -> list[Reply] | Missing:
        seconds = self._limits.call_seconds
        key = request.function, bool(request.stubs)
        left = seconds * CALLS_TOGETHER - self._taken[key]
        if left <= 0:
            return [Reply(stopped=Stopped(reason="time", detail="all the time that one function may take"))]
        replies: list[Reply] = []
        try:
            process = self._notebook.fork()
        except TROUBLE:
            return [Reply(stopped=Stopped(reason="crash", detail="the notebook no longer answers"))]
        started = time.monotonic()
        deadline, last, answering = started + seconds, started + left, 0.0
        asks = MAX_ASKS
        try:
            process.line.send(request)
            while len(replies) < len(request.cases):
                message = process.line.receive(min(deadline, last) - time.monotonic(), VALUE_FRAME)
                if isinstance(message, NoFunction):
                    process.end()
                    return Missing(found=message.found[:80])
                if isinstance(message, Ask) and oracle is not None and message.function in request.stubs:
                    if not asks:
                        raise TimedOut
                    asks -= 1
                    asked = time.monotonic()
                    answer = oracle(message)
                    # Our time is not the function's, up to a limit: it is the function that says what is worked out.
                    ours = min(time.monotonic() - asked, left - answering)
                    answering += ours
                    deadline += ours + ASK_SECONDS
                    last += ours
                    process.line.pass_on(answer)
                elif isinstance(message, CallDone):
                    replies.append(reply_from(message))
                    deadline = time.monotonic() + seconds
                else:
                    raise BrokenFrame("an answer that nobody asked for")
            process.line.close()  # it ends by itself; what is left of it, the next call's `spare` kills
        except (*TROUBLE, BrokenValue) as trouble:
            found = why(trouble, process, seconds, self._sandbox)
            starved_again = found.reason == "starved" and request.function in self._forgiven
            if found.reason == "starved":
                self._forgiven.add(request.function)
            reason = "time" if starved_again else found.reason
            replies.append(Reply(stopped=Stopped(reason=reason, detail=found.detail)))
        finally:
            self._taken[key] += time.monotonic() - started - answering
        return replies
