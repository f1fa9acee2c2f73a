"""Every attack is handed in by a student of its own, the class is graded by the real command, and no grade is changed."""

from __future__ import annotations

import os
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
        path = scratch.submit(f"{number:02d}-{each.name}", notebook)
        path.write_text(path.read_text().replace("SURROGATE", "\\ud800"))
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
    assert sorted(path.name for path in folder.iterdir()) == ["data.csv", "no-loops.ipynb"]
    assert sum(points or 0 for points in graded_class.grades()["99-links"].values()) == 10


def test_every_student_gets_a_feedback_page(graded_class: Scratch) -> None:
    done = graded_class.run("feedback", ASSIGNMENT)
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(list(graded_class.root.glob("feedback/*/*/no-loops.html"))) == 2 * len(ATTACKS) + 1


def test_a_script_of_a_students_does_not_reach_a_feedback_page(graded_class: Scratch) -> None:
    page = next(graded_class.root.glob("feedback/*-puts_scripts*/*/no-loops.html")).read_text()
    assert "alert(1)" in page
    for live in ("<script>alert", "<img src=x", 'href="javascript:'):
        assert live not in page


def test_a_folder_in_place_of_the_notebook_is_named_and_stops_nobody(scratch: Scratch, make: Make) -> None:
    (scratch.root / "submitted" / "eve" / ASSIGNMENT / "no-loops.ipynb").mkdir(parents=True)
    scratch.submit("zoe", make({}))
    done = scratch.run("grade", ASSIGNMENT)
    assert (
        "not graded: eve: The submission could not be read: `no-loops.ipynb` is not a readable file"
        in done.stdout
    )
    assert scratch.grades()["zoe"]["mse"] == 2


def test_handing_in_with_an_old_date_is_noticed(scratch: Scratch, make: Make) -> None:
    scratch.submit("eve", make({}))
    scratch.run("grade", ASSIGNMENT)
    os.utime(scratch.submit("eve", make({}, rest="stub")), (1, 1))
    assert "graded: 1" in scratch.run("grade", ASSIGNMENT).stdout
    assert scratch.grades()["eve"]["mse"] == 0


def test_nbgraders_own_command_follows_no_links_either(scratch: Scratch, make: Make) -> None:
    other = scratch.submit("ada", make({}))
    eve = scratch.submit("eve", make({}, rest="stub"))
    eve.unlink()
    eve.symlink_to(other)
    (eve.parent / "got.txt").symlink_to(scratch.root / "solutions" / ASSIGNMENT / "checks.py")
    scratch.submit_file("eve", b"{}", "spare.ipynb")
    scratch.program("nbgrader", "autograde", ASSIGNMENT)
    assert sum(points or 0 for points in scratch.grades()["eve"].values()) == 0
    assert not list(scratch.root.glob("autograded/eve/*/got.txt"))
