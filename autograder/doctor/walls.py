"""The walls: whether student code can be run behind them here, and whether what it executes is counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from autograder.common.errors import CannotCount, CourseError, SandboxUnavailable
from autograder.doctor.finding import Finding, trouble
from autograder.sandbox.bubblewrap import describe

if TYPE_CHECKING:
    from autograder.course.settings import Course


def examine(course: Course) -> Iterator[Finding]:
    """Start a sandbox, as grading does."""
    if course.sandbox == "none":
        yield Finding(
            subject="walls",
            said='sandbox = "none" in course.toml: student code runs with your rights',
            remedy='write sandbox = "bubblewrap" there',
        )
        return
    try:
        which = describe(course.sandbox).removeprefix("sandbox: ")
        _start(course)
    except CannotCount as error:
        yield Finding(subject="walls", said=which)
        yield trouble("counting", error)
    except (SandboxUnavailable, CourseError) as error:
        yield trouble("walls", error)
    else:
        yield Finding(subject="walls", said=which)
        yield Finding(subject="counting", said="what Python executes is counted")


def _start(course: Course) -> None:
    from autograder.sandbox.host import Sandbox

    with Sandbox(course.sandbox, course.limits, figures=None, packages=course.packages) as sandbox:
        sandbox.prepare()
