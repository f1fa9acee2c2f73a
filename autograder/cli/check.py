"""The command `check`. It prints, like the rest of the command line."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from autograder.common.errors import CannotRun

NOT_RIGHT = 1
CLEAR = "\x1b[H\x1b[2J\x1b[3J"


def check(options: argparse.Namespace) -> int:
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
