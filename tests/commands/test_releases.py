"""A release that is corrected while students work: nobody is accused of having fetched the earlier one."""

from __future__ import annotations

import copy
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from autograder.cli import demo
from autograder.course.layout import RELEASES
from tests.support.course import ASSIGNMENT, Make, Scratch, once, references


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def correct(course: Scratch) -> None:
    """Change the points of a test and a word of a locked cell, as an instructor does."""
    path = course.root / "solutions" / ASSIGNMENT / "no-loops.py"
    text = path.read_text()
    old = '"grade_id": "check_mse", "locked": true, "points": 2'
    assert old in text
    path.write_text(
        text.replace(old, old.replace("2", "4")).replace(
            "import numpy as np\n", "import numpy as np  # the tool\n", 1
        )
    )


def fetched(course: Scratch) -> NotebookNode:
    """Solve what is released now."""
    path = course.root / "exercises" / ASSIGNMENT / "no-loops.ipynb"
    notebook = nbformat.read(path, as_version=4)
    demo.fill_in(notebook, "# rest: solved\n", references())
    return notebook


def hand_in(course: Scratch, make: Make) -> None:
    first = make({})
    course.submit("of-the-first", first)
    course.submit("of-the-second", fetched(course))
    windows = copy.deepcopy(first)
    for cell in windows.cells:
        cell.source = cell.source.replace("\n", "\r\n")
    course.submit("of-windows", windows)
    copied = copy.deepcopy(first)
    copied.cells.append({**copy.deepcopy(cell_of(first, "check_mse")), "id": "copied"})
    course.submit("copied-a-cell", copied)
    for student, points in (("raised", 10), ("raised-to-nonsense", "ten")):
        changed = copy.deepcopy(first)
        cell_of(changed, "check_mse").metadata.nbgrader.points = points
        course.submit(student, changed)
    wrote = copy.deepcopy(first)
    cell_of(wrote, "check_mse").source = "2.0"
    course.submit("wrote-a-test", wrote)
    forged = copy.deepcopy(first)
    cell = cell_of(forged, "check_mse")
    cell.metadata.nbgrader.points = 10
    cell.metadata.nbgrader.checksum = compute_checksum(cell)
    course.submit("forged", forged)


@dataclass(frozen=True)
class Graded:
    course: Scratch

    @property
    def said(self) -> str:
        return (self.course.root / "said.txt").read_text()

    def warnings(self, student: str) -> list[str]:
        return [line for line in self.said.splitlines() if line.startswith(f"warning: {student}: ")]


@pytest.fixture(scope="module")
def graded(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    def build(folder: Path) -> None:
        course = released_course.copied(folder)
        correct(course)
        assert course.run("generate", ASSIGNMENT).returncode == 0
        hand_in(course, make)
        done = course.run("grade", ASSIGNMENT)
        (folder / "said.txt").write_text(done.stdout + done.stderr)

    return Graded(Scratch(once(tmp_path_factory, "corrected", build)))


@pytest.mark.parametrize("student", ["of-the-first", "of-the-second", "of-windows", "copied-a-cell"])
def test_whoever_has_any_release_is_graded_by_the_newest_without_a_word(graded: Graded, student: str) -> None:
    assert graded.warnings(student) == []
    assert graded.course.grades()[student]["mse"] == 4


@pytest.mark.parametrize(
    ("student", "said"),
    [
        ("raised", "`points` of the cell `check_mse` was changed"),
        ("raised-to-nonsense", "`points` of the cell `check_mse` was changed"),
        ("wrote-a-test", "the text of the locked cell `check_mse` was changed"),
    ],
)
def test_what_no_release_had_is_named_and_nothing_else(graded: Graded, student: str, said: str) -> None:
    assert graded.warnings(student) == [f"warning: {student}: {said}"]


def test_a_cell_that_agrees_with_itself_is_named_in_doubt(graded: Graded) -> None:
    (line,) = graded.warnings("forged")
    assert line.startswith(
        "warning: forged: `check_mse`: of no release that is known here, or changed together with"
    )


def test_a_correction_that_nobody_has_fetched_yet_accuses_nobody(scratch: Scratch, make: Make) -> None:
    scratch.submit("ada", make({}))
    (
        scratch.root / "solutions" / ASSIGNMENT / RELEASES
    ).unlink()  # as a course that was released before there was one
    shutil.rmtree(scratch.root / "exercises")
    correct(scratch)
    assert "warning" not in scratch.run("grade", ASSIGNMENT).stdout
    correct_again = scratch.program("nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    assert correct_again.returncode == 0, correct_again.stderr
    noted = json.loads((scratch.root / "solutions" / ASSIGNMENT / RELEASES).read_text())
    assert [each["points"] for each in noted["check_mse"]] == [2, 4]
    assert not (scratch.root / "exercises" / ASSIGNMENT / RELEASES).exists()
