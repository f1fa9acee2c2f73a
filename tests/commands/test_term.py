"""A term, from its first submission to the next year: each step by the command, or by the lines of the recipes in the documentation."""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.gradebook.read import read_grades
from tests.support.classroom import SUMMED, ZERO, classroom, hand_in, rows, set_due, teach_alone, withdraw
from tests.support.course import ASSIGNMENT, ROOT, Make, Scratch, once

RECIPES = ROOT / "docs" / "instructor" / "year.md"
HALF = {"mse": "def mse(y, y_pred):\n    return float(np.sum((y - y_pred) ** 2)) if len(y) > 4 else -1.0"}
ROSTER = """\
Student;ID;SIS User ID;SIS Login ID;Section
Okafor, Ada;9001;S-1;ada;Lab A
Okafor, Ada;9001;S-1;ada;Lab B
Berg, Ben;9002;S-2;b.berg;Lab A
Dan Late;9003;S-3;dan;Lab B
Eve Half;9004;S-4;eve;Lab B
"""


class Played:
    """A term that has been played: what each step said, and where it ended."""

    def __init__(self, course: Scratch) -> None:
        self.course = course

    def say(self, step: str, *arguments: str) -> None:
        done = self.course.run(*arguments)
        with (self.course.root / f"{step}.log").open("a", encoding="utf-8") as file:
            file.write(f"{done.stdout}{done.stderr}status {done.returncode}\n")

    def follow(self, step: str, heading: str) -> None:
        """Do what the documentation says below a heading, line by line."""
        (block,) = re.findall(
            rf"^## {heading}\n\n```\n(.*?)```", RECIPES.read_text(), flags=re.MULTILINE | re.DOTALL
        )
        for line in block.splitlines():
            program, *arguments = shlex.split(line)
            if program == "autograder":
                self.say(step, *arguments)
            elif program == "nbgrader":
                done = self.course.program("nbgrader", *arguments)
                assert done.returncode == 0, done.stderr
            else:
                path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
                environment = {**os.environ, "PATH": path}
                subprocess.run(
                    line, shell=True, check=True, cwd=self.course.root, env=environment, timeout=60
                )

    def told(self, step: str) -> str:
        return (self.course.root / f"{step}.log").read_text(encoding="utf-8")

    def keep(self, step: str) -> None:
        (self.course.root / f"{step}.rows").write_text(repr(rows(self.course)))

    def kept(self, step: str) -> str:
        return (self.course.root / f"{step}.rows").read_text()


def play(term: Played, make: Make) -> None:
    course = term.course
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(ZERO)
    set_due(course, "2027-01-29T23:59:00+01:00")
    teach_alone(course, ASSIGNMENT)
    with classroom(course) as room:
        room.introduce("ada", first_name="Ada", last_name="Okafor", email="ada@uni.example")
        room.introduce(
            "ben", first_name="Ben", last_name="Berg", email="b.berg@uni.example", lms_user_id="9002"
        )
        room.introduce("eve", first_name="Eve", last_name="Half")
    hand_in(course, make, "ada", "2027-01-29 12:00:00 UTC", SUMMED)
    hand_in(course, make, "ben", "2027-01-30 12:00:00 UTC", {})
    hand_in(course, make, "eve", "2027-01-29 12:00:00 UTC", HALF)
    term.say("first", "grade", ASSIGNMENT)
    hand_in(course, make, "dan", "2027-01-29 13:00:00 UTC", SUMMED)
    term.say("joined", "grade", ASSIGNMENT)
    term.say("extended", "extend", "ben", ASSIGNMENT, "--days", "2")
    with classroom(course) as room:
        room.correct("dan", "mse", manual_score=1.25, needs_manual_grade=False)
    term.say("pages", "feedback", ASSIGNMENT)
    term.follow("backed-up", "Back it up, while it runs")
    loss = course.root / "solutions" / "loss.py"
    loss.write_text(loss.read_text().replace('("summed", 0.5', '("summed", 0.75'))
    term.say("foreseen", "grade", ASSIGNMENT, "--dry-run")
    term.say("mended", "grade", ASSIGNMENT)
    term.say("pages-again", "feedback", ASSIGNMENT)
    term.say("explained", "explain", "eve", ASSIGNMENT, "mse")
    withdraw(course, "gradients")
    term.say("withdrawn", "generate", ASSIGNMENT)
    term.say("withdrawn", "grade", ASSIGNMENT)
    term.keep("before")
    term.follow("restored", "Restore it")
    term.keep("after")
    path = course.root / "autograded" / "ada" / ASSIGNMENT / "no-loops.ipynb"
    path.chmod(0o644)
    path.write_text(re.sub(r'"autograder": "\w+"', '"autograder": "of-an-older-one"', path.read_text()))
    with classroom(course) as room:
        room.correct("ada", "mse", auto_score=0.5)  # as the older one gave
    term.say("report", "report", ASSIGNMENT)
    term.say("upgraded", "grade", ASSIGNMENT, "--dry-run")
    term.say("upgraded", "grade", ASSIGNMENT)
    (course.root / "roster.csv").write_text(f"\ufeff{ROSTER}", encoding="utf-8")
    term.say("exported", "export", ASSIGNMENT)
    roster = ("--format", "canvas", "--roster", str(course.root / "roster.csv"))
    term.say("exported", "export", ASSIGNMENT, *roster)
    (course.root / "students.csv").write_text("id,first_name,last_name,email\nfay,Fay,New,fay@uni.example\n")
    term.follow("next-year", "The course next year")


@pytest.fixture(scope="module")
def term(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Played:
    def build(folder: Path) -> None:
        shutil.copytree(released_course.root, folder / "course")
        play(Played(Scratch(folder / "course")), make)

    return Played(Scratch(once(tmp_path_factory, "term", build) / "course"))


def test_who_joins_late_is_graded_alone_and_named(term: Played) -> None:
    assert "graded: 3, not graded: 0, unchanged: 0" in term.told("first")
    assert "graded: 1, not graded: 0, unchanged: 3" in term.told("joined")
    assert "warning: dan: is in no class list" in term.told("joined")


def test_an_extension_after_grading_counts_at_once(term: Played) -> None:
    assert "late penalty: 10 -> 0, points: 0 -> 10" in term.told("extended")


def test_a_mended_check_changes_what_was_foreseen_and_nothing_by_hand(term: Played) -> None:
    assert "would change: ada: 9 -> 9.5 points: mse 1 -> 1.5 (check)" in term.told("foreseen")
    assert re.findall("^changed: .*", term.told("mended"), flags=re.MULTILINE) == [
        "changed: ada: 9 -> 9.5 points: mse 1 -> 1.5 (check)"
    ]
    assert "feedback pages: 2 written, 2 unchanged" in term.told(
        "pages-again"
    )  # ada's, and what dan was given before


def test_a_contested_verdict_is_explained(term: Played) -> None:
    assert re.search(
        r"summed: the same on \d+ of \d+ cases; keeps 0.75 of the points", term.told("explained")
    )


def test_a_withdrawn_question_is_out_of_the_total(term: Played) -> None:
    assert "changed: ada: 9.5 -> 6.5 points: gradients 3 -> 0 (check)" in term.told("withdrawn")


def test_a_gradebook_of_before_is_restored_to_what_was_graded(term: Played) -> None:
    assert (
        "would change: ada: 9 -> 6.5 points: mse 1 -> 1.5 (gradebook), gradients 3 -> 0 (gradebook)"
        in term.told("restored")
    )
    assert term.kept("after") == term.kept("before")


def test_what_an_upgrade_would_change_is_said_before_it_does(term: Played) -> None:
    assert re.findall("^.*change.*: ada: .*", term.told("upgraded"), flags=re.MULTILINE) == [
        "would change: ada: 5.5 -> 6.5 points: mse 0.5 -> 1.5 (grader)",
        "changed: ada: 5.5 -> 6.5 points: mse 0.5 -> 1.5 (grader)",
    ]


def test_the_exports_hold_all_of_it(term: Played) -> None:
    reports = term.course.root / "reports"
    plain = {
        row["student_id"]: row
        for row in csv.DictReader((reports / "grades-csv.csv").read_text().splitlines())
    }
    scores = {student: (row["score"], row["max_score"]) for student, row in plain.items()}
    assert scores == {"ada": ("6.5", "7"), "ben": ("7", "7"), "dan": ("6.25", "7"), "eve": ("5", "7")}
    canvas = list(csv.reader((reports / "grades-canvas.csv").read_text().splitlines()))[2:]
    assert [(row[1], row[4], row[-1]) for row in canvas] == [
        ("9001", "Lab A", "6.5"),
        ("9001", "Lab B", "6.5"),
        ("9002", "Lab A", "7"),
        ("9003", "Lab B", "6.25"),
        ("9004", "Lab B", "5"),
    ]
    assert "found by the address or `lms_user_id` in the gradebook: ben" in term.told("exported")


def test_next_year_begins_with_an_empty_gradebook_and_keeps_the_last(term: Played) -> None:
    course, last = term.course, term.course.root.parent / "last-year"
    held = read_grades(course.root, course.course, course.entry)
    assert (sorted(held.students), dict(held.submissions)) == (["fay"], {})
    assert (
        course.root / "exchange" / "linear-regression-2028" / "outbound" / ASSIGNMENT / "no-loops.ipynb"
    ).is_file()
    assert sorted(each.name for each in (last / "submitted").iterdir()) == ["ada", "ben", "dan", "eve"]
    assert (last / "gradebook.db").is_file()
