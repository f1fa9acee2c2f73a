"""Each function on its own merit, and with the message that is its own, whatever the functions beneath it do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.exercise import examples
from autograder.exercise.verdict import Verdict
from autograder.student.trial import put_to_trial
from tests.support.course import ASSIGNMENT, ROOT, Judged, references

NEURON = "5-linear-neuron"
NEGATED = {"d_error_d_y_hat": "def d_error_d_y_hat(y, y_hat):\n    return y - y_hat"}
NAP = "__import__('time').sleep(0.1)"  # what never ends takes none of the processor's time meanwhile
SUMMED = {"mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"}


def train(epochs: str = "epochs", step: str = "slope - learning_rate * d_slope", before: str = "") -> str:
    """Write a `train` of one's own."""
    return (
        f"{before}\n\ndef train(x, y, learning_rate, epochs):\n    slope = bias = 0.0\n    losses = []\n"
        f"    for _ in range({epochs}):\n        y_pred = predict(x, slope, bias)\n        losses.append(mse(y, y_pred))\n"
        f"        d_slope, d_bias = gradients(x, y, y_pred)\n        slope = {step}\n"
        "        bias = bias - learning_rate * d_bias\n    return slope, bias, losses\n"
    )


def test_what_is_built_on_a_function_that_is_right_but_for_one_beneath_it_gets_its_full_points(
    judged: Judged,
) -> None:
    verdicts = judged(NEGATED, assignment=NEURON)
    assert verdicts["d_error_d_y_hat"].outcome == "failed"
    assert verdicts["neuron_gradients"].outcome == "passed"
    assert verdicts["train_neuron"].outcome == "passed"
    assert "a right `d_error_d_y_hat` in place of yours" in verdicts["train_neuron"].message


def test_a_function_beneath_another_may_be_called_directly(judged: Judged) -> None:
    code = references(NEURON)["train_neuron"].replace(
        "neuron_gradients(x, y, y_hat)",
        "np.sum(d_error_d_y_hat(y, y_hat) * x), np.sum(d_error_d_y_hat(y, y_hat))",
    )
    verdict = judged({**NEGATED, "train_neuron": code}, assignment=NEURON)["train_neuron"]
    assert verdict.outcome == "passed"


def test_a_function_that_makes_up_for_a_wrong_one_beneath_it_does_not_sink_what_is_built_on_it(
    judged: Judged,
) -> None:
    makes_up = references(NEURON)["neuron_gradients"].replace(
        "float(np.sum(upstream * d_z_d_w1)), float(np.sum(upstream * d_z_d_w0))",
        "-float(np.sum(upstream * d_z_d_w1)), -float(np.sum(upstream * d_z_d_w0))",
    )
    wrong = {"sse": "def sse(y, y_hat):\n    return np.sum((y - y_hat) ** 2)"}
    verdicts = judged({**NEGATED, **wrong, "neuron_gradients": makes_up}, assignment=NEURON)
    assert verdicts["neuron_gradients"].outcome == "passed"
    assert verdicts["train_neuron"].outcome == "passed"


@pytest.mark.parametrize(
    "mse",
    [
        "def mse(y, y_pred):\n    raise ValueError('mine')",
        "def mse(y, y_pred):\n    import os\n    os._exit(3)",
        "def mse(y, y_pred):\n    y -= y_pred\n    return np.mean(y ** 2)",
        "from sklearn.metrics import mean_squared_error as mse",
        "def mse(y, y_pred):\n    return sum((a - b) ** 2 for a, b in zip(y.ravel(), y_pred.ravel())) / len(y)",
        "def mse(y):\n    return 0.0",
        "mse = None",
    ],
)
def test_no_fault_of_one_function_is_told_of_another(
    mse: str, judged: Judged, one_epoch_less: Verdict
) -> None:
    right, wrong = judged({"mse": mse})["train"], judged({"mse": mse, "train": train("epochs - 1")})["train"]
    assert (right.outcome, right.score) == ("passed", 3), right.message
    assert wrong.score == one_epoch_less.score
    assert (
        wrong.message.removesuffix(" (It was run with a right `mse` in place of yours.)")
        == one_epoch_less.message
    )


def test_a_function_that_never_ends_costs_those_above_it_nothing(judged: Judged) -> None:
    verdicts = judged({"mse": f"def mse(y, y_pred):\n    while True:\n        {NAP}"})
    assert (verdicts["mse"].mistake, verdicts["train"].outcome) == ("time", "passed")


@pytest.fixture(scope="module")
def one_epoch_less(judged: Judged) -> Verdict:
    return judged({"train": train("epochs - 1")})["train"]


def test_the_message_comes_from_the_run_in_which_all_else_is_right(judged: Judged) -> None:
    shaped = {
        "gradients": "def gradients(x, y, y_pred):\n    return -2 * x * (y - y_pred), -2 * (y - y_pred)"
    }
    wrong = train(step="slope - 3 * learning_rate * d_slope")
    verdicts = judged({**shaped, "train": wrong})
    assert verdicts["gradients"].outcome == "failed"
    own = judged({"train": wrong})["train"].message
    assert verdicts["train"].message == f"{own} (It was run with a right `gradients` in place of yours.)"
    assert "shape" not in verdicts["train"].message


def test_nothing_is_said_of_right_ones_where_nothing_depends_on_them(judged: Judged) -> None:
    alone = "The call was still running after 3 s (for a single epoch). Does its loop ever end?"
    endless = f"def train(x, y, learning_rate, epochs):\n    while True:\n        mse(y, predict(x, 0.0, 0.0))\n        {NAP}"
    assert judged({"train": endless})["train"].message == alone
    stubs = judged({}, rest="stubs")
    assert all("in place of yours" not in verdict.message for verdict in stubs.values())


def test_several_right_ones_are_listed(judged: Judged) -> None:
    negated = {name: f"def {name}(*args):\n    return -1.0" for name in ("predict", "mse", "gradients")}
    message = judged({**negated, "train": train("epochs - 1")})["train"].message
    assert message.endswith("(It was run with right `predict`, `mse` and `gradients` in place of yours.)")


@pytest.mark.parametrize(
    "code",
    [
        train(before="guess = predict").replace("predict(x, slope", "guess(x, slope"),
        train().replace("epochs):\n    slope", "epochs, predict=predict):\n    slope", 1),
        "def step(x, slope, bias):\n    return predict(x, slope, bias)\n\n"
        + train().replace("predict(", "step("),
    ],
)
def test_a_right_function_stands_in_under_every_name_that_the_student_gave(code: str, judged: Judged) -> None:
    wrong = "def predict(x, slope, bias):\n    return slope * x - bias"
    verdict = judged({"predict": wrong, "train": code})["train"]
    assert verdict.outcome == "passed", verdict.message


def test_a_given_function_that_was_replaced_is_named_and_one_that_was_not_is_none_of_theirs(
    judged: Judged,
) -> None:
    broken = "def predict_loop(x, slope, bias):\n    return [0.0 for _ in x]"
    answer = {"gradients_loop": f"{references('3-gradient-descent')['gradients_loop']}\n\n{broken}"}
    message = judged(answer, assignment="3-gradient-descent")["train_loop"].message
    assert "a right `predict_loop` in place of yours" in message
    wrong = {"update": "def update(slope, bias, d_slope, d_bias, learning_rate):\n    return slope, bias"}
    message = judged(wrong, assignment="3-gradient-descent")["train_loop"].message
    assert "a right `update` in place of yours" in message


def test_of_functions_that_the_notebook_gives_none_is_said_to_be_the_students(judged: Judged) -> None:
    swapped = references("2-mean-squared-error")["sweep_losses"].replace(
        "nudge_line(slope_step, bias_step", "nudge_line(bias_step, slope_step"
    )
    verdict = judged({"sweep_losses": swapped}, assignment="2-mean-squared-error")["sweep_losses"]
    assert verdict.mistake == "swapped"
    assert "yours" not in verdict.message


def test_right_functions_that_do_not_fit_together_sink_nothing(judged: Judged) -> None:
    lists = "def predict(x, slope, bias):\n    return (slope * x + bias).tolist()"
    doubled = train().replace(
        "predict(x, slope, bias)", "np.array((2 * predict(x, slope, bias))[: len(x)]) / 2"
    )
    assert judged({"predict": lists})["predict"].outcome == "passed"
    assert judged({"predict": lists, "train": doubled})["train"].outcome == "passed"


def test_a_loop_over_the_points_in_place_of_the_epochs_is_told_and_counted_once(judged: Judged) -> None:
    verdict = judged({"train": train("len(x)")})["train"]
    assert (verdict.score, verdict.mistake) == (0.75, "as-many-epochs-as-points"), verdict.message
    assert "one by one" not in verdict.message


def test_epochs_that_are_too_many_are_no_loop_over_the_points(judged: Judged) -> None:
    verdict = judged({"train": train("50")})["train"]
    assert (verdict.score, verdict.mistake) == (0.75, "always-50-epochs"), verdict.message
    assert "one by one" not in verdict.message


def test_a_students_own_check_tells_such_a_loop_once_as_well() -> None:
    shown = examples.load(ROOT / "exercises" / ASSIGNMENT / examples.FILE)
    space: dict[str, Any] = {"np": np}
    for code in (*references().values(), train("len(x)")):
        exec(code, space)
    verdict = put_to_trial(space["train"], shown.exercise("train"), shown.judging).verdict
    assert (verdict.score, verdict.mistake) == (0.75, "as-many-epochs-as-points")
    assert "one by one" not in verdict.message


def test_a_loop_besides_another_mistake_is_told_and_counted_besides(judged: Judged) -> None:
    code = "def mse(y, y_pred):\n    t = 0\n    for a, b in zip(y, y_pred):\n        t += (a[0] - b[0]) ** 2\n    return t"
    verdict = judged({"mse": code})["mse"]
    assert (verdict.score, verdict.mistake) == (0.5, "summed")
    assert "at line 4: `t += (a[0] - b[0]) ** 2`" in verdict.message


HELPER = "def total(values):\n    t = 0.0\n    for v in values:\n        t += v\n    return t"


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ({"mse": f"{HELPER}\n\ndef mse(y, y_pred):\n    return total(((y - y_pred) ** 2).ravel()) / len(y)"}, ", at line 3: `for v in values:`"),
        ({"+": HELPER, "mse": "def mse(y, y_pred):\n    return total(((y - y_pred) ** 2).ravel()) / len(y)"}, ""),
    ],
)  # fmt: skip
def test_a_line_that_is_shown_stands_in_the_functions_own_cell(
    answers: dict[str, str], line: str, judged: Judged
) -> None:
    verdict = judged(answers)["mse"]
    assert verdict.mistake == "wrong-form"
    assert f"goes through the points one by one{line}: can NumPy" in verdict.message


def test_a_line_of_another_exercise_in_the_same_cell_is_not_shown(judged: Judged) -> None:
    both = (
        "def _slow(x):\n    return [v for v in x.ravel()]\n\ndef mse(y, y_pred):\n    _slow(y)\n    return np.mean((y - y_pred) ** 2)\n\n"
        + train().replace("        y_pred = ", "        _slow(x)\n        y_pred = ")
    )
    message = judged({"mse": "", "train": both})["train"].message
    assert ", at line 2: `return [v for v in x.ravel()]`" in message, message
    assert "np.mean" not in message
