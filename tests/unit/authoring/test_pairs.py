"""Pairs of faults that nobody has combined: found by what they give, and said only where nothing else gives the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.authoring import pairs
from autograder.authoring.models import Model
from autograder.authoring.pairs import Pairs
from autograder.exercise.exercise import Case
from autograder.exercise.reply import Reply

POINTS = [np.array([1.0, 4.0, -2.0]), np.array([0.5, 3.0]), np.array([7.0, -1.0, 2.0, 6.0])]


def spread(
    x: Any, *, middle: Any = np.mean, power: Any = 2, front: Any = 1.0, front_b: Any = None, lift: Any = 0.0
) -> Any:
    centre = middle(x)
    return front * np.mean(np.abs(x - centre) ** power), (front_b or front) * centre + lift


def spreads() -> Model:
    model = Model("spread", spread, {})
    model.fault("median", 0.5, middle=np.median).says("the middle is a median. Which one is asked for?")
    model.fault("cubed", 0.5, power=3).says("the third power is taken. Which makes a square?")
    model.fault("doubled", 0.5, front=2.0).says("both are doubled. Where does a 2 come in?")
    model.fault("centre-doubled", 0.5, front_b=2.0).says("the centre is doubled. Where does a 2 come in?")
    model.fault("lifted", 0.5, lift=1.0).says("the centre is one too high. What is added?")
    model.fault("swapped", 0.25, form=lambda v: v[::-1]).says(
        "the two have changed places. Which comes first?"
    )
    return model


def search(model: Model) -> Pairs:
    cases = tuple(Case(args=(x,), expected=spread(x), label="") for x in POINTS)
    return Pairs(model=model, cases=cases, grows=lambda _function: lambda: False)


def replies(function: Any) -> list[Reply]:
    return [Reply(value=function(x)) for x in POINTS]


def test_two_faults_that_nobody_has_combined_are_found_by_what_they_give() -> None:
    found = search(spreads())(replies(lambda x: spread(x, middle=np.median, power=3)))
    assert found is not None
    assert (found.id, found.credit) == ("median+cubed", 0.25)
    assert found.message == (
        "Two things here. First, the middle is a median. Which one is asked for? "
        "Second, the third power is taken. Which makes a square?"
    )


def test_a_fault_of_all_results_is_found_together_with_one_of_their_order() -> None:
    found = search(spreads())(replies(lambda x: spread(x, power=3)[::-1]))
    assert found is not None
    assert (found.id, found.credit) == ("cubed+swapped", 0)


def test_a_knob_that_takes_the_place_of_another_one_excludes_it() -> None:
    assert ("doubled", "centre-doubled") not in spreads().uncombined()
    assert search(spreads())(replies(lambda x: spread(x, front=2.0, front_b=3.0))) is None


def test_three_faults_are_found_where_one_of_them_explains_a_result_and_two_the_other() -> None:
    found = search(spreads())(replies(lambda x: spread(x, power=3, front_b=2.0, lift=1.0)))
    assert found is not None
    assert (found.id, found.credit) == ("cubed+centre-doubled+lifted", 0)
    assert found.message.startswith("Three things here")


def test_an_answer_that_differs_in_one_case_is_no_pair() -> None:
    given = replies(lambda x: spread(x, middle=np.median, power=3))
    assert search(spreads())([*given[:2], Reply(value=spread(POINTS[2]))]) is None


def test_of_several_pairs_that_give_the_same_only_what_they_have_in_common_is_said() -> None:
    model = spreads()
    model.fault("power-of-three", 0.0, power=3.0).says("the power is 3. Which makes a square?")
    found = search(model)(replies(lambda x: spread(x, middle=np.median, power=3)))
    assert found is not None
    assert (found.id, found.credit) == ("median+something-else", 0)
    assert (
        found.message
        == "The middle is a median, and something else is wrong besides. Which one is asked for?"
    )
    named = model.named(found.id)
    assert named is not None
    assert named.message == found.message


def test_nothing_is_said_where_pairs_that_give_the_same_have_nothing_in_common() -> None:
    model = spreads()
    model.fault("median-again", 0.0, middle=lambda x: np.median(x)).says("a median. Which?")
    model.fault("power-of-three", 0.0, power=3.0).says("the power is 3. Which makes a square?")
    assert search(model)(replies(lambda x: spread(x, middle=np.median, power=3))) is None


def test_what_would_take_more_outcomes_than_allowed_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "TRIED", 0)
    assert search(spreads())(replies(lambda x: spread(x, middle=np.median, power=3))) is None


def test_what_is_found_does_not_depend_on_which_answers_came_before(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [
        replies(lambda x: spread(x, power=3)[::-1]),
        replies(lambda x: spread(x, middle=np.median, power=3)),
        replies(lambda x: spread(x, power=3, lift=1.0)),
    ]
    for most in range(12):
        monkeypatch.setattr(pairs, "TRIED", most)
        one = search(spreads())
        for each in answers:
            found, alone = one(each), search(spreads())(each)
            assert (found and found.id) == (alone and alone.id), most
