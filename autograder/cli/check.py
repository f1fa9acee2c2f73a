"""The command `check`. It prints, like the rest of the command line."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from autograder.common.errors import CannotRun

NOT_RIGHT = 1
CLEAR = "\x1b[H\x1b[2J\x1b[3J"


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Tell the command line of it."""
    check = commands.add_parser(
        "check",
        help="run a notebook's checks, as a student sees them",
        description="Run a notebook with your own rights, and say what the checks in it say. The exit status is 0 where every "
        "function is right, 1 where one is not yet, and 2 where the notebook could not be run.",
    )
    check.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    check.add_argument("--json", action="store_true", help="print a report for programs")
    check.add_argument(
        "--cell-seconds",
        type=positive,
        default=30,
        metavar="N",
        help="stop a cell after N seconds (default: 30)",
    )
    check.add_argument(
        "--watch",
        action="store_true",
        help="check again each time that it is saved, and say what is next; Ctrl+C ends it",
    )
    check.set_defaults(run=_check)


def positive(text: str) -> int:
    """Read a number of at least 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of at least 1")
    return int(text)


def _check(options: argparse.Namespace) -> int:
    """Say what the checks in a notebook say, once or each time that it is saved, and give the exit status.

    Raises:
        CannotRun: As `notebook_check.rehearse`.
    """
    from autograder.student import notebook_check  # with NumPy: not for every command

    if options.watch:
        return _watch(options.notebook, options.cell_seconds, as_json=options.json)
    report = notebook_check.rehearse(options.notebook, options.cell_seconds)
    print(
        json.dumps(notebook_check.to_json(report), indent=2)
        if options.json
        else notebook_check.as_text(report)
    )
    return 0 if report.right else NOT_RIGHT


def _watch(notebook: Path, seconds: float, *, as_json: bool) -> int:
    from autograder.student import notebook_check, saved

    status = NOT_RIGHT
    try:
        for found in saved.each_time_saved(notebook, seconds):
            if isinstance(found, CannotRun):
                print(f"error: {found}", file=sys.stderr, flush=True)
                continue
            status = 0 if found.right else NOT_RIGHT
            if as_json:
                print(json.dumps(notebook_check.to_json(found)), flush=True)
            else:
                clear = CLEAR if sys.stdout.isatty() else ""
                print(f"{clear}{saved.as_text(found)}\nWatching {notebook.name}: Ctrl+C ends it", flush=True)
    except KeyboardInterrupt:
        print()
    return status
