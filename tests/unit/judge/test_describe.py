"""What is said of wrong answers: it is true, and it is said of anything that may come back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.exercise.exercise import Case, KnownMistake, Outcome
from autograder.exercise.judging import Tolerance
from autograder.exercise.reply import Raised, Reply
from autograder.exercise.values import Impression, Unknown
from autograder.judge.compare import matches
from autograder.judge.describe import describe

TOLERANCE = Tolerance(rtol=1e-6, atol=1e-9)
NUMBERS = st.one_of(st.floats(), st.integers(-(10**6), 10**6), st.booleans())
ANYTHING = st.recursive(
    st.one_of(
        NUMBERS,
        st.none(),
        st.text(max_size=4),
        st.just(Unknown(type="generator", repr="<generator>")),
        st.just(Impression(sentences=("shapes (3,)",))),
        NUMBERS.map(np.asarray),
        st.lists(st.floats(), max_size=4).map(np.array),
        st.lists(st.floats(), min_size=1, max_size=3).map(lambda items: np.array([items])),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.tuples(inner, inner)),
    max_leaves=8,
)
EXPECTED: tuple[tuple[Any, ...], ...] = (
    (2.5, -1.25, 7.0),
    ((1.5, -2.5), (0.25, 4.0), (3.0, 0.0)),
    ([1.5, 2.25, -3.0], [4.5], [0.5, 2.0]),
    ((1.5, 2.5, [3.0, 4.0]), (0.5, 1.0, [2.0]), (2.0, 2.0, [1.0])),
    (np.array([1.5, 2.0]), np.array([3.0]), np.array([1.0, 4.5, 2.0])),
    (Impression(sentences=("shapes (3,)", "x: all 0")),) * 3,
)
REPLIES = st.one_of(
    ANYTHING.map(lambda value: Reply(value=value)),
    st.sampled_from(("TypeError", "no identifier")).map(
        lambda name: Reply(raised=Raised(type=name, message="m"))
    ),
)


@given(st.sampled_from(EXPECTED), st.lists(REPLIES, min_size=3, max_size=3))
def test_something_is_said_of_whatever_comes_back(expected: tuple[Any, ...], replies: list[Reply]) -> None:
    cases = [
        Case(args=(np.ones(i + 1),), expected=value, label=f"case {i}") for i, value in enumerate(expected)
    ]
    right = [r.returned and matches(e, r.value, TOLERANCE) for e, r in zip(expected, replies, strict=True)]
    if not all(right):
        for reveal in (True, False):
            assert describe(cases, replies, TOLERANCE, reveal=reveal).text


@pytest.mark.parametrize("got", [np.array([]), np.zeros((2, 0)), [np.array([])], [1.0, []]], ids=repr)
@pytest.mark.parametrize("expected", EXPECTED, ids=lambda values: type(values[0]).__name__)
def test_an_empty_array_in_place_of_a_result_is_described(expected: tuple[Any, ...], got: Any) -> None:
    cases = [Case(args=(np.ones(3),), expected=value) for value in expected]

    assert describe(cases, [Reply(value=got)] * 3, TOLERANCE, reveal=True).text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda value, n: value * n, "n times the right one"),
        (lambda value, n: -value / n, "-1/n times the right one"),
        (lambda value, n: value * 3, "The number is always 3.0 times the right one."),
        (lambda value, n: -value, "Every sign is the wrong way round"),
        (lambda value, n: value + 2, "The number is always off by the same 2.0."),
        (lambda value, n: value**2, "squares of the right numbers"),
        (lambda value, n: 1 / value, "1 divided by each"),
        (lambda value, n: round(value, 1), "rounded to 1 decimal"),
        (lambda value, n: int(value), "The decimals are gone"),
        (lambda value, n: float("nan"), "not a number"),
        (lambda value, n: [value], "The number in it is right"),
        (lambda value, n: str(value), "It reads like the right number"),
    ],
)  # fmt: skip
def test_a_relation_between_all_numbers_is_found(change: Any, words: str) -> None:
    values = [2.53125, 7.40625, -3.2265625, 12.1796875]
    cases = [Case(args=(np.ones(n),), expected=value) for n, value in enumerate(values, start=2)]
    replies = [Reply(value=change(value, n)) for n, value in enumerate(values, start=2)]
    assert words in describe(cases, replies, TOLERANCE, reveal=True).text


@pytest.mark.parametrize(
    ("got", "words"),
    [
        ([(1.5, 0.0), (2.25, 1.0)], "Each item of the list is a tuple of 2, where a number is asked for."),
        ([None, None], "Each item of the list is None, where a number is asked for."),
        (np.ones((2, 3)), "It returns an array of shape (2, 3), where a list of 2 is asked for."),
    ],
)
def test_items_that_are_no_numbers_are_told_by_their_kind(got: Any, words: str) -> None:
    case = Case(args=(np.ones(2),), expected=[1.5, 2.25], label="two")
    assert describe([case], [Reply(value=got)], TOLERANCE, reveal=True).text.startswith(words)


X = [np.array([1.5, -0.75, 4.25, 0.5]), np.array([3.0, 1.25, -0.5]), np.array([0.75, 2.5, -0.25, 1.0, 6.0])]
RATES = [0.5, 0.25, 0.125]


def told(right: Any, wrong: Any, faults: Any = ()) -> str:
    """Describe a function of x and a rate, beside the right one."""
    arguments = list(zip(X, RATES, strict=True))
    cases = [Case(args=each, expected=right(*each)) for each in arguments]
    known = [
        KnownMistake(
            id=clause,
            message="",
            credit=0.0,
            prints=(),
            clause=clause,
            question="Is it?",
            outcomes=[Outcome(value=fault(*each)) for each in arguments],
        )
        for clause, fault in dict(faults).items()
    ]
    replies = [Reply(value=wrong(*each)) for each in arguments]
    return describe(
        cases, replies, TOLERANCE, reveal=False, known=known, parameters=("x", "rate")
    ).text  # fmt: skip


def listed(x: Any, _rate: float) -> list[float]:
    return [float(each) ** 2 + each for each in x]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda x, rate: [rate * each for each in listed(x, rate)], "Every number is the right one times `rate`."),
        (lambda x, rate: [each - rate for each in listed(x, rate)], "Every number is the right one minus `rate`."),
        (lambda x, rate: [a + b for a, b in zip(listed(x, rate), x, strict=True)], "Every number is the right one plus `x`."),
        (lambda x, rate: list(x), "It gives `x` back as it is."),
        (lambda x, rate: np.cumsum(listed(x, rate)), "Each number has all the right ones before it in it"),
        (lambda x, rate: sorted(listed(x, rate)), "The numbers are right, but sorted, lowest first."),
        (lambda x, rate: listed(x, rate)[:1] * len(x), "All numbers of a call are the same: the first of the right ones."),
        (lambda x, rate: [*listed(x, rate)[:-1], 77.0], "All numbers are right but the last one."),
        (lambda x, rate: [*listed(x, rate)[:1], *x[1:]], "Only the first number is right."),
        (lambda x, rate: [max(each, 0) for each in listed(x, rate)], "Whatever should be below 0 is 0."),
        (lambda x, rate: [3.0] * len(x), "It is 3.0 every time."),
        (lambda x, rate: sum(listed(x, rate)), "It is the sum of the right ones."),
        (lambda x, rate: (np.ones((2, 2)), listed(x, rate)), "The second of these is right by itself."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_list_is_told_by_its_numbers_and_the_arguments(wrong: Any, words: str) -> None:
    right = np.array if words.startswith("The second") else list
    assert words in told(lambda x, rate: right(listed(x, rate)), wrong)


def both(x: Any, rate: float) -> tuple[float, float]:
    return float(np.mean(x)), rate + float(np.max(x))


FAULTS = {
    "a median is taken": lambda x, rate: (float(np.median(x)), rate + float(np.max(x))),
    "the rate is left out": lambda x, rate: (float(np.mean(x)), float(np.max(x))),
}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda x, rate: (np.median(x), rate + np.sum(x**3)), "The first value comes out so when a median is taken. Is it? The second value is wrong, too."),
        (lambda x, rate: (np.median(x), np.max(x)), "The first value comes out so when a median is taken. Is it? The second value"),
        (lambda x, rate: (np.mean(x), -3 * np.max(x)), "First, the rate is left out. Is it? Second, the number is always -3.0 times what comes of that."),
        (lambda x, rate: (-2 * np.median(x), -2 * (rate + np.max(x))), "Two things here. First, a median is taken. Is it? Second, every number is -2.0 times"),
        (lambda x, rate: (rate + np.max(x), np.mean(x) + np.sum(x**3)), "The first value: It is what the second value should be."),
    ],
)  # fmt: skip
def test_one_of_several_results_is_explained_by_a_fault_that_gives_it(wrong: Any, words: str) -> None:
    assert words in told(both, wrong, FAULTS)


@pytest.mark.parametrize(
    ("right", "got", "words"),
    [
        ([2.0, 3.0, 4.0, 5.0, 2.0], [2.34, 3.0, 4.0, 5.0, 2.34], "always"),
        ([(-1.0, 2.0), (2.0, -1.0), (-3.0, 1.0)], [(1.0, 9.0), (2.0, 7.0), (3.0, 8.5)], "first value: Every sign"),
        ([(1.0, 2.0), (1.5, 3.0), (1.7, 3.0)], [(1.5, 2.0), None, (2.9, 3.0)], "The other one is right"),
        ([[1.0, 2.0, 4.0], [3.0]], [[4.0, 2.0, 1.0], [8.0]], "in the reverse order"),
        ([[1.0, 2.0, 4.0], [3.0]], [[1.0, 3.0, 7.0], [8.0]], "all the right ones before it"),
        ([[1.0, 2.0, 4.0], [1.0, 5.0, 6.0], [3.0]], [[1.0, 33.0, 77.0], [1.0, 8.0, 9.0], [8.0]], "Only the first"),
        ([[5.0, 5.0, 5.0]], [[0.0, 5.0, 5.0]], "one place too late"),
        ([[0.3, 0.5, -0.2]], [[0.0, 0.0, 0.0]], "decimals are gone"),
        ([[0.3, 0.5], [0.2, 4.0]], [[3e-8, 5e-8], [2e-8, 4e-7]], "0.0 times"),
        ([[4.2e-8, 2.8e-8, 1.9e-8]], [[4e-8, 3e-8, 2e-8]], "another order"),
    ],
)  # fmt: skip
def test_nothing_is_said_that_holds_of_some_results_alone(right: Any, got: Any, words: str) -> None:
    cases = [Case(args=(np.ones(right.index(each) + 2),), expected=each) for each in right]
    found = describe(cases, [Reply(value=each) for each in got], TOLERANCE, reveal=False)
    assert words not in found.text


def test_what_a_fault_and_its_opposite_come_to_is_not_told_as_two_faults() -> None:
    expected = [1.5, 2.5, -3.5, 2e-9]
    cases = [Case(args=(np.ones(i + 2),), expected=(each, 1.0)) for i, each in enumerate(expected)]
    halved = KnownMistake(
        id="halved",
        credit=0.5,
        message="",
        clause="it is halved",
        prints=(),
        outcomes=tuple(Outcome(value=(each / 2, 0.5)) for each in expected),
    )
    replies = [Reply(value=(each if abs(each) > 1 else 0.0, 1.0)) for each in expected]
    assert "halved" not in describe(cases, replies, TOLERANCE, reveal=True, known=[halved]).text


def test_of_an_exception_for_many_points_nothing_is_said_of_data_that_are_cut() -> None:
    cases = [Case(args=(np.ones(n),), expected=float(n)) for n in (2, 3, 4, 5, 6, 1200)]
    deep = Reply(raised=Raised(type="RecursionError", message="maximum recursion depth exceeded"))
    replies = [*(Reply(value=case.expected) for case in cases[:-1]), deep]
    text = describe(cases, replies, TOLERANCE, reveal=True).text
    assert "maximum recursion depth exceeded" in text
    assert "cut" not in text


def test_whole_numbers_that_are_nearly_met_are_said_to_be_close() -> None:
    cases = [Case(args=(np.ones(n),), expected=np.ones(n)) for n in (2, 3)]
    replies = [Reply(value=case.expected + 1e-5 * np.arange(len(case.expected))) for case in cases]
    assert "close, but not close enough" in describe(cases, replies, TOLERANCE, reveal=True).text
