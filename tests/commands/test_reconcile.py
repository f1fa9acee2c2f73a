"""What changes without a student's doing: extensions, due dates, policies, and a gradebook that is not what it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.classroom import SUMMED, ZERO, classroom, hand_in, rows, set_due
from tests.support.course import ASSIGNMENT, Make, Scratch, once


@dataclass(frozen=True)
class Term:
    """A class that was graded, and what `grade` said at each of its changes."""

    course: Scratch

    def told(self, what: str) -> str:
        return (self.course.root / f"{what}.txt").read_text()


@pytest.fixture(scope="module")
def graded(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Term:
    def build(folder: Path) -> None:
        course = released_course.copied(folder)
        with (folder / "nbgrader_config.py").open("a") as file:
            file.write(ZERO)
        set_due(course, "2027-01-29T22:59:00Z")
        hand_in(course, make, "early", "2027-01-29 22:30:00 UTC", {})
        hand_in(course, make, "late", "2027-01-29 23:30:00 UTC", {})
        hand_in(course, make, "seen", "2027-01-28 23:30:00 UTC", SUMMED)
        assert course.run("grade", ASSIGNMENT).returncode == 0
        with classroom(course) as room:
            room.correct("seen", "mse", manual_score=1.5, needs_manual_grade=False, extra_credit=0.25)
        shutil.copy(folder / "gradebook.db", folder / "yesterday.db")
        hand_in(course, make, "early", "2027-01-29 22:40:00 UTC", SUMMED)
        assert "graded: 1, not graded: 0, unchanged: 2" in course.run("grade", ASSIGNMENT).stdout

    return Term(Scratch(once(tmp_path_factory, "reconciled", build)))


@pytest.fixture
def term(graded: Term, tmp_path: Path) -> Term:
    shutil.copytree(graded.course.root, tmp_path / "course")
    return Term(Scratch(tmp_path / "course"))


def grade(term: Term) -> str:
    """Grade in this process, where no student's code may be run."""
    done = term.course.run("grade", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert "graded:" not in done.stdout
    assert "nothing new; 3 graded already" in term.course.run("grade", ASSIGNMENT).stdout
    return done.stdout


def penalties(term: Term) -> dict[str, object]:
    found = rows(term.course)
    return {student: found[student, "late"] or 0 for student in ("early", "late", "seen")}


def allow_two_days(course: Scratch) -> None:
    with classroom(course) as room:
        room.extend("late", days=2)


def shorten(course: Scratch) -> None:
    set_due(course, "2027-01-29T22:00:00Z")


def drop_the_policy(course: Scratch) -> None:
    path = course.root / "nbgrader_config.py"
    path.write_text(path.read_text().replace(ZERO, ""))


@pytest.mark.parametrize(
    ("change", "said", "expected"),
    [
        (allow_two_days, 1, {"early": 0, "late": 0, "seen": 0}),
        (shorten, 1, {"early": 9, "late": 10, "seen": 0}),
        (drop_the_policy, 1, {"early": 0, "late": 0, "seen": 0}),
    ],
)
def test_what_changes_lateness_counts_at_the_next_grading_and_runs_nothing(
    term: Term, change: Callable[[Scratch], None], said: int, expected: dict[str, float]
) -> None:
    assert penalties(term) == {"early": 0, "late": 10, "seen": 0}
    change(term.course)
    assert f"late penalties: {said} changed, by an extension, the due date or the policy" in grade(term)
    assert penalties(term) == expected


def test_a_gradebook_of_yesterday_gets_todays_grades_and_keeps_those_by_hand(term: Term) -> None:
    before = rows(term.course)
    shutil.copy(term.course.root / "yesterday.db", term.course.root / "gradebook.db")
    assert rows(term.course) != before
    assert "recorded again: 1; the gradebook did not hold what is graded" in grade(term)
    assert rows(term.course) == before
    assert before["seen", "check_mse"] == (1, 1.5, False, 2)


def test_a_gradebook_that_was_deleted_is_made_of_what_is_graded(term: Term) -> None:
    before = rows(term.course)
    (term.course.root / "gradebook.db").unlink()
    assert "nothing is graded yet" not in grade(term)
    after = rows(term.course)
    by_hand = {("seen", "check_mse"), ("seen", "extra check_mse")}
    assert {key: value for key, value in after.items() if key not in by_hand} == {
        key: value for key, value in before.items() if key not in by_hand
    }
    assert after["seen", "check_mse"] == (1, None, False, 2)


def test_grades_that_others_wrote_over_are_recorded_again(term: Term) -> None:
    with classroom(term.course) as room:
        room.correct("early", "train", auto_score=0.0)
    assert "recorded again: 1" in grade(term)
    assert term.course.grades()["early"]["train"] == 3
