"""`autograder extend` and `grade --student`: what concerns one student, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.gradebook.promised import promised
from autograder.sandbox.host import Sandbox
from tests.support.classroom import SUMMED, ZERO, classroom, hand_in, rows, set_due
from tests.support.course import ASSIGNMENT, Make, Scratch, once


@pytest.fixture(scope="module")
def graded(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    def build(folder: Path) -> None:
        course = released_course.copied(folder)
        with (folder / "nbgrader_config.py").open("a") as file:
            file.write(ZERO)
        set_due(course, "2027-01-29T23:59:00+01:00")
        hand_in(course, make, "ada", "2027-01-30 23:30:00 UTC", {})
        hand_in(course, make, "ben", "2027-01-30 23:30:00 UTC", {})
        with classroom(course) as room:
            room.introduce("cy", last_name="Young")
        assert course.run("grade", ASSIGNMENT).returncode == 0

    return Scratch(once(tmp_path_factory, "extended", build))


@pytest.fixture
def term(graded: Scratch, tmp_path: Path) -> Scratch:
    return graded.copied(tmp_path / "course")


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str


def extend(course: Scratch, *arguments: str) -> Said:
    done = course.run("extend", *arguments)
    return Said(done.returncode, done.stdout, done.stderr)


def late(course: Scratch) -> dict[str, object]:
    found = rows(course)
    return {student: found[student, "late"] or 0 for student in ("ada", "ben")}


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a sandbox was started")

    monkeypatch.setattr(Sandbox, "__init__", refuse)


@pytest.mark.usefixtures("nothing_runs")
def test_an_extension_counts_at_once_for_its_student_alone_and_runs_nothing(term: Scratch) -> None:
    assert late(term) == {"ada": 10, "ben": 10}
    said = extend(term, "ada", ASSIGNMENT, "--days", "2")
    assert said.out == (
        f"ada: {ASSIGNMENT} is due 2027-01-31 23:59:00+01:00, 2 days after the others\n"
        "late penalty: 10 -> 0, points: 0 -> 10\n"
    )
    assert (said.status, late(term)) == (0, {"ada": 0, "ben": 10})


def test_an_extension_is_not_added_to_the_one_before_and_can_be_taken_back(term: Scratch) -> None:
    extend(term, "ada", ASSIGNMENT, "--days", "2")
    said = extend(term, "ada", ASSIGNMENT, "--days", "1")
    assert "2027-01-30 23:59:00+01:00, 1 day after the others; handed in 0:31:00 after that" in said.out
    assert "late penalty: 0 -> 10" in said.out
    extend(term, "ada", ASSIGNMENT, "--days", "2")
    assert "as for everybody; handed in" in extend(term, "ada", ASSIGNMENT, "--days", "0").out
    assert late(term) == {"ada": 10, "ben": 10}


def test_an_extension_until_a_time_counts_in_any_time_zone_and_stays_when_graded_again(term: Scratch) -> None:
    said = extend(term, "ada", ASSIGNMENT, "--until", "2027-01-30 23:31:00Z")
    assert "is due 2027-01-31 00:31:00+01:00" in said.out
    assert late(term) == {"ada": 0, "ben": 10}
    assert "nothing new" in term.run("grade", ASSIGNMENT).stdout
    assert late(term) == {"ada": 0, "ben": 10}


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("ada", "--days", "-3"), 1, "--days -3: is no number from 0 to 3650"),
        (("ada", "--days", "nan"), 1, "--days nan: is no number"),
        (("ada", "--days", "two"), 1, "--days two: is no number"),
        (("ada", "--until", "tomorrow"), 1, "--until tomorrow: is no time; write it with its time zone"),
        (("ada", "--until", "2027-02-05 23:59"), 1, "write it with its time zone"),
        (("ada", "--until", "2027-01-01T10:00Z"), 1, "is before the due date of everybody"),
        (("adda", "--days", "1"), 4, "knows no student `adda`\nhint: did you mean `ada`?"),
    ],
)
def test_what_cannot_be_extended_is_said_in_a_line(
    term: Scratch, arguments: tuple[str, ...], status: int, words: str
) -> None:
    student, *rest = arguments
    said = extend(term, student, ASSIGNMENT, *rest)
    assert (said.status, said.out) == (status, "")
    assert words in said.err
    assert len(said.err.splitlines()) <= 2
    assert late(term) == {"ada": 10, "ben": 10}


@pytest.mark.parametrize("by", ["grade", "nbgrader"])
def test_an_extension_that_is_given_beforehand_counts_once_something_is_handed_in(
    by: str, term: Scratch, make: Make
) -> None:
    said = extend(term, "cy", ASSIGNMENT, "--days", "2")
    assert (said.status, said.out) == (
        0,
        f"cy: {ASSIGNMENT} is due 2027-01-31 23:59:00+01:00, 2 days after the others; nothing of it is graded yet\n",
    )
    assert "cy" not in term.grades()
    hand_in(term, make, "cy", "2027-01-30 23:30:00 UTC", {})
    if by == "grade":
        assert term.run("grade", ASSIGNMENT).returncode == 0
    else:
        assert term.program("nbgrader", "autograde", ASSIGNMENT, "--student=cy").returncode == 0
    assert not rows(term)["cy", "late"]
    assert "late penalty: 0 -> 10" in extend(term, "cy", ASSIGNMENT, "--days", "0").out
    assert promised(term.root, ASSIGNMENT) == {}


def test_only_the_students_who_are_named_are_graded(term: Scratch, make: Make) -> None:
    for student in ("ada", "ben", "dan"):
        hand_in(term, make, student, "2027-01-29 12:00:00 UTC", SUMMED)
    said = term.run("grade", ASSIGNMENT, "--student", "ada", "dan")
    assert "graded: 2, not graded: 0, unchanged: 0" in said.stdout
    assert {student: each["mse"] for student, each in term.grades().items()} == {"ada": 1, "ben": 2, "dan": 1}
    again = term.run("grade", ASSIGNMENT, "--student", "dan", "--force")
    assert "graded: 1, not graded: 0" in again.stdout


@pytest.mark.parametrize(("named", "hint"), [("bem", "did you mean `ben`?"), ("zoe", "the folder's name")])
def test_a_student_who_handed_in_nothing_is_named_and_nothing_is_graded(
    term: Scratch, named: str, hint: str
) -> None:
    said = term.run("grade", ASSIGNMENT, "--student", "ada", named)
    assert (said.returncode, said.stdout) == (4, "")
    assert f"`{named}` has handed in no `{ASSIGNMENT}`\nhint: {hint}" in said.stderr.replace(
        "a student's id is ", ""
    )
