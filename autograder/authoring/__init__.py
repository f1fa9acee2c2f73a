"""The language of `checks.py`, which imports from here alone: exercises, cases, facts, and mistakes made of faults."""

from autograder.authoring.declarations import (
    case,
    cases_from,
    curve,
    equivalent,
    exercise,
    fit,
    heights,
    mistake,
)
from autograder.authoring.models import ANYTHING
from autograder.exercise.exercise import Drawn, Fact, Hints, Picture
from autograder.exercise.values import Rng

__all__ = [
    "ANYTHING",
    "Drawn",
    "Fact",
    "Hints",
    "Picture",
    "Rng",
    "case",
    "cases_from",
    "curve",
    "equivalent",
    "exercise",
    "fit",
    "heights",
    "mistake",
]
