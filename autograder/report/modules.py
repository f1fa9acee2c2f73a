"""Modules that answers ask for and that are not there when they are graded: told to the instructor, who can help. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from autograder.common.text import shorten
from autograder.display.words import count_of
from autograder.sandbox import packages


def wanted(told: Iterable[Iterable[str]]) -> list[str]:
    """Say of each module how many students lost points for want of it, and what to do.

    Args:
        told: What each student was told of the functions that lost points.
    """
    counts: Counter[str] = Counter()
    for messages in told:
        counts.update({name for message in messages if (name := packages.wanted(message)) is not None})
    return [
        f"{count_of(count)} lost points where an answer imports `{shorten(name, 80)}`, which is not there when it is graded: if that is allowed, "
        "install its package here, name it in course.toml (`packages = [...]`) and grade again; a file of the student's own has to be "
        "handed in beside the notebook"
        for name, count in counts.most_common()
    ]
