"""What wrong numbers have in common, in words: a factor, a sign, a shift, a shape, a type, some cases only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.compare import Tolerance, as_array, as_number, matches
from autograder.exercises import Case
from autograder.probe import Raised, Reply
from autograder.showing import raised_words, show
from autograder.values import Unknown

ORDINALS = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True, kw_only=True)
class Description:
    """How wrong answers differ: in words, and the exception that the words are about, if they are about one."""

    text: str
    raised: Raised | None = None


def describe(
    cases: Sequence[Case], replies: Sequence[Reply], tolerance: Tolerance, *, reveal: bool
) -> Description:
    """Say in a sentence or two how the replies differ from what was expected.

    Args:
        cases: The cases, all of them.
        replies: One reply a case; every call came back.
        tolerance: The course's tolerance.
        reveal: Whether numbers and messages from the cases may be quoted.
    """
    wrong = [
        (case, reply)
        for case, reply in zip(cases, replies, strict=True)
        if not (reply.returned and matches(case.expected, reply.value, tolerance))
    ]
    case, reply = wrong[0]
    share = ""
    if len(wrong) < len(cases):
        share = f"Right on {len(cases) - len(wrong)} of {len(cases)} cases, but not for {case.label or 'the others'}. "
    if reply.raised is not None:
        words = raised_words(reply.raised) if reveal else reply.raised.type
        return Description(text=f"{share}It raises an exception: {words}", raised=reply.raised)
    pairs = [(case.expected, reply.value) for case, reply in wrong if reply.returned]
    sentence = (
        _kind(case.expected, reply.value)
        or _part(pairs, tolerance, reveal=reveal)
        or _numbers(pairs, tolerance, reveal=reveal)
    )
    return Description(text=share + sentence)


def _kind(expected: Any, got: Any) -> str | None:
    """Name a wrong type or shape."""
    if got is None:
        return "It returns None. Does every way through the function end in a `return`?"
    if isinstance(got, Unknown):
        return f"It returns a {got.type}, where {_wanted(expected)} is asked for."
    if isinstance(expected, (list, tuple)):
        return _kind_of_items(expected, got)
    if isinstance(expected, np.ndarray):
        array = as_array(got)
        if array is None:
            return f"It returns {_named(got)}, where {_wanted(expected)} is asked for."
        if array.shape != expected.shape:
            return f"It returns an array of shape {array.shape}, where {expected.shape} is asked for."
        return None
    if as_number(got) is None:
        return f"It returns {_named(got)}, where {_wanted(expected)} is asked for."
    return None


def _kind_of_items(expected: Sequence[Any], got: Any) -> str | None:
    if not isinstance(got, (list, tuple, np.ndarray)) or (isinstance(got, np.ndarray) and got.ndim == 0):
        return f"It returns {_named(got)}, where {_wanted(expected)} is asked for."
    if len(got) != len(expected):
        what = "values come back" if isinstance(expected, tuple) else "numbers are in the list"
        return f"{len(got)} {what}, where {len(expected)} are asked for."
    return None


def _named(got: Any) -> str:
    if isinstance(got, np.ndarray):
        return f"an array of shape {got.shape}"
    if isinstance(got, (list, tuple)):
        return f"a {type(got).__name__} of {len(got)}"
    if isinstance(got, str):
        return "text"
    return "one number" if as_number(got) is not None else f"a {type(got).__name__}"


def _wanted(expected: Any) -> str:
    if isinstance(expected, np.ndarray):
        return f"an array of shape {expected.shape}"
    if isinstance(expected, tuple):
        return f"a tuple of {len(expected)}"
    if isinstance(expected, list):
        return f"a list of {len(expected)}"
    return "a whole number" if isinstance(expected, int) else "a number"


def _part(pairs: Sequence[tuple[Any, Any]], tolerance: Tolerance, *, reveal: bool) -> str | None:
    """Say which of several returned values is wrong, and how."""
    expected, got = pairs[0]
    if not isinstance(expected, tuple) or not isinstance(got, (list, tuple)) or len(expected) > len(ORDINALS):
        return None
    right = [
        all(
            len(g) == len(e) and matches(e[i], g[i], tolerance)
            for e, g in pairs
            if isinstance(g, (list, tuple))
        )
        for i in range(len(expected))
    ]
    if not any(right):
        return None
    i = right.index(False) if False in right else 0
    inner = [(e[i], g[i]) for e, g in pairs if isinstance(g, (list, tuple)) and len(g) == len(e)]
    name = f"The {ORDINALS[i]} of the {len(expected)} values it returns is wrong. "
    return name + (_kind(*inner[0]) or _numbers(inner, tolerance, reveal=reveal))


def _numbers(pairs: Sequence[tuple[Any, Any]], tolerance: Tolerance, *, reveal: bool) -> str:
    """Look for one relation that holds between all wrong numbers and the right ones."""
    expected, got = _flat(pairs)
    first = "It gives other values than the right ones."
    if reveal:
        first = f"It gives {show(pairs[0][1])}, where {show(pairs[0][0])} is right."
    if expected is None or got is None:
        return first
    if np.isnan(got).any():
        return "Some of its numbers are nan, “not a number”. Is there a division by zero, or a number that grew too large?"
    with np.errstate(all="ignore"):
        sizes = np.abs(expected)
        usable = sizes > max(tolerance.atol * 1e3, 1e-6 * float(sizes.max(initial=0.0)))
        ratios = got[usable] / expected[usable]
    if (
        len(ratios) > 1
        and np.allclose(ratios, ratios[0], rtol=1e-5)
        and np.allclose(got[~usable], 0, atol=1e-6)
    ):
        factor = float(ratios[0])
        if np.isclose(factor, -1):
            return f"Every sign is the wrong way round. {first}"
        if not np.isclose(factor, 0):
            return f"Every number is {show(factor)} times the right one. {first}"
    shifts = got - expected
    if len(shifts) > 1 and np.allclose(shifts, shifts[0], rtol=1e-5, atol=1e-9):
        return f"Every number is off by the same {show(float(shifts[0]))}. {first}"
    if np.allclose(got, expected, rtol=1e-2):
        return f"The numbers are close, but not close enough: is something rounded? {first}"
    return first


def _flat(
    pairs: Sequence[tuple[Any, Any]],
) -> tuple[np.ndarray[Any, Any] | None, np.ndarray[Any, Any] | None]:
    expected: list[float] = []
    got: list[float] = []
    for one, other in pairs:
        left, right = _numbers_in(one), _numbers_in(other)
        if left is None or right is None or len(left) != len(right):
            return None, None
        expected += left
        got += right
    return (np.array(expected), np.array(got)) if expected else (None, None)


def _numbers_in(value: Any) -> list[float] | None:
    if isinstance(value, np.ndarray):
        return [float(number) for number in value.ravel()]
    if isinstance(value, (list, tuple)):
        parts = [_numbers_in(item) for item in value]
        if any(part is None for part in parts):
            return None
        return [number for part in parts if part is not None for number in part]
    number = as_number(value)
    return None if number is None else [number]
