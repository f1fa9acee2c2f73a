"""What is late, lost or broken on our side is never the student's fault: the grade is unchanged, or there is none."""

from __future__ import annotations

import contextlib
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import cast

import msgspec
import numpy as np
import pytest
from nbformat import NotebookNode

from autograder.course import settings
from autograder.course.source import beginning
from autograder.exercise.values import pack, unpack
from autograder.exercise.verdict import Verdict
from autograder.grading.notebook import Grader, grade, open_grader
from autograder.sandbox import host, patience, session
from autograder.sandbox.host import Process, Sandbox
from autograder.sandbox.oracle import Oracle
from autograder.sandbox.patience import Patience
from autograder.sandbox.protocol.messages import CallDone, Ended, Line, Response, Used, encoded
from autograder.sandbox.protocol.questions import Answer, Ask, decoded_answer
from autograder.sandbox.protocol.trouble import BrokenFrame, Closed, Disturbed, TimedOut, TooMuch
from tests.support.course import ASSIGNMENT, ROOT, Make, bank_of

# One is wrong, so that references answer for it, and one ends its process.
ANSWERS = {
    "mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)",
    "predict": "import os\n\ndef predict(x, slope, bias):\n    os._exit(3)",
}
LEAVES = {"predict": "import os\n\ndef predict(x, slope, bias):\n    os._exit(0)"}
SLEEPS = {"predict": "import time\n\ndef predict(x, slope, bias):\n    time.sleep(1000)"}
GREEDY = {
    "mse": "def mse(y, y_pred):\n    return 7.0",
    "train": "def train(x, y, learning_rate, epochs):\n    for i in range(20_000):\n"
    "        try: mse(np.full((40_000, 1), float(i)), np.zeros(40_000))\n        except Exception: pass",
}
SECONDS = 0.6
RECEIVE = Line.receive
MEMORY_ERROR = CallDone(value=[], args=[], raised=("MemoryError", "", None, None, ""))


@dataclass
class Injector:
    """Stands where the grader hears from its sandboxes, and spoils one message."""

    kind: str = ""
    number: int = 0
    fault: str = ""
    heard: Counter[str] = field(default_factory=Counter)

    def receive(self, line: Line, seconds: float, limit: int = 10_000) -> Response:
        message = RECEIVE(line, seconds, limit)
        kind = type(message).__name__
        self.heard[kind] += 1
        if (kind, self.heard[kind]) != (self.kind, self.number):
            return message
        if self.fault == "late":
            line._arrived[:0] = encoded(message)
            time.sleep(max(0.0, seconds))
            raise TimedOut
        if self.fault == "lost":
            line.close()
            raise Closed("lost")
        raise BrokenFrame("broken")


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    loaded = settings.load(ROOT)
    limits = msgspec.structs.replace(loaded.limits, call_seconds=SECONDS, cell_seconds=SECONDS)
    loaded = msgspec.structs.replace(loaded, limits=limits)
    bank = bank_of(ASSIGNMENT)
    begin = beginning(ROOT, loaded, loaded.assignment(ASSIGNMENT))
    with (
        Sandbox(loaded.sandbox, limits, cells=begin.cells, files=begin.files, figures="skip") as sandbox,
        contextlib.closing(open_grader(loaded, bank, sandbox)) as grader,
    ):
        yield grader


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Leave our own messages little time, so that a late one keeps no test waiting."""
    monkeypatch.setattr(host, "ZYGOTE_SECONDS", 2.0)
    monkeypatch.setattr(host, "ANSWER_SECONDS", SECONDS)
    return monkeypatch


def asked(function: str, *arguments: object) -> Ask:
    return Ask(
        function=function, args=msgspec.Raw(msgspec.msgpack.encode([pack(each) for each in arguments]))
    )


def value_of(answer: bytes) -> object:
    value = decoded_answer(answer[4:]).value
    assert value is not None
    return unpack(value)


def judge(grader: Grader, notebook: NotebookNode) -> dict[str, Verdict]:
    return {verdict.exercise: verdict for verdict in grade(grader, notebook, {}).verdicts}


@pytest.mark.parametrize("fault", ["late", "lost", "broken"])
def test_one_message_that_is_late_lost_or_broken_lowers_no_grade(
    fault: str, grader: Grader, make: Make, short: pytest.MonkeyPatch
) -> None:
    undisturbed = Injector()
    short.setattr(Line, "receive", lambda *args: undisturbed.receive(*args))
    right = judge(grader, make(ANSWERS))
    assert [right[name].score for name in ("predict", "mse", "gradients", "train")] == [0, 1, 3, 3]
    kinds = dict(undisturbed.heard)
    assert {"Ready", "Forked", "CellDone", "CallDone", "Ask", "Ended"} <= set(kinds)
    lower = []
    for kind, count in kinds.items():
        for number in {1, count}:
            grader.oracle.close()
            injector = Injector(kind=kind, number=number, fault=fault)
            short.setattr(Line, "receive", lambda *args, i=injector: i.receive(*args))
            lower += [
                (kind, number, verdict.exercise, verdict.message)
                for verdict in judge(grader, make(ANSWERS)).values()
                if verdict.outcome != "ungraded" and verdict.score < right[verdict.exercise].score
            ]
    assert lower == []


@pytest.fixture
def seen(short: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Leave a process the time to see that its line is gone, and to end by itself, before it is killed."""
    end = Process.end

    def end_late(process: Process) -> Ended:
        process.line.close()
        time.sleep(0.2)
        return end(process)

    short.setattr(Process, "end", end_late)
    return short


def test_a_process_that_ends_because_we_lost_its_line_lowers_no_grade(
    grader: Grader, make: Make, seen: pytest.MonkeyPatch
) -> None:
    injector = Injector(kind="CallDone", number=1, fault="lost")
    seen.setattr(Line, "receive", lambda *args: injector.receive(*args))
    verdicts = judge(grader, make(ANSWERS))
    assert injector.heard["CallDone"] > 1
    assert [verdicts[name].score for name in ("predict", "mse", "gradients", "train")] == [0, 1, 3, 3]


def test_a_function_whose_line_we_lose_every_time_is_ungraded_and_one_that_leaves_has_no_points(
    grader: Grader, make: Make, seen: pytest.MonkeyPatch
) -> None:
    def losing(line: Line, seconds: float, limit: int = 10_000) -> Response:
        message = RECEIVE(line, seconds, limit)
        if not isinstance(message, CallDone):
            return message
        line.close()
        raise Closed

    seen.setattr(Line, "receive", losing)
    verdicts = judge(grader, make(LEAVES))
    assert (verdicts["predict"].score, verdicts["predict"].mistake) == (0, "crash")
    assert {verdicts[name].outcome for name in ("mse", "gradients", "train")} == {"ungraded"}


def test_questions_that_wait_for_our_turn_cost_the_one_who_asks_nothing(
    grader: Grader, make: Make, short: pytest.MonkeyPatch
) -> None:
    """As on a machine with more to do than it can: the time of a function would be over long before its last question."""
    waited = [0.0]

    def receive(line: Line, seconds: float, limit: int = 10_000) -> Response:
        message = RECEIVE(line, seconds, limit)
        if isinstance(message, Ask) and waited[0] < 5 * SECONDS:
            time.sleep(0.05)
            waited[0] += 0.05
        return message

    short.setattr(Line, "receive", receive)
    short.setattr(session, "CALLS_TOGETHER", 2)
    short.setattr(patience, "waited_for_our_turn", lambda: waited[0])
    assert judge(grader, make(ANSWERS))["train"].score == 3
    assert waited[0] >= 5 * SECONDS


class Spoilt(Oracle):
    """References whose answers are all late, lost or broken."""

    fault: BaseException | bytes = b""

    def __call__(self, ask: Ask) -> bytes:
        if isinstance(self.fault, bytes):
            return self.fault
        raise self.fault


@pytest.mark.parametrize(
    "fault", [TimedOut(), Closed(), BrokenFrame(), b"", encoded(Answer(value=None))[:-1]], ids=repr
)
def test_references_that_never_answer_leave_ungraded_what_needs_them_and_nothing_else(
    fault: BaseException | bytes, grader: Grader, make: Make
) -> None:
    course, sources = grader.course, grader.bank.source.code.values()
    with Spoilt(course.sandbox, course.limits, sources) as oracle:
        oracle.fault = fault
        verdicts = judge(replace(grader, oracle=oracle), make(ANSWERS))
    assert verdicts["train"].outcome == "ungraded"
    assert "through no fault of its own: a reference" in verdicts["train"].message
    assert [verdicts[name].score for name in ("predict", "mse", "gradients")] == [0, 1, 3]


@pytest.mark.parametrize("fault", ["late", "lost", "broken"])
def test_a_reference_that_is_idle_or_gone_whenever_it_is_asked_is_our_fault(
    fault: str, grader: Grader, short: pytest.MonkeyPatch
) -> None:
    grader.oracle.close()
    every = lambda *args: Injector(kind="CallDone", number=1, fault=fault).receive(*args)  # noqa: E731
    short.setattr(Line, "receive", every)
    with pytest.raises(Disturbed, match="did not answer"):
        grader.oracle(asked("mse", np.ones(2), np.zeros(2)))


def test_a_reference_that_works_without_end_whenever_it_is_asked_is_not(grader: Grader) -> None:
    for _ in range(2):
        with pytest.raises(TooMuch) as much:
            grader.oracle(asked("train", np.ones(1000), np.ones(1000), 0.01, 10**9))
        assert much.value.reason == "time"


def test_what_asks_references_for_more_memory_than_there_is_costs_nobody_else(
    grader: Grader, make: Make
) -> None:
    greedy = judge(grader, make(GREEDY))["train"]
    assert greedy.score == 0
    assert greedy.mistake == "memory" or "the machine was too busy" in greedy.message
    for _ in range(2):
        assert judge(grader, make(ANSWERS))["train"].outcome == "passed"


def test_the_memory_that_earlier_questions_took_is_no_measure_for_the_next(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    grader.oracle.close()
    refusals = [MEMORY_ERROR]

    def receive(line: Line, seconds: float, limit: int = 10_000) -> Response:
        message = RECEIVE(line, seconds, limit)
        return refusals.pop() if isinstance(message, CallDone) and refusals else message

    monkeypatch.setattr(Line, "receive", receive)
    assert value_of(grader.oracle(asked("mse", np.ones(2), np.zeros(2)))) == 1
    assert not refusals


def test_an_answer_of_a_reference_that_comes_late_is_not_taken_for_the_next(
    grader: Grader, short: pytest.MonkeyPatch
) -> None:
    grader.oracle.close()
    injector = Injector(kind="CallDone", number=1, fault="late")
    short.setattr(Line, "receive", lambda *args: injector.receive(*args))
    with pytest.raises(TimedOut):
        grader.oracle.seconds_of("mse", [pack(np.full(2, 5.0)), pack(np.zeros(2))])
    assert value_of(grader.oracle(asked("mse", np.full(2, 3.0), np.zeros(2)))) == 9


def test_a_function_that_sleeps_for_ever_is_out_of_time_whatever_is_lost_of_ours(
    grader: Grader, make: Make, short: pytest.MonkeyPatch
) -> None:
    injector = Injector(kind="Used", number=1, fault="lost")
    short.setattr(Line, "receive", lambda *args: injector.receive(*args))
    verdicts = judge(grader, make(SLEEPS))
    assert injector.heard["Used"] > 1
    assert (verdicts["predict"].score, verdicts["predict"].mistake) == (0, "time")
    assert verdicts["train"].outcome == "passed"


class Busy:
    """A sandbox on a machine that lets a process work for one part in so many of the time."""

    def __init__(self, parts: int) -> None:
        self._parts, self._started = parts, time.monotonic()

    def look(self, _besides: int) -> Used:
        passed = time.monotonic() - self._started
        return Used(cpu=passed / self._parts, waited=passed - passed / self._parts)


@pytest.fixture
def silent() -> Iterator[Line]:
    """A line on which nothing ever arrives."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Line(ours)


def test_a_process_is_waited_for_until_it_has_had_its_time(silent: Line) -> None:
    started = time.monotonic()
    waiting = Patience(cast("Sandbox", Busy(4)))
    with pytest.raises(TimedOut):
        waiting.receive(silent, 0.3)
    assert time.monotonic() - started > 0.9
    assert waiting.granted > 0.6


def test_a_process_that_works_all_the_time_has_no_more_than_its_time(silent: Line) -> None:
    waiting = Patience(cast("Sandbox", Busy(1)))
    with pytest.raises(TimedOut):
        waiting.receive(silent, 0.3)
    assert waiting.granted < 0.3


def test_a_process_that_hardly_ever_has_its_turn_is_given_up_as_our_fault(
    silent: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "MOST", 0.5)
    with pytest.raises(Disturbed, match="too busy"):
        Patience(cast("Sandbox", Busy(1000))).receive(silent, 0.2)
