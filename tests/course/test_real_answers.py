"""Answers that people have published, carried over to this course's functions: what the judge says of them."""

from __future__ import annotations

import contextlib
import functools
import io
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from autograder.course import settings as course
from autograder.execution.call import call
from autograder.exercise.reply import as_data
from autograder.exercise.verdict import Verdict
from autograder.judge.judge import is_named, judge
from tests.support.course import ASSIGNMENTS, ROOT, bank_of, references

ANSWERS = json.loads((ROOT / "tests" / "course" / "answers.json").read_text(encoding="utf-8"))
# Wrong answers that no fault names, and of which the description says what is wrong: its words.
DESCRIBED = {
    "extra-parameter-m": "missing 1 required positional argument",
    "name-left-from-tutorial": "name 'b' is not defined",
    "tuple-with-gradient": "a tuple of 2, where a number is asked for",
    "cost-list": "a list of 5, where a number is asked for",
    "tuple-of-new-and-old": "or left over from earlier calls",
    "vector-losses": "an array of shape (5,), where a number is asked for",
    "matmul-with-number": "The shapes do not fit together",
    "loss-and-gradient": "a tuple of 2, where a number is asked for",
    "y-reshaped-three": "This shape fits one number of points only",
    "mini-batches-32": "is the data cut, or split into batches?",
    "noise-half": "standard deviation about 0.052",
    "uniform-noise": "unevenly spread",
    "old-api": "A generator's methods have names of their own",
    "grid": "an array of shape (4, 4), where a list of 4 is asked for",
    "with-weights": "missing 2 required positional arguments",
    "column-index-loop": "how many brackets does it take",
}
# What beginners write: `told` is the id of the mistake that it is, else words of what is said; empty where it is right.
BEGINNERS = json.loads((ROOT / "tests" / "course" / "beginners.json").read_text(encoding="utf-8"))
ENOUGH = 100  # of 108 wrong answers that are to be told what is wrong


@dataclass(frozen=True, kw_only=True)
class Judged:
    answer: dict[str, str]
    verdict: Verdict
    named: bool


@functools.cache
def judged(assignment: str) -> tuple[Judged, ...]:
    return tuple(judge_one(each) for each in ANSWERS if each["assignment"] == assignment)


def judge_one(answer: dict[str, str]) -> Judged:
    """Run an answer beside the references of the other functions, as the grader's own exam does."""
    bank = bank_of(answer["assignment"])
    exercise = next(each.hidden for each in bank.questions if each.hidden.name == answer["function"])
    space: dict[str, Any] = {**bank.authored.references, "np": np, "__name__": "__main__"}
    replies = []
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        exec(compile(answer["code"], "<cell 0>", "exec"), space)
        for i, case in enumerate(exercise.cases):
            reply = call(
                space[answer["function"]], case.args, case.keywords, traced=i in (exercise.sized or (0,))
            )
            replies.append(as_data(reply))
    verdict = judge(exercise, replies, course.load(ROOT).judging.rules())
    return Judged(answer=answer, verdict=verdict, named=is_named(exercise, verdict.mistake))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_right_answer_loses_a_point_and_no_wrong_one_keeps_all(assignment: str) -> None:
    misjudged = [
        (each.answer["function"], each.answer["id"], each.verdict.message)
        for each in judged(assignment)
        if (each.verdict.outcome == "passed") != (each.answer["verdict"] == "right")
    ]
    assert misjudged == []


@pytest.mark.filterwarnings("ignore")
def test_of_the_wrong_ones_nearly_all_are_told_what_is_wrong() -> None:
    wrong = [
        each for assignment in ASSIGNMENTS for each in judged(assignment) if each.answer["verdict"] == "wrong"
    ]
    told = [
        each for each in wrong if each.named or DESCRIBED.get(each.answer["id"], "\0") in each.verdict.message
    ]
    assert (len(wrong), len(told) >= ENOUGH) == (108, True), len(told)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("function", sorted({each["function"] for each in BEGINNERS}))
def test_what_beginners_write_is_told_as_what_it_is(function: str) -> None:
    for answer in (each for each in BEGINNERS if each["function"] == function):
        found = judge_one(answer)
        if not answer["told"]:
            assert found.verdict.outcome == "passed", (answer["code"], found.verdict.message)
        elif found.named:
            assert found.verdict.mistake == answer["told"], answer["code"]
        else:
            assert answer["told"] in found.verdict.message, (answer["code"], found.verdict.message)


@pytest.mark.parametrize(
    ("assignment", "function", "code", "untrue"),
    [
        ("2-mean-squared-error", "best_epoch", "def best_epoch(losses):\n    low, best = 1e6, 0\n    for i, loss in enumerate(losses):\n        if loss < low:\n            low, best = loss, i\n    return best", "10000"),
        ("3-gradient-descent", "train_loop", references("3-gradient-descent")["train_loop"].replace("        slope, bias = update(", "        if abs(d_slope) + abs(d_bias) < 1e-8:\n            break\n        slope, bias = update("), "0.00000"),
    ],
)  # fmt: skip
def test_no_limit_is_told_that_is_not_the_answers(
    assignment: str, function: str, code: str, untrue: str
) -> None:
    found = judge_one({"assignment": assignment, "function": function, "code": code})
    assert found.named
    assert untrue not in found.verdict.message
