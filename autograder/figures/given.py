"""What a student's functions give, made sure of: a picture of an unfinished one says which in a line."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.common.errors import NotRightYet

Array = np.ndarray[Any, Any]
Predict = Callable[[Any, float, float], Any]
Loss = Callable[[Any, Any], Any]
Line = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Given:
    """Points, and a student's functions of them.

    Attributes:
        x: The points' x, of shape (n,) or (n, 1).
        y: The points' y, of the same shape.
        predict: Predicts, given x, slope and bias.
        loss: Measures, given y and predictions.
    """

    x: Any
    y: Any
    predict: Predict
    loss: Loss | None = None

    @functools.cached_property
    def ends(self) -> Array:
        """The smallest and the largest x."""
        return np.ravel(self._ends)

    @functools.cached_property
    def _ends(self) -> Array:
        array = np.asarray(self.x, dtype=float)
        return np.array([array.min(), array.max()]).reshape((2, 1) if array.ndim == 2 else (2,))

    def heights(self, line: Line, x: Array | None = None) -> Array:
        """Predict with a line: at both ends, or at some x."""
        at = self._ends if x is None else x
        name = name_of(self.predict)
        found = numbers(_called(self.predict, at, *line), f"what `{name}` gives")
        if len(found) != len(at):
            raise NotRightYet(f"This picture needs `{name}` to give one number a point: run its check first.")
        return found

    def drawn(self, line: Line) -> Array:
        """Give the two points between which a line is drawn: an array of shape (2, 2)."""
        with np.errstate(all="ignore"):  # a descent that leaves
            return np.stack([self.ends, self.heights(line)], axis=1)

    def measured(self, line: Line) -> float:
        """Measure a line."""
        assert self.loss is not None
        name = name_of(self.loss)
        with np.errstate(all="ignore"):
            predictions = _called(self.predict, self.x, *line)
            found = numbers(_called(self.loss, self.y, predictions), f"what `{name}` gives")
        if len(found) != 1:
            raise NotRightYet(f"This picture needs `{name}` to give one number: run its check first.")
        return float(found[0])

    def landscape(self, slopes: Array, biases: Array) -> Array:
        """Measure the lines of all these slopes and biases: a row for each bias."""
        found = np.array([[self.measured((slope, bias)) for slope in slopes] for bias in biases])
        if not np.isfinite(found).all():
            name = name_of(self.loss or self.measured)
            raise NotRightYet(f"This picture needs `{name}` to give numbers: run its check first.")
        return found


def lines_from(steps: Any) -> list[Line]:
    """Read pairs (slope, bias)."""
    try:
        found = [(float(np.ravel(slope)[0]), float(np.ravel(bias)[0])) for slope, bias in steps]
    except (TypeError, ValueError, IndexError):
        found = []
    if not found:
        raise NotRightYet(
            "This picture needs a list of pairs (slope, bias): run the check of what makes it first."
        )
    return found


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
        found = [float(number) for number in np.ravel(np.asarray(_called(function, *args), dtype=float))]
    except (TypeError, ValueError):
        found = []
    if len(found) != count:
        raise NotRightYet(f"This picture needs `{name}` to give numbers: run its check first.")
    return found


def name_of(function: Callable[..., Any]) -> str:
    return getattr(function, "__name__", "the function")


def _called(function: Callable[..., Any], *args: Any) -> Any:
    try:
        return function(*args)
    except NotImplementedError:
        raise NotRightYet(f"This picture needs `{name_of(function)}`, which is not written yet.") from None
