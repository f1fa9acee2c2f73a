"""How answers are judged in a course: what its settings say, which are read without NumPy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Tolerance:
    """How far from the reference a number may lie: `|got - expected| <= atol + rtol * |expected|`."""

    rtol: float
    atol: float


@dataclass(frozen=True, kw_only=True)
class Judging:
    """How answers are judged in this course.

    Attributes:
        tolerance: How close to the reference a number must be.
        wrong_form: The share of the points that right values keep in the wrong form.
        changed_arguments: The share of the points that right values keep when arguments were changed.
        not_from_scratch: Modules and `numpy` functions that do the exercise for the student.
    """

    tolerance: Tolerance
    wrong_form: float
    changed_arguments: float
    not_from_scratch: tuple[str, ...]
