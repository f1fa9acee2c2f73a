"""How a wrong answer differs, in words: its type, its shape, which of its parts, which cases, and how its numbers do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.exercise.exercise import Case, KnownMistake
from autograder.exercise.format import raised_words, show
from autograder.exercise.judging import Tolerance
from autograder.exercise.reply import Raised, Reply
from autograder.exercise.values import Impression, Unknown
from autograder.judge.compare import accepts, matches, same_kind
from autograder.judge.differences import Faults, difference
from autograder.judge.relations import Pair, numbers_in
from autograder.judge.shapes import points_of

GIVES_ANOTHER_RESULT = "gives-another-result"
DEPENDS_ON_MORE = (
    "So it depends on more than its arguments: is something drawn at random, or left over from earlier calls, "
    "such as a list that is made outside of the function?"
)
ENOUGH = 5  # cases that are right, before their sizes say something


@dataclass(frozen=True, kw_only=True)
class Description:
    """How wrong answers differ.

    Attributes:
        id: What kind of difference it is, for reports.
        text: The sentences for the student.
        raised: The exception that they are about, if they are about one.
    """

    id: str
    text: str
    raised: Raised | None = None


def describe(
    cases: Sequence[Case],
    replies: Sequence[Reply],
    tolerance: Tolerance,
    *,
    reveal: bool,
    known: Sequence[KnownMistake] = (),
    parameters: Sequence[str] = (),
) -> Description:
    """Say in a sentence or two how the replies differ from what was expected.

    Args:
        cases: The cases, all of them.
        replies: One reply a case; every call came back.
        tolerance: The exercise's tolerance.
        reveal: Whether numbers and messages from the cases may be quoted.
        known: The faults that an answer, or a part of it, may be explained by.
        parameters: The names of the arguments.
    """
    wrong = [
        (case, reply)
        for case, reply in zip(cases, replies, strict=True)
        if not (reply.returned and accepts(case, reply.value, tolerance))
    ]
    if (twice := _another_result(cases, replies)) is not None:
        first, second = (show(reply.value) for reply in twice)
        shown = f": {first}, then {second}" if reveal and first != second else ""
        return Description(
            id=GIVES_ANOTHER_RESULT,
            text=f"Called again with the same arguments, it gives another result{shown}. {DEPENDS_ON_MORE}",
        )
    # An exception says more than a wrong number does, and several points say more than one.
    wrong.sort(key=lambda each: (each[1].raised is None, _says_little(each[0])))
    case, reply = wrong[0]
    share = _share(cases, [case for case, _ in wrong])
    if share and reply.raised is None:  # an exception says by itself what there is too much of
        share += _by_size(cases, [case for case, _ in wrong])
    if reply.raised is not None:
        words = raised_words(reply.raised) if reveal else reply.raised.type
        return Description(
            id=f"raises-{reply.raised.type if reply.raised.type.isidentifier() else 'exception'}",
            text=f"{share}It raises an exception: {words}",
            raised=reply.raised,
        )
    # A call that is made again says nothing new: what is said of two results must not come of one.
    pairs = [
        Pair(expected=case.expected, got=reply.value, n=points_of(case), args=_named(case, parameters))
        for place, (case, reply) in enumerate(wrong)
        if reply.returned and not any(_is_the_same_call(case, other) for other, _ in wrong[:place])
    ]
    faults = Faults(known=known, cases=cases, replies=replies, tolerance=tolerance)
    found = difference(pairs, tolerance, faults)
    if found is None or found.partial:
        found = faults.besides() or found
    if found is not None and found.id in ("not-a-number", "infinite"):
        case, reply = next((each for each in wrong if not _is_finite(each[1].value)), (case, reply))
    shown = _shown(case.expected, reply.value) if reveal else ""
    if isinstance(case.expected, Impression):
        shown = ""
    if found is None:
        unknown = shown.strip() or "Its values are not the right ones."
        return Description(id="only-some-cases" if share else "wrong-values", text=share + unknown)
    if len(wrong) < len(cases):
        share += "Where it goes wrong: "
    return Description(
        id=found.id, text=f"{share}{found.text}{shown if _is_worth_showing(reply.value) else ''}"
    )


def _named(case: Case, parameters: Sequence[str]) -> Mapping[str, Any]:
    return {**dict(zip(parameters, case.args, strict=False)), **case.keywords}


def _shown(expected: Any, got: Any) -> str:
    one, other = show(got), show(expected)
    if one == other:
        return " It gives nearly what is right, but not quite."
    return f" It gives {one}, where {other} is right."


def _is_finite(value: Any) -> bool:
    numbers = numbers_in(value)
    return numbers is None or bool(np.isfinite(numbers).all())


def _another_result(cases: Sequence[Case], replies: Sequence[Reply]) -> tuple[Reply, Reply] | None:
    """Find two calls with the same arguments that gave different results; what is drawn is not compared so."""
    near = Tolerance(rtol=1e-9, atol=1e-12)
    for i, case in enumerate(cases):
        for j in range(i):
            first, second = replies[j], replies[i]
            if isinstance(case.expected, Impression) or not (first.returned and second.returned):
                continue
            if _is_the_same_call(case, cases[j]) and not (
                matches(first.value, second.value, near) or same_kind(first.value, second.value)
            ):
                return first, second
    return None


def _is_the_same_call(one: Case, other: Case) -> bool:
    exact = Tolerance(rtol=0.0, atol=0.0)
    return (
        len(one.args) == len(other.args)
        and dict(one.keywords) == dict(other.keywords)
        and all(matches(a, b, exact) for a, b in zip(one.args, other.args, strict=True))
    )


def _says_little(case: Case) -> bool:
    """Tell whether a wrong result for a case may look like another wrong one: for one point, or where zeros are right."""
    numbers = numbers_in(case.expected)
    return (points_of(case) or 2) < 2 or (numbers is not None and not np.any(numbers))


def _by_size(cases: Sequence[Case], wrong: Sequence[Case]) -> str:
    """Say so where it is right for few points, and wrong for more."""
    right = [points_of(case) or 0 for case in cases if not any(case is each for each in wrong)]
    more = [points_of(case) or 0 for case in wrong]
    if len(right) < ENOUGH or max(right) >= min(more):
        return ""
    return f"It is right for up to {max(right)} points, and wrong for more: is the data cut, or split into batches? "


def _share(cases: Sequence[Case], wrong: Sequence[Case]) -> str:
    """Say which cases go wrong, where most of them go right."""
    right = len(cases) - len(wrong)
    if not wrong or right < len(wrong):
        return ""
    labels = list(dict.fromkeys(case.label for case in wrong if case.label))[:2]
    where = " and ".join(f"“{label}”" for label in labels)
    more = ", among others" if len(wrong) > len(labels) > 0 else ""
    return f"Right in some cases, but not in {where or 'others'}{more}. "


def _is_worth_showing(value: Any) -> bool:
    """Tell whether a value says more than the sentence, which names None and unknown types already."""
    return not isinstance(value, Unknown) and value is not None
