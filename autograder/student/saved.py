"""`autograder check --watch NOTEBOOK`: a notebook that is checked each time it is saved, and what is next in it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from autograder.common.errors import CannotRun
from autograder.common.text import printable
from autograder.display.verdict_panel import to_text
from autograder.exercise import examples
from autograder.exercise.verdict import Verdict
from autograder.student.notebook_check import Report, code_cells, rehearse
from autograder.student.panels import ProgressRow, overview_text

SECONDS_BETWEEN = 0.3
SECONDS_TO_SAVE = 2.0

State = tuple[object, ...]


def each_time_saved(notebook: Path, seconds: float) -> Iterator[Report | CannotRun]:
    """Check a notebook now, and again each time that its code has changed; without end.

    Raises:
        CannotRun: It cannot be run as it is now. Later that is given in place of a report: it may be right again soon.
    """
    before = _state(notebook)
    yield rehearse(notebook, seconds)
    while True:
        before = _changed(notebook, before)
        try:
            yield rehearse(notebook, seconds)
        except CannotRun as error:
            yield error


def _changed(notebook: Path, before: State | None) -> State | None:
    """Wait until the notebook's code differs from before, and give its new state."""
    unreadable_since: float | None = None
    while True:
        time.sleep(SECONDS_BETWEEN)
        state = _state(notebook)
        if state is None and before is not None:  # perhaps it is being saved at this moment
            unreadable_since = unreadable_since or time.monotonic()
            if time.monotonic() - unreadable_since < SECONDS_TO_SAVE:
                continue
        if state != before:
            return state
        unreadable_since = None


def _state(notebook: Path) -> State | None:
    """Tell one state of what the checks depend on from another: outputs and text are none of it."""
    folder = notebook.resolve().parent
    try:
        beside = [*sorted(folder.glob("*.py")), folder / examples.FILE]
        return (*code_cells(notebook), *(path.read_bytes() for path in beside if path.is_file()))
    except (CannotRun, OSError):
        return None


def as_text(report: Report) -> str:
    """Write a line for each function, in full what goes wrong first, and what is next."""
    rows = [
        ProgressRow(name=each.verdict.exercise, points=each.verdict.points, verdict=each.verdict)
        for each in report.functions
    ]
    parts = [overview_text(report.assignment, rows)]
    failed = [each for each in report.cells if not each.problem.startswith("NotImplementedError")]  # a stub's
    if failed:
        parts.append("\n".join(f"cell {each.cell} (`{each.line}`): {each.problem}" for each in failed))
    wrong = next((each for each in report.functions if each.verdict.outcome != "passed"), None)
    if wrong is not None:
        parts.append("\n".join([to_text(wrong.verdict), *(f"  {note}" for note in wrong.notes)]))
    parts.append(_next(wrong.verdict if wrong else None))
    return "\n".join(printable(line) for part in parts for line in [*part.splitlines(), ""])


def _next(verdict: Verdict | None) -> str:
    if verdict is None:
        return "All is right on the examples. Hand it in: for the grade, each function is called on more than these."
    do = "Write it" if verdict.mistake == "not-written" else "Change it"
    return f"Next: `{verdict.exercise}`. {do} in the notebook, and save: then it is checked again."
