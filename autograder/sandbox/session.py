"""One submission in a sandbox: its cells, then calls of its functions, each failure kept to itself."""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Self

from autograder.exercise.reply import Reply, Stopped
from autograder.exercise.values import BrokenValue, Plain
from autograder.sandbox.budget import Budget
from autograder.sandbox.host import Process, Sandbox
from autograder.sandbox.limits import Limits
from autograder.sandbox.notebook import TOO_MUCH_MEMORY, Notebook, why
from autograder.sandbox.oracle import Answerer, answer_of
from autograder.sandbox.patience import Patience
from autograder.sandbox.protocol.messages import VALUE_FRAME, CallDone, Calls, Line, NoFunction, Response
from autograder.sandbox.protocol.questions import Ask
from autograder.sandbox.protocol.trouble import TROUBLE, BrokenFrame, Disturbed, TimedOut, TooMuch
from autograder.sandbox.results import QUOTED, QUOTED_OF_ANSWERS, CellResult, Missing, reply_from

# All calls of one function together may take so many times what one may.
CALLS_TOGETHER = 6
MAX_ASKS = 20_000
# A training with a thousand points and a thousand epochs asks for a twentieth of it.
MAX_ASKED_BYTES = 1 << 30
# What a question to us costs a function besides the answer: on a busy machine, its turn comes late.
ASK_SECONDS = 0.01
ANSWERING_SECONDS = 60.0
OF_ALL = "submission-time"

Arguments = tuple[list[Plain], dict[str, Plain]]


class Session:
    """A submission's notebook in a sandbox, and the calls of its functions.

    Args:
        sandbox: Where it runs.
        limits: What it may take.
        sources: Its cells.
        files: What lies beside it.
        functions: The functions that are going to be called, in this order.
        keeps_nothing: Whether no call can leave anything for another: one process is enough for all, then.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        limits: Limits,
        sources: Sequence[str],
        files: Mapping[str, bytes],
        functions: Sequence[str] = ("",),
        *,
        keeps_nothing: bool = False,
    ) -> None:
        self._sandbox = sandbox
        self._limits = limits
        self._budget = Budget(limits.submission_seconds, len(functions))
        self._last = functions[-1] if functions else ""
        self._lingering: Process | None = None
        self._notebook = self._whole = Notebook(sandbox, limits, sources, files, self._budget)
        self._notebook.keeps_nothing = keeps_nothing
        self.together = False  # whether the last call was in a process with others, and may be another alone
        # Seconds, by function, and by whether what it calls is answered by us: its own may never come back.
        self._taken: defaultdict[tuple[str, bool], float] = defaultdict(float)
        self._forgiven: set[tuple[str, bool]] = set()  # which of them were tried once more

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._part()
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
        self._part()
        self._notebook.drop()
        self._taken.clear()
        self._notebook = self._whole.before(cell)
        self._notebook.run()

    def fork(self) -> Process:
        """Fork a process of the notebook's, for calls that nobody counts.

        Raises:
            BrokenFrame, Closed, TimedOut, Disturbed: The notebook no longer answers.
        """
        self._part()
        return self._notebook.fork(None, answered=False)

    def linger(self) -> Process:
        """Give a process as `fork` does; the one that was called last, if it can still be: that is warm, and costs nothing.

        Raises:
            BrokenFrame, Closed, TimedOut, Disturbed: The notebook no longer answers.
        """
        lingering, self._lingering = self._lingering, None
        return lingering or self.fork()

    def _part(self) -> None:
        if self._lingering is not None:
            self._lingering.line.close()
            self._lingering = None

    def call(
        self,
        function: str,
        cases: Sequence[Arguments],
        *,
        traced: Sequence[int] = (),
        stubs: Sequence[str] = (),
        oracle: Answerer | None = None,
        bare: bool = False,
        alone: bool = False,
    ) -> list[Reply] | Missing:
        """Call a function on every case, in a process forked from the notebook's: its own, or one for all that keep nothing.

        Args:
            function: Its name.
            cases: The packed arguments of each call, by position and by name.
            traced: Which of the calls to trace.
            stubs: Functions that are answered by `oracle` instead of the student's own.
            oracle: Gives the reference's result, as an encoded `Answer`.
            bare: Whether to call it where the notebook's variables are missing.
            alone: Whether to call it in its own in any case; what it took together with others is forgotten.

        Returns:
            One reply a case; a call that does not come back is the last.

        Raises:
            Disturbed: It was our fault that one did not come back.
        """
        request = Calls(
            function=function,
            cases=list(cases),
            traced=list(traced),
            stubs=list(stubs),
            bare=bare,
        )
        key = function, bool(stubs)
        if alone and self.together:
            self._budget.spend(-self._taken.pop(key, 0.0))
        taken = self._taken[key]
        replies, doubtful = self._call_once(request, oracle, self._others(request, alone=alone))
        if isinstance(replies, list) and replies and (last := replies[-1].stopped) and not doubtful:
            self.together &= last.reason not in ("time", OF_ALL)  # it had all of its time
        if doubtful and not self.together and key not in self._forgiven:
            self._forgiven.add(key)
            self._taken[key] = taken
            replies, _ = self._call_once(request, oracle, None)
        return replies

    def _others(self, request: Calls, *, alone: bool) -> Process | None:
        """Give the process in which others have been called, if this may be called in it, too."""
        if alone or request.stubs or request.bare or not self._notebook.keeps_nothing:
            self._part()
        others, self._lingering = self._lingering, None
        self.together = others is not None
        return others

    def _call_once(
        self, request: Calls, oracle: Answerer | None, others: Process | None
    ) -> tuple[list[Reply] | Missing, bool]:
        """Call it, and tell whether it may have been our fault if it did not come back."""
        seconds = self._limits.call_seconds
        key = request.function, bool(request.stubs)
        left = seconds * CALLS_TOGETHER - self._taken[key]
        if left <= 0:
            return [stopped("time", "all the time that one function may take")], False
        all_left = self._budget.for_function(request.function)
        used_up = f"came after the {self._budget.seconds:g} s that all of one submission may take"
        if all_left <= 0:
            return [stopped(OF_ALL, used_up)], False
        replies: list[Reply] = []
        try:
            before = self._sandbox.look(self._notebook.pid) if others else None
            process = others or self._notebook.fork(request.function, answered=bool(request.stubs))
        except TROUBLE:
            return [stopped("crash", "the notebook no longer answers")], False
        patience = Patience(self._sandbox, besides=self._notebook.pid, before=before)
        clock = _Clock(patience, seconds, min(left, all_left))
        try:
            process.line.send(request)
            while len(replies) < len(request.cases):
                message = clock.receive(process.line)
                if isinstance(message, NoFunction):
                    if not self._linger_on(process, request):
                        process.end()
                    return Missing(found=message.found[:80]), False
                if isinstance(message, Ask) and oracle is not None and message.function in request.stubs:
                    with clock.stopped(len(message.args)):
                        answer = answer_of(oracle, message)
                    process.line.pass_on(answer)
                elif isinstance(message, CallDone):
                    quoted = QUOTED_OF_ANSWERS if request.stubs else QUOTED
                    replies.append(reply_from(message, self._sandbox.packages, quoted=quoted))
                    clock.start()
                else:
                    raise BrokenFrame("an answer that nobody asked for")
            if not self._linger_on(process, request):
                process.line.close()  # it ends by itself; what is left of it, the next call's `spare` kills
        except (*TROUBLE, BrokenValue) as trouble:
            found = why(trouble, process, seconds, self._sandbox, kills=self._notebook.kills)
            if found.reason == "time" and clock.taken() >= all_left:
                return [*replies, stopped(OF_ALL, used_up)], False
            return [*replies, stopped(found.reason, found.detail)], found.doubtful
        except TooMuch as much:
            process.end()
            detail = TOO_MUCH_MEMORY if much.reason == "memory" else f"{seconds:g} s"
            return [*replies, stopped(much.reason, detail)], False
        except Disturbed:
            process.line.close()
            raise
        finally:
            self._taken[key] += clock.taken()
            self._budget.spend(clock.taken())
        return replies, False

    def _linger_on(self, process: Process, request: Calls) -> bool:
        """Keep the process for what is called next, if it may be in the same one."""
        stays = request.function == self._last or self._notebook.keeps_nothing
        if stays and not (request.stubs or request.bare):
            self._lingering = process
        return self._lingering is not None


class _Clock:
    """The time of one function: a while for each call, and one for all, in both of which what is ours does not count."""

    def __init__(self, patience: Patience, seconds: float, left: float) -> None:
        self._patience, self._seconds = patience, seconds
        self._started = time.monotonic()
        self._last = self._started + left
        self._answering, self._asks, self._bytes = 0.0, MAX_ASKS, MAX_ASKED_BYTES
        self.start()

    def start(self) -> None:
        """Begin with another call."""
        self._deadline = time.monotonic() + self._seconds

    def receive(self, line: Line) -> Response:
        granted = self._patience.granted
        left = min(self._deadline, self._last) - time.monotonic()
        message = self._patience.receive(line, left, VALUE_FRAME)
        self._grant(self._patience.granted - granted)
        return message

    @contextlib.contextmanager
    def stopped(self, size: int) -> Iterator[None]:
        """Stand still while something of so many bytes is asked of us."""
        if not self._asks:
            raise TimedOut
        self._asks -= 1
        self._bytes -= size
        if self._bytes < 0:
            raise TooMuch("time")
        asked = time.monotonic()
        yield
        ours = time.monotonic() - asked
        self._answering += ours
        self._grant(ours)
        self._deadline += ASK_SECONDS
        if self._answering > ANSWERING_SECONDS:
            raise Disturbed("the references took too long to answer")

    def taken(self) -> float:
        """Tell how much of its own time it has used."""
        return time.monotonic() - self._started - self._answering - self._patience.granted

    def _grant(self, seconds: float) -> None:
        self._deadline += seconds
        self._last += seconds


def stopped(reason: str, detail: str) -> Reply:
    return Reply(stopped=Stopped(reason=reason, detail=detail))
