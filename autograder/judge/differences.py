"""What kind of difference there is between the right results and those that came: as a whole, and result by result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

import numpy as np

from autograder.exercise.exercise import Case, KnownMistake
from autograder.exercise.judging import Tolerance
from autograder.exercise.reply import Reply
from autograder.exercise.values import Impression
from autograder.judge.compare import matches
from autograder.judge.distributions import NOT_REPEATED
from autograder.judge.relations import (
    LOOSE,
    Pair,
    Relation,
    is_scaled,
    numbers_in,
    numbers_of,
    relation,
    scaled,
    subject_of,
)
from autograder.judge.shapes import (
    ORDINALS,
    always_the_same,
    named,
    of_places,
    points_of,
    wrong_kind,
)

NONE = Relation(
    id="returns-none",
    text="It is None. Does it come from something that gives nothing back, such as `append` or `print`?",
)
PARTLY_KNOWN = "partly-known"
EXACT = Tolerance(rtol=0.0, atol=0.0)


@dataclass(frozen=True, kw_only=True)
class Faults:
    """What the known faults give, to explain by them an answer that is none of them, or one of its results."""

    known: Sequence[KnownMistake] = ()
    cases: Sequence[Case] = ()
    replies: Sequence[Reply] = ()
    tolerance: Tolerance = EXACT

    def explaining(self, place: int) -> Sequence[KnownMistake]:
        """List the faults that give, on every case, the same as the answer's result of this place."""
        return [fault for fault in self.known if self._pairs(fault, place, self._same)]

    def besides(self, place: int | None = None) -> Relation | None:
        """Find a fault from which the answer, or its result of this place, differs by a factor or a sign."""
        right = replace(self, replies=[Reply(value=case.expected) for case in self.cases])
        for fault in self.known:
            found = scaled(self._pairs(fault, place, is_scaled))
            # What leads to the right results is no second fault: they came, but for a rounding.
            if found and found != scaled(right._pairs(fault, place, is_scaled)):
                text = found.text.replace("the right one", "what comes of that")
                told = f"Two things here. First, {fault.clause}. {fault.question}".strip()
                return Relation(id=PARTLY_KNOWN, text=f"{told} Second, {text[:1].lower()}{text[1:]}")
        return None

    def _same(self, pairs: Sequence[Pair]) -> bool:
        return matches(pairs[-1].expected, pairs[-1].got, self.tolerance)

    def _pairs(
        self, fault: KnownMistake, place: int | None, holds: Callable[[Sequence[Pair]], bool]
    ) -> list[Pair]:
        """Set beside each other what a fault gives and what the answer gave.

        Nothing, where the fault is open on half of the cases, or as soon as something does not hold of those so far: most
        faults are out at the first case.
        """
        found: list[Pair] = []
        for case, reply, outcome in zip(self.cases, self.replies, fault.outcomes, strict=True):
            if outcome.anything:
                continue
            values = outcome.value, reply.value
            if place is not None:
                count = len(case.expected)
                if not all(isinstance(each, (list, tuple)) and len(each) == count for each in values):
                    return []
                values = values[0][place], values[1][place]
            found.append(Pair(expected=values[0], got=values[1], n=points_of(case)))
            if not holds(found):
                return []
        return found if 2 * len(found) > len(self.cases) else []


NOTHING = Faults()


def difference(pairs: Sequence[Pair], tolerance: Tolerance, faults: Faults = NOTHING) -> Relation | None:
    """Name the difference.

    Args:
        pairs: What was expected and what came, of the calls that went wrong.
        tolerance: Within which numbers are the same.
        faults: What single results may be explained by.
    """
    return (
        _of_drawn(pairs[0])
        or wrong_kind(pairs, tolerance)
        or _of_order(pairs, tolerance)
        or (_of_parts(pairs, tolerance, faults) if _parts_differ_in_kind(pairs, tolerance) else None)
        or always_the_same(pairs)
        or relation(pairs)
        or _of_swapped(pairs)
        or _of_parts(pairs, tolerance, faults)
        or _of_an_argument(pairs)
        or of_places(pairs)
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
    found = relation([replace(pair, expected=pair.expected[::-1]) for pair in pairs])
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
        [replace(pair, expected=pair.expected[i], got=pair.got[i], beside=pair.expected) for pair in whole]
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


def _of_parts(pairs: Sequence[Pair], tolerance: Tolerance, faults: Faults) -> Relation | None:
    """Say of each of several returned values whether it is wrong, and how."""
    parts = _parts(pairs)
    wrong = {i: part for i, each in enumerate(parts) if (part := _wrong(each, tolerance))}
    found = {
        i: NONE
        if all(pair.got is None for pair in part)
        else _of_another_place(i, part, tolerance) or difference(part, tolerance)
        for i, part in wrong.items()
    }
    ids = [each.id for each in found.values() if each is not None]
    alike: dict[str, list[int]] = {}
    for i, each in found.items():
        if each is not None:
            where = ", where it is wrong" if len(wrong[i]) < len(parts[i]) else ""
            alike.setdefault(f"value{where}: {each.text}", []).append(i)
    told = {places[0]: f"The {_listed(places)} {text}" for text, places in alike.items()}
    plain = [i for i, each in found.items() if each is None]
    while plain and (common := _most_explained(plain, faults)):
        places, fault = common
        verb = "values come" if len(places) > 1 else "value comes"
        told[places[0]] = f"The {_listed(places)} {verb} out so when {fault.clause}. {fault.question}".strip()
        ids.append(PARTLY_KNOWN)
        plain = [i for i in plain if i not in places]
    for i in plain:
        if (besides := faults.besides(i)) is not None:
            told[i] = f"The {ORDINALS[i]} value: {besides.text}"
            ids.append(PARTLY_KNOWN)
    plain = [i for i in plain if i not in told]
    sentences = [told[i] for i in sorted(told)]
    if not sentences and len(plain) == len(parts):
        return None
    if plain:
        verb = "values are" if len(plain) > 1 else "value is"
        sentences.append(f"The {_listed(plain)} {verb} {'wrong, too' if sentences else 'wrong'}.")
    if len(found) < len(parts) and len(parts[0]) == len(pairs):
        sentences.append("The other one is right." if len(parts) == 2 else "The rest is right.")
    return Relation(
        id="one-value-wrong" if not ids else ids[0],
        text=" ".join(sentences),
        partial=bool(plain) or PARTLY_KNOWN in ids,
    )


def _listed(places: Sequence[int]) -> str:
    return " and the ".join(ORDINALS[i] for i in places)


def _of_another_place(place: int, part: Sequence[Pair], tolerance: Tolerance) -> Relation | None:
    """Notice a value that belongs in the place of another one."""
    for other, ordinal in enumerate(ORDINALS[: len(part[0].beside)]):
        if other != place and all(matches(pair.beside[other], pair.got, tolerance) for pair in part):
            return Relation(id="another-place", text=f"It is what the {ordinal} value should be.")
    return None


def _most_explained(places: Sequence[int], faults: Faults) -> tuple[Sequence[int], KnownMistake] | None:
    """Find the fault that explains most of the results in these places."""
    explaining = {i: {each.id: each for each in faults.explaining(i)} for i in places}
    found = {id_: each for some in explaining.values() for id_, each in some.items()}
    if not found:
        return None
    best = max(found, key=lambda id_: sum(id_ in some for some in explaining.values()))
    return [i for i in places if best in explaining[i]], found[best]


def _of_an_argument(pairs: Sequence[Pair]) -> Relation | None:
    """Look for an argument that comes in once too often, or is given back as it is."""
    numbers = numbers_of(pairs)
    if not numbers:
        return None
    expected = np.concatenate([each[0] for each in numbers])
    got = np.concatenate([each[1] for each in numbers])
    for name in pairs[0].args:
        values = [numbers_in(pair.args.get(name)) for pair in pairs]
        beside = [(value, right) for value, (right, *_) in zip(values, numbers, strict=True)]
        if any(value is None or len(value) not in (1, len(right)) for value, right in beside):
            continue
        argument = np.concatenate(
            [np.broadcast_to(np.array(value, dtype=float), right.shape) for value, right in beside]
        )
        if len(np.unique(argument)) < 3 or np.count_nonzero(expected * argument) < 3:
            continue
        if np.allclose(argument, got, rtol=LOOSE, atol=1e-9):
            return Relation(id="argument-given-back", text=f"It gives `{name}` back as it is.")
        with np.errstate(all="ignore"):
            for way, found in (
                ("times", expected * argument),
                ("divided by", expected / argument),
                ("plus", expected + argument),
                ("minus", expected - argument),
            ):
                if np.isfinite(found).all() and np.allclose(found, got, rtol=LOOSE, atol=1e-9):
                    return Relation(
                        id="argument-besides", text=f"{subject_of(numbers)} the right one {way} `{name}`."
                    )
    return None
