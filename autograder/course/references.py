"""What the references give on each case: only what can be compared is a question to a student."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autograder.authoring.declarations import Probe
from autograder.common.errors import CourseError
from autograder.execution.call import call
from autograder.exercise.reply import Raised, Reply, as_data
from autograder.judge.compare import COMPARED, not_compared
from autograder.judge.form import grows_with_points


def reply_of(path: Path, name: str, references: Mapping[str, Any], each: Probe) -> Reply:
    """Call a reference on one case.

    Raises:
        CourseError: It raises, or what it gives or is given is not of a kind that can be compared.
    """
    called = call_probe(references[name], each)
    reply = as_data(called)
    if reply.raised is not None:
        raise CourseError(
            f"{path}: the reference `{name}` raises {reply.raised.type} for the case “{each.label}”: "
            f"{reply.raised.message}; {_remedy(reply.raised)}"
        )
    if found := not_compared(called.value):
        raise CourseError(
            f"{path}: the reference `{name}` gives {found}, for the case “{each.label}”: it cannot be compared, so wrong answers "
            f"would pass; give {COMPARED}"
        )
    if found := not_compared((*each.args, *each.keywords.values())):
        raise CourseError(
            f"{path}: `{name}` is given {found}, for the case “{each.label}”: it would not reach a student's function; give {COMPARED}"
        )
    return reply


def _remedy(raised: Raised) -> str:
    if raised.type == "NameError":
        return "it may use imports and other functions of the notebook, but no variables of its cells: define it inside"
    return "correct one of the two"


def require_results(path: Path, name: str, replies: Sequence[Reply]) -> None:
    """Refuse a reference that a function which does nothing would equal.

    Raises:
        CourseError: It gives None for every case.
    """
    if all(reply.value is None for reply in replies):
        raise CourseError(
            f"{path}: the reference `{name}` gives None for every case, and so does a function that does nothing; "
            f"give {COMPARED}"
        )


def call_probe(function: Callable[..., Any], each: Probe) -> Reply:
    """Call a function of the instructor's on one case."""
    with np.errstate(all="ignore"):
        return call(function, each.args, each.keywords)


def goes_through_points(
    function: Callable[..., Any], calls: Iterable[tuple[tuple[Any, ...], Mapping[str, Any], int]]
) -> bool:
    """Tell whether a function of our own loops over the points, from calls with their numbers of points."""
    traces, sizes = [], []
    for args, keywords, points in calls:
        with np.errstate(all="ignore"):
            trace = call(function, args, keywords, traced=True).trace
        assert trace is not None
        traces.append(trace)
        sizes.append(points)
    return grows_with_points(sizes, traces)
