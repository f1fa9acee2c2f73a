"""Names used again for something else: a student is told before handing in, in the notebook, by `autograder check` and by Validate."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.student import notebook_check
from tests.support.course import ASSIGNMENT, ROOT, Make, run_in_kernel

CALLS_LEN = "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2) / len(y)\n"
AGAIN = "len = 3\n\nmse = mse(np.ones((2, 1)), np.zeros((2, 1)))"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "exercises" / ASSIGNMENT, tmp_path / "work")
    return tmp_path / "work"


def hand_in(notebook: nbformat.NotebookNode, folder: Path) -> Path:
    nbformat.write(notebook, folder / "no-loops.ipynb")
    return folder / "no-loops.ipynb"


def test_the_check_in_the_notebook_says_which_name_was_given_away_and_where(folder: Path) -> None:
    cells = [
        "import numpy as np\nfrom autograder import check",
        "n = 1\nlen = n",
        CALLS_LEN,
        "check(mse)",
        "mse = 2.5",
        "check(mse)",
    ]
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    run_in_kernel(notebook, folder, allow_errors=True)
    shown = " ".join(str(notebook.cells[3].outputs[0].data["text/plain"]).split())
    assert (
        "The notebook gives the name `len` to something else (cell 2, line 2: `len = n`): use another name there"
        in shown
    )
    said = " ".join(notebook.cells[5].outputs[0].traceback)
    assert "`mse` is no function any more, but a value of type float" in said
    assert "the notebook gives the name `mse` to something else (cell 5, line 1: `mse = 2.5`)" in said


def test_autograder_check_gives_the_points_of_what_stood_at_its_check_and_says_so(
    folder: Path, make: Make
) -> None:
    notebook = make({"mse": f"%matplotlib widget\n!true\nimport nowhere_to_be_found\n{CALLS_LEN}"})
    notebook.cells.append(new_code_cell(AGAIN))
    report = notebook_check.rehearse(hand_in(notebook, folder))
    assert {each.verdict.exercise: each.verdict.score for each in report.functions} == {
        "predict": 2.0,
        "mse": 2.0,
        "gradients": 3.0,
        "train": 3.0,
    }
    text = notebook_check.as_text(report)
    assert "10 of 10 points" in text
    assert re.search(
        r"✓ mse.*\n  It is graded as it stood at its check: later the notebook gives the name `len` to something else",
        text,
    )
    assert "(cell 10, line 1: `len = 3`)" in text


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (
            "%time mse = mse(np.ones((2, 1)), np.zeros((2, 1)))",
            "gives the name `mse` to something else (cell 10, line 1",
        ),
        ("import __main__\n__main__.mse = 2.5", "uses the name `mse` for something else, or deletes it"),
    ],
)
def test_autograder_check_agrees_with_the_grade_however_a_name_was_given_away(
    end: str, said: str, folder: Path, make: Make
) -> None:
    notebook = make({"mse": CALLS_LEN})
    notebook.cells.append(new_code_cell(end))
    report = notebook_check.rehearse(hand_in(notebook, folder))
    assert report.right
    assert said in notebook_check.as_text(report)


def test_validate_says_that_a_right_function_is_lost_further_down(folder: Path, make: Make) -> None:
    notebook = make({"mse": CALLS_LEN})
    notebook.cells.append(new_code_cell(AGAIN))
    path = hand_in(notebook, folder)
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "validate", path.name],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert "`mse` is right here, but later the notebook gives the name `len` to something else" in done.stdout
    assert "`predict` is right here" not in done.stdout
