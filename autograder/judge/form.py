"""The form of a function: whether it goes through the points one by one, told by how its steps grow with them."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise
from typing import Any

from autograder.common.parsing import parse
from autograder.common.text import shorten
from autograder.exercise.exercise import Exercise
from autograder.exercise.reply import MAX_STEPS, Reply, Trace

# More steps than these, and than so many times those of the reference, are a loop, however they grow.
ENOUGH, TIMES_REFERENCE = 500, 5

UNCOUNTED = "Its steps could not be counted"
LOOPS = (
    ast.For,
    ast.While,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.Lambda,
)

# Chooses among lines that a loop went through, by file and number, most of all first: its number and its text.
LoopLine = Callable[[Sequence[tuple[str, int]]], tuple[int, str] | None]


def no_line(_lines: Sequence[tuple[str, int]]) -> None:
    """Point at no line."""


def look_at_form(
    exercise: Exercise, replies: Sequence[Reply], loop_line: LoopLine, *, right: bool = True
) -> list[tuple[str, bool, str]]:
    """Say whether the function loops over the points, or does not, as it should: what, whether, and what else to say.

    That many steps hide a loop is certain only of values that are `right`: others may come of too many epochs.
    """
    if exercise.form == "any" or len(exercise.sized) < 2:
        return []
    title = "loops over the points" if exercise.form == "looped" else "works without a loop over the points"
    if len(replies) <= max(exercise.sized) or not all(replies[i].returned for i in exercise.sized):
        return []
    traces = [trace for i in exercise.sized if (trace := replies[i].trace) is not None and trace.tracer_kept]
    if len(traces) < len(exercise.sized):
        return [
            (
                title,
                False,
                f"{UNCOUNTED}, so nobody can tell whether it loops: does it start a thread or a process, or trace what Python runs?",
            )
        ]
    sizes = [exercise.cases[i].points or 0 for i in exercise.sized]
    if exercise.form == "looped":
        loops = grows_with_points(sizes, traces) and _works(sizes, traces)
        detail = "" if loops else "Here the loop is the exercise: go through the points one by one in Python."
        return [(title, loops, detail)]
    many = right and traces[-1].steps > _enough(exercise)
    if not grows_with_points(sizes, traces) and not many:
        return [(title, True, "")]
    line = _pointed_at(traces, sizes[-1] - sizes[0], loop_line)
    detail = f"Python goes through the points one by one{line}: can NumPy do it for all of them at once?"
    return [(title, False, detail)]


def grows_with_points(sizes: Sequence[int], traces: Sequence[Trace]) -> bool:
    """Decide by growth: a function that takes fewer steps for more points, or too many to count, only hides how many it takes."""
    steps = [trace.steps for trace in traces]
    return max(steps, default=0) > MAX_STEPS or any(
        abs(after - before) >= larger - smaller
        for (before, after), (smaller, larger) in zip(pairwise(steps), pairwise(sizes), strict=True)
    )


def _works(sizes: Sequence[int], traces: Sequence[Trace]) -> bool:
    """Tell whether the loop does something for each point: one that only goes round is none."""
    return max(trace.steps for trace in traces) > MAX_STEPS or (
        traces[-1].work - traces[0].work >= sizes[-1] - sizes[0]
    )


def _enough(exercise: Exercise) -> float:
    """Give the steps that are more than any function without a loop takes: one that takes them always hides a loop."""
    return max(ENOUGH, TIMES_REFERENCE * exercise.steps) if exercise.steps else math.inf


def _pointed_at(traces: Sequence[Trace], more_points: int, loop_line: LoopLine) -> str:
    """Point at a line that was gone through more often for more points."""
    before = {(file, line): count for file, line, count in traces[0].lines}
    grown = [
        (file, line)
        for file, line, count in traces[-1].lines
        if count - before.get((file, line), 0) >= more_points
    ]
    found = loop_line(grown)
    return f", at line {found[0]}: `{shorten(found[1].strip(), 80)}`" if found else ""


def line_of_loop(cell: str, lines: Sequence[int], others: Collection[str] = ()) -> tuple[int, str] | None:
    """Choose the first line that stands in a loop of this cell, or else the first; none in the `other` functions."""
    try:
        tree = parse(cell)
    except SyntaxError:  # a magic, perhaps
        tree = ast.Module([], [])
    nodes = list(ast.walk(tree))
    theirs = _span(
        node
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in others
    )
    looping = _span(node for node in nodes if isinstance(node, LOOPS))
    own = [line for line in lines if line not in theirs]
    texts = cell.split("\n")
    for line in (*(line for line in own if line in looping), *own):
        if 0 < line <= len(texts) and texts[line - 1].strip():
            return line, texts[line - 1]
    return None


def _span(nodes: Iterable[Any]) -> set[int]:
    return {line for node in nodes for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
