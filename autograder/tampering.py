"""Signs that somebody tried to cheat, for the instructor to read. They change no grade: what they aim at has no effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from nbformat import NotebookNode

from autograder.notebooks import Release, ReleasedCell
from autograder.verdict import Verdict

MAX_SIGNS = 5


def in_notebook(notebook: NotebookNode, release: Release) -> list[str]:
    """Name what a submission changed of that which the release had fixed, before it is restored."""
    released = {cell.grade_id: cell for cell in release.cells}
    found = []
    seen: Counter[str] = Counter()
    for cell in notebook.cells:
        data = cell.metadata.get("nbgrader")
        if not isinstance(data, dict) or not isinstance(data.get("grade_id"), str):
            continue
        known = released.get(data["grade_id"])
        if known is None:
            continue
        seen[known.grade_id] += 1
        if known.locked and cell.source.strip() != known.source.strip():
            found.append(f"the text of the locked cell `{known.grade_id}` was changed")
        found += _changed_settings(known, data)
    found += [
        f"the test cell `{name}` stands {count} times"
        for name, count in seen.items()
        if count > 1 and released[name].grade
    ]
    return found[:MAX_SIGNS]


def _changed_settings(known: ReleasedCell, data: dict[str, Any]) -> list[str]:
    fixed: dict[str, bool | float] = {
        "grade": known.grade,
        "solution": known.solution,
        "locked": known.locked,
    }
    if known.grade:
        fixed["points"] = known.points
    return [
        f"`{key}` of the cell `{known.grade_id}` was changed"
        for key, value in fixed.items()
        if key in data and data[key] != value
    ]


def in_verdicts(verdicts: Sequence[Verdict]) -> list[str]:
    """Name the functions that disturbed their own grading."""
    found = []
    for verdict in verdicts:
        if any("hid from" in detail for _, held, detail in verdict.facts if not held):
            found.append(f"`{verdict.exercise}` switched off the counting of its steps")
        if verdict.mistake == "broken":
            found.append(f"`{verdict.exercise}` sent a result that no honest function sends")
    return found[:MAX_SIGNS]
