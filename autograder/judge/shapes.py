"""Wrong kinds of values, in words: another type, another shape, too many or too few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.exercise.exercise import Tolerance
from autograder.exercise.values import Unknown
from autograder.judge.compare import as_array, as_number, matches
from autograder.judge.relations import Pair, Relation


def wrong_kind(pairs: Sequence[Pair], tolerance: Tolerance) -> Relation | None:
    """Name a wrong type, shape or length."""
    expected, got = pairs[0].expected, pairs[0].got
    if got is None:
        return Relation(
            id="returns-none", text="It returns None. Does every way through the function end in a `return`?"
        )
    if isinstance(got, Unknown):
        return Relation(
            id="wrong-type", text=f"It returns {_a(got.type)}, where {_wanted(expected)} is asked for."
        )
    if isinstance(expected, (list, tuple)):
        return _of_items(pairs, tolerance)
    if isinstance(expected, np.ndarray):
        return _of_array(expected, got)
    if as_number(got) is not None:
        return None
    inside = ""
    if isinstance(got, (list, tuple)) and len(got) == 1 and matches(expected, got[0], tolerance):
        inside = " The number in it is right."
    elif isinstance(got, str) and _reads_as(got, expected, tolerance):
        inside = " It reads like the right number: leave out the `str` or the f-string."
    return Relation(
        id="wrong-type", text=f"It returns {named(got)}, where {_wanted(expected)} is asked for.{inside}"
    )


def _of_array(expected: np.ndarray[Any, Any], got: Any) -> Relation | None:
    array = as_array(got)
    if array is None:
        return Relation(
            id="wrong-type", text=f"It returns {named(got)}, where {_wanted(expected)} is asked for."
        )
    if array.shape == expected.shape:
        return None
    inside = ""
    if array.size == expected.size and np.allclose(array.ravel(), expected.ravel()):
        inside = " The numbers in it are right."
    return Relation(
        id="wrong-shape",
        text=f"It returns an array of shape {array.shape}, where {expected.shape} is asked for.{inside}",
    )


def _of_items(pairs: Sequence[Pair], tolerance: Tolerance) -> Relation | None:
    expected, got = pairs[0].expected, pairs[0].got
    if not isinstance(got, (list, tuple, np.ndarray)) or (isinstance(got, np.ndarray) and got.ndim == 0):
        return Relation(
            id="wrong-type", text=f"It returns {named(got)}, where {_wanted(expected)} is asked for."
        )
    if len(got) == len(expected):
        return _of_each(expected, got)
    if len(got) == 1 and len(expected) > 1 and matches(expected, got[0], tolerance):
        return Relation(
            id="wrapped", text="What it returns is right, but wrapped once more. Are there brackets too many?"
        )
    if isinstance(expected, tuple):
        what = "value comes back" if len(got) == 1 else "values come back"
    else:
        what = "item is in the list" if len(got) == 1 else "items are in the list"
    where = _extra_or_missing(pairs, tolerance)
    return Relation(id="wrong-length", text=f"{len(got)} {what}, where {len(expected)} are asked for.{where}")


def _of_each(expected: Sequence[Any], got: Sequence[Any] | np.ndarray[Any, Any]) -> Relation | None:
    """Notice that all items of a list are of one kind that is no number."""
    kinds = {named(item) for item in got if as_number(item) is None}
    if not isinstance(expected, list) or len(kinds) != 1 or any(as_number(item) is not None for item in got):
        return None
    if not all(as_number(item) is not None for item in expected):
        return None
    if isinstance(got, np.ndarray):
        return Relation(
            id="wrong-shape", text=f"It returns {named(got)}, where {_wanted(expected)} is asked for."
        )
    return Relation(
        id="wrong-type", text=f"Each item of the list is {kinds.pop()}, where a number is asked for."
    )


def _extra_or_missing(pairs: Sequence[Pair], tolerance: Tolerance) -> str:
    """Say which end of a sequence is too long or too short, where the rest is right everywhere."""
    ways = (
        (" The last one is missing.", slice(None, -1), slice(None)),
        (" The first one is missing.", slice(1, None), slice(None)),
        (" There is one too many at the end.", slice(None), slice(None, -1)),
        (" There is one too many at the start.", slice(None), slice(1, None)),
    )
    for words, of_expected, of_got in ways:
        long = [pair for pair in pairs if len(pair.expected) > 1]
        if long and all(
            isinstance(pair.got, (list, tuple))
            and matches(pair.expected[of_expected], pair.got[of_got], tolerance)
            for pair in long
        ):
            return words
    return ""


def _reads_as(text: str, expected: Any, tolerance: Tolerance) -> bool:
    try:
        return matches(expected, float(text), tolerance)
    except ValueError:
        return False


def named(got: Any) -> str:
    if got is None:
        return "None"
    if isinstance(got, np.ndarray):
        return f"an array of shape {got.shape}"
    if isinstance(got, (list, tuple)):
        return f"a {type(got).__name__} of {len(got)}"
    if isinstance(got, str):
        return "text"
    if isinstance(got, Unknown):
        return _a(got.type)
    return "one number" if as_number(got) is not None else f"a {type(got).__name__}"


def _a(name: str) -> str:
    return f"an {name}" if name[:1] in "aeiou" else f"a {name}"


def _wanted(expected: Any) -> str:
    if isinstance(expected, np.ndarray):
        return f"an array of shape {expected.shape}"
    if isinstance(expected, tuple):
        return f"a tuple of {len(expected)}"
    if isinstance(expected, list):
        return f"a list of {len(expected)}"
    return "a whole number" if isinstance(expected, int) else "a number"
