"""What a test cell's outputs are worth, as nbgrader reads them, and in words. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from autograder.common.text import printable, shorten
from autograder.exercise.verdict import Verdict, ungraded
from autograder.ordinary.trial import Test, Tested
from autograder.sandbox.protocol.outputs import Failure, Result

MAX_WORDS = 300
_NUMBER = re.compile(r"(?:np|numpy)\.\w+\((.*)\)")
_LINE = re.compile(r"^\s*(?:-+>\s*\d*)?\s*(assert\b.*)$")


def verdict_of(test: Test, tested: Tested) -> Verdict:
    """Give the verdict on a test cell: nothing where it ends in an exception, part of the points where it gives a number.

    In two things it is kinder than nbgrader: what is written to stderr, such as a warning, costs nothing; and a NumPy number is a number.
    """
    if tested.stopped is not None:
        return _failed(test, 0.0, tested.stopped.reason, f"It did not come back: {tested.stopped.words}.")
    failure = next((output for output in tested.outputs if isinstance(output, Failure)), None)
    if failure is None and tested.error is not None:  # it showed more than fits
        name, _, said = tested.error.partition(": ")
        failure = Failure(ename=name, evalue=said, traceback=[])
    if failure is not None:
        return _failed(test, 0.0, _kind_of(failure), _words_of(failure))
    shown = next((output for output in tested.outputs if isinstance(output, Result)), None)
    score = test.points if shown is None else _score_in(shown, test.points)
    if score > test.points:
        message = f"Its test gave {score:g} points, but it has {test.points:g}: a person has to look at it."
        return _asserted(ungraded(test.name, test.points, message))
    if score < test.points:
        return _failed(test, score, "partial-credit", f"Its test gave {score:g} of {test.points:g} points.")
    return Verdict(exercise=test.name, outcome="passed", score=score, points=test.points, asserted=True)


def _failed(test: Test, score: float, mistake: str, message: str) -> Verdict:
    return Verdict(
        exercise=test.name,
        outcome="failed" if test.points else "passed",
        score=score,
        points=test.points,
        mistake=mistake,
        message=message,
        asserted=True,
    )


def _asserted(verdict: Verdict) -> Verdict:
    return replace(verdict, asserted=True)


def _score_in(result: Result, points: float) -> float:
    """Read a number of points; whatever is none, or is negative, is full points, as nbgrader has it."""
    text = result.data.get("text/plain", "").strip()
    wrapped = _NUMBER.fullmatch(text)
    try:
        score = float(wrapped[1] if wrapped else text)
    except ValueError:
        return points
    return score if score >= 0 else points


def _kind_of(failure: Failure) -> str:
    name = shorten(printable(failure.ename), 80)
    return {"NotImplementedError": "not-written", "AssertionError": "assertion"}.get(name, f"raises-{name}")


def _words_of(failure: Failure) -> str:
    name = shorten(printable(failure.ename), 80)
    if name == "NotImplementedError":
        return "Not written yet."
    said = shorten(printable(" ".join(failure.evalue.split())), MAX_WORDS)
    if said or name != "AssertionError":
        return f"{name}: {said}" if said else f"{name}."
    lines = "\n".join(failure.traceback).splitlines()
    line = next((found[1] for line in reversed(lines) if (found := _LINE.match(line))), "")
    return (
        f"This does not hold: {shorten(printable(line), MAX_WORDS)}"
        if line
        else "An assertion does not hold."
    )
