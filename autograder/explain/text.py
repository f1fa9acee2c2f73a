"""An explanation as plain text for a terminal; nothing of a student's can steer it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from autograder.common.text import printable
from autograder.display.verdict_panel import headline
from autograder.exercise.verdict import CaseResult
from autograder.explain.explanation import Explained, Explanation
from autograder.explain.look import Look

WIDTH = 110
MARKS = {True: "✓", False: "✗", None: "·"}


def to_text(explanation: Explanation, *, every: bool) -> str:
    """Write an explanation.

    Args:
        explanation: What is to be told.
        every: Whether to tell at length of functions that are right, too.
    """
    lines = [f"{explanation.student}, {explanation.assignment}", *explanation.notes]
    for each in explanation.functions:
        lines += ["", *function_lines(each, every=every)]
    return "\n".join(map(printable, lines))


def function_lines(explained: Explained, *, every: bool) -> list[str]:
    """Write of one function what there is to say; `every` as above."""
    return [printable(line) for text in _function(explained, every=every) for line in text.split("\n")]


def _function(explained: Explained, *, every: bool) -> Iterator[str]:
    verdict, grade = explained.verdict, explained.grade
    yield headline(verdict)
    if grade is not None and grade.manual is not None:
        yield f"  by hand: {grade.manual:g}, which counts"
    if grade is not None and grade.auto != verdict.score and verdict.outcome != "ungraded":
        held = "nothing" if grade.auto is None else f"{grade.auto:g}"
        yield f"  the gradebook holds {held}: `autograder grade` would change it"
    yield from _wrapped(f"told: {verdict.message}", "  ")
    if verdict.outcome == "passed" and not every:
        return
    last = max((look.cells for look in explained.looks), default=0)
    for look in explained.looks:
        yield ""
        yield from _look(look, last)


def _look(look: Look, last: int) -> Iterator[str]:
    which = (
        f"with right {_listed(look.stubs)} in place of the student's"
        if look.stubs
        else "with the student's own functions"
    )
    where = "" if look.cells == last else ", as it stood at its check"
    yield f"  {which}{where}: {look.verdict.score:g} of {look.verdict.points:g} points"
    yield from _wrapped(f"says: {look.verdict.message}", "    ")
    for rule in look.rules:
        yield from _wrapped(f"{MARKS[rule.held]} {rule.name}: {rule.detail}".rstrip(": "), "    ")
    if look.nearest:
        yield "    nearest faults:"
    elif look.cases and not all(case.passed for case in look.cases):
        yield "    nearest faults: none gives the same in any case that went wrong"
    for near in look.nearest:
        yield f"      {near.id}: the same on {near.alike} of {near.total} cases; keeps {near.credit:g} of the points"
        yield from _wrapped(near.message, "        ")
        if near.differs:
            yield from _wrapped(f"differs first at {near.differs}", "        ")
    for number, case in enumerate(look.cases, start=1):
        yield from _case(number, case)


def _case(number: int, case: CaseResult) -> Iterator[str]:
    yield f"    {MARKS[case.passed]} case {number}{f': {case.label}' if case.label else ''}"
    for name, text in (("input", case.input), ("expected", case.expected), ("given", case.got)):
        first, *rest = text.split("\n")
        yield f"        {name:9}{first}"
        yield from (f"{' ' * 17}{line}" for line in rest)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _wrapped(text: str, indent: str) -> Iterator[str]:
    yield from textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")
