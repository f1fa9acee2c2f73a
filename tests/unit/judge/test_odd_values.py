"""Whatever a function returns is judged: the judge raises at nothing, and only what is right counts as right."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.course import settings
from autograder.course.bank import Question, look_at_facts
from autograder.exercise.reply import Reply
from autograder.exercise.values import Unknown, pack, unpack
from autograder.exercise.verdict import Verdict
from autograder.judge.judge import judge
from tests.support.course import ASSIGNMENTS, ROOT, bank_of

JUDGING = settings.load(ROOT).judging.rules()
# What it says of one function, and shows of one case: longer than any sentence that a person has written for it.
LONGEST_MESSAGE, LONGEST_VALUE = 2000, 400


@functools.cache
def questions() -> dict[str, tuple[str, Question]]:
    return {
        question.hidden.name: (assignment, question)
        for assignment in ASSIGNMENTS
        for question in bank_of(assignment).questions
    }


NAMES = st.deferred(lambda: st.sampled_from(sorted(questions())))


def items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) or np.ndim(value) else [value]


def in_all(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Change the parts of a result, where it has some."""

    def changed(value: Any) -> Any:
        return type(value)(map(change, value)) if isinstance(value, (list, tuple)) else change(value)

    return changed


# What students make of a right result: mostly harmless, at times wrong, and each of a type or shape of its own.
CHANGES: tuple[Callable[[Any], Any], ...] = (
    lambda value: value, list, tuple, np.array, np.asarray, np.float32, np.longdouble, np.complex128, str, bool, repr, iter,
    lambda value: np.array(value, dtype=object), lambda value: np.ma.array(value), lambda value: np.asmatrix(value),
    lambda value: np.array(value)[np.newaxis], lambda value: np.array(value)[..., np.newaxis], lambda value: np.array(value).T,
    lambda value: np.array(value).ravel(), lambda value: np.array(value).tolist(), lambda value: np.array(value).astype("f2"),
    lambda value: np.array(value).astype(">f8"), lambda value: np.array(value).astype(int), lambda value: np.array(value).astype(str),
    lambda value: np.array(value).reshape(1, 1, 1, -1), lambda value: np.array(value)[::-1], lambda value: np.array(value)[()],
    lambda value: [value], lambda value: (value, value), lambda value: {"result": value}, lambda value: items(value)[0],
    lambda value: items(value)[:-1], lambda value: [*items(value), 0.0], lambda value: [*items(value), None], lambda value: set(items(value)),
    lambda value: -value, lambda value: value * 2, lambda value: value + 1e-12, lambda value: float(value), lambda value: Decimal(float(value)),
    lambda value: Fraction(float(value)), lambda value: [np.nan, *items(value)[1:]], lambda value: [np.array(np.inf), *items(value)[1:]],
    in_all(np.array), in_all(list), in_all(lambda value: np.array(value)[..., np.newaxis]), in_all(np.float16), in_all(str),
    in_all(lambda value: [value]), in_all(lambda value: np.array([value, value])), in_all(lambda _: None), in_all(lambda _: np.zeros((0, 3))),
)  # fmt: skip

DTYPES = st.sampled_from(["f8", "f4", "f2", "i8", "i1", "u8", "?", "c16", "M8[s]", "U3", "O"])
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text(max_size=5)
)  # fmt: skip
ANY = st.recursive(
    SCALARS
    | st.sampled_from([np.array(5.0), np.float64("nan"), np.int8(3), np.bool_(True), Decimal("sNaN"), Unknown(type="t", repr="r")])
    | arrays.arrays(DTYPES, arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5)),
    lambda inner: st.lists(inner, max_size=5) | st.tuples(inner, inner) | st.tuples(inner, inner, inner, inner),
    max_leaves=8,
)  # fmt: skip


def arrived(value: Any, *changes: Callable[[Any], Any]) -> Any:
    """Give a value as it reaches the judge; one that cannot even be made arrives as None."""
    with warnings.catch_warnings(action="ignore"):
        try:
            for change in changes:
                value = change(value)
            return unpack(pack(value))
        except Exception:
            return None


def verdict_on(assignment: str, question: Question, values: list[Any], *, reveal: bool) -> Verdict:
    exercise = question.hidden
    replies = [Reply(value=value, args=case.args) for value, case in zip(values, exercise.cases, strict=True)]
    facts = look_at_facts(question, exercise, replies, bank_of(assignment).thresholds)
    return judge(exercise, replies, JUDGING, facts=facts, reveal=reveal)


def numbers(value: Any) -> list[float]:
    """Read all numbers in a value, in their order."""
    if isinstance(value, np.ndarray):
        return [float(item) for item in value.ravel()]
    return (
        [n for item in value for n in numbers(item)] if isinstance(value, (list, tuple)) else [float(value)]
    )


def is_close(expected: Any, got: Any) -> bool:
    """Compare all numbers, whatever holds them: never stricter than what counts as right."""
    try:
        one, other = numbers(got), numbers(expected)
    except (TypeError, ValueError):
        return False
    return len(one) == len(other) and np.allclose(one, other, rtol=1e-6, atol=1e-9, equal_nan=True)


def check(name: str, values: list[Any], *, reveal: bool = True) -> Verdict:
    assignment, question = questions()[name]
    verdict = verdict_on(assignment, question, values, reveal=reveal)
    assert verdict.outcome in ("passed", "failed")
    assert 0 <= verdict.score <= verdict.points
    assert len(verdict.message) <= LONGEST_MESSAGE
    assert all(len(case.got) <= LONGEST_VALUE for case in verdict.cases)
    if not question.hidden.drawn:
        for case, shown, value in zip(question.hidden.cases, verdict.cases, values, strict=True):
            assert not shown.passed or is_close(case.expected, value)
    else:
        assert verdict.outcome == "failed"
    return verdict


def test_a_single_number_in_an_array_has_no_length_and_is_judged() -> None:
    for name, (_, question) in questions().items():
        assert check(name, [arrived(np.array(5.0)) for _ in question.hidden.cases]).score == 0


@given(NAMES, st.lists(ANY, min_size=1, max_size=3), st.booleans())
def test_whatever_comes_back_is_judged(name: str, values: list[Any], reveal: bool) -> None:
    cases = questions()[name][1].hidden.cases
    plain = [arrived(value) for value in values]
    check(name, [plain[i % len(plain)] for i in range(len(cases))], reveal=reveal)


@given(
    NAMES,
    st.lists(st.sampled_from(CHANGES), min_size=1, max_size=2),
    st.integers(1, 30),
)
def test_what_is_nearly_right_is_judged(name: str, changes: list[Any], every: int) -> None:
    """One result in so many is changed, the others are right."""
    question = questions()[name][1].hidden
    if not question.drawn:
        check(
            name,
            [
                case.expected if i % every else arrived(case.expected, *changes)
                for i, case in enumerate(question.cases)
            ],
        )
