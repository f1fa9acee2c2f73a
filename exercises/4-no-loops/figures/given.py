"""Points, a line over them, and its loss, as a student's functions give them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.common.errors import NotRightYet
from autograder.figures.given import Array, called, name_of, numbers

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
        found = numbers(called(self.predict, at, *line), f"what `{name}` gives")
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
            predictions = called(self.predict, self.x, *line)
            found = numbers(called(self.loss, self.y, predictions), f"what `{name}` gives")
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


def line_words(ends: Array, heights: Array) -> str:
    """Say where a line lies."""
    (left, right), (low, high) = np.ravel(ends), heights
    return f"from {low:.3g} at x = {left:.3g} to {high:.3g} at x = {right:.3g}"


def named_lines(named: Mapping[str, Line], ends: Array, heights: Sequence[Array]) -> str:
    """Say where each of several lines lies."""
    return "; ".join(
        f"the line {name + ' ' if name else ''}goes {line_words(ends, each)}"
        for name, each in zip(named, heights, strict=True)
    )
