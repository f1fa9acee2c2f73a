"""What counts as the right value: tolerances, and every form that is accepted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.exercise.judging import Tolerance
from autograder.exercise.values import Unknown
from autograder.judge.compare import matches

TOLERANCE = Tolerance(rtol=1e-6, atol=1e-9)
COLUMN = np.array([[1.0], [2.0]])


@pytest.mark.parametrize(
    "got", [2.0, 2, np.float32(2), np.int8(2), np.array(2.0), np.array([2.0]), np.array([[2]]), 2 + 1e-7]
)
def test_a_float_may_be_any_real_number_or_one_element(got: Any) -> None:
    assert matches(2.0, got, TOLERANCE)


@pytest.mark.parametrize(
    "got",
    [
        None,
        "2.0",
        [2.0],
        (2.0,),
        np.array([2.0, 2.0]),
        np.array([]),
        float("nan"),
        2.001,
        Unknown(type="complex", repr="2"),
    ],
)
def test_anything_else_is_no_float(got: Any) -> None:
    assert not matches(2.0, got, TOLERANCE)


@pytest.mark.parametrize("got", [[1.0, 2.0], (1, 2), np.array([1, 2]), [np.float64(1), np.array([2.0])]])
def test_a_list_may_be_a_list_a_tuple_or_an_array(got: Any) -> None:
    assert matches([1.0, 2.0], got, TOLERANCE)
    assert matches((1.0, 2.0), got, TOLERANCE)


@pytest.mark.parametrize(
    "got", [[1.0], [1.0, 2.0, 3.0], COLUMN, np.float64(1), {1.0, 2.0}, "12", [[1.0], [2.0]]]
)
def test_another_shape_is_no_list_of_two(got: Any) -> None:
    assert not matches([1.0, 2.0], got, TOLERANCE)


def test_two_results_may_come_as_a_column_of_two() -> None:
    assert matches((1.0, 2.0), COLUMN, TOLERANCE)
    assert not matches((1.0, 2.0), COLUMN.T, TOLERANCE)


@pytest.mark.parametrize("got", [COLUMN, [[1.0], [2.0]], ((1,), (2,)), [np.array([1.0]), np.array([2.0])]])
def test_a_column_may_come_as_nested_sequences(got: Any) -> None:
    assert matches(COLUMN, got, TOLERANCE)


@pytest.mark.parametrize(
    "got", [COLUMN.ravel(), COLUMN.T, [[1.0], [2.0, 3.0]], [["1"], ["2"]], np.hstack([COLUMN, COLUMN]), 1.0]
)
def test_a_column_has_its_shape(got: Any) -> None:
    assert not matches(COLUMN, got, TOLERANCE)


def test_a_whole_number_may_be_a_float() -> None:
    assert matches(13, 13.0, TOLERANCE)
    assert not matches(13, 13.5, TOLERANCE)


def test_what_overflowed_in_the_reference_must_overflow_in_the_answer() -> None:
    assert matches(float("inf"), float("inf"), TOLERANCE)
    assert not matches(float("inf"), 1e300, TOLERANCE)
    assert not matches(1e300, float("inf"), TOLERANCE)


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_right_exactly_within_the_tolerance(expected: float, got: float) -> None:
    within = abs(got - expected) <= TOLERANCE.atol + TOLERANCE.rtol * abs(expected)
    assert matches(expected, got, TOLERANCE) == within
