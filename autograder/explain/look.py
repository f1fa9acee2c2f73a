"""One run of one function, looked at closely: what each rule gave, every case, and the faults that come nearest. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograder.common.text import shorten
from autograder.exercise.exercise import Exercise, KnownMistake, Outcome
from autograder.exercise.fingerprints import NEAR, readings
from autograder.exercise.format import raised_words, show, show_reply
from autograder.exercise.judging import Judging, Tolerance
from autograder.exercise.reply import Reply
from autograder.exercise.verdict import CaseResult, Verdict
from autograder.grading.own_merit import Run
from autograder.judge.distributions import seen
from autograder.judge.form import look_at_form, no_line
from autograder.judge.judge import ARGUMENTS_KEPT, FROM_SCRATCH, changed_argument, is_right

NEAREST = 3
CALLED = 12
OURS = f"{__name__.partition('.')[0]}."  # such as what stands in for a right function beneath: no choice of the student's


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What one rule gave; `held` is None where it was not applied."""

    name: str
    held: bool | None
    detail: str


@dataclass(frozen=True, kw_only=True)
class Near:
    """A known fault that gives something of what the function gave.

    Attributes:
        id: What it is called in `checks.py`.
        message: What is told of it.
        credit: The share of the points that it keeps.
        alike: On how many cases both give the same.
        total: How many cases there are.
        differs: The first case on which they do not, and what each gives; empty where there is none.
    """

    id: str
    message: str
    credit: float
    alike: int
    total: int
    differs: str


@dataclass(frozen=True, kw_only=True)
class Look:
    """One run of a function, looked at closely.

    Attributes:
        stubs: The functions in whose place right ones stood.
        cells: How many of the notebook's cells had been run.
        verdict: What was judged of it.
        rules: What each rule gave.
        cases: Every case that was called.
        nearest: The faults that come nearest, where something is wrong.
    """

    stubs: tuple[str, ...]
    cells: int
    verdict: Verdict
    rules: tuple[Rule, ...]
    cases: tuple[CaseResult, ...]
    nearest: tuple[Near, ...]


def look_at(run: Run, judging: Judging) -> Look:
    """Look closely at a run."""
    exercise = run.merit.exercise
    tolerance = exercise.tolerance or judging.tolerance
    replies = seen(exercise.drawn, [case.args for case in exercise.cases], run.replies)
    right = [is_right(case, reply, tolerance) for case, reply in zip(exercise.cases, replies, strict=False)]
    return Look(
        stubs=run.stubs,
        cells=len(run.merit.cells),
        verdict=run.finding.verdict,
        rules=tuple(_rules(exercise, run, replies, right, tolerance)) if replies else (),
        cases=tuple(
            CaseResult(
                label=case.label,
                input=arguments,
                expected=expected,
                got=shorten(show_reply(reply)),
                passed=passed,
            )
            for case, (arguments, expected), reply, passed in zip(
                exercise.cases, exercise.texts, replies, right, strict=False
            )
        ),
        nearest=tuple(_nearest(exercise, replies, right)) if not all(right) else (),
    )


def _rules(
    exercise: Exercise, run: Run, replies: Sequence[Reply], right: Sequence[bool], tolerance: Tolerance
) -> list[Rule]:
    values = Rule(
        name="values",
        held=len(right) == len(exercise.cases) and all(right),
        detail=f"{sum(right)} of {len(exercise.cases)} right, within {tolerance.atol:g} + {tolerance.rtol:g} * |right|"
        + (
            f"; {len(exercise.cases) - len(replies)} were not called"
            if len(replies) < len(exercise.cases)
            else ""
        ),
    )
    scratch = next(
        (detail for title, held, detail in run.finding.verdict.facts if title == FROM_SCRATCH and not held),
        "",
    )
    changed = changed_argument(exercise, replies)
    form = look_at_form(exercise, replies, no_line, right=values.held is True)
    own = {FROM_SCRATCH, ARGUMENTS_KEPT} | {title for title, _, _ in form}
    facts = [
        Rule(name=title, held=held, detail=detail)
        for title, held, detail in run.finding.verdict.facts
        if title not in own
    ]
    return [
        values,
        _form_rule(exercise, replies, held=form[0][1] if form else None),
        Rule(
            name="from scratch", held=not scratch, detail=" ".join(filter(None, (scratch, _called(replies))))
        ),
        Rule(name="arguments", held=not changed, detail=changed or "none is changed"),
        *facts,
    ]


def _form_rule(exercise: Exercise, replies: Sequence[Reply], *, held: bool | None) -> Rule:
    """Say how many steps were counted for how many points."""
    counts = []
    for place in exercise.sized:
        trace = replies[place].trace if place < len(replies) else None
        said = "not counted" if trace is None else f"{trace.steps} steps" if trace.tracer_kept else "hidden"
        counts.append(f"{exercise.cases[place].points} points: {said}")
    if counts and exercise.steps:
        counts.append(f"the reference takes {exercise.steps} for most points")
    asked = {
        "looped": "a loop over the points is asked for",
        "vectorized": "no loop over the points is allowed",
    }
    words = [asked.get(exercise.form, "either form is right"), *counts]
    return Rule(name="form", held=held, detail="; ".join(words))


def _called(replies: Sequence[Reply]) -> str:
    entered = {name for reply in replies if reply.trace for name in reply.trace.entered}
    names = sorted(name for name in entered if not name.startswith(OURS))
    more = f" and {len(names) - CALLED} more" if len(names) > CALLED else ""
    return f"it called {', '.join(names[:CALLED])}{more}" if names else "it called no library's function"


def _nearest(exercise: Exercise, replies: Sequence[Reply], right: Sequence[bool]) -> list[Near]:
    """Rank the faults by how many of the wrong cases they explain; one that explains none is not near."""
    if not any(reply.returned for reply in replies):
        return []
    given = [readings(reply) for reply in replies]
    found = []
    for mistake in _candidates(exercise, replies):
        alike = [mistake.prints[i].is_like(each) for i, each in enumerate(given)]
        explained = sum(each and not was_right for each, was_right in zip(alike, right, strict=True))
        if explained:
            found.append((explained, sum(alike), mistake, alike))
    found.sort(key=lambda each: (-each[0], -each[1], len(each[2].parts)))
    return [_near(exercise, replies, mistake, alike) for _, _, mistake, alike in found[:NEAREST]]


def _candidates(exercise: Exercise, replies: Sequence[Reply]) -> list[KnownMistake]:
    """Choose the single faults, and of those of several parts what gives the same on the first case: there are hundreds."""
    forms, codes, numbers = (
        exercise.on_the_first_case if exercise.mistakes else ({}, np.array([]), np.array([]))
    )
    likely = np.zeros(len(exercise.mistakes), dtype=bool)
    for each in readings(replies[0]):
        likely |= (codes == forms.get(each.form, -1)) & (np.abs(numbers - each.number) <= NEAR)
    return [each for place, each in enumerate(exercise.mistakes) if likely[place] or not each.parts]


def _near(exercise: Exercise, replies: Sequence[Reply], mistake: KnownMistake, alike: Sequence[bool]) -> Near:
    place = next((i for i, each in enumerate(alike) if not each), None)
    differs = ""
    if place is not None and mistake.outcomes:
        label = exercise.cases[place].label or f"case {place + 1}"
        differs = f"“{label}”: it gives {_outcome(mistake.outcomes[place])}, and the function {show_reply(replies[place])}"
    return Near(
        id=mistake.id,
        message=mistake.message,
        credit=mistake.credit,
        alike=sum(alike),
        total=len(exercise.cases),
        differs=shorten(differs),
    )


def _outcome(outcome: Outcome) -> str:
    return raised_words(outcome.raised) if outcome.raised else show(outcome.value)
