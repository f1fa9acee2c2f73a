"""A second opinion on loops, from outside: whether a function takes as long for each point as a loop does.

Counting steps shares a process with what is counted, and can be deceived. What a call costs the CPU is harder to hide, but
says less: it differs between machines and moments, and whatever NumPy does not do takes as long without any loop. So it
decides nothing. It names to the instructor what is right, has kept its form, and costs like a loop whenever it is looked at.
"""

from __future__ import annotations

import functools
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from types import CodeType, FrameType, FunctionType
from typing import Any

import numpy as np
from nbformat import NotebookNode

from autograder.course.bank import Bank, Question
from autograder.course.settings import Course
from autograder.execution.call import call
from autograder.exercise.values import Plain, pack
from autograder.grading.own_merit import Finding
from autograder.loops.through_c import definitions_in, goes_through_in_c
from autograder.sandbox.clock import LOOP, seconds_of
from autograder.sandbox.host import Process, Sandbox
from autograder.sandbox.oracle import Oracle
from autograder.sandbox.session import Session

FEW, SOME, MANY = 100, 2_500, 10_000  # points
AT_FIRST = 20_000  # of which a loop takes far longer than it takes to send them
TIMES, ROUNDS = 4, 2
ALTOGETHER = 3  # times the time of one call
# A point costs like a loop's where it costs so much of a plain loop's point more than the reference's does, for each round
# in which the reference calls others: a training goes through the points in each of its epochs.
SHARE = 0.5
# The cost of what grows with the points, rather than with their square, between SOME and MANY against up to SOME: 3, not 15.
EVENLY = 10.0

Cost = Callable[[int, int], float | None]


@dataclass(kw_only=True)
class _Allowance:
    """How many seconds the calls of one submission may still take here."""

    left: float


@dataclass(frozen=True, kw_only=True)
class SecondOpinion:
    """What the functions of a submission are held against; for one submission after another."""

    course: Course
    bank: Bank
    oracle: Oracle
    sandbox: Sandbox
    _arguments: dict[tuple[str, int, int], list[Plain]] = field(default_factory=dict)
    _enough: dict[str, float] = field(default_factory=dict)
    _rounds: dict[str, int] = field(default_factory=dict)

    def signs(
        self, session: Session, findings: Mapping[str, Finding], cells: Sequence[NotebookNode]
    ) -> list[str]:
        """Say which functions cost like a loop, though none was counted."""
        asked = [
            question
            for question in self.bank.questions
            if question.hidden.form == "vectorized"
            and question.hidden.sized
            and not question.hidden.drawn  # there are as many ways to draw as there are costs
            and (finding := findings.get(question.hidden.name)) is not None
            and finding.right_by_itself
        ]
        if not asked or self.course.sandbox == "none":
            return []
        allowance = _Allowance(left=ALTOGETHER * self.course.limits.call_seconds)
        found: list[str] = []
        slow: set[str] = set()
        # Whatever goes wrong: nobody is named on half a measurement, and no grade waits for it.
        with suppress(Exception):
            for question in self._slow_ones(session, asked, allowance, cells):
                exercise = question.hidden
                if slow & {*exercise.uses}:  # it is slow with what it uses
                    slow.add(exercise.name)
                elif self._costs_like_a_loop(session, question, allowance):
                    slow.add(exercise.name)
                    found.append(exercise.name)
        return [
            f"`{name}` takes as long for each point as a loop does, though none was counted: look whether it hides one"
            for name in found
        ]

    def _slow_ones(
        self,
        session: Session,
        questions: Sequence[Question],
        allowance: _Allowance,
        cells: Sequence[NotebookNode],
    ) -> list[Question]:
        """Look quickly: who is as fast as NumPy, as almost everybody is, or slow in C, is looked at no more."""
        defined = functools.cache(lambda: definitions_in(str(cell.source) for cell in cells))

        def is_excused(name: str) -> bool:
            return goes_through_in_c(name, defined())

        process = session.linger()
        with closing(process.line):
            return [
                question
                for question in questions
                if _is_slow(
                    self._students(process, question, allowance),
                    self._suspicious(question),
                    functools.partial(is_excused, question.hidden.name),
                )
            ]

    def _costs_like_a_loop(self, session: Session, question: Question, allowance: _Allowance) -> bool:
        """Hold it against the reference and a plain loop, side by side, again and again."""
        for number in range(ROUNDS):
            process = session.fork()
            with closing(process.line):
                costs = (
                    self._students(process, question, allowance),
                    self._references(question),
                    self._loops(),
                )
                least = _least_of(costs, number * (TIMES + 1))
            if least is None:
                return False
            own, reference, loop = (least[place, MANY] - least[place, FEW] for place in range(3))
            evenly = least[0, MANY] - least[0, SOME] < EVENLY * (least[0, SOME] - least[0, FEW])
            # Where most of the cost does not grow, its own ups and downs may look like growth.
            doubtful = own < least[0, FEW] or not evenly
            if doubtful or own - reference < SHARE * loop * self._rounds_of(question):
                return False
        return True

    def _students(self, process: Process, question: Question, allowance: _Allowance) -> Cost:
        def cost(points: int, turn: int) -> float | None:
            limit = min(self.course.limits.call_seconds, allowance.left)
            arguments = self._given(question, points, turn)
            started = time.monotonic()
            try:
                return seconds_of(self.sandbox, process, question.hidden.name, arguments, limit)
            finally:
                allowance.left -= time.monotonic() - started

        return cost

    def _references(self, question: Question) -> Cost:
        return lambda points, turn: self.oracle.seconds_of(
            question.hidden.name, self._given(question, points, turn)
        )

    def _loops(self) -> Cost:
        return lambda points, _: self.oracle.seconds_of(LOOP, [pack(np.linspace(0.0, 1.0, points))])

    def _suspicious(self, question: Question) -> float:
        """Give the seconds from which on it is worth to look closely: what the reference takes here, and part of a loop."""
        name = question.hidden.name
        if name not in self._enough:
            reference, args = self.bank.authored.references[name], self._drawn(question, AT_FIRST, 0)
            least = _least_seconds(lambda: call(reference, args))
            loop = _least_seconds(functools.partial(_loop, np.linspace(0.0, 1.0, AT_FIRST)))
            self._enough[name] = least + SHARE * loop * self._rounds_of(question)
        return self._enough[name]

    def _rounds_of(self, question: Question) -> int:
        """Count how often the reference calls the same function of those that it uses."""
        name, references = question.hidden.name, self.bank.authored.references
        if name not in self._rounds:
            others = [references[each] for each in question.hidden.uses]
            used = {each.__code__ for each in others if type(each) is FunctionType}
            found: Counter[CodeType] = Counter()

            def note(frame: FrameType, event: str, _: object) -> None:
                if event == "call" and frame.f_code in used:
                    found[frame.f_code] += 1

            sys.setprofile(note)
            try:
                call(references[name], self._drawn(question, FEW, 0))
            finally:
                sys.setprofile(None)
            self._rounds[name] = max(found.values(), default=1)
        return self._rounds[name]

    def _given(self, question: Question, points: int, turn: int) -> list[Plain]:
        """Draw arguments, other ones each turn: who remembers the last answer gains no time."""
        name = question.hidden.name
        if (name, points, turn) not in self._arguments:
            self._arguments[name, points, turn] = [
                pack(argument) for argument in self._drawn(question, points, turn)
            ]
        return self._arguments[name, points, turn]

    def _drawn(self, question: Question, points: int, turn: int) -> tuple[Any, ...]:
        sized = self.bank.authored.declarations[question.hidden.name].sized
        assert sized is not None
        return sized(np.random.default_rng([self.course.judging.seed, points, turn]), points)


def _is_slow(cost: Cost, enough: float, is_excused: Callable[[], bool]) -> bool:
    """Tell whether each call takes so many seconds more for many points than for few; who is excused is called twice."""
    least: list[float] = []
    for points in (AT_FIRST, FEW):
        taken: list[float] = []
        for turn in range(TIMES):
            seconds = cost(points, turn)
            if seconds is None or (points == AT_FIRST and seconds < enough):
                return False
            if (points, turn) == (AT_FIRST, 1) and is_excused():  # a first call may be slow through us
                return False
            taken.append(seconds)
        least.append(min(taken))
    return least[0] - least[1] >= enough


def _least_of(costs: Sequence[Cost], first_turn: int) -> dict[tuple[int, int], float] | None:
    """Give the least that each takes for so many points, taking turns; None where one cannot be told."""
    least: dict[tuple[int, int], float] = {}
    for turn in range(TIMES + 1):
        for points in (FEW, SOME, MANY):
            for place, cost in enumerate(costs):
                seconds = cost(points, first_turn + turn)
                if seconds is None:
                    return None
                if turn:  # the first call is slower than any later one
                    least[place, points] = min(seconds, least.get((place, points), seconds))
    return least


def _least_seconds(do: Callable[[], object]) -> float:
    """Give the CPU seconds that something takes in this thread, at best."""
    taken = []
    for _ in range(TIMES):
        started = time.thread_time()
        do()
        taken.append(time.thread_time() - started)
    return min(taken)


def _loop(points: Iterable[Any]) -> None:
    total = 0.0
    for point in points:
        total += point * point
