"""What runs in a student's own Jupyter gets its points here, through the real command: one class, graded once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.notebooks.autograded import place
from autograder.notebooks.graded import read_verdicts
from tests.support.course import ASSIGNMENT, Make, Scratch, once
from tests.support.honest import GIVEN_AWAY, HONEST, notebook


@pytest.fixture(scope="module")
def graded(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    def build(folder: Path) -> None:
        course = released_course.copied(folder)
        (folder / "exercises" / ASSIGNMENT / "released.csv").write_text("1\n2\n3\n")
        for student, honest in {**HONEST, **GIVEN_AWAY}.items():
            path = course.submit(student, notebook(make, honest))
            for name, text in honest.files.items():
                (path.parent / name).parent.mkdir(exist_ok=True)
                (path.parent / name).write_text(text)
        done = course.run("grade", ASSIGNMENT, timeout=600)
        (folder / "said.txt").write_text(done.stdout + done.stderr)
        (folder / "grades.json").write_text(json.dumps(course.grades()))

    return Scratch(once(tmp_path_factory, "honest", build))


def told(graded: Scratch, student: str) -> dict[str, str]:
    found = read_verdicts(place(graded.root, ASSIGNMENT, student) / "no-loops.ipynb")
    return {name: verdict.message for name, verdict in found.items()}


@pytest.mark.parametrize("student", GIVEN_AWAY)
def test_who_gave_a_name_away_is_told_which_and_where(student: str, graded: Scratch) -> None:
    messages = told(graded, student)
    for name, words in GIVEN_AWAY[student].said.items():
        assert words in messages[name]
        assert "`append` changes a list" not in messages[name]


@pytest.mark.parametrize("student", HONEST)
def test_what_runs_in_a_students_own_jupyter_gets_its_points(student: str, graded: Scratch) -> None:
    grades = json.loads((graded.root / "grades.json").read_text())
    messages = told(graded, student)
    assert grades[student] == {"predict": 2, "mse": 2, "gradients": 3, "train": 3}, messages
    for name, message in messages.items():
        assert message.startswith("All is right"), (name, message)
        assert HONEST[student].said.get(name, "") in message


@pytest.mark.parametrize(
    ("student", "shown"),
    [
        ("pandas-above", "ModuleNotFoundError"),
        ("bang", "There is no shell here, so this was not run: pip install pandas"),
        ("in-and-out", "execute_result"),
        ("display", "Javascript object"),
        ("tk", "Figure size 640x480"),
        ("tools-in-an-answer", "progress() is not run while your notebook is graded"),
    ],
)
def test_the_page_shows_what_a_cell_showed(student: str, shown: str, graded: Scratch) -> None:
    cells = graded.autograded(student).cells
    assert shown in json.dumps(
        [cell.outputs for cell in cells if cell.source.startswith(HONEST[student].answers["mse"][:9])]
    )


def test_nobody_of_them_is_named_to_the_instructor(graded: Scratch) -> None:
    assert "warning" not in (graded.root / "said.txt").read_text()
