"""What crosses the wall between student and grader: plain data, bounded, believed by nobody."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.common.text import MAX_TEXT
from autograder.exercise.values import _READERS, BrokenValue, Unknown, pack, unpack

SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats() | st.text(max_size=50)
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner), max_leaves=20
)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and (one == other or one != one)  # noqa: PLR0124 - nan


@given(VALUES)
def test_plain_values_arrive_as_they_left(value: Any) -> None:
    assert same(value, unpack(pack(value)))


@given(
    arrays.arrays(
        st.sampled_from(["f8", "f4", "i8", "i2", "u1", "?"]),
        arrays.array_shapes(min_dims=0, max_dims=3, min_side=0),
    )
)
def test_arrays_arrive_with_their_type_shape_and_numbers(array: np.ndarray[Any, Any]) -> None:
    arrived = unpack(pack(array))
    assert (array.dtype, array.shape) == (arrived.dtype, arrived.shape)
    np.testing.assert_array_equal(array, arrived)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.binary(max_size=16),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=15,
)
TAGS = st.sampled_from(sorted(_READERS))


@given(st.tuples(TAGS, st.lists(JSON, max_size=4)).map(lambda parts: [parts[0], *parts[1]]) | JSON)
def test_whatever_arrives_is_a_value_or_refused(data: Any) -> None:
    with contextlib.suppress(BrokenValue):
        unpack(data)


@pytest.mark.parametrize(
    "data",
    [
        ["array", "<f8", [10**9], b"12345678"],
        ["array", "<f8", [-1], b"12345678"],
        ["array", "<f8", [1, True], b"12345678"],
        ["array", "|O8", [1], b"12345678"],
        ["array", "<M8", [1], b"12345678"],
        ["array", "<f8", [0, 2**62, 2**62], b""],
        ["int", True],
        ["list", "items"],
    ],
    ids=str,
)
def test_an_array_that_lies_about_itself_is_refused(data: Any) -> None:
    with pytest.raises(BrokenValue):
        unpack(data)


def test_other_real_numbers_arrive_as_floats() -> None:
    assert unpack(pack([Fraction(1, 4), Decimal("0.5"), np.longdouble(2)])) == [0.25, 0.5, 2.0]


def test_a_subclass_arrives_as_what_it_is_underneath() -> None:
    class Lying(float):
        def __float__(self) -> float:
            return 7.0

        def __eq__(self, _: object) -> bool:
            return True

        __hash__ = float.__hash__

    assert unpack(pack(Lying(1.0))) == 1.0


def test_what_is_unknown_arrives_as_a_name_and_a_short_repr() -> None:
    class Talker:
        def __repr__(self) -> str:
            return "x" * 10**6

    arrived = unpack(pack(Talker()))
    assert isinstance(arrived, Unknown)
    assert arrived.type == "Talker"
    assert len(arrived.repr) <= MAX_TEXT


def test_a_repr_is_the_same_wherever_in_memory_its_object_lies() -> None:
    first, second = object(), object()
    assert pack(first) == pack(second)


def test_a_repr_that_raises_does_no_harm() -> None:
    class Mute:
        def __repr__(self) -> str:
            raise SystemExit

    assert unpack(pack(Mute())) == Unknown(type="Mute", repr="(its repr fails)")


def test_what_contains_itself_or_is_too_large_is_not_sent() -> None:
    loop: list[Any] = []
    loop.append(loop)
    for value in (loop, np.zeros(10**7), [0.0] * 10**6):
        assert unpack(pack(value)).repr == "(too large to show)"
