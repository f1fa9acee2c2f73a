"""Every error that ends a command, each with its exit code.

    AutograderError            1  something a person can put right; one or two lines say how
    ├── CourseError            2  course.toml, checks.py or a source notebook is not as it must be
    ├── CannotRun              2  a student's own notebook cannot be checked
    ├── SandboxUnavailable     3  no working sandbox, so nothing is graded
    │   └── CannotCount        3  what Python executes is not counted rightly, so nothing is graded
    └── NotFound               4  an assignment, a file or a folder that was named is not there

The command line is the one place that prints them and exits.
"""

from __future__ import annotations

import sys


class AutograderError(Exception):
    """An error with a message for the person at the keyboard: what, where, and what to do next."""

    exit_code = 1


class CourseError(AutograderError):
    exit_code = 2


class CannotRun(AutograderError):
    exit_code = 2


class SandboxUnavailable(AutograderError):
    exit_code = 3


class CannotCount(SandboxUnavailable):
    def __init__(self) -> None:
        version = ".".join(str(part) for part in sys.version_info[:3])
        super().__init__(
            f"the grader cannot count what Python {version} executes, so it cannot tell loops, and nothing is graded\n"
            "hint: use a version of Python that the README names"
        )


class NotFound(AutograderError):
    exit_code = 4


class NotRightYet(Exception):
    """A check that found something to do. It shows itself in one line, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        """Give IPython the lines to show in place of a traceback."""
        return [str(self)]
