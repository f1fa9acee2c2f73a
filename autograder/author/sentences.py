"""Whether what is said of one mistake is true of every other that is told by the same words."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

from autograder.course.bank import Question
from autograder.exercise import known
from autograder.exercise.exercise import Exercise, KnownMistake
from autograder.exercise.fingerprints import ANY, readings
from autograder.exercise.judging import Judging
from autograder.exercise.reply import Reply
from autograder.judge.judge import is_right, name_mistake


@dataclass(frozen=True)
class Replies(Sequence[Reply]):
    """What a mistake's answers are, as if a student had made it; each is worked out when it is asked for."""

    exercise: Exercise
    mistake: KnownMistake

    def __len__(self) -> int:
        return len(self.exercise.cases)

    @overload
    def __getitem__(self, place: int) -> Reply: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Reply]: ...

    def __getitem__(self, place: int | slice) -> Reply | Sequence[Reply]:
        if isinstance(place, slice):
            return [self[i] for i in range(len(self))[place]]
        outcome = self.mistake.outcomes[place]
        return Reply(value=outcome.value, raised=outcome.raised, args=self.exercise.cases[place].args)


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
        if any(one.form == ANY for one in mistake.prints):
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
