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
from pathlib import Path
from typing import Any

from autograder.common.errors import NotRightYet
from autograder.common.text import safe_repr
from autograder.display.html import paragraph
from autograder.display.verdict_panel import headline, to_html, to_text
from autograder.exercise import examples
from autograder.exercise.exercise import Exercise
from autograder.exercise.verdict import Verdict
from autograder.student import panels, plots
from autograder.student.session import about_others, look_over, so_far, tried, worked_through
from autograder.student.trial import no_function
from autograder.student.validation import lost_behind_its_check

VALIDATE_WIDTH = 88


class Shown:
    """Something on display: HTML where there is a page, plain text anywhere else; neither is made in vain."""

    def __init__(self, text: Callable[[], str], html: Callable[[], str]) -> None:
        self._text, self._html = text, html

    def _repr_html_(self) -> str:
        return self._html()

    def __repr__(self) -> str:
        return self._text()


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
    seen, trial = tried(function, exercise, assignment)
    first = about_others(exercise, seen.verdict, assignment, notebook)
    drawing = plots.plan(exercise, trial.verdict, trial.replies)
    notes = (*seen.notes, so_far(assignment))
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
            return worked_through(assignment, each)
    asked = (
        f"`{name or safe_repr(function)[:40]}` is no exercise here. They are"
        if function is not None
        else (f"say for which function, such as `{caller}({names[0]})`. There are")
    )
    raise NotRightYet(f"{caller}: {asked}: {', '.join(names)}")


def _html(verdict: Verdict, first: Sequence[str], drawing: plots.Plan | None, notes: Sequence[str]) -> str:
    between = "".join(f"<strong>{paragraph(note)}</strong>" for note in first)
    below = "".join(paragraph(note, quiet=True) for note in notes)
    return (
        to_html(verdict, between + (plots.to_html(drawing) if drawing else ""))
        + f'<div style="margin-left:16px">{below}</div>'
    )


def _display(shown: Shown) -> None:
    interactive = sys.modules.get("IPython")
    if interactive is not None and interactive.get_ipython() is not None:
        from IPython.display import display

        display(shown)
    else:
        print(shown)
