"""nbgrader's ordinary assignments, whose test cells hold asserts: refused in words, as nothing here would run them."""

from __future__ import annotations

import shutil
from pathlib import Path

import jupytext
import nbgrader.docs
import pytest

from tests.support.course import Scratch

PS1 = Path(nbgrader.docs.__path__[0]) / "source/user_guide/source/ps1"


@pytest.fixture
def with_ps1(tiny: Scratch) -> Scratch:
    """A course with nbgrader's own example assignment, as `nbgrader quickstart` lays it down."""
    shutil.copytree(PS1, tiny.root / "solutions" / "ps1")
    settings = tiny.root / "course.toml"
    settings.write_text(settings.read_text() + '\n[[assignments]]\nname = "ps1"\ntitle = "Problem set 1"\n')
    return tiny


@pytest.mark.parametrize("command", ["generate", "grade", "verify"])
def test_notebooks_of_other_names_are_refused(command: str, with_ps1: Scratch) -> None:
    shutil.copytree(PS1, with_ps1.root / "submitted" / "ada" / "ps1")
    done = with_ps1.run(command, "ps1")
    assert done.returncode != 0
    assert "problem1.ipynb, problem2.ipynb stands there instead" in done.stderr
    assert not (with_ps1.root / "exercises" / "ps1").exists()


@pytest.mark.parametrize("command", ["generate", "verify"])
def test_a_test_cell_with_asserts_is_refused(command: str, with_ps1: Scratch) -> None:
    folder = with_ps1.root / "solutions" / "ps1"
    jupytext.write(jupytext.read(folder / "problem1.ipynb"), folder / "ps1.py", fmt="py:percent")
    done = with_ps1.run(command, "ps1")
    assert done.returncode == 2
    assert (
        "cell `correct_squares`: gives points for what runs in the cell itself, as asserts do" in done.stderr
    )
    assert not (with_ps1.root / "exercises" / "ps1").exists()


def test_a_second_notebook_with_cells_to_grade_is_refused(tiny: Scratch) -> None:
    folder = next((tiny.root / "solutions").iterdir())
    shutil.copy(PS1 / "problem1.ipynb", folder)
    done = tiny.run("generate")
    assert done.returncode == 2
    assert (
        "problem1.ipynb: cell `correct_squares`: is graded, but not part of mean-absolute-error.py"
        in done.stderr
    )
