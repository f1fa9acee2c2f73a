"""Counting the steps of a function, and looking first at whether they are counted rightly."""

from __future__ import annotations

import copy
import sys
from typing import Any

if sys.version_info >= (3, 12):
    from autograder.loops.monitoring import counted, reserve, start_anew
else:
    from autograder.loops.tracing import counted, reserve, start_anew

__all__ = ["can_count", "counted", "reserve", "start_anew"]

_KNOWN = """
def steps_through(values):
    total = 0
    for value in values:
        total += value * value
    return total

def asks(values):
    return sum(value * value for value in values)

def maps(values):
    return sum(map(lambda value: value * value, values))

def at_once(values):
    return copy(values)
"""


# How many steps the functions of the known code take: for each point, and besides.
_KNOWN_STEPS = {"steps_through": (4, 2), "asks": (4, 5), "maps": (2, 3), "at_once": (0, 2)}


def can_count() -> bool:
    """Look at known code: whether its steps, its lines and the libraries that it calls are told as they should be."""
    for name, (each, besides) in _KNOWN_STEPS.items():
        space: dict[str, Any] = {"copy": copy.copy}
        exec(compile(_KNOWN, "<known code>", "exec"), space)  # noqa: S102 - anew: a first call is what may be miscounted
        for n in (3, 8):
            run, counts = counted(space[name])
            run(list(range(n)))
            steps, _, lines, entered, kept = counts()
            told = steps, lines[0][0] if lines else "", entered, kept
            if told != (each * n + besides, "<known code>", ["copy.copy"] if name == "at_once" else [], True):
                return False
    return True
