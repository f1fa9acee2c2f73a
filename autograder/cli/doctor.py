"""`autograder doctor`: what is wrong with this machine and this account."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.doctor.finding import Finding

WRONG = 1


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Tell the command line of it."""
    doctor = commands.add_parser(
        "doctor",
        help="say what is wrong with this machine and this account",
        description="Look at what grading needs of this machine, as this account and this course have it: versions, the sandbox, the "
        "exchange, what other accounts can read, the gradebook. Each thing that is wrong comes with its remedy; nothing is changed. Where there "
        "is no course, as with students, only what other accounts can read of one's home.",
    )
    doctor.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    del options
    from autograder.common.errors import NotFound
    from autograder.course import settings as courses
    from autograder.doctor.examine import examine, examine_own_home

    try:
        root = courses.find_root(Path.cwd())
    except NotFound:
        _tell(examine_own_home())
        raise
    wrong = _tell(examine(root))
    print(f"wrong: {wrong}" if wrong else "nothing is wrong")
    return WRONG if wrong else 0


def _tell(findings: Iterable[Finding]) -> int:
    """Print each, and count those that are wrong."""
    from autograder.common.text import printable

    wrong = 0
    for finding in findings:
        print(f"{'✗' if finding.remedy else '✓'} {finding.subject}: {printable(finding.said)}", flush=True)
        if finding.remedy:
            wrong += 1
            print(f"  remedy: {printable(finding.remedy)}", flush=True)
    return wrong
