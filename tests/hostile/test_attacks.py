"""Every attack is handed in by a student of its own, the class is graded by the real command, and no grade is changed."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import ASSIGNMENT, Make, Scratch

sys.path.insert(0, str(Path(__file__).parent))

from attacks import ATTACKS, Attack, link_to_secrets

# Answers of honest students, right and wrong, to be found as they are whoever sits beside them.
HONEST: tuple[dict[str, str], ...] = (
    {},
    {"mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"},
    {"predict": "def predict(x, slope, bias):\n    return np.array([[slope * v + bias] for v in x.ravel()])"},
    {
        "gradients": "def gradients(x, y, y_pred):\n    return 2 * np.mean(x * (y - y_pred)), 2 * np.mean(y - y_pred)"
    },
    {"train": "def train(x, y, learning_rate, epochs):\n    return 0.0, 0.0, [mse(y, 0 * y)] * epochs"},
)
HONEST_STUDENTS = 40
# Shorter than the course's own: what never ends is given up sooner.
LIMITS = {"cell_seconds = 6 ": "cell_seconds = 4 ", "notebook_seconds = 60 ": "notebook_seconds = 40 "}


def hand_in(released: Scratch, root: Path, make: Make, attacks: Sequence[Attack], honest: int) -> Scratch:
    """Hand in a class of attackers and honest students in turn, and grade it."""
    shutil.copytree(released.root, root)
    settings = (root / "course.toml").read_text()
    for old, new in LIMITS.items():
        assert old in settings
        settings = settings.replace(old, new)
    (root / "course.toml").write_text(settings)
    scratch = Scratch(root)
    for number in range(honest):
        scratch.submit(f"{2 * number:03d}-honest", make(HONEST[number % len(HONEST)]))
    for each in attacks:
        notebook = make({}, rest=each.rest)
        each.change(notebook)
        path = scratch.submit(name_of(each), notebook)
        path.write_text(path.read_text().replace("SURROGATE", "\\ud800"))
    return scratch


def name_of(each: Attack) -> str:
    return f"{ATTACKS.index(each):03d}-{each.name}"


@pytest.fixture(scope="module")
def graded_class(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    scratch = hand_in(
        released_course, tmp_path_factory.mktemp("hostile") / "course", make, ATTACKS, HONEST_STUDENTS
    )
    path = scratch.submit("999-links", make({}))
    link_to_secrets(path.parent, scratch.root)
    (scratch.root / "autograded").mkdir()
    started = time.monotonic()
    done = scratch.run("grade", ASSIGNMENT, "--workers", "2", timeout=900)
    (scratch.root / "seconds.txt").write_text(str(time.monotonic() - started))
    assert done.returncode == 0, done.stderr
    (scratch.root / "said.txt").write_text(done.stdout)
    return scratch


@pytest.mark.parametrize("each", ATTACKS, ids=lambda each: each.name)
def test_an_attack_changes_no_grade(each: Attack, graded_class: Scratch) -> None:
    grades = graded_class.grades()[name_of(each)]
    assert tuple(grades[name] for name in ("predict", "mse", "gradients", "train")) == each.expected


@pytest.mark.parametrize("each", ATTACKS, ids=lambda each: each.name)
def test_an_attack_learns_nothing(each: Attack, graded_class: Scratch) -> None:
    notebook = graded_class.autograded(name_of(each))
    shown = [
        output.get("text", "") + "".join(output.get("traceback", []))
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    ]
    assert not [text for text in shown if "LEAK" in text or "AssertionError: (" in text]
    assert sum(len(text) for text in shown) < 5_000_000


def test_the_honest_students_are_graded_as_in_a_class_of_their_own(
    graded_class: Scratch, released_course: Scratch, make: Make, tmp_path: Path
) -> None:
    alone = hand_in(released_course, tmp_path / "course", make, (), HONEST_STUDENTS)
    assert alone.run("grade", ASSIGNMENT, "--workers", "2").returncode == 0
    honest = {student for student in graded_class.grades() if student.endswith("-honest")}
    assert len(honest) == HONEST_STUDENTS
    assert {name: graded_class.grades()[name] for name in honest} == alone.grades()
    for student in honest:
        name = Path("autograded") / student / ASSIGNMENT / "no-loops.ipynb"
        assert (graded_class.root / name).read_bytes() == (alone.root / name).read_bytes()


def test_an_attack_costs_no_more_time_than_the_limits_allow(graded_class: Scratch) -> None:
    limits = graded_class.course.limits
    most = limits.notebook_seconds * 2  # its cells, and its calls
    assert float((graded_class.root / "seconds.txt").read_text()) < len(ATTACKS) * most


@pytest.mark.parametrize(
    ("attack", "words"),
    [
        ("writes_a_hundred_points_into_the_tests", "`points` of the cell `check_predict` was changed"),
        ("writes_grade_false_into_the_tests", "`grade` of the cell `check_predict` was changed"),
        ("repeats_the_tests_with_a_score_of_its_own", "the test cell `check_predict` stands 2 times"),
        ("loops_in_a_thread_that_nobody_traces", "`mse` switched off the counting of its steps"),
        ("forges_enormous_values", "sent a result that no honest function sends"),
    ],
)
def test_what_was_clearly_tried_is_told_to_the_instructor(
    attack: str, words: str, graded_class: Scratch
) -> None:
    said = (graded_class.root / "said.txt").read_text()
    lines = [line for line in said.splitlines() if line.startswith("warning: ") and attack in line]
    assert words in "".join(lines), lines


def test_nobody_honest_is_suspected(graded_class: Scratch) -> None:
    said = (graded_class.root / "said.txt").read_text()
    assert not [line for line in said.splitlines() if "-honest" in line]


def test_no_control_sequence_reaches_the_terminal(graded_class: Scratch) -> None:
    said = (graded_class.root / "said.txt").read_text()
    assert {char for char in said if not char.isprintable()} <= {"\n"}


def test_nothing_is_left_behind(graded_class: Scratch) -> None:
    """Processes of a finished run would still stand in its folder, which is theirs alone."""
    left = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str(graded_class.root) in str((process / "cwd").readlink()):
                left.append(process.name)
    assert left == []
    assert str(graded_class.root) not in Path("/proc/mounts").read_text()
    assert not list(graded_class.root.glob("autograded/*/.new-*"))
    assert not [
        path for path in graded_class.root.rglob("*") if path.name.startswith(("autograder-", "core"))
    ]


def test_links_and_pipes_in_a_folder_are_not_followed(graded_class: Scratch) -> None:
    folder = graded_class.root / "autograded" / "999-links" / ASSIGNMENT
    assert sorted(path.name for path in folder.iterdir()) == ["data.csv", "no-loops.ipynb"]
    assert sum(points or 0 for points in graded_class.grades()["999-links"].values()) == 10


def test_every_student_gets_a_feedback_page(graded_class: Scratch) -> None:
    done = graded_class.run("feedback", ASSIGNMENT)
    assert done.returncode == 0, done.stderr[-2000:]
    assert (
        len(list(graded_class.root.glob("feedback/*/*/no-loops.html"))) == len(ATTACKS) + HONEST_STUDENTS + 1
    )


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
