"""The grader's own exam: what it says to references, stubs, known mistakes, mutants and right answers."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.author.lint import look_over, released_stubs
from autograder.author.mutants import mutants
from autograder.author.runaway import Fuse, lines_run
from autograder.author.sentences import Replies, told_as, unfit
from autograder.author.solved import problems_of_solved
from autograder.common.errors import CannotCount
from autograder.course import bank as banks
from autograder.course.bank import Bank, Question
from autograder.course.layout import RIGHT_ANSWERS
from autograder.course.outcomes import with_references
from autograder.course.right_answers import read_right_answers
from autograder.course.settings import AssignmentEntry, Course
from autograder.execution.call import call
from autograder.exercise.exercise import Exercise
from autograder.exercise.reply import Reply, as_data
from autograder.exercise.verdict import Verdict
from autograder.judge.judge import all_right, is_named, is_right, judge
from autograder.loops.counter import can_count
from autograder.ordinary.source import require_releasable

# Steps that a mutant may take, for each step of the reference and besides: past them it runs away.
FACTOR, BESIDES = 20, 20_000


@dataclass(kw_only=True)
class ExamRow:
    """How one function's part of the exam went: how many of each kind there are, and how many went well.

    `dropped` says of faults that give together what is known already what that is: they are never named.
    """

    exercise: str
    reference: bool = False
    stub: bool = False
    mistakes: int = 0
    caught: int = 0
    named: int = 0
    mutants: int = 0
    killed: int = 0
    equivalent: int = 0
    right: int = 0
    accepted: int = 0
    dropped: list[str] = field(default_factory=list)
    credits: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Report:
    """How one assignment's exam went.

    Attributes:
        assignment: Its name.
        rows: One a function.
        problems: What slipped through, and what the author forgot, in a line each.
    """

    assignment: str
    rows: tuple[ExamRow, ...]
    problems: tuple[str, ...]


def examine(root: Path, course: Course, entry: AssignmentEntry) -> Report:
    """Examine the grader on one assignment, and look over what its author wrote.

    Raises:
        AutograderError: The assignment's files do not fit together, or steps are not counted rightly here.
    """
    if not can_count():
        raise CannotCount
    if entry.is_ordinary:
        require_releasable(root, entry)
        return Report(
            assignment=entry.name, rows=(), problems=tuple(problems_of_solved(root, course, entry, None))
        )
    written = banks.load(root, course, entry)
    bank = written.all_counting()
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")  # answers warn and print a lot
        rows = tuple(_rows(root, course, entry, bank))
    problems = [problem for row in rows for problem in row.problems]
    return Report(
        assignment=entry.name,
        rows=rows,
        problems=(
            *problems,
            *look_over(root, course, entry, written),
            *problems_of_solved(root, course, entry, bank),
        ),
    )


def examine_all(root: Path, course: Course, entries: Sequence[AssignmentEntry]) -> Iterator[Report]:
    """Examine several assignments side by side, in processes of their own.

    Raises:
        AutograderError: An assignment's files do not fit together.
    """
    workers = min(os.cpu_count() or 1, len(entries))
    if workers < 2:
        yield from (examine(root, course, entry) for entry in entries)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(functools.partial(examine, root, course), entries)


def _rows(root: Path, course: Course, entry: AssignmentEntry, bank: Bank) -> Iterator[ExamRow]:
    stubs = released_stubs(root, entry)
    answers = read_right_answers(bank.source.path.with_name(RIGHT_ANSWERS))
    for question in bank.questions:
        name = question.hidden.name
        examiner = _Examiner(course, bank, question)
        examiner.reference()
        examiner.stub(stubs.get(name))
        examiner.models()
        examiner.mistakes()
        examiner.sentences()
        examiner.right_answers([(each.style, each.code) for each in answers if each.exercise == name])
        examiner.mutants()
        yield examiner.row


class _Examiner:
    """Examines one question, and notes in `row` how it went."""

    def __init__(self, course: Course, bank: Bank, question: Question) -> None:
        self._rules = course.judging.rules()
        self._bank = bank
        self._authored = bank.authored
        self._question = question
        self._name = question.hidden.name
        self.row = ExamRow(exercise=self._name)

    def reference(self) -> None:
        for exercise in (self._question.hidden, self._question.visible):
            verdict = self._judge(self._authored.references[self._name], exercise)
            if verdict.outcome != "passed":
                self._problem(f"the reference does not get full points: {verdict.message}")
                return
        self.row.reference = True

    def stub(self, code: str | None) -> None:
        if code is None:
            self._problem("no stub is released; run `autograder generate`")
            return
        function = self._define(code)
        if function is None:
            self._problem("the released stub does not run")
            return
        verdicts = [self._judge(function, each) for each in (self._question.hidden, self._question.visible)]
        self.row.stub = all(each.score == 0 and each.mistake == "not-written" for each in verdicts)
        if not self.row.stub:
            self._problem(
                "the released stub is not told apart from an answer; it must raise NotImplementedError"
            )

    def mistakes(self) -> None:
        hidden, visible = (
            replace(each, form="any", drawn=()) for each in (self._question.hidden, self._question.visible)
        )
        for number, mistake in enumerate(hidden.mistakes):
            if all(outcome.anything or outcome.raised is not None for outcome in mistake.outcomes):
                self.row.dropped.append(f"{mistake.id} = an exception on every case")
                continue
            if mistake.parts and (told := told_as(hidden, number, self._rules)) is not None:
                named = told is mistake
                if not named:
                    self.row.dropped.append(f"{mistake.id} = {told.id}")
                self.row.mistakes += named
                self.row.caught += named
                self.row.named += named
                continue
            verdict = self._judge_mistake(hidden, number)
            if mistake.parts and verdict.mistake != mistake.id and self._is_known(verdict):
                self.row.dropped.append(f"{mistake.id} = {verdict.mistake or 'right'}")
                continue
            self.row.mistakes += 1
            self.row.caught += verdict.score < verdict.points
            self.row.named += verdict.mistake == mistake.id
            if verdict.mistake != mistake.id:
                self._problem(
                    f"the mistake `{mistake.id}` is taken for `{verdict.mistake}`: {verdict.message}"
                )
            if mistake.parts:
                continue
            self.row.credits[mistake.id] = mistake.credit
            if all_right(visible, Replies(visible, visible.mistakes[number]), self._rules):
                self._problem(f"the mistake `{mistake.id}` is right on every example; add one that shows it")

    def models(self) -> None:
        """Hold models to what they are: a wrong one makes every fault of it another than it says."""
        exercise = replace(self._question.hidden, form="any")
        for model in self._authored.models:
            if model.exercise != self._name or exercise.drawn:  # which is told by all calls together
                continue
            verdict = self._judge(with_references(model.untouched(), self._authored.references), exercise)
            if verdict.outcome != "passed":
                self._problem(f"the model is wrong before any fault changes it: {verdict.message}")

    def sentences(self) -> None:
        for problem in unfit(self._question):
            self._problem(problem)

    def _is_known(self, verdict: Verdict) -> bool:
        return verdict.outcome == "passed" or is_named(self._question.hidden, verdict.mistake)

    def right_answers(self, answers: Sequence[tuple[str, str]]) -> None:
        for style, code in answers:
            self.row.right += 1
            function = self._define(code)
            if function is None:
                self._problem(f"the right answer “{style}” defines no function `{self._name}`")
                continue
            for exercise in (self._question.hidden, self._question.visible):
                verdict = self._judge(function, exercise)
                if verdict.outcome != "passed":
                    self._problem(f"the right answer “{style}” does not get full points: {verdict.message}")
                    break
            else:
                self.row.accepted += 1

    def mutants(self) -> None:
        declared = {each.line for each in self._authored.equivalents if each.exercise == self._name}
        survived = set()
        exercise = self._question.hidden
        limits = [
            FACTOR * lines_run(self._authored.references[self._name], case) + BESIDES
            for case in exercise.cases
        ]
        for mutant in mutants(self._bank.source.code[self._name], self._name):
            self.row.mutants += 1
            function = self._define(mutant.code)
            if function is None or self._is_killed(function, exercise, limits):
                self.row.killed += 1
                continue
            survived.add(mutant.line)
            if mutant.line in declared:
                self.row.equivalent += 1
            else:
                self._problem(
                    f"nobody notices the reference with `{mutant.line}`; add a case, or declare it `equivalent`"
                )
        for line in sorted(declared - survived):
            self._problem(
                f"`equivalent` names a change that is noticed, or is never made: `{line}`; remove it"
            )

    def _is_killed(self, function: Callable[..., Any], exercise: Exercise, limits: Sequence[int]) -> bool:
        """Look at the values case by case, which is fast; and only where they are right, at the rest."""
        if not exercise.drawn:
            for case, limit in zip(exercise.cases, limits, strict=True):
                with np.errstate(all="ignore"):
                    reply = as_data(call(Fuse(limit).around(function), case.args, case.keywords))
                if not is_right(case, reply, exercise.tolerance or self._rules.tolerance):
                    return True
        return self._judge(function, exercise).outcome != "passed"

    def _judge_mistake(self, exercise: Exercise, number: int) -> Verdict:
        """Judge by the outcomes that are known already, whatever the form."""
        return judge(exercise, Replies(exercise, exercise.mistakes[number]), self._rules)

    def _judge(self, function: Callable[..., Any], exercise: Exercise) -> Verdict:
        replies: list[Reply] = []
        traced = set(exercise.sized or (0,))
        for number, case in enumerate(exercise.cases):
            with np.errstate(all="ignore"):
                reply = call(function, case.args, case.keywords, traced=number in traced)
            replies.append(as_data(reply))
        return judge(exercise, replies, self._rules)

    def _define(self, code: str) -> Callable[..., Any] | None:
        """Run a cell as the notebook would, beside the references of the other functions."""
        space = {**self._authored.references, "__name__": "__main__"}
        space.pop(self._name, None)
        with contextlib.suppress(Exception):  # a cell that fails after its definition still counts
            exec(compile(code, "<cell 0>", "exec"), space)  # noqa: S102
        function = space.get(self._name)
        return function if callable(function) else None

    def _problem(self, text: str) -> None:
        self.row.problems.append(f"{self._name}: {text}")
