"""What `grade` says has changed: whose points, in what, and why; and what it would change, before it does."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from autograder.cli.changes import lines
from autograder.grading.changes import Change, Changed
from tests.support import postgres
from tests.support.classroom import SUMMED, ZERO, classroom, hand_in, rows, set_due
from tests.support.course import ASSIGNMENT, Make, Scratch, once, state

LOOP = {
    "mse": "def mse(y, y_pred):\n    return sum((a - b) ** 2 for a, b in zip(y[:, 0], y_pred[:, 0])) / len(y)"
}


@pytest.fixture(scope="module")
def graded(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    def build(folder: Path) -> None:
        course = released_course.copied(folder)
        with (folder / "nbgrader_config.py").open("a") as file:
            file.write(ZERO)
        set_due(course, "2027-01-29T23:59:00+01:00")
        for student, answers in (("ada", SUMMED), ("ben", {}), ("cy", LOOP), ("dan", LOOP)):
            hand_in(course, make, student, "2027-01-29 12:00:00 UTC", answers)
        said = course.run("grade", ASSIGNMENT)
        assert (said.returncode, "changed: ada" in said.stdout) == (0, False)
        with classroom(course) as room:
            room.correct("dan", "mse", manual_score=1.5, needs_manual_grade=False)
        assert course.run("feedback", ASSIGNMENT).returncode == 0

    return Scratch(once(tmp_path_factory, "changes", build))


@pytest.fixture
def term(graded: Scratch, tmp_path: Path) -> Scratch:
    return graded.copied(tmp_path / "course")


def changes(course: Scratch, *options: str) -> list[str]:
    done = course.run("grade", ASSIGNMENT, *options)
    assert done.returncode == 0, done.stderr
    return re.findall(r"^(?:would change|changed): (.*)", done.stdout, flags=re.MULTILINE)


def mend(course: Scratch) -> None:
    """Be milder with whoever forgot to divide."""
    path = course.root / "solutions" / "loss.py"
    text = path.read_text()
    assert '("summed", 0.5' in text
    path.write_text(text.replace('("summed", 0.5', '("summed", 0.75'))


def be_strict(course: Scratch) -> None:
    path = course.root / "course.toml"
    path.write_text(path.read_text().replace("wrong_form = 0.5", "wrong_form = 0.25"))


def test_a_dry_run_says_whose_points_would_change_and_why_and_writes_nothing(term: Scratch) -> None:
    mend(term)
    before = state(term.root)
    done = term.run("grade", ASSIGNMENT, "--dry-run")
    assert "would change: ada: 9 -> 9.5 points: mse 1 -> 1.5 (check)" in done.stdout
    assert done.stdout.endswith("dry run: nothing was written\n")
    assert state(term.root) == before


def test_what_a_dry_run_says_is_what_grading_then_changes(term: Scratch) -> None:
    be_strict(term)
    expected = ["cy: 9 -> 8.5 points: mse 1 -> 0.5 (course)"]  # and not `dan`, graded by hand
    assert changes(term, "--dry-run") == expected
    assert changes(term) == expected
    assert changes(term, "--dry-run") == []  # nothing is graded again
    assert rows(term)["dan", "check_mse"] == (0.5, 1.5, True, 2)


def test_only_pages_whose_content_has_changed_are_written_after_other_rules(term: Scratch) -> None:
    be_strict(term)
    assert "4 graded before are graded again" in term.run("grade", ASSIGNMENT).stdout
    assert "feedback pages: 2 written, 2 unchanged" in term.run("feedback", ASSIGNMENT).stdout


def test_each_reason_is_told_from_the_others(term: Scratch, make: Make) -> None:
    hand_in(term, make, "ada", "2027-01-29 12:00:00 UTC", {})
    hand_in(term, make, "ben", "2027-02-01 12:00:00 UTC", {})
    be_strict(term)
    said = changes(term)
    assert said == [
        "ada: 9 -> 10 points: mse 1 -> 2 (answer and course)",
        "ben: 10 -> 0 points: late penalty 0 -> 10 (penalty)",
        "cy: 9 -> 8.5 points: mse 1 -> 0.5 (course)",
    ]


def test_points_that_the_gradebook_had_lost_are_told_from_others(term: Scratch) -> None:
    with classroom(term) as room:
        room.correct("ada", "mse", auto_score=0.0)
    assert changes(term, "--dry-run") == ["ada: 8 -> 9 points: mse 0 -> 1 (gradebook)"]
    assert changes(term) == ["ada: 8 -> 9 points: mse 0 -> 1 (gradebook)"]


def test_another_grader_is_named_as_the_reason(term: Scratch) -> None:
    path = term.root / "autograded" / "ada" / ASSIGNMENT / "no-loops.ipynb"
    path.chmod(0o644)
    path.write_text(re.sub(r'"autograder": "\w+"', '"autograder": "of-another-version"', path.read_text()))
    with classroom(term) as room:
        room.correct("ada", "mse", auto_score=0.5)  # as that version gave
    assert changes(term, "--dry-run") == ["ada: 8.5 -> 9 points: mse 0.5 -> 1 (grader)"]


def test_a_dry_run_reads_a_gradebook_wherever_it_is(term: Scratch, tmp_path: Path) -> None:
    shutil.move(term.root / "gradebook.db", tmp_path / "elsewhere.db")
    path = term.root / "course.toml"
    path.write_text(
        path.read_text().replace('"sqlite:///gradebook.db"', f'"sqlite:///{tmp_path}/elsewhere.db"')
    )
    be_strict(term)
    before = (tmp_path / "elsewhere.db").read_bytes()
    assert changes(term, "--dry-run") == ["cy: 9 -> 8.5 points: mse 1 -> 0.5 (course)"]
    assert (tmp_path / "elsewhere.db").read_bytes() == before


def test_many_changes_are_summed_up_unless_each_is_asked_for() -> None:
    change = Change(what="mse", before=1.0, after=2.0, reasons=("check",))
    many = [Changed(student=f"s{i}", before=9.0, after=10.0, changes=(change,)) for i in range(30)]
    assert list(lines(many, dry=False, every=False)) == [
        "changed: 30 students, 30 up, 0 down; `--every-change` names each",
        "changed: mse 1 -> 2 (check): 30: s0, s1, s2 and 27 more",
    ]
    assert len(list(lines(many, dry=True, every=True))) == 30


@pytest.mark.skipif(postgres.programs() is None and "CI" not in os.environ, reason=postgres.NO_SERVER)
def test_a_dry_run_reads_a_gradebook_on_a_server_and_leaves_it_as_it_is(
    term: Scratch, server: postgres.Server
) -> None:
    postgres.use(term, server.database("course"))
    assert "recorded again: 4" in term.run("grade", ASSIGNMENT).stdout
    be_strict(term)
    before = rows(term)
    expected = ["cy: 9 -> 8.5 points: mse 1 -> 0.5 (course)", "dan: 9 -> 8.5 points: mse 1 -> 0.5 (course)"]
    assert changes(term, "--dry-run") == expected
    assert rows(term) == before
