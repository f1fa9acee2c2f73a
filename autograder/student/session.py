"""What is found of a student's functions in this kernel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from autograder.common.errors import NotRightYet
from autograder.common.place import fetch_again
from autograder.common.text import shorten
from autograder.display.verdict_panel import points_text
from autograder.exercise import examples
from autograder.exercise.exercise import Exercise
from autograder.exercise.verdict import CaseResult, Verdict
from autograder.student.panels import ProgressRow
from autograder.student.trial import MAX_PRINTED, Trial, put_to_trial


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


def findings(assignment: examples.Examples, name: str, notebook: Mapping[str, Any]) -> Found | None:
    """Give what was found of a function in this process, or check it now; None where there is no such function."""
    function = notebook.get(name)
    if not callable(function):
        return None
    known = found.get((assignment.assignment, name))
    if known is None or known.function is not function:
        _verdict(function, name, assignment)
        known = found[assignment.assignment, name]
    first = about_others(worked_through(assignment, name), known.verdict, assignment, notebook)
    return replace(known, notes=(*first, *known.notes))


def look_over(assignment: examples.Examples, notebook: Mapping[str, Any]) -> list[ProgressRow]:
    """Check every function that a notebook defines, in the order of the exercises."""
    rows: list[ProgressRow] = []
    for name, points in assignment.points.items():
        function = notebook.get(name)
        verdict = _verdict(function, name, assignment) if callable(function) else None
        wrong = {row.name for row in rows if not row.right}
        uses = worked_through(assignment, name).uses
        rows.append(
            ProgressRow(
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
    return tried(function, worked_through(assignment, name), assignment)[0].verdict


def tried(
    function: Callable[..., Any], exercise: Exercise, assignment: examples.Examples
) -> tuple[Found, Trial]:
    """Try a function, and remember what came of it."""
    trial = put_to_trial(function, exercise, assignment.judging)
    shown = _worth_showing(exercise, trial.verdict)
    right = sum(case.passed for case in shown)
    # What is counted is what can be seen: of larger cases nothing is said as long as they tell nothing new.
    verdict = replace(trial.verdict, cases=shown, cases_passed=right, cases_total=len(shown))
    seen = found[assignment.assignment, exercise.name] = Found(
        function=function, verdict=verdict, notes=_notes(exercise, trial)
    )
    return seen, trial


def worked_through(assignment: examples.Examples, name: str) -> Exercise:
    try:
        return assignment.exercise(name)
    except (ValueError, KeyError, TypeError):
        raise NotRightYet(f"{examples.FILE} is damaged; {fetch_again()}") from None


def _notes(exercise: Exercise, trial: Trial) -> tuple[str, ...]:
    return (
        *([f"It printed: {shorten(trial.printed, MAX_PRINTED)}"] if trial.printed else []),
        *(
            [f"Stuck? `hint({exercise.name})` helps, one step at a time."]
            if trial.verdict.outcome != "passed" and exercise.hints is not None
            else []
        ),
    )


def about_others(
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


def so_far(assignment: examples.Examples) -> str:
    known = {name: found.get((assignment.assignment, name)) for name in assignment.points}
    score = sum(each.verdict.score for each in known.values() if each is not None)
    total = sum(assignment.points.values())
    marks = " · ".join(
        f"{name} {points_text(each.verdict) if each else f'–/{assignment.points[name]:g}'}"
        for name, each in known.items()
    )
    return f"On the examples, so far: {score:g} of {total:g} points ({marks})"
