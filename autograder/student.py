"""What a student calls in the notebook: `check(function)`, `progress()` and `hint(function)`.

All three work on the examples released beside the notebook, in the student's own kernel, and keep nothing between
kernels. `check` shows what was expected and what came, says what a mistake most likely is, and ends in a short
exception when something is wrong, so that Validate sees it, too.
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder import examples, panels, sketches
from autograder.exercises import Exercise
from autograder.panels import Row
from autograder.render import headline, paragraph, points_text, to_html, to_text
from autograder.trial import MAX_PRINTED, NotRightYet, Trial, no_function, put_to_trial
from autograder.validation import lost_behind_its_check
from autograder.values import safe_repr, shorten
from autograder.verdict import CaseResult, Verdict

VALIDATE_WIDTH = 88


class Shown:
    """Something on display: HTML where there is a page, plain text anywhere else; neither is made in vain."""

    def __init__(self, text: Callable[[], str], html: Callable[[], str]) -> None:
        self._text, self._html = text, html

    def _repr_html_(self) -> str:
        return self._html()

    def __repr__(self) -> str:
        return self._text()


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is known of a function in this kernel.

    Attributes:
        function: The function as it was then.
        verdict: What was found, with the cases that are worth showing.
        notes: What else a student is told, a sentence each.
    """

    function: Callable[..., Any]
    verdict: Verdict
    notes: tuple[str, ...] = ()


found: dict[tuple[str, str], Found] = {}
"""What `check` and `progress` found in this kernel, by assignment and exercise."""

_hinted: dict[tuple[str, str], int] = {}


def check(function: Callable[..., Any] | None = None) -> None:
    """Check one of your functions on the examples of this assignment.

    Raises:
        NotRightYet: Something is not right yet; what is shown above it says what.
    """
    notebook = sys._getframe(1).f_globals
    assignment = _assignment("check")
    if not callable(function):
        raise NotRightYet(f"check: {no_function(function, [*assignment.points], notebook)}")
    exercise = _exercise("check", function, assignment, notebook)
    seen, trial = _tried(function, exercise, assignment)
    first = _about_others(exercise, seen.verdict, assignment, notebook)
    drawing = sketches.plan(exercise, trial.verdict, trial.replies)
    notes = (*seen.notes, _so_far(assignment))
    _display(
        Shown(
            lambda: "\n".join([to_text(seen.verdict), *first, *notes]),
            lambda: _html(seen.verdict, first, drawing, notes),
        )
    )
    if seen.verdict.outcome != "passed":
        raise NotRightYet(_in_short(seen.verdict))
    lost = lost_behind_its_check(exercise.name)
    if lost is not None:
        raise NotRightYet(f"`{exercise.name}` is right here, but later {lost}: use another name there.")


def _in_short(verdict: Verdict) -> str:
    if os.environ.get("NBGRADER_EXECUTION") == "validate":  # nothing else is shown there, nor wrapped
        said = " ".join(verdict.message.split())
        return textwrap.fill(f"{headline(verdict)}. {said}", VALIDATE_WIDTH, subsequent_indent="  ")
    return f"{headline(verdict)}. Change the function, run its cell, then run this check again."


def progress() -> None:
    """Show every function of this assignment: its points on the examples, as the notebook has it now, and what is next.

    Each function that is defined is checked anew, so what you see is true whatever was checked before.
    """
    assignment = _assignment("progress")
    rows = look_over(assignment, sys._getframe(1).f_globals)
    _display(
        Shown(
            lambda: panels.progress_text(assignment.assignment, rows),
            lambda: panels.progress_html(assignment.assignment, rows),
        )
    )


def hint(function: Callable[..., Any] | str | None = None) -> None:
    """Give a hint for one of your functions: first the idea, then a question, then where to read.

    Args:
        function: The function, or its name, such as `"mse"`, where it is not defined yet.
    """
    assignment = _assignment("hint")
    exercise = _exercise("hint", function, assignment, sys._getframe(1).f_globals)
    hints = exercise.hints
    if hints is None:
        print(f"There are no hints for `{exercise.name}`.")
        return
    key = assignment.assignment, exercise.name
    step = _hinted[key] = min(_hinted.get(key, 0) + 1, len(panels.STEPS))
    _display(
        Shown(
            lambda: panels.hints_text(exercise.name, hints, step),
            lambda: panels.hints_html(exercise.name, hints, step),
        )
    )


def findings(assignment: examples.Examples, name: str, notebook: Mapping[str, Any]) -> Found | None:
    """Give what was found of a function in this process, or check it now; None where there is no such function."""
    function = notebook.get(name)
    if not callable(function):
        return None
    known = found.get((assignment.assignment, name))
    if known is None or known.function is not function:
        _verdict(function, name, assignment)
        known = found[assignment.assignment, name]
    first = _about_others(_worked_through(assignment, name), known.verdict, assignment, notebook)
    return replace(known, notes=(*first, *known.notes))


def look_over(assignment: examples.Examples, notebook: Mapping[str, Any]) -> list[Row]:
    """Check every function that a notebook defines, in the order of the exercises."""
    rows: list[Row] = []
    for name, points in assignment.points.items():
        function = notebook.get(name)
        verdict = _verdict(function, name, assignment) if callable(function) else None
        wrong = {row.name for row in rows if not row.right}
        uses = _worked_through(assignment, name).uses
        rows.append(
            Row(
                name=name,
                points=points,
                verdict=verdict,
                first=tuple(each for each in uses if each in wrong)
                if verdict is None or verdict.outcome != "passed"
                else (),
                instead=type(function).__name__ if name in notebook and verdict is None else "",
            )
        )
    return rows


def _verdict(function: Callable[..., Any], name: str, assignment: examples.Examples) -> Verdict:
    """Judge a function now; one that did not come back before is not waited for again."""
    key = assignment.assignment, name
    known = found.get(key)
    if known is not None and known.function is function and known.verdict.mistake == "time":
        return known.verdict
    return _tried(function, _worked_through(assignment, name), assignment)[0].verdict


def _tried(
    function: Callable[..., Any], exercise: Exercise, assignment: examples.Examples
) -> tuple[Found, Trial]:
    """Try a function, and remember what came of it."""
    trial = put_to_trial(function, exercise, assignment.judging)
    verdict = replace(trial.verdict, cases=_worth_showing(exercise, trial.verdict))
    seen = found[assignment.assignment, exercise.name] = Found(
        function=function, verdict=verdict, notes=_notes(exercise, trial)
    )
    return seen, trial


def _assignment(caller: str) -> examples.Examples:
    folder = Path.cwd()
    if folder.parent.name == "solutions" and not (folder / examples.FILE).exists():
        folder = folder.parents[1] / "exercises" / folder.name  # an instructor tries the source out
    try:
        return examples.load(folder / examples.FILE)
    except examples.ExamplesError as error:
        raise NotRightYet(f"{caller}: {error}") from None


def _exercise(
    caller: str, function: object, assignment: examples.Examples, notebook: Mapping[str, Any]
) -> Exercise:
    """Find the exercise that a function answers: by its name, or by the name it bears in the notebook."""
    names = list(assignment.points)
    name = function if isinstance(function, str) else getattr(function, "__name__", "")
    for each in names:
        if name == each or (callable(function) and notebook.get(each) is function):
            return _worked_through(assignment, each)
    asked = (
        f"`{name or safe_repr(function)[:40]}` is no exercise here. They are"
        if function is not None
        else (f"say for which function, such as `{caller}({names[0]})`. There are")
    )
    raise NotRightYet(f"{caller}: {asked}: {', '.join(names)}")


def _worked_through(assignment: examples.Examples, name: str) -> Exercise:
    try:
        return assignment.exercise(name)
    except (ValueError, KeyError, TypeError):
        raise NotRightYet(f"{examples.FILE} is damaged; fetch the assignment again") from None


def _notes(exercise: Exercise, trial: Trial) -> tuple[str, ...]:
    return (
        *([f"It printed: {shorten(trial.printed, MAX_PRINTED)}"] if trial.printed else []),
        *(
            [f"Stuck? `hint({exercise.name})` helps, one step at a time."]
            if trial.verdict.outcome != "passed" and exercise.hints is not None
            else []
        ),
    )


def _html(verdict: Verdict, first: Sequence[str], drawing: sketches.Plan | None, notes: Sequence[str]) -> str:
    between = "".join(f"<strong>{paragraph(note)}</strong>" for note in first)
    below = "".join(paragraph(note, quiet=True) for note in notes)
    return (
        to_html(verdict, between + (sketches.to_html(drawing) if drawing else ""))
        + f'<div style="margin-left:16px">{below}</div>'
    )


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
            not callable(function) or _verdict(function, name, assignment).outcome != "passed"
        ):
            wrong.append(f"`{name}`")
    if not wrong:
        return []
    verb = "is" if len(wrong) == 1 else "are"
    return [f"Look elsewhere first: {' and '.join(wrong)}, used here, {verb} not right yet."]


def _worth_showing(exercise: Exercise, verdict: Verdict) -> tuple[CaseResult, ...]:
    """Show the examples; the larger cases, which are there for the form, only where they alone go wrong."""
    if verdict.mistake == "not-written":
        return verdict.cases[:1]
    examples_only = tuple(
        result
        for i, (case, result) in enumerate(zip(exercise.cases, verdict.cases, strict=False))
        if case.points is None
        # A repeated call is worth a look only where it gives another result.
        and (result.input, result.got) not in {(other.input, other.got) for other in verdict.cases[:i]}
    )
    alone = verdict.cases_passed < verdict.cases_total and all(result.passed for result in examples_only)
    return verdict.cases if alone else examples_only


def _so_far(assignment: examples.Examples) -> str:
    known = {name: found.get((assignment.assignment, name)) for name in assignment.points}
    score = sum(each.verdict.score for each in known.values() if each is not None)
    total = sum(assignment.points.values())
    marks = " · ".join(
        f"{name} {points_text(each.verdict) if each else f'–/{assignment.points[name]:g}'}"
        for name, each in known.items()
    )
    return f"On the examples, so far: {score:g} of {total:g} points ({marks})"


def _display(shown: Shown) -> None:
    interactive = sys.modules.get("IPython")
    if interactive is not None and interactive.get_ipython() is not None:
        from IPython.display import display

        display(shown)
    else:
        print(shown)
