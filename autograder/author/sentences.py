"""Whether what is said of one mistake is true of every other that is told by the same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from autograder.course.bank import Question
from autograder.exercise import known
from autograder.exercise.exercise import Exercise, KnownMistake
from autograder.exercise.fingerprints import ANY
from autograder.exercise.reply import Reply
from autograder.judge.judge import name_mistake


def replies_of(exercise: Exercise, mistake: KnownMistake) -> list[Reply]:
    """Give what a mistake's answers are, as if a student had made it."""
    return [
        Reply(value=outcome.value, raised=outcome.raised, args=case.args)
        for case, outcome in zip(exercise.cases, mistake.outcomes, strict=True)
    ]


def unfit(question: Question) -> Iterator[str]:
    """Say of which mistakes `check` would say what is not true of them, as the examples show two as one."""
    hidden = {each.id: each for each in question.hidden.mistakes}
    released = known.from_json(known.to_json(question.visible))
    exercise = replace(question.visible, mistakes=released)
    for mistake in question.visible.mistakes:
        # One with many faces is left out: which of them a student shows is open.
        if any(one.form == ANY for one in mistake.prints):
            continue
        told = name_mistake(exercise, replies_of(exercise, mistake))
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
