"""Results drawn at random: what is compared is how they are distributed, not their numbers.

Each result is described in a few sentences, the same for every honest way of drawing it, so that a
description can be right, wrong, or that of a known mistake, as a number can. A sentence is said only of as
many draws as make it certain, but for a few in a million data sets.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.exercise.exercise import Drawn
from autograder.exercise.reply import Reply
from autograder.exercise.values import Array, Impression, Rng
from autograder.judge.compare import as_array, as_number

# What is said of numbers that do not come from the generator that a function is given.
NOT_REPEATED = "the same seed gives other numbers"
SEVERAL = 100  # fewer numbers than this may well lie between any two ends by accident
ENOUGH = 4000  # below this many draws a uniform sample is too easily taken for a normal one
ERRORS = 6  # how many standard errors two numbers may lie apart and count as the same
NEAR_END = 0.01  # the same for ends, as a share of the range
# The Kolmogorov-Smirnov distance times sqrt(n), beyond which once in a hundred thousand data sets n draws lie from
# their own distribution: a uniform one between the ends that they show, and a normal one of their own mean and
# standard deviation. Below the last of the three, numbers are more regular than chance makes them.
NOT_UNIFORM = 2.5
NOT_NORMAL = 1.5
TOO_REGULAR = 0.28
# The steps in which means and standard deviations are told, times powers of ten. Means are often a half, or
# a whole, and the deviations of uniform numbers a whole divided by the root of 12: these must not lie between two steps.
FOR_MEANS = (1, 2.5, 5, 10)
FOR_DEVIATIONS = (1, 2, 4, 10)
HUGE = 1e50  # beyond this, powers of numbers might overflow
DISTINCT = 0.9  # of this share of the numbers, at least, no other may be the same
# The distribution function of the normal distribution, as a table.
STEPS = np.linspace(-8, 8, 3201)
NORMAL = np.array([0.5 * (1 + math.erf(z / math.sqrt(2))) for z in STEPS])


@dataclass(frozen=True, kw_only=True)
class _Data:
    """What one call returned.

    Attributes:
        form: How many results there are, or their shapes.
        results: The results, where there are as many as there should be.
        quantities: The quantities in them, where they are lines or columns of one length.
    """

    form: str
    results: list[Array] = field(default_factory=list)
    quantities: list[Array] | None = None


def seen(
    drawn: Sequence[Drawn], arguments: Sequence[tuple[Any, ...]], replies: Sequence[Reply]
) -> Sequence[Reply]:
    """Replace each returned value by what can be said of it; one of another form stays as it is.

    Args:
        drawn: The quantities to describe; without any, the replies stay as they are.
        arguments: The arguments of each call.
        replies: What came of the calls, in order; shorter when a call did not come back.
    """
    if not drawn:
        return replies
    data = [_data(drawn, args, reply) for args, reply in zip(arguments, replies, strict=False)]
    return [
        reply
        if one is None
        else replace(reply, value=Impression(sentences=tuple(_sentences(drawn, i, arguments, data, one))))
        for i, (reply, one) in enumerate(zip(replies, data, strict=True))
    ]


def _data(drawn: Sequence[Drawn], args: tuple[Any, ...], reply: Reply) -> _Data | None:
    """Read the results as arrays of numbers, or give None where they are something else."""
    value = reply.value
    count = 1 + max(each.result for each in drawn)
    if not reply.returned or not isinstance(value, (list, tuple, np.ndarray)):
        return None
    if isinstance(value, np.ndarray) and value.ndim == 0:  # one number, which has no length
        return None
    whole = as_array(value)
    if whole is not None and whole.ndim == 1 and not (isinstance(value, tuple) and len(value) == count):
        return _Data(form=f"one array of shape {whole.shape}")
    if whole is not None and isinstance(value, np.ndarray) and len(value) != count:
        return _Data(form=f"one array of shape {whole.shape}")
    if len(items := list(value)) != count:
        return _Data(form=f"{len(items)} values")
    results = [
        np.asarray(array, dtype=float)
        for item in items
        if (array := as_number(item) if as_array(item) is None else as_array(item)) is not None
    ]
    if len(results) != count:
        return None
    form = "shapes " + " and ".join(str(array.shape) for array in results)
    # A column is described like a line, so that its shape is all that is wrong with it.
    alike = all(array.shape == results[0].shape for array in results)
    if not alike or results[0].ndim == 0 or any(size != 1 for size in results[0].shape[1:]):
        return _Data(form=form, results=results)
    return _Data(
        form=form, results=results, quantities=[_quantity(each, args, results).ravel() for each in drawn]
    )


def _quantity(each: Drawn, args: tuple[Any, ...], results: list[Array]) -> Array:
    numbers = results[each.result]
    if each.argument is None or each.times is None:
        return numbers
    with np.errstate(all="ignore"):
        return np.asarray(numbers - float(args[each.argument]) * results[each.times])


def _sentences(
    drawn: Sequence[Drawn],
    i: int,
    arguments: Sequence[tuple[Any, ...]],
    data: Sequence[_Data | None],
    one: _Data,
) -> list[str]:
    sentences = [one.form]
    if one.quantities is not None:
        for each, numbers in zip(drawn, one.quantities, strict=True):
            told = _distribution(each, numbers)
            sentences += [f"{each.name}: {told}"] if told else []
            sentences += _order(each, numbers)
            if each.times is not None:
                sentences += _relation(each, numbers, drawn, one.results[each.times].ravel())
    return sentences + (_repeatable(drawn, i, arguments, data, one) if one.results else [])


def _distribution(each: Drawn, numbers: Array) -> str:
    """Say how the numbers are distributed, as far as there are enough to tell."""
    if not np.isfinite(numbers).all():
        return "some are not finite"
    if len(numbers) and np.abs(numbers).max() > HUGE:
        return "some are huge"
    if len(numbers) > 1 and _constant(numbers):
        return "all 0" if _constant(np.append(numbers, 0.0)) else "all the same"
    if len(numbers) < (ENOUGH if each.distribution == "normal" else SEVERAL):
        return "not all the same" if len(numbers) > 1 else ""
    low, high = float(numbers.min()), float(numbers.max())
    if len(numbers) < ENOUGH:
        return f"{'' if each.a <= low and high <= each.b else 'not '}all from {each.a:g} to {each.b:g}"
    shape = _shape(numbers)
    if shape.startswith("evenly"):
        ends = [_end(end, high - low, aim) for end, aim in ((low, each.a), (high, each.b))]
        return f"{shape} from {' to '.join(ends)}"
    mean, deviation = float(numbers.mean()), float(numbers.std())
    error = deviation / math.sqrt(len(numbers))
    # The fourth moment, 3 for normal numbers: the heavier the tails, the less sure is the standard deviation.
    tails = float(np.mean(((numbers - mean) / deviation) ** 4))
    aims = (each.a, each.b) if each.distribution == "normal" else (0.0, 0.0)
    return (
        f"{shape}, mean about {_about(mean, error, aims[0], FOR_MEANS)}, "
        f"standard deviation about {_about(deviation, error * math.sqrt(max(2.0, tails - 1)) / 2, aims[1], FOR_DEVIATIONS)}"
    )


def _relation(each: Drawn, numbers: Array, drawn: Sequence[Drawn], partner: Array) -> list[str]:
    """Say whether a quantity is related to the result that was taken away from it."""
    if (
        len(numbers) < ENOUGH
        or not (np.abs([numbers, partner]) <= HUGE).all()
        or _constant(numbers)
        or _constant(partner)
    ):
        return []
    names = [other.name for other in drawn if other.result == each.times and other.times is None]
    spread, far = np.abs(numbers - numbers.mean()), np.abs(partner - partner.mean())
    # Unrelated means more than that one does not rise with the other: nor does how far it lies from its middle.
    related = any(
        _correlated(one, two) for one, two in ((numbers, partner), (spread, partner), (numbers, far))
    )
    return [f"{each.name}: {'' if related else 'un'}related to {names[0] if names else 'the other result'}"]


def _order(each: Drawn, numbers: Array) -> list[str]:
    """Say whether numbers that are drawn one after the other know of each other, as those do that are sorted."""
    known = len(numbers) >= ENOUGH and bool((np.abs(numbers) <= HUGE).all())
    return [f"{each.name}: neighbours are alike"] if known and _correlated(numbers[:-1], numbers[1:]) else []


def _correlated(one: Array, other: Array) -> bool:
    told = not _constant(one) and not _constant(other)
    return told and abs(float(np.corrcoef(one, other)[0, 1])) > ERRORS / math.sqrt(len(one))


def _constant(numbers: Array) -> bool:
    low, high = float(numbers.min()), float(numbers.max())
    return high - low <= 1e-12 * max(1.0, abs(low), abs(high))


def _shape(numbers: Array) -> str:
    """Name the distribution by its Kolmogorov-Smirnov distance to a normal and to a uniform one."""
    root = math.sqrt(len(numbers))
    ordered = np.sort(numbers)
    if np.count_nonzero(np.diff(ordered)) < DISTINCT * len(numbers):
        return "many of them equal"
    normal = np.interp((ordered - ordered.mean()) / ordered.std(), STEPS, NORMAL)
    if _distance(normal) * root < NOT_NORMAL:
        return "bell-shaped"
    from_uniform = _distance((ordered - ordered[0]) / (ordered[-1] - ordered[0])) * root
    if from_uniform < TOO_REGULAR:
        return "evenly spaced"
    return "evenly spread" if from_uniform < NOT_UNIFORM else "unevenly spread"


def _distance(cumulative: Array) -> float:
    n = len(cumulative)
    steps = np.arange(n + 1) / n
    return float(max(np.abs(cumulative - steps[1:]).max(), np.abs(cumulative - steps[:-1]).max()))


def _end(number: float, width: float, aim: float) -> str:
    """Round an end to two digits, and to the end aimed at or to zero where that is near."""
    for target in (aim, 0.0):
        if abs(number - target) <= NEAR_END * width:
            return f"{target:g}"
    return f"{float(f'{number:.2g}'):g}"


def _about(number: float, error: float, aim: float, factors: tuple[float, ...]) -> str:
    """Round as coarsely as the number's standard error asks for, and to the number aimed at where that is near.

    The steps are the smallest of the factors, times a power of ten, that other draws seldom cross.
    """
    if abs(number - aim) <= ERRORS * error:
        return f"{aim:g}"
    least = 2 * ERRORS * error
    power = 10.0 ** math.floor(math.log10(least))
    step = next(factor * power for factor in factors if factor * power >= least)
    return f"{round(number / step) * step:g}"


def _repeatable(
    drawn: Sequence[Drawn],
    i: int,
    arguments: Sequence[tuple[Any, ...]],
    data: Sequence[_Data | None],
    one: _Data,
) -> list[str]:
    """Compare with the first call of the same arguments, and with the first of another seed."""
    sentences = []
    for same, words in (
        (True, (NOT_REPEATED, "the same seed gives the same numbers")),
        (False, ("another seed gives other numbers", "another seed gives the same numbers")),
    ):
        for j in range(i):
            other = data[j]
            if other is None or not other.results or not _alike(arguments[i], arguments[j], seed=same):
                continue
            sentences += [
                f"{name}: {words[equal]}"
                for name, equal in zip([each.name for each in drawn], _equal(one, other), strict=False)
            ]
            break
    return sentences


def _equal(one: _Data, other: _Data) -> list[bool]:
    """Tell which quantities are the same in both, or where these are not to be had, whether the results are."""
    if one.quantities is None or other.quantities is None:
        pairs = zip(one.results, other.results, strict=True)
        return [all(a.shape == b.shape and np.array_equal(a, b, equal_nan=True) for a, b in pairs)]
    return [
        a.shape == b.shape and np.allclose(a, b, rtol=1e-12, atol=1e-12, equal_nan=True)
        for a, b in zip(one.quantities, other.quantities, strict=True)
    ]


def _alike(one: tuple[Any, ...], other: tuple[Any, ...], *, seed: bool) -> bool:
    """Tell whether two calls have the same plain arguments and, as asked, the same seed or another one."""
    plain = [[arg for arg in args if not isinstance(arg, Rng)] for args in (one, other)]
    seeds = [[arg for arg in args if isinstance(arg, Rng)] for args in (one, other)]
    same = len(plain[0]) == len(plain[1]) and all(np.array_equal(a, b) for a, b in zip(*plain, strict=True))
    return same and (seeds[0] == seeds[1]) is seed
