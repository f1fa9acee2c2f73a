"""`autograder doctor`: what is wrong with this machine and this account."""

from __future__ import annotations

import argparse
from pathlib import Path

WRONG = 1


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Tell the command line of it."""
    doctor = commands.add_parser(
        "doctor",
        help="say what is wrong with this machine and this account",
        description="Look at what grading needs of this machine, as this account and this course have it: versions, the sandbox, the "
        "exchange, what other accounts can read, the gradebook. Each thing that is wrong comes with its remedy; nothing is changed.",
    )
    doctor.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    del options
    from autograder.common.text import printable
    from autograder.course import settings as courses
    from autograder.doctor.examine import examine

    wrong = 0
    for finding in examine(courses.find_root(Path.cwd())):
        print(f"{'✗' if finding.remedy else '✓'} {finding.subject}: {printable(finding.said)}", flush=True)
        if finding.remedy:
            wrong += 1
            print(f"  remedy: {printable(finding.remedy)}", flush=True)
    print(f"wrong: {wrong}" if wrong else "nothing is wrong")
    return WRONG if wrong else 0
