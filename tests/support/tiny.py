"""The tiny course of docs/author.md: one assignment with one function, built from the page itself."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import nbformat

from autograder.gradebook.read import read_grades
from tests.support.course import ROOT, Scratch

SIXTH = "6-mean-absolute-error"
AUTHORS = (ROOT / "docs" / "author.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(?:python|toml)\n# (\S+\.(?:py|toml))\n(.*?)```", re.DOTALL)


def build(root: Path) -> Scratch:
    """Build the course that docs/author.md describes, with nothing in it but its example."""
    for name in ("nbgrader_config.py", "jupytext.toml"):
        shutil.copy(ROOT / name, root / name)
    for path, body in BLOCK.findall(AUTHORS):
        head = 'id = "tiny"\ntitle = "A tiny course"\n' if path == "course.toml" else ""
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(head + body)
    return Scratch(root)


def change(tiny: Scratch, name: str, old: str, new: str) -> None:
    path = tiny.root / "solutions" / SIXTH / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def hand_in(tiny: Scratch, student: str, code: str) -> None:
    """Hand in an answer to its one question."""
    released = next((tiny.root / "exercises" / SIXTH).glob("*.ipynb"))
    notebook = nbformat.read(released, as_version=4)
    (cell,) = (each for each in notebook.cells if each.metadata.get("nbgrader", {}).get("solution"))
    cell.source = code
    place = tiny.root / "submitted" / student / SIXTH
    place.mkdir(parents=True)
    (place / released.name).write_text(json.dumps(notebook))


def scores(tiny: Scratch) -> dict[str, float | None]:
    """Read everybody's points from the gradebook."""
    grades = read_grades(tiny.root, tiny.course, tiny.course.assignment(SIXTH))
    return {student: found.cells["mae"].score for student, found in grades.submissions.items()}
