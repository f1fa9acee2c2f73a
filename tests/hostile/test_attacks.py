"""Every attack is handed in by a student of its own, the class is graded by the real command, and no grade is changed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from conftest import ASSIGNMENT, Make, Scratch

sys.path.insert(0, str(Path(__file__).parent))

from attacks import ATTACKS, Attack, link_to_secrets

HONEST = "honest"


@pytest.fixture(scope="module")
def graded_class(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """A class of attackers, with an honest student between each two of them."""
    root = tmp_path_factory.mktemp("hostile") / "course"
    shutil.copytree(released_course.root, root)
    scratch = Scratch(root)
    for number, each in enumerate(ATTACKS):
        notebook = make({}, rest=each.rest)
        each.change(notebook)
        scratch.submit(f"{number:02d}-{each.name}", notebook)
        scratch.submit(f"{number:02d}-then-{HONEST}", make({}))
    path = scratch.submit("99-links", make({}))
    link_to_secrets(path.parent, root)
    (root / "autograded").mkdir()
    done = scratch.run("grade", ASSIGNMENT, "--workers", "2", timeout=900)
    assert done.returncode == 0, done.stderr
    return scratch


@pytest.mark.parametrize("each", ATTACKS, ids=lambda each: each.name)
def test_an_attack_changes_no_grade(each: Attack, graded_class: Scratch) -> None:
    grades = graded_class.grades()[f"{ATTACKS.index(each):02d}-{each.name}"]
    assert tuple(grades[name] for name in ("predict", "mse", "gradients", "train")) == each.expected


@pytest.mark.parametrize("each", ATTACKS, ids=lambda each: each.name)
def test_an_attack_learns_nothing(each: Attack, graded_class: Scratch) -> None:
    notebook = graded_class.autograded(f"{ATTACKS.index(each):02d}-{each.name}")
    shown = [
        output.get("text", "") + "".join(output.get("traceback", []))
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    ]
    assert not [text for text in shown if "LEAK" in text or "AssertionError: (" in text]
    assert sum(len(text) for text in shown) < 5_000_000


def test_the_honest_students_between_them_get_their_points(graded_class: Scratch) -> None:
    grades = graded_class.grades()
    honest = {
        student: sum(points or 0 for points in grades[student].values())
        for student in grades
        if HONEST in student
    }
    assert honest == dict.fromkeys(honest, 10.0)
    assert len(honest) == len(ATTACKS)


def test_links_and_pipes_in_a_folder_are_not_followed(graded_class: Scratch) -> None:
    folder = graded_class.root / "autograded" / "99-links" / ASSIGNMENT
    assert sorted(path.name for path in folder.iterdir()) == ["no-loops.ipynb"]
    assert sum(points or 0 for points in graded_class.grades()["99-links"].values()) == 10
