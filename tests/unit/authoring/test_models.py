"""Mistakes made of faults: each is said once, and the program combines them."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest

from autograder.authoring.models import ANYTHING, Mistake, Model, joint_credit
from autograder.exercise import fingerprints
from autograder.exercise.fingerprints import Fingerprint, of_value, readings
from autograder.exercise.reply import Raised, Reply


def mean_square(y: Any, y_pred: Any, *, power: float = 2, over: Any = len, after: float = 1.0) -> Any:
    return after * sum((a - b) ** power for a, b in zip(y, y_pred, strict=True)) / over(y)


def loss() -> Model:
    model = Model("mse", mean_square, {"n": "the number of points"})
    model.fault("summed", 0.5, over=lambda _y: 1).says("nothing divides by {n}. What makes a mean of a sum?")
    model.fault("not-squared", 0.25, power=1).says(
        "the differences are not squared. Which power is asked for?"
    )
    model.fault("halved", 0.5, after=0.5).says(
        "the result is half of what it should be. Is there a 2 too many?", "a 2 divides it"
    )
    model.fault("as-text", 0.5, form=str).says("the number comes back as a text. What makes a text of it?")
    model.fault("reversed", given=lambda y, _p: ANYTHING if len(y) == 1 else (y, y)).says(
        "y is compared with itself. What with?"
    )
    return model  # fmt: skip


def by_id(model: Model) -> dict[str, Mistake]:
    return {each.id: each for each in model.mistakes()}


def test_a_fault_turns_one_knob_of_the_model_and_is_told_in_its_sentence() -> None:
    summed = by_id(loss())["summed"]
    assert summed.function([1.0, 3.0], [0.0, 0.0]) == 10.0
    assert summed.message == "Nothing divides by the number of points. What makes a mean of a sum?"


def test_two_faults_are_told_one_after_the_other_and_deserve_half_of_what_the_worse_does() -> None:
    model = loss()
    model.combine("summed", "halved power")
    pair = by_id(model)["summed+halved"]
    assert pair.function([1.0, 3.0], [0.0, 0.0]) == 5.0
    assert pair.credit == 0.25
    assert pair.message == (
        "Two things here. First, nothing divides by the number of points. What makes a mean of a sum? "
        "Second, a 2 divides it. Is there a 2 too many?"
    )
    assert by_id(model)["summed+not-squared"].credit == 0


def test_faults_of_one_knob_exclude_each_other() -> None:
    model = loss()
    model.combine("summed halved", "summed as-text")
    assert [id_ for id_ in by_id(model) if "+" in id_] == [
        "summed+as-text",
        "halved+summed",
        "halved+as-text",
    ]


def test_what_others_teach_has_a_sentence_and_a_share_of_its_own() -> None:
    model = loss()
    model.convention("summed halved as-text", 0.25, "This is half a sum, as a text. Whose formula is it?")
    whole = by_id(model)["summed+halved+as-text"]
    assert (whole.credit, whole.message) == (0.25, "This is half a sum, as a text. Whose formula is it?")
    assert whole.function([1.0], [0.0]) == "0.5"


def test_a_result_with_many_faces_stays_one_in_company() -> None:
    model = loss()
    model.combine("reversed", "as-text")
    assert by_id(model)["reversed+as-text"].function([1.0], [0.0]) is ANYTHING


@pytest.mark.parametrize(
    ("declare", "said"),
    [
        (lambda model: model.fault("odd", 0.5, powr=3), "its model has no knob powr; turn one of: after, form, given"),
        (lambda model: model.fault("odd"), "has no knob turned"),
        (lambda model: model.fault("summed", power=3), "stands twice"),
        (lambda model: model.fault("odd", 1.0, power=3), "credit must be at least 0 and below 1"),
        (lambda model: model.combine("summed", "sumed"), "no fault, and no knob of one, is called `sumed`"),
    ],
)  # fmt: skip
def test_a_fault_that_turns_nothing_is_refused(declare: Any, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        declare(loss())


def test_what_several_deserve_is_in_whole_quarters() -> None:
    assert [joint_credit(each) for each in ([0.5, 0.5], [0.5, 0.25], [0.75, 0.5], [0.5, 0.5, 0.5])] == [
        0.25,
        0,
        0.25,
        0,
    ]


SAME = [
    (3.0, np.array([3.0])),
    ([1.0, 2.0], np.array([1, 2])),
    ((1.0, [2.0, 3.0]), [np.array([[1.0]]), (2, 3)]),
    ((1.0, 2.0), np.array([[1.0], [2.0]])),
    (1e300, 1e300 * (1 + 1e-9)),
    (1e-10, 0.0),
    (math.nan, np.float64("nan")),
]
OTHER = [
    (3.0, [3.0]),
    ([1.0, 2.0], [1.0, 2.0, 0.0]),
    ([1.0, 2.0], [2.0, 1.0]),
    ([[1.0, 2.0]], [[1.0], [2.0]]),
    (1e300, 1.01e300),
    (math.inf, -math.inf),
    (0.0, None),
    ("a", "b"),
]


@pytest.mark.parametrize(("known", "given"), SAME)
def test_results_that_count_as_the_same_have_the_same_fingerprint(known: Any, given: Any) -> None:
    assert of_value(known).is_like(readings(Reply(value=given)))


@pytest.mark.parametrize(("known", "given"), OTHER)
def test_other_results_have_another_fingerprint(known: Any, given: Any) -> None:
    assert not of_value(known).is_like(readings(Reply(value=given)))


def test_an_exception_is_known_by_its_type() -> None:
    raised = readings(Reply(raised=Raised(type="ValueError", message="")))
    assert fingerprints.of_exception("ValueError").is_like(raised)
    assert not fingerprints.of_exception("TypeError").is_like(raised)
    assert Fingerprint(fingerprints.ANY).is_like(raised)
