"""What wrong numbers have to do with the right ones: a factor, a sign, a shift, a power, an order, a rounding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.exercise.format import show
from autograder.exercise.values import Array
from autograder.judge.compare import as_number, near

Numbers = Sequence[tuple[Array, Array, int | None]]
LOOSE = 1e-5  # a relation is told in words and gives no points: rounding on the way may blur it
MANY_DECIMALS = 6
SHOWN = 3
NAN = (
    "Some of its numbers are nan, “not a number”. Is there a division by zero, a root of something negative, "
    "or a number that grew too large?"
)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What was expected and what came, for one call.

    Attributes:
        expected: What was expected.
        got: What came.
        n: The number of points in the arguments, if any.
        args: The arguments by their names.
        beside: All that was expected, where this is one of several results.
    """

    expected: Any
    got: Any
    n: int | None
    args: Mapping[str, Any] = field(default_factory=dict)
    beside: Sequence[Any] = ()


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A relation that holds between all the numbers: its id, and the sentence for the student; `partial` where it leaves something open."""

    id: str
    text: str
    partial: bool = False


def relation(pairs: Sequence[Pair]) -> Relation | None:
    """Find a relation that holds in every pair, or None."""
    numbers = numbers_of(pairs)
    if not numbers:
        return None
    finite = [each for each in numbers if not np.isnan(each[1]).any() or np.isnan(each[0]).any()]
    if len(finite) < len(numbers):
        among = _of_numbers(finite) if len(finite) > 1 else None
        return Relation(
            id="not-a-number",
            text=f"{NAN} {'Where they are numbers: ' + among.text if among else ''}".strip(),
        )
    return _of_numbers(numbers)


def scaled(pairs: Sequence[Pair]) -> Relation | None:
    """Find a factor that leads from what was expected to what came."""
    numbers = numbers_of(pairs)
    if not all(np.isfinite(each).all() for expected, got, _ in numbers for each in (expected, got)):
        return None
    with np.errstate(all="ignore"):
        return (_constant_factor(numbers) or _factor_of_n(numbers)) if numbers else None


def is_scaled(pairs: Sequence[Pair]) -> bool:
    """Tell in little time whether some pairs may have a factor; a few of them show it."""
    if len(pairs) > SHOWN:
        return True
    factors = []
    for pair in pairs:
        right, given = numbers_in(pair.expected), numbers_in(pair.got)
        if right is None or given is None or len(right) != len(given):
            return False
        ratios = [b / a for a, b in zip(right, given, strict=True) if a]
        if not _nearly_the_same(ratios):
            return False
        factors += [(ratio, pair.n or 2) for ratio in ratios[:1]]
    powers = (0, 1, -1, 2) if len(pairs) == SHOWN else ()
    return not powers or any(_nearly_the_same([ratio / n**power for ratio, n in factors]) for power in powers)


def _nearly_the_same(ratios: Sequence[float]) -> bool:
    return not ratios or max(ratios) - min(ratios) <= 10 * LOOSE * abs(ratios[0])


def _of_numbers(numbers: Numbers) -> Relation | None:
    expected = np.concatenate([each[0] for each in numbers])
    got = np.concatenate([each[1] for each in numbers])
    if np.isfinite(expected).all() and not np.isfinite(got).all():
        return Relation(
            id="infinite",
            text="Some of its numbers are infinite. Is there a division by zero, a logarithm of 0, or a number that grew too large?",
        )
    if not np.isfinite(expected).all():
        return None
    with np.errstate(all="ignore"):
        return (
            _constant_factor(numbers)
            or _factor_of_n(numbers)
            or _function(expected, got)
            or _order(numbers)
            or _shift(expected, got, subject_of(numbers))
            or _rounding(expected, got)
        )


def numbers_of(pairs: Sequence[Pair]) -> list[tuple[Array, Array, int | None]]:
    """Flatten every pair to numbers; nothing, where one of them has another form."""
    found = []
    for pair in pairs:
        expected, got = numbers_in(pair.expected), numbers_in(pair.got)
        alike = _structure(pair.expected) == _structure(pair.got)
        if expected is None or got is None or not alike or len(expected) != len(got):
            return []
        found.append((np.array(expected, dtype=float), np.array(got, dtype=float), pair.n))
    return found


def _structure(value: Any) -> Any:
    """Describe how numbers are nested: a list, a tuple and an array of the same numbers are alike."""
    if isinstance(value, np.ndarray) and value.ndim and value.size > 1:
        return [_structure(item) for item in value] if value.ndim > 1 else [None] * len(value)
    if isinstance(value, (list, tuple)):
        return [_structure(item) for item in value]
    return None


def numbers_in(value: Any) -> list[float] | None:
    """List the numbers in a value in their order, or give None where something else is among them."""
    if isinstance(value, np.ndarray):
        return [float(number) for number in value.ravel()]
    if isinstance(value, (list, tuple)):
        parts = [numbers_in(item) for item in value]
        if any(part is None for part in parts):
            return None
        return [number for part in parts if part is not None for number in part]
    number = as_number(value)
    return None if number is None else [number]


def subject_of(numbers: Sequence[tuple[Array, Array, int | None]]) -> str:
    """Begin a sentence about every number, or about the only one where each call gives one."""
    single = all(len(expected) == 1 for expected, _, _ in numbers)
    return "The number is always" if single else "Every number is"


def _ratios(expected: Array, got: Array) -> Array | None:
    """Divide within one call, where that means something; None, where a right 0 came out as another number."""
    sizes = np.abs(expected)
    usable = sizes > 1e-9 * max(1.0, float(sizes.max(initial=0.0)))
    if not np.allclose(got[~usable], 0, atol=1e-6):
        return None
    return np.asarray(got[usable] / expected[usable])


def _constant_factor(numbers: Numbers) -> Relation | None:
    found = [_ratios(expected, got) for expected, got, _ in numbers]
    if any(each is None for each in found):
        return None
    ratios = np.concatenate([each for each in found if each is not None])
    if len(ratios) < 2 or not np.allclose(ratios, ratios[0], rtol=LOOSE):
        return None
    factor = float(ratios[0])
    if np.isclose(factor, -1):
        return Relation(id="wrong-sign", text="Every sign is the wrong way round.")
    if np.isclose(factor, 1) or np.isclose(factor, 0):
        return None
    also = " So a sign is wrong, and a factor besides." if factor < 0 else ""
    return Relation(
        id="wrong-factor", text=f"{subject_of(numbers)} {_nice(factor)} times the right one.{also}"
    )


def _factor_of_n(numbers: Numbers) -> Relation | None:
    """Look for a factor that is the same within a call, and follows the number of points from call to call."""
    factors, counts = [], []
    for expected, got, n in numbers:
        ratios = _ratios(expected, got)
        if ratios is None or (len(ratios) and not np.allclose(ratios, ratios[0], rtol=LOOSE)):
            return None
        if len(ratios) and n is not None:
            factors.append(float(ratios[0]))
            counts.append(n)
    factor, n_ = np.array(factors), np.array(counts, dtype=float)
    if len(set(counts)) < 2:
        return None
    forms: tuple[tuple[str, Array], ...] = (
        ("n", n_),
        ("1/n", 1 / n_),
        ("n²", n_**2),
        ("n/(n - 1)", n_ / (n_ - 1)),
    )
    for name, growth in forms:
        constants = factor / growth
        if np.isfinite(constants).all() and np.allclose(constants, constants[0], rtol=LOOSE) and constants[0]:
            constant = float(constants[0])
            times = {1.0: "", -1.0: "-"}.get(round(constant, 6), f"{_nice(constant)} · ")
            also = " So a sign is wrong, too." if constant < 0 else ""
            return Relation(
                id="factor-of-n",
                text=f"{subject_of(numbers)} {times}{name} times the right one, where n is the number of points.{also}",
            )
    return None


def _nice(factor: float) -> str:
    for below in range(2, 11):
        over = factor * below
        if abs(factor) < 1 and np.isclose(over, round(over)) and round(over):
            return f"{round(over)}/{below}"
    return show(float(f"{factor:.6g}"))


_FUNCTIONS: tuple[tuple[str, str, Callable[[Array], Array]], ...] = (
    ("absolute-values", "These are the right numbers without their signs.", np.abs),
    ("squares", "These are the squares of the right numbers.", np.square),
    ("square-roots", "These are the square roots of the right numbers.", np.sqrt),
    ("reciprocals", "These are the right numbers turned over: 1 divided by each.", np.reciprocal),
    ("no-negatives", "Whatever should be below 0 is 0.", lambda a: np.maximum(a, 0)),
    ("no-positives", "Whatever should be above 0 is 0.", lambda a: np.minimum(a, 0)),
    ("cut-off", "Whatever should be beyond 1 or -1 is cut off there.", lambda a: np.clip(a, -1, 1)),
    ("cut-off", "Whatever should be below 0 or above 1 is cut off there.", lambda a: np.clip(a, 0, 1)),
)


CUT = ("no-negatives", "no-positives", "cut-off")  # seen only beside numbers that are as they should be


def _function(expected: Array, got: Array) -> Relation | None:
    if len(expected) < 2 or near(expected, got):
        return None
    for name, text, function in _FUNCTIONS:
        image = function(expected)
        kept = np.isclose(image, expected).sum()
        if name in CUT and not 1 < kept < len(expected) - 1:
            continue
        if np.isfinite(image).all() and near(image, got):
            return Relation(id=name, text=text)
    return None


def _order(numbers: Numbers) -> Relation | None:
    if not any(len(expected) > 2 and np.ptp(expected) for expected, _, _ in numbers):
        return None
    if all(near(expected[::-1], got) for expected, got, _ in numbers):
        return Relation(id="reversed", text="The numbers are right, but in the reverse order.")
    if all(near(expected[:-1], got[1:]) for expected, got, _ in numbers):
        return Relation(id="one-place-late", text="The right numbers come one place too late.")
    if all(near(expected[1:], got[:-1]) for expected, got, _ in numbers):
        return Relation(id="one-place-early", text="The right numbers come one place too early.")
    if all(near(np.sort(expected), np.sort(got)) for expected, got, _ in numbers):
        lowest_first = all((np.diff(got) >= 0).all() for _, got, _ in numbers)
        way = "sorted, lowest first" if lowest_first else "in another order"
        return Relation(id="another-order", text=f"The numbers are right, but {way}.")
    return None


def _shift(expected: Array, got: Array, subject: str) -> Relation | None:
    shifts = got - expected
    if (
        len(shifts) < 2
        or not np.allclose(shifts, shifts[0], rtol=LOOSE, atol=1e-9)
        or np.isclose(shifts[0], 0)
    ):
        return None
    return Relation(id="shifted", text=f"{subject} off by the same {show(float(shifts[0]))}.")


def _rounding(expected: Array, got: Array) -> Relation | None:
    # Too few to tell from chance; and zeros may come from anything.
    several = np.count_nonzero(expected != np.trunc(expected)) > 2 and got.any()
    if several and np.array_equal(got, np.trunc(expected)):
        return Relation(id="rounded", text="The decimals are gone: is there an `int` or a `//` somewhere?")
    for decimals in range(MANY_DECIMALS if several else 0):
        if np.allclose(got, np.round(expected, decimals), rtol=1e-9, atol=1e-12):
            places = f"to {decimals} decimal{'s' if decimals > 1 else ''}" if decimals else "to whole numbers"
            return Relation(
                id="rounded", text=f"The right numbers are rounded {places}. Leave them as they are."
            )
    if len(expected) > 1 and np.allclose(got, expected, rtol=1e-3, atol=0):
        return Relation(
            id="imprecise",
            text="The numbers are close, but not close enough: is something rounded, computed with `float32`, or worked out with a tiny step?",
        )
    return None
