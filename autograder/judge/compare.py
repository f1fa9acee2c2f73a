"""Whether a returned value is right, and when it is not, how it differs.

Right means: within the tolerances of the reference, and of the shape that was asked for. A float may come
as any real number or as an array of one element; a list, a tuple or an array as any of the three.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.common.text import MAX_TEXT
from autograder.exercise.exercise import Case
from autograder.exercise.judging import Tolerance
from autograder.exercise.values import Array, Impression, Rng, Unknown, pack, unpack


def matches(expected: Any, got: Any, tolerance: Tolerance) -> bool:
    """Tell whether `got` counts as the value `expected`."""
    if isinstance(expected, np.ndarray):
        array = _of_shape(expected.shape, got)
        return array is not None and _close(expected, array, tolerance)
    if isinstance(expected, (list, tuple)):
        return _matches_items(expected, got, tolerance)
    if expected is None or isinstance(expected, (str, Unknown, Rng, Impression)):
        return same_kind(expected, got)
    number = as_number(got)
    return number is not None and _is_close(float(expected), number, tolerance)


def accepts(case: Case, got: Any, tolerance: Tolerance) -> bool:
    """Tell whether `got` is one of the values that are right in a case."""
    return any(matches(each, got, tolerance) for each in (case.expected, *case.others))


COMPARED = f"numbers, text of at most {MAX_TEXT} characters, None, and lists, tuples and arrays of these"


def not_compared(value: object) -> str:
    """Name what is in a value that `matches` does not look into; empty where there is nothing."""
    if type(value) is float:
        return ""
    if isinstance(value, str) and len(value) > MAX_TEXT:
        return f"a text of {len(value)} characters"
    if isinstance(value, np.ma.MaskedArray):
        return "a masked array"
    travelled = unpack(pack(value))
    if isinstance(travelled, Unknown):
        return f"a value of type `{travelled.type}`: {travelled.repr}"
    if isinstance(value, np.ndarray) and value.dtype.kind == "O":
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return next((found for item in value if (found := not_compared(item))), "")
    return ""


def same_kind(expected: Any, got: Any) -> bool:
    """Compare two values that are no numbers: two mistakes of one kind look alike."""
    if isinstance(expected, Unknown):
        return isinstance(got, Unknown) and got.type == expected.type
    if isinstance(expected, (Rng, Impression)):
        return type(expected) is type(got) and bool(expected == got)  # an array would compare item by item
    return type(expected) is type(got) and (
        expected is None or (isinstance(expected, str) and expected == got)
    )


def _matches_items(expected: list[Any] | tuple[Any, ...], got: Any, tolerance: Tolerance) -> bool:
    if isinstance(got, np.ndarray):
        depth = _depth(expected)
        # Two results that come as a column are two arrays of one element.
        if got.ndim != depth and not (
            isinstance(expected, tuple) and got.ndim > depth and got.size == got.shape[0]
        ):
            return False
        got = list(got)
    if not isinstance(got, (list, tuple)) or len(got) != len(expected):
        return False
    if _are_floats(expected) and _are_floats(got):
        return _close(expected, got, tolerance)
    return all(matches(one, other, tolerance) for one, other in zip(expected, got, strict=True))


def _are_floats(items: Sequence[Any]) -> bool:
    return all(type(item) is float for item in items)


def _depth(expected: Any) -> int:
    """Count the dimensions that an array has in place of lists, tuples and arrays."""
    if isinstance(expected, np.ndarray):
        return expected.ndim
    if isinstance(expected, (list, tuple)):
        return 1 + (_depth(expected[0]) if expected else 0)
    return 0


def as_number(value: Any) -> float | None:
    """Read a real number, or an array of one element, as a float; anything else is None."""
    if isinstance(value, np.ndarray):
        return float(value.reshape(())) if value.size == 1 else None
    if isinstance(value, (bool, int, float, np.bool_, np.integer, np.floating)):
        return float(value)
    return None


def as_array(value: Any) -> Array | None:
    """Read an array, or nested lists and tuples of numbers of a regular shape, as an array."""
    if isinstance(value, np.ndarray):
        return value
    if not isinstance(value, (list, tuple)):
        return None
    if _are_floats(value):
        return np.array(value, dtype=np.float64)
    parts = []
    for item in value:
        part = as_array(item)
        if part is None:
            if not isinstance(item, (bool, int, float, np.bool_, np.integer, np.floating)):
                return None
            part = np.asarray(item)
        parts.append(part)
    if not parts:
        return np.zeros(0)
    if any(part.shape != parts[0].shape for part in parts):
        return None
    return np.stack(parts)


def _of_shape(shape: tuple[int, ...], value: Any) -> Array | None:
    """Read an array of one shape; what is clearly of another, and perhaps huge, is not even put together."""
    outline = value
    for size in shape:
        if isinstance(outline, (list, tuple)):
            if len(outline) != size:
                return None
            outline = outline[0] if size else 0.0
    array = as_array(value)
    return array if array is not None and array.shape == shape else None


def _close(expected: Any, got: Any, tolerance: Tolerance) -> bool:
    """Compare as `np.isclose(got, expected, equal_nan=True)` does, in a tenth of its time."""
    one, other = np.asarray(got, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    equal = one == other
    if equal.all():
        return True
    with np.errstate(all="ignore"):
        close = np.abs(one - other) <= tolerance.atol + tolerance.rtol * np.abs(other)
        return bool((equal | (close & np.isfinite(other)) | (np.isnan(one) & np.isnan(other))).all())


def _is_close(expected: float, got: float, tolerance: Tolerance) -> bool:
    """Compare two numbers as `_close` does, many times faster.

    A loss that overflowed in the reference must overflow in the answer, so inf equals inf and nan nan.
    """
    if expected == got or (math.isnan(expected) and math.isnan(got)):
        return True
    return math.isfinite(expected) and abs(got - expected) <= tolerance.atol + tolerance.rtol * abs(expected)


def conform(expected: Any, got: Any) -> Any:
    """Give `got` the form of `expected` (floats, arrays, lists, tuples), or None where it has another one."""
    if isinstance(expected, np.ndarray):
        return _of_shape(expected.shape, got)
    if isinstance(expected, (list, tuple)):
        if (
            not isinstance(got, (list, tuple, np.ndarray))
            or (isinstance(got, np.ndarray) and got.ndim == 0)
            or len(got) != len(expected)
        ):
            return None
        items = [conform(one, other) for one, other in zip(expected, list(got), strict=True)]
        return None if any(item is None for item in items) else type(expected)(items)
    return as_number(got)


def same_make(expected: Any, got: Any) -> bool:
    """Tell whether two values have the same types and shapes, so that other code can take one for the other."""
    if isinstance(expected, (list, tuple)):
        return (
            type(got) is type(expected) and len(got) == len(expected) and all(map(same_make, expected, got))
        )
    if isinstance(expected, np.ndarray):
        return isinstance(got, np.ndarray) and got.shape == expected.shape and got.dtype == expected.dtype
    if isinstance(expected, (int, float, np.generic)):
        return isinstance(got, (int, float, np.generic))
    return type(got) is type(expected)


def near(expected: Array, got: Array) -> bool:
    """Tell whether some numbers are nearly the same for their size; a fixed distance would take small ones for each other."""
    size = float(np.abs(expected).max(initial=0.0))
    return expected.shape == got.shape and bool(np.allclose(got, expected, rtol=1e-5, atol=1e-9 * size))
