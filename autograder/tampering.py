"""Signs that somebody tried to cheat, for the instructor to read. They change no grade: what they aim at has no effect."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from nbformat import NotebookNode

from autograder.judge import HID
from autograder.notebooks import Release, ReleasedCell
from autograder.verdict import Verdict

MAX_SIGNS = 5
# What no exercise needs, and what leads to the frames, the memory and the messages of the process that counts steps.
_REACHING = re.compile(
    r"\b(?:_getframe|f_back|settrace|gettrace|setprofile|__subclasses__|__globals__|cell_contents|ctypes|gc\.get_\w+"
    r"|tb_frame|currentframe|_current_frames|addaudithook|msgspec|autograder\.(?:sandbox|tracing|probe|values)"
    r"|socket\.socket|_thread|start_new_thread)\b|/proc/(?:self|\d)"
)


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
    found += _reaching(notebook, released)
    return found[:MAX_SIGNS]


def _reaching(notebook: NotebookNode, released: Mapping[str, ReleasedCell]) -> list[str]:
    """Name what a submission's own code uses to reach into the process that it runs in."""
    given = {cell.source for cell in released.values()}
    words = {
        word
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source not in given
        for word in _REACHING.findall(cell.source)
    }
    if not words:
        return []
    names = ", ".join(f"`{word}`" for word in sorted(words)[:4])
    return [f"its code uses {names}, which no exercise needs: look whether it hides a loop"]


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
        if any(detail.startswith(HID) for _, held, detail in verdict.facts if not held):
            found.append(f"`{verdict.exercise}` switched off the counting of its steps")
        if verdict.mistake == "broken":
            found.append(f"`{verdict.exercise}` sent a result that no honest function sends")
    return found[:MAX_SIGNS]
