"""What nbgrader's Validate is told of a function that is right at its check, and is lost further down in the notebook."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.common.errors import CannotRun
from autograder.judge.given_away import Names
from autograder.student import notebook_check


def lost_behind_its_check(name: str) -> str | None:
    """Say where the notebook that is validated loses a function, or what it needs, behind its check; None if nowhere."""
    if os.environ.get("NBGRADER_EXECUTION") != "validate":
        return None
    found = []
    for path in Path.cwd().glob("*.ipynb"):
        try:
            code = notebook_check.code_cells(path)
        except CannotRun:
            continue
        places = [place for place, (_, checked) in enumerate(code) if checked == name]
        if places:
            names = Names([source for source, _ in code], range(1, len(code) + 1))
            found.append(names.changed_behind(name, places[-1], lost=True))
    return found[0] if len(found) == 1 else None  # of several copies, nobody knows which is validated
