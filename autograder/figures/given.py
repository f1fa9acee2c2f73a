"""What a student's functions give, made sure of: a picture of an unfinished one says which in a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.common.errors import NotRightYet

Array = np.ndarray[Any, Any]


def numbers(values: Any, what: str) -> Array:
    """Read numbers as a flat array."""
    try:
        found = np.ravel(np.asarray(values, dtype=float))
    except (TypeError, ValueError):
        found = np.zeros(0)
    if not len(found) or values is None:  # NumPy reads None as nan
        raise NotRightYet(
            f"This picture needs numbers, and {what} are none: run the check of what makes them first."
        )
    return found


def fixed_number_of(function: Callable[..., Any], count: int, *args: Any) -> Sequence[float]:
    """Call a student's function that is to give so many numbers in all."""
    name = name_of(function)
    try:
        found = [float(number) for number in np.ravel(np.asarray(called(function, *args), dtype=float))]
    except (TypeError, ValueError):
        found = []
    if len(found) != count:
        raise NotRightYet(f"This picture needs `{name}` to give numbers: run its check first.")
    return found


def name_of(function: Callable[..., Any]) -> str:
    return getattr(function, "__name__", "the function")


def called(function: Callable[..., Any], *args: Any) -> Any:
    """Call a student's function, which may not be written yet."""
    try:
        return function(*args)
    except NotImplementedError:
        raise NotRightYet(f"This picture needs `{name_of(function)}`, which is not written yet.") from None
