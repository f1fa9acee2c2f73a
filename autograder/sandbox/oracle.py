"""The references behind walls of their own: they answer for a function that a student got wrong.

The arguments are whatever the student's code passes on, so that even the reference may run out of memory or
time on them. It therefore runs in a sandbox that no student's process ever shares.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Self

import msgspec

from autograder.exercise.values import Plain
from autograder.sandbox.bubblewrap import Kind
from autograder.sandbox.clock import PLAIN_LOOP, seconds_of
from autograder.sandbox.host import START_SECONDS, Process, Sandbox, fork
from autograder.sandbox.limits import Limits
from autograder.sandbox.patience import IDLE, Patience
from autograder.sandbox.protocol.cells import Cell
from autograder.sandbox.protocol.messages import (
    VALUE_FRAME,
    CallDone,
    Calls,
    NoFunction,
    RunCells,
    encoded,
)
from autograder.sandbox.protocol.questions import Answer, Ask, is_answer, packed_arguments
from autograder.sandbox.protocol.trouble import TROUBLE, BrokenFrame, Closed, Disturbed, TimedOut, TooMuch

# Students choose the arguments: neither what is remembered nor what one answer takes may grow with them.
REMEMBERED_BYTES = 64_000_000
ENTRY_BYTES = 200  # of what is remembered, besides the answer itself
MEMORY_MB = 256

Answerer = Callable[[Ask], bytes]


class Remembered:
    """What references have answered, for all workers of an assignment: students who are right ask the same things."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, bytes] = OrderedDict()
        self._room = REMEMBERED_BYTES
        self._lock = threading.Lock()

    def find(self, asked: bytes) -> bytes | None:
        """Give the answer to a question, if it is known."""
        with self._lock:
            answer = self._known.get(asked)
            if answer is not None:
                self._known.move_to_end(asked)
            return answer

    def keep(self, asked: bytes, answer: bytes) -> None:
        """Remember an answer; what was asked for longest ago is forgotten first."""
        with self._lock:
            if asked not in self._known:
                self._room -= ENTRY_BYTES + len(answer)
            self._known[asked] = answer
            while self._room < 0:
                self._room += ENTRY_BYTES + len(self._known.popitem(last=False)[1])


class Oracle:
    """Answers for the references of one assignment; started when first asked. Each worker has its own."""

    def __init__(
        self,
        kind: Kind,
        limits: Limits,
        sources: Iterable[str],
        packages: tuple[str, ...] = (),
        remembered: Remembered | None = None,
    ) -> None:
        """Prepare for an assignment.

        Args:
            kind: What it runs in.
            limits: What one call may take.
            sources: The code that defines the references.
            packages: What they may import besides.
            remembered: What all workers remember; what this one does, where nothing is given.
        """
        self._kind, self._packages = kind, packages
        self._limits = msgspec.structs.replace(limits, memory_mb=min(limits.memory_mb, MEMORY_MB))
        self._sources = [*sources, PLAIN_LOOP]
        self._sandbox: Sandbox | None = None
        self._notebook: Process | None = None
        self._process: Process | None = None
        self._remembered = remembered or Remembered()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, ask: Ask) -> bytes:
        """Give the answer of a reference as it is sent, with None for its value where it gives none.

        Raises:
            BrokenFrame: What was asked is no question.
            TooMuch: It takes the reference longer than a call may take, or more memory.
            Disturbed: The reference is late or lost.
        """
        asked = hashlib.sha256(ask.function.encode() + b"\0" + bytes(ask.args)).digest()
        known = self._remembered.find(asked)
        if known is not None:
            return known
        value = self._ask(ask.function, packed_arguments(ask))
        answer = encoded(Answer(value=value))
        if value is not None:
            self._remembered.keep(asked, answer)
        return answer

    def _ask(self, function: str, args: list[Plain]) -> Plain | None:
        """Ask until there is an answer, or two tries have failed for the same cause; each failure starts it anew.

        What fails in a process that has answered others before says little: what these have left of it is no measure.
        """
        lost = False
        much: TooMuch | None = None
        while True:
            try:
                return self._try(function, args)
            except TooMuch as again:
                self._drop()
                if much is not None:
                    raise
                much = again
            except (*TROUBLE, Disturbed):
                self._drop()
                if lost:
                    raise Disturbed(f"the reference of `{function}` did not answer") from None
                lost = True

    def _try(self, function: str, args: list[Plain]) -> Plain | None:
        """Ask once.

        Raises:
            TooMuch: It ran out of memory, or of time in which it worked.
            BrokenFrame, Closed, TimedOut, Disturbed: It is late or lost.
        """
        seconds = self._limits.call_seconds
        sandbox, process = self._started()
        try:
            process.line.send(Calls(function=function, cases=[(args, {})], traced=[], told="value"))
            done = Patience(sandbox, fresh=False).receive(process.line, seconds, VALUE_FRAME)
        except TimedOut:
            if process.end().cpu >= IDLE * seconds:
                raise TooMuch("time") from None
            raise
        except Closed:
            if sandbox.noticed().memory_passed:
                raise TooMuch("memory") from None
            raise
        if not isinstance(done, (CallDone, NoFunction)):
            raise BrokenFrame("no answer of a reference")
        if isinstance(done, NoFunction):
            return None
        if done.raised is not None and done.raised[0] == "MemoryError":
            raise TooMuch("memory")
        return done.value if done.raised is None else None

    def seconds_of(self, function: str, arguments: Sequence[Plain]) -> float | None:
        """Give the CPU seconds that a reference takes for one call, or `PLAIN_LOOP`; None where none comes back.

        Raises:
            BrokenFrame, Closed, TimedOut, Disturbed: It is late or lost.
        """
        try:
            return seconds_of(*self._started(), function, arguments, self._limits.call_seconds)
        except (*TROUBLE, Disturbed):
            self._drop()  # an answer that is late would be taken for the next
            raise

    def close(self) -> None:
        self._drop()
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    def _drop(self) -> None:
        for process in (self._process, self._notebook):
            if process is not None:
                process.line.close()
        self._process = self._notebook = None

    def _started(self) -> tuple[Sandbox, Process]:
        if self._sandbox is None:
            self._sandbox = Sandbox(self._kind, self._limits, figures=None, packages=self._packages)
        if self._process is None:
            self._notebook = notebook = self._sandbox.open()
            cells = [Cell(name=f"<reference {i}>", source=source) for i, source in enumerate(self._sources)]
            notebook.line.send(RunCells(cells=cells, files={}, output_bytes=1000))
            patience = Patience(self._sandbox)
            for _ in cells:
                patience.receive(notebook.line, START_SECONDS, VALUE_FRAME)
            self._process = fork(notebook.line, patience.receive)
        return self._sandbox, self._process


def answer_of(oracle: Answerer, ask: Ask) -> bytes:
    """Ask a reference.

    Raises:
        BrokenFrame: What was asked is no question.
        TooMuch: It takes too long to answer, or too much memory.
        Disturbed: The answer was late, lost or broken.
    """
    try:
        answer = oracle(ask)
    except TROUBLE:
        packed_arguments(ask)
        raise Disturbed("a reference did not answer") from None
    if not is_answer(answer):
        raise Disturbed("a reference's answer was broken")
    return answer
