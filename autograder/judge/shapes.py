"""Wrong kinds of values, in words: another type, another shape, too many or too few, always the same, right in some places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.exercise.exercise import Case
from autograder.exercise.format import show
from autograder.exercise.judging import Tolerance
from autograder.exercise.values import Array, Unknown
from autograder.judge.compare import as_array, as_number, matches, near
from autograder.judge.relations import LOOSE, Pair, Relation, numbers_in, numbers_of

ORDINALS = ("first", "second", "third", "fourth", "fifth")


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
        return _of_array(pairs, tolerance)
    if as_number(got) is not None:
        return None
    inside = _right_item(pairs, tolerance)
    if isinstance(got, (list, tuple)) and len(got) == 1 and matches(expected, got[0], tolerance):
        inside = " The number in it is right."
    elif not inside and (
        which := one_of_all([pair.got for pair in pairs], [pair.expected for pair in pairs])
    ):
        inside = f" The right one is {which} of these."
    elif isinstance(got, str) and _reads_as(got, expected, tolerance):
        inside = " It reads like the right number: leave out the `str` or the f-string."
    return Relation(
        id="wrong-type", text=f"It returns {named(got)}, where {_wanted(expected)} is asked for.{inside}"
    )


def _right_item(pairs: Sequence[Pair], tolerance: Tolerance) -> str:
    """Say which item of a list or tuple is what is asked for, by itself."""
    if not all(isinstance(pair.got, (list, tuple)) for pair in pairs):
        return ""
    for place in range(min(*(len(pair.got) for pair in pairs), len(ORDINALS))):
        if all(matches(pair.expected, pair.got[place], tolerance) for pair in pairs):
            return f" The {ORDINALS[place]} of these is right by itself."
    return ""


def _of_array(pairs: Sequence[Pair], tolerance: Tolerance) -> Relation | None:
    expected, got = pairs[0].expected, pairs[0].got
    array, item = as_array(got), _right_item(pairs, tolerance)
    if array is None or item or (isinstance(got, tuple) and array.ndim > 1 and array.shape != expected.shape):
        return Relation(
            id="wrong-type", text=f"It returns {named(got)}, where {_wanted(expected)} is asked for.{item}"
        )
    if array.shape == expected.shape:
        return None
    inside = ""
    if array.size == expected.size and near(expected.ravel(), array.ravel()):
        inside = " The numbers in it are right."
    return Relation(
        id="wrong-shape",
        text=f"It returns an array of shape {array.shape}, where {expected.shape} is asked for.{inside}",
    )


def _of_items(pairs: Sequence[Pair], tolerance: Tolerance) -> Relation | None:
    expected, got = pairs[0].expected, pairs[0].got
    if not isinstance(got, (list, tuple, np.ndarray)) or (isinstance(got, np.ndarray) and got.ndim == 0):
        which = one_of_all([pair.expected for pair in pairs], [pair.got for pair in pairs])
        made = f" It is {which} of the right ones." if which else ""
        return Relation(
            id="wrong-type", text=f"It returns {named(got)}, where {_wanted(expected)} is asked for.{made}"
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


def always_the_same(pairs: Sequence[Pair]) -> Relation | None:
    """Notice that nothing depends on the arguments, or nothing on the place in a list."""
    numbers = numbers_of(pairs)
    if not numbers:
        return None
    every = np.concatenate([got for _, got, _ in numbers])
    right = [expected for expected, _, _ in numbers]
    if (
        len(numbers) > 2
        and len({each.tobytes() for each in right}) > 2
        and len(every)
        and (every == every[0]).all()
    ):
        return Relation(id="constant", text=f"It is {show(float(every[0]))} every time.")
    long = [(expected, got) for expected, got, _ in numbers if len(expected) > 2 and np.ptp(expected)]
    if len(long) < 2 or not all(
        np.isfinite(got).all() and np.allclose(got, got[0], rtol=1e-12) for _, got in long
    ):
        return None
    which = one_of_all([expected for expected, _ in long], [got[0] for _, got in long])
    more = f": {which} of the right ones." if which else ". What changes from one to the next?"
    return Relation(id="all-the-same", text=f"All numbers of a call are the same{more}")


_ONE_OF_ALL: tuple[tuple[str, Callable[[Array], Any]], ...] = (
    ("the first", lambda a: a[0]),
    ("the last", lambda a: a[-1]),
    ("the mean", np.mean),
    ("the sum", np.sum),
    ("the smallest", np.min),
    ("the largest", np.max),
)


def one_of_all(many: Sequence[Any], one: Sequence[Any]) -> str:
    """Say which one number is made of many: the first, their sum, ..."""
    numbers = [numbers_in(each) for each in many]
    pairs = [(np.array(all_), as_number(number)) for all_, number in zip(numbers, one, strict=True) if all_]
    if len(pairs) < len(numbers) or sum(len(all_) > 1 for all_, _ in pairs) < 2:
        return ""
    for which, of in _ONE_OF_ALL:
        if all(
            number is not None and np.isclose(of(all_), number, rtol=LOOSE, atol=1e-12)
            for all_, number in pairs
        ):
            return which
    return ""


def _running(pairs: Sequence[Pair]) -> Relation | None:
    """Notice that each number of a list holds those before it."""
    numbers = numbers_of(pairs)
    if not any(len(expected) > 2 for expected, _, _ in numbers):
        return None
    if all(near(np.cumsum(expected), got) for expected, got, _ in numbers):
        return Relation(
            id="piled-up",
            text="Each number has all the right ones before it in it: where does its sum begin?",
        )
    if all(near(np.cumsum(expected) / np.arange(1, len(got) + 1), got) for expected, got, _ in numbers):
        return Relation(id="averaged-so-far", text="Each number is the mean of all the right ones so far.")
    return None


def of_places(pairs: Sequence[Pair]) -> Relation | None:
    """Say which of the numbers of a list are right, where those are the same of every list."""
    if (found := _running(pairs)) is not None:
        return found
    right = [np.isclose(expected, got, rtol=LOOSE, atol=1e-9) for expected, got, _ in numbers_of(pairs)]
    if sum(len(each) > 2 for each in right) < 2:
        return None
    for place, rest, which in ((0, slice(1, None), "first"), (-1, slice(None, -1), "last")):
        if all(each[rest].all() for each in right):
            return Relation(id=f"{which}-wrong", text=f"All numbers are right but the {which} one.")
        if all(each[place] and not each[rest].any() for each in right):
            return Relation(
                id=f"{which}-right",
                text=f"Only the {which} number is right. What changes from one to the next?",
            )
    return None


def points_of(case: Case) -> int | None:
    """Count the points of a case: the length of its first argument that has one."""
    for arg in case.args:
        if isinstance(arg, (list, tuple, np.ndarray)) and np.ndim(arg):
            return len(arg)
    return None
