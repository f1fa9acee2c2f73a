"""`check(function)`: what a student sees at once, in the notebook, before handing in.

It calls the function on the examples released beside the notebook, shows what was expected and what came,
says what a mistake most likely is, and ends in a short exception when something is wrong.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder import examples
from autograder.exercises import Exercise
from autograder.judge import judge
from autograder.probe import Reply, as_data, call
from autograder.render import headline, points_text, to_html, to_text
from autograder.verdict import CaseResult, Verdict


class NotRightYet(Exception):
    """A check that found something to do. It shows itself in one line, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        """Give IPython the lines to show in place of a traceback."""
        return [str(self)]


class Shown:
    """A verdict on display: HTML where there is a page, plain text anywhere else."""

    def __init__(self, verdict: Verdict, progress: str) -> None:
        self._verdict = verdict
        self._progress = progress

    def _repr_html_(self) -> str:
        return to_html(self._verdict) + f'<div style="opacity:.75">{self._progress}</div>'

    def __repr__(self) -> str:
        return f"{to_text(self._verdict)}\n{self._progress}"


_scores: dict[tuple[str, str], Verdict] = {}


def check(function: Callable[..., Any]) -> None:
    """Check one of your functions on the examples of this assignment.

    Raises:
        NotRightYet: Something is not right yet; what is shown above it says what.
    """
    name = getattr(function, "__name__", "")
    try:
        assignment = examples.load(Path.cwd() / examples.FILE)
    except examples.ExamplesError as error:
        raise NotRightYet(f"check: {error}") from None
    exercise = next((each for each in assignment.exercises if each.name == name), None)
    if exercise is None or not callable(function):
        names = ", ".join(each.name for each in assignment.exercises)
        raise NotRightYet(
            f"check: there is no exercise `{name or function!r}` here. The exercises are: {names}"
        )
    verdict = judge(exercise, _replies(function, exercise), assignment.judging, source_line=_source_line)
    _scores[assignment.assignment, name] = verdict
    _display(Shown(replace(verdict, cases=_worth_showing(exercise, verdict)), _progress(assignment)))
    if verdict.outcome != "passed":
        raise NotRightYet(
            f"{headline(verdict)}. Change the function above, run its cell, then run this one again."
        )


def _worth_showing(exercise: Exercise, verdict: Verdict) -> tuple[CaseResult, ...]:
    """Show the examples; the larger cases, which are there for the form, only where they alone go wrong."""
    examples_only = tuple(
        result for case, result in zip(exercise.cases, verdict.cases, strict=False) if case.points is None
    )
    return (
        examples_only
        if verdict.outcome == "passed" or not all(r.passed for r in examples_only)
        else verdict.cases
    )


def _replies(function: Callable[..., Any], exercise: Exercise) -> list[Reply]:
    replies = []
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for number, case in enumerate(exercise.cases):
            traced = number in exercise.sized or number == 0
            replies.append(as_data(call(function, case.args, traced=traced)))
    return replies


def _source_line(file: str, line: int) -> str | None:
    return linecache.getline(file, line) or None


def _progress(assignment: examples.Examples) -> str:
    known = [_scores.get((assignment.assignment, each.name)) for each in assignment.exercises]
    score = sum(verdict.score for verdict in known if verdict is not None)
    total = sum(each.points for each in assignment.exercises)
    marks = "  ".join(
        f"{each.name} {points_text(verdict) if verdict else f'–/{each.points:g}'}"
        for each, verdict in zip(assignment.exercises, known, strict=True)
    )
    return f"On the examples, so far: {score:g} of {total:g} points ({marks})"


def _display(shown: Shown) -> None:
    interactive = sys.modules.get("IPython")
    if interactive is not None and interactive.get_ipython() is not None:
        from IPython.display import display

        display(shown)
    else:
        print(shown)
