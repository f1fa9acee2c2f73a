"""Whether what `check` says on the examples is true: of every mistake that is told by the same words, and of answers that it calls right."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from autograder.common.lazy import Lazy
from autograder.course.bank import Question
from autograder.exercise import known
from autograder.exercise.exercise import LONG, Case, Exercise, KnownMistake, is_long
from autograder.exercise.fingerprints import ANY, readings
from autograder.exercise.judging import Judging
from autograder.exercise.reply import Reply
from autograder.judge.compare import as_array, as_number
from autograder.judge.judge import is_right, name_mistake

FAR = 10  # times as large, or as small, as in any example: digits are lost there that are none here


@dataclass(frozen=True)
class Replies(Lazy[Reply]):
    """What a mistake's answers are, as if a student had made it; each is worked out when it is asked for."""

    exercise: Exercise
    mistake: KnownMistake

    def __len__(self) -> int:
        return len(self.exercise.cases)

    def at(self, place: int) -> Reply:
        case, outcome = self.exercise.cases[place], self.mistake.outcomes[place]
        value = case.expected if outcome.anything and is_long(case.args) else outcome.value
        return Reply(value=value, raised=outcome.raised, args=case.args)


def told_as(exercise: Exercise, number: int, judging: Judging) -> KnownMistake | None:
    """Give what a mistake that shows on the first case is told as: itself, where none before it gives the same; else None."""
    mistake = exercise.mistakes[number]
    replies = Replies(exercise, mistake)
    seen_as = functools.cache(lambda place: readings(replies[place]))
    if is_right(exercise.cases[0], replies[0], exercise.tolerance or judging.tolerance):
        return None
    if not mistake.prints[0].is_like(seen_as(0)):
        return None
    return next(exercise.alike(seen_as, before=number), mistake)


def unfit(question: Question) -> Iterator[str]:
    """Say of which mistakes `check` would say what is not true of them, as the examples show two as one."""
    hidden = {each.id: each for each in question.hidden.mistakes}
    released = known.from_json(known.to_json(question.visible))
    exercise = replace(question.visible, mistakes=released)
    for mistake in question.visible.mistakes:
        # One with many faces is left out: which of them a student shows is open.
        if any(
            one.form == ANY and not is_long(case.args)
            for case, one in zip(exercise.cases, mistake.prints, strict=True)
        ):
            continue
        told = name_mistake(exercise, Replies(exercise, mistake))
        if told is None or _faults(told) <= _faults(mistake):
            continue
        if not _is_same(hidden[told.id], hidden[mistake.id]):
            yield (
                f"on the examples, the mistake `{mistake.id}` looks like `{told.id}`, "
                "which is not true of it; add an example that tells them apart"
            )


def _faults(mistake: KnownMistake) -> set[str]:
    return set(mistake.parts or (mistake.id,))


def _is_same(one: KnownMistake, other: KnownMistake) -> bool:
    return all(
        ANY in (a.form, b.form) or a.is_like([b]) for a, b in zip(one.prints, other.prints, strict=True)
    )


def without_example(question: Question) -> Iterator[str]:
    """Name hidden cases of a kind that no example is of: `check` would call right there what is then found wrong."""
    if question.hidden.drawn:  # what is drawn is judged by its distribution
        return
    for place, parameter in enumerate(question.hidden.parameters):
        shown = [_extent(case, place) for case in question.visible.cases]
        for case in question.hidden.cases:
            for what in _beyond(_extent(case, place), shown):
                yield (
                    f"{question.hidden.name}: the hidden case “{case.label}” gives `{parameter}` {what} than any example; "
                    "add one like it, so that `check` tells what fails there"
                )


def _extent(case: Case, place: int) -> tuple[float, float]:
    """Tell how many items an argument has, or how many rounds it may ask for; and how large its numbers are."""
    value = case.args[place] if place < len(case.args) else None
    numbers = as_array(value)
    if numbers is not None and numbers.dtype.kind in "iuf":
        return numbers.size, float(np.abs(numbers).max(initial=0))
    size = abs(as_number(value) or 0.0)
    return (size, 0.0) if isinstance(value, int) else (0, size)


def _beyond(extent: tuple[float, float], shown: Sequence[tuple[float, float]]) -> Iterator[str]:
    length, size = extent
    sizes = [each for _, each in shown if each] or [size]
    if length >= LONG > max(each for each, _ in shown):
        yield "a thousand items or rounds, more"
    if size > FAR * max(sizes):
        yield "far larger numbers"
    if 0 < size < min(sizes) / FAR:
        yield "far smaller numbers"
