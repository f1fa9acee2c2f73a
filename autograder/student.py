"""`check(function)`: what a student sees at once, in the notebook, before handing in.

It calls the function on the examples released beside the notebook, shows what was expected and what came,
says what a mistake most likely is, and ends in a short exception when something is wrong.
"""

from __future__ import annotations

import _thread
import contextlib
import io
import linecache
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from autograder import examples
from autograder.borrowed import explain
from autograder.exercises import Case, Exercise
from autograder.judge import judge
from autograder.probe import Reply, Stopped, as_data, call, without_variables
from autograder.render import headline, points_text, to_html, to_text
from autograder.values import safe_repr, shorten
from autograder.verdict import CaseResult, Verdict

SECONDS = 10
MAX_PRINTED = 600


class NotRightYet(Exception):
    """A check that found something to do. It shows itself in one line, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        """Give IPython the lines to show in place of a traceback."""
        return [str(self)]


class Shown:
    """A verdict on display: HTML where there is a page, plain text anywhere else."""

    def __init__(self, verdict: Verdict, notes: list[str]) -> None:
        self._verdict = verdict
        self._notes = notes

    def _repr_html_(self) -> str:
        notes = "".join(
            f'<div style="opacity:.75;white-space:pre-wrap">{escape(note)}</div>' for note in self._notes
        )
        return to_html(self._verdict) + notes

    def __repr__(self) -> str:
        return "\n".join([to_text(self._verdict), *self._notes])


_verdicts: dict[tuple[str, str], Verdict] = {}


def check(function: Callable[..., Any] | None = None) -> None:
    """Check one of your functions on the examples of this assignment.

    Raises:
        NotRightYet: Something is not right yet; what is shown above it says what.
    """
    notebook = sys._getframe(1).f_globals
    try:
        assignment = examples.load(Path.cwd() / examples.FILE)
    except examples.ExamplesError as error:
        raise NotRightYet(f"check: {error}") from None
    exercise = _exercise(function, assignment, notebook)
    assert function is not None
    verdict, printed = _judge(function, exercise, assignment)
    _verdicts[assignment.assignment, exercise.name] = verdict
    notes = [
        *_about_others(exercise, verdict, assignment, notebook),
        *([f"It printed: {shorten(printed, MAX_PRINTED)}"] if printed else []),
        _progress(assignment),
    ]
    _display(Shown(replace(verdict, cases=_worth_showing(exercise, verdict)), notes))
    if verdict.outcome != "passed":
        raise NotRightYet(
            f"{headline(verdict)}. Change the function, run its cell, then run this check again."
        )


def _exercise(function: object, assignment: examples.Examples, notebook: Mapping[str, Any]) -> Exercise:
    """Find the exercise that a function answers: by its name, or by the name it bears in the notebook."""
    names = list(assignment.points)
    if not callable(function):
        raise NotRightYet(
            f"check: give it the function itself, without brackets behind it: `check({names[0]})`"
        )
    name = getattr(function, "__name__", "")
    for each in names:
        if name == each or notebook.get(each) is function:
            return _worked_through(assignment, each)
    raise NotRightYet(
        f"check: `{name or safe_repr(function)[:40]}` is no exercise here. They are: {', '.join(names)}"
    )


def _worked_through(assignment: examples.Examples, name: str) -> Exercise:
    try:
        return assignment.exercise(name)
    except (ValueError, KeyError, TypeError):
        raise NotRightYet(f"check: {examples.FILE} is damaged; fetch the assignment again") from None


def _judge(
    function: Callable[..., Any], exercise: Exercise, assignment: examples.Examples
) -> tuple[Verdict, str]:
    """Judge a function by the examples, and give what it printed on the first of them."""
    try:
        return _judge_in_time(function, exercise, assignment)
    except KeyboardInterrupt:  # it may arrive at any moment
        raise NotRightYet("check: it was stopped. Does a loop in your function never end?") from None


def _judge_in_time(
    function: Callable[..., Any], exercise: Exercise, assignment: examples.Examples
) -> tuple[Verdict, str]:
    replies: list[Reply] = []
    printed = ""
    with _time_limit() as timed_out:
        for number, case in enumerate(exercise.cases):
            traced = number in exercise.sized or number == 0
            with _collected() as text:
                reply = as_data(call(function, case.args, case.keywords, traced=traced))
            printed = printed or (text.getvalue().strip() if number == 0 else "")
            if reply.raised is not None and reply.raised.type == "KeyboardInterrupt":
                if not timed_out.is_set():
                    raise NotRightYet(
                        "check: you stopped it. Does a loop in your function never end?"
                    ) from None
                reply = Reply(stopped=Stopped(reason="time", detail=f"{SECONDS} s"))
            replies.append(reply)
            if reply.stopped is not None:
                break
    verdict = judge(exercise, replies, assignment.judging, source_line=_source_line)
    return explain(
        verdict, exercise, lambda i: _call_without_variables(function, exercise.cases[i]), _cell_of(function)
    ), printed


def _call_without_variables(function: Callable[..., Any], case: Case) -> Reply:
    with _time_limit(), _collected():
        return as_data(call(without_variables(function), case.args, case.keywords))


def _cell_of(function: Callable[..., Any]) -> str:
    code = getattr(function, "__code__", None)
    return "".join(linecache.getlines(code.co_filename)) if code is not None else ""


@contextlib.contextmanager
def _collected() -> Iterator[io.StringIO]:
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(io.StringIO()):
        yield text


@contextlib.contextmanager
def _time_limit() -> Iterator[threading.Event]:
    """Interrupt the block after a while, as the Stop button would, on any operating system."""
    timed_out = threading.Event()

    def interrupt() -> None:
        timed_out.set()
        _thread.interrupt_main()

    timer = threading.Timer(SECONDS, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield timed_out
    finally:
        timer.cancel()


def _about_others(
    exercise: Exercise, verdict: Verdict, assignment: examples.Examples, notebook: Mapping[str, Any]
) -> list[str]:
    """Where a function fails, name those that it uses and that are not right either: they come first."""
    if verdict.outcome == "passed" or verdict.mistake in ("not-written", "time"):
        return []
    wrong = []
    for name in exercise.uses:
        function = notebook.get(name)
        if name in assignment.points and (
            not callable(function)
            or _judge(function, _worked_through(assignment, name), assignment)[0].outcome != "passed"
        ):
            wrong.append(f"`{name}`")
    if not wrong:
        return []
    verb = "is" if len(wrong) == 1 else "are"
    return [f"Look elsewhere first: {' and '.join(wrong)}, used here, {verb} not right yet."]


def _worth_showing(exercise: Exercise, verdict: Verdict) -> tuple[CaseResult, ...]:
    """Show the examples; the larger cases, which are there for the form, only where they alone go wrong."""
    examples_only = tuple(
        result
        for i, (case, result) in enumerate(zip(exercise.cases, verdict.cases, strict=False))
        if case.points is None
        # A repeated call is worth a look only where it gives another result.
        and not (result.passed and result.input in {other.input for other in verdict.cases[:i]})
    )
    alone = verdict.cases_passed < verdict.cases_total and all(result.passed for result in examples_only)
    return verdict.cases if alone else examples_only


def _source_line(file: str, line: int) -> str | None:
    return linecache.getline(file, line) or None


def _progress(assignment: examples.Examples) -> str:
    known = {name: _verdicts.get((assignment.assignment, name)) for name in assignment.points}
    score = sum(verdict.score for verdict in known.values() if verdict is not None)
    total = sum(assignment.points.values())
    marks = " · ".join(
        f"{name} {points_text(verdict) if verdict else f'–/{assignment.points[name]:g}'}"
        for name, verdict in known.items()
    )
    return f"On the examples, so far: {score:g} of {total:g} points ({marks})"


def _display(shown: Shown) -> None:
    interactive = sys.modules.get("IPython")
    if interactive is not None and interactive.get_ipython() is not None:
        from IPython.display import display

        display(shown)
    else:
        print(shown)
