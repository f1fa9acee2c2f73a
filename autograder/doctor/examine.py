"""Everything that is looked at, in an order in which what comes first is needed by what comes later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.doctor import environment
from autograder.doctor.finding import Finding


def examine(root: Path) -> Iterator[Finding]:
    """Look at this machine, as this account and this course have it; nothing is changed.

    Args:
        root: The course's folder.

    Raises:
        CourseError: course.toml cannot be read, so that nothing more can be told.
    """
    yield from environment.examine()
    from autograder.course import (
        settings as courses,
    )  # where the environment is broken, that has been said by now
    from autograder.doctor import exchange, gradebook, homes, kernels, walls

    course = courses.load(root)
    yield from homes.examine_account(root, course)
    yield from walls.examine(course)
    yield from exchange.examine(root, course)
    yield from homes.examine(root, course)
    yield from kernels.examine(root, course)
    yield from gradebook.examine(root, course)


def examine_own_home() -> Iterator[Finding]:
    """Look at what other accounts can read of this one's, where there is no course, as with students."""
    from autograder.doctor import homes

    yield from homes.examine_own()
