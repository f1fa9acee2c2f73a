"""How a wrong answer differs, in words: its type, its shape, which of its parts, which cases, and how its numbers do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np

from autograder.exercise.exercise import Case, Tolerance
from autograder.exercise.format import raised_words, show
from autograder.exercise.reply import Raised, Reply
from autograder.exercise.values import Impression, Unknown
from autograder.judge.compare import accepts, matches, same_kind
from autograder.judge.distributions import NOT_REPEATED
from autograder.judge.relations import Pair, Relation, numbers_in, relation
from autograder.judge.shapes import named, wrong_kind

NONE = Relation(
    id="returns-none",
    text="It is None. Does it come from something that gives nothing back, such as `append` or `print`?",
)
GIVES_ANOTHER_RESULT = "gives-another-result"
DEPENDS_ON_MORE = (
    "So it depends on more than its arguments: is something drawn at random, or left over from earlier calls, "
    "such as a list that is made outside of the function?"
)
ENOUGH = 5  # cases that are right, before their sizes say something
ORDINALS = ("first", "second", "third", "fourth", "fifth")


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
    cases: Sequence[Case], replies: Sequence[Reply], tolerance: Tolerance, *, reveal: bool
) -> Description:
    """Say in a sentence or two how the replies differ from what was expected.

    Args:
        cases: The cases, all of them.
        replies: One reply a case; every call came back.
        tolerance: The exercise's tolerance.
        reveal: Whether numbers and messages from the cases may be quoted.
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
    share += _by_size(cases, [case for case, _ in wrong]) if share else ""
    if reply.raised is not None:
        words = raised_words(reply.raised) if reveal else reply.raised.type
        return Description(
            id=f"raises-{reply.raised.type if reply.raised.type.isidentifier() else 'exception'}",
            text=f"{share}It raises an exception: {words}",
            raised=reply.raised,
        )
    pairs = [
        Pair(expected=case.expected, got=reply.value, n=_points(case))
        for case, reply in wrong
        if reply.returned
    ]
    found = _difference(pairs, tolerance)
    if found is not None and found.id in ("not-a-number", "infinite"):
        case, reply = next((each for each in wrong if not _is_finite(each[1].value)), (case, reply))
    shown = _shown(case.expected, reply.value) if reveal else ""
    if isinstance(case.expected, Impression):
        shown = ""
    if found is None:
        unknown = shown.strip() or "Its values are not the right ones."
        return Description(id="only-some-cases" if share else "wrong-values", text=share + unknown)
    if not share and len(wrong) < len(cases):
        share = "Where it goes wrong: "
    return Description(
        id=found.id, text=f"{share}{found.text}{shown if _is_worth_showing(reply.value) else ''}"
    )


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
    exact, near = Tolerance(rtol=0.0, atol=0.0), Tolerance(rtol=1e-9, atol=1e-12)
    for i, case in enumerate(cases):
        for j in range(i):
            first, second = replies[j], replies[i]
            if len(case.args) != len(cases[j].args) or isinstance(case.expected, Impression):
                continue
            if not (first.returned and second.returned) or dict(case.keywords) != dict(cases[j].keywords):
                continue
            same = all(matches(a, b, exact) for a, b in zip(case.args, cases[j].args, strict=True))
            if same and not (
                matches(first.value, second.value, near) or same_kind(first.value, second.value)
            ):
                return first, second
    return None


def _says_little(case: Case) -> bool:
    """Tell whether a wrong result for a case may look like another wrong one: for one point, or where zeros are right."""
    numbers = numbers_in(case.expected)
    return (_points(case) or 2) < 2 or (numbers is not None and not np.any(numbers))


def _by_size(cases: Sequence[Case], wrong: Sequence[Case]) -> str:
    """Say so where it is right for few points, and wrong for more."""
    right = [_points(case) or 0 for case in cases if not any(case is each for each in wrong)]
    more = [_points(case) or 0 for case in wrong]
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


def _points(case: Case) -> int | None:
    """Count the points of a case: the length of its first argument that has one."""
    for arg in case.args:
        if isinstance(arg, (list, tuple, np.ndarray)) and np.ndim(arg):
            return len(arg)
    return None


def _is_worth_showing(value: Any) -> bool:
    """Tell whether a value says more than the sentence, which names None and unknown types already."""
    return not isinstance(value, Unknown) and value is not None


def _difference(pairs: Sequence[Pair], tolerance: Tolerance) -> Relation | None:
    return (
        _of_drawn(pairs[0])
        or wrong_kind(pairs, tolerance)
        or _of_order(pairs, tolerance)
        or (_of_parts(pairs, tolerance) if _parts_differ_in_kind(pairs, tolerance) else None)
        or relation(pairs)
        or _of_swapped(pairs)
        or _of_parts(pairs, tolerance)
    )


def _of_drawn(pair: Pair) -> Relation | None:
    """Say which of the sentences about random results is another one."""
    if not isinstance(pair.expected, Impression):
        return None
    if not isinstance(pair.got, Impression):
        return Relation(
            id="wrong-type",
            text=f"It returns {named(pair.got)}, where arrays are asked for: {pair.expected.sentences[0]}.",
        )
    differing = [
        f"“{got}”, where “{right}” is asked for"
        for right, got in zip(pair.expected.sentences, pair.got.sentences, strict=False)
        if right != got
    ]
    if any(got.endswith(NOT_REPEATED) and got not in pair.expected.sentences for got in pair.got.sentences):
        return Relation(
            id="wrong-distribution",
            text="Called again with a generator of the same seed, it draws other numbers. Does each of them come from the generator that it is given?",
        )
    if differing:
        return Relation(id="wrong-distribution", text=f"What it draws is {'; and '.join(differing[:2])}.")
    return Relation(id="wrong-distribution", text="What it draws is not what is asked for.")


def _of_order(pairs: Sequence[Pair], tolerance: Tolerance) -> Relation | None:
    """Notice that all returned values are right, but in another order."""
    expected = pairs[0].expected
    if not isinstance(expected, tuple) or not 1 < len(expected) < len(ORDINALS):
        return None
    for order in permutations(range(len(expected))):
        if all(
            _is_sequence(pair.got)
            and len(pair.got) == len(pair.expected)
            and all(matches(pair.expected[i], pair.got[j], tolerance) for i, j in enumerate(order))
            for pair in pairs
        ):
            return Relation(
                id="another-order", text="The values that it returns are right, but in another order."
            )
    return None


def _is_sequence(value: Any) -> bool:
    return isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _of_swapped(pairs: Sequence[Pair]) -> Relation | None:
    """Notice two values in the wrong order that are wrong by one relation besides."""
    if not isinstance(pairs[0].expected, tuple) or len(pairs[0].expected) != 2:
        return None
    found = relation([Pair(expected=pair.expected[::-1], got=pair.got, n=pair.n) for pair in pairs])
    if found is None or found.id == "imprecise":
        return None
    return Relation(id="another-order", text=f"The two values have changed places, and besides: {found.text}")


def _parts(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Give the pairs of each of several returned values; nothing, where there are not several."""
    expected = pairs[0].expected
    if not isinstance(expected, tuple) or len(expected) > len(ORDINALS):
        return []
    whole = [pair for pair in pairs if _is_sequence(pair.got) and len(pair.got) == len(pair.expected)]
    return [
        [Pair(expected=pair.expected[i], got=pair.got[i], n=pair.n) for pair in whole]
        for i in range(len(expected))
    ]


def _parts_differ_in_kind(pairs: Sequence[Pair], tolerance: Tolerance) -> bool:
    return any(
        wrong_kind(wrong, tolerance) is not None
        for part in _parts(pairs)
        if (wrong := _wrong(part, tolerance))
    )


def _wrong(part: Sequence[Pair], tolerance: Tolerance) -> list[Pair]:
    return [pair for pair in part if not matches(pair.expected, pair.got, tolerance)]


def _of_parts(pairs: Sequence[Pair], tolerance: Tolerance) -> Relation | None:
    """Say of each of several returned values whether it is wrong, and how."""
    parts = _parts(pairs)
    sentences, ids, plain = [], [], []
    for ordinal, part in zip(ORDINALS, parts, strict=False):
        wrong = _wrong(part, tolerance)
        if not wrong:
            continue
        found = NONE if all(pair.got is None for pair in wrong) else _difference(wrong, tolerance)
        if found is None:
            plain.append(ordinal)
        else:
            ids.append(found.id)
            sentences.append(f"The {ordinal} value: {found.text}")
    if not sentences and len(plain) == len(parts):
        return None
    if plain:
        verb = "values are" if len(plain) > 1 else "value is"
        sentences.append(f"The {' and the '.join(plain)} {verb} {'wrong, too' if sentences else 'wrong'}.")
    if len(ids) + len(plain) < len(parts):
        sentences.append("The rest is right.")
    return Relation(id=ids[0] if ids else "one-value-wrong", text=" ".join(sentences))
