"""The report's words: kinds of mistakes, names, counts and times, as an instructor reads them."""

from __future__ import annotations

import builtins

from autograder.common.text import printable, shorten
from autograder.gradebook.read import Student

MAX_MESSAGE = 1000

# Kinds of mistakes that no author gave a sentence of their own.
KINDS = {
    "absolute-values": "the right numbers without their signs",
    "all-the-same": "all numbers of a call are the same",
    "assertion": "an assertion does not hold",
    "another-order": "the right values in another order",
    "another-place": "a value in the place of another one",
    "argument-besides": "an argument comes in once too often",
    "argument-given-back": "an argument as it is",
    "averaged-so-far": "the means of all right numbers so far",
    "broken": "disturbs the way results are sent back",
    "changes-arguments": "right values, but it changes its arguments",
    "constant": "the same every time",
    "crash": "ends the Python process",
    "memory": "takes more memory than it may",
    "cut-off": "the right numbers, cut off at an end",
    "factor-of-n": "every number is off by a factor that grows with the number of points",
    "first-right": "only the first number is right",
    "first-wrong": "all numbers are right but the first",
    "imprecise": "close, but not close enough",
    "infinite": "some numbers are infinite",
    "last-right": "only the last number is right",
    "last-wrong": "all numbers are right but the last",
    "missing": "the function is not there",
    "no-negatives": "0 in place of whatever is negative",
    "no-positives": "0 in place of whatever is positive",
    "not-a-number": "some numbers are nan",
    "not-from-scratch": "right values, but a library does the work",
    "not-written": "not written yet",
    "partial-credit": "part of its points",
    "one-place-early": "the right numbers, one place too early",
    "one-place-late": "the right numbers, one place too late",
    "one-value-wrong": "one of several values is wrong",
    "only-some-cases": "right on most cases, wrong on some",
    "partly-known": "a known mistake, and another besides",
    "piled-up": "each number has all the right ones before it in it",
    "reciprocals": "the right numbers turned over, 1 divided by each",
    "gives-another-result": "gives another result for the same arguments",
    "draws-at-random": "draws at random where nothing is to be drawn",
    "remembers-earlier-calls": "something of earlier calls is left over",
    "returns-none": "returns None",
    "reversed": "the right numbers in the reverse order",
    "rounded": "the right numbers, rounded",
    "shifted": "every number is off by the same amount",
    "square-roots": "the square roots of the right numbers",
    "squares": "the squares of the right numbers",
    "submission-time": "all the time of the submission was used up before",
    "time": "does not come to an end in time",
    "name-given-away": "a name that it needs is used for something else in the notebook",
    "uses-a-variable-of-the-notebook": "uses a variable of the notebook in place of its arguments",
    "uses-what-is-not-written": "uses a function that is not written yet",
    "wrapped": "the right value, wrapped once more",
    "wrong-distribution": "draws at random, but something else than what is asked for",
    "wrong-factor": "every number is off by the same factor",
    "wrong-form": "right values in the wrong form: a loop where there should be none, or none where there should be one",
    "wrong-length": "too many values, or too few",
    "wrong-shape": "an array of another shape",
    "wrong-sign": "every sign is the wrong way round",
    "wrong-type": "another type than what is asked for",
    "wrong-values": "wrong in no way that has a name",
}


def kind_of(mistake: str) -> str | None:
    """Name the kind of a mistake; None for one that its author described.

    An exception's name is the student's own, unless it is Python's.
    """
    if not mistake.startswith("raises-"):
        return KINDS.get(mistake)
    name = mistake.removeprefix("raises-")
    found = getattr(builtins, name, None)
    known = isinstance(found, type) and issubclass(found, BaseException)
    return f"raises {name}" if known else "raises an exception"


def clean(text: str) -> str:
    """Bound a text that may be a student's, and take out what would steer a page or a terminal."""
    return shorten(printable(" ".join(text.split())), MAX_MESSAGE)


def name_of(student: Student) -> str:
    return clean(f"{student.name} ({student.id})" if student.name else student.id)
