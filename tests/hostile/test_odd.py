"""Careless and unlucky submissions: each is graded, or named with a reason, and the rest of the class is graded."""

from __future__ import annotations

import pytest

from tests.support.attacks.odd import ODD
from tests.support.attacks.room import MUTILATED, Room
from tests.support.course import ASSIGNMENT, Make, Scratch

RIGHT = (2, 2, 3, 3)


@pytest.mark.parametrize("name", ODD)
def test_an_odd_submission_is_graded_or_named_with_its_reason(name: str, room: Room) -> None:
    student = f"odd-{name}"
    if ODD[name].said:
        assert ODD[name].said in room.not_graded[student]
        assert set(room.points(student)) == {None}
    else:
        assert student not in room.not_graded
        assert room.points(student) == RIGHT


def test_a_mutilated_submission_is_graded_or_named_with_its_reason(room: Room) -> None:
    for number in range(MUTILATED):
        student = f"mutilated-{number:03d}"
        assert (None in room.points(student)) == bool(room.not_graded.get(student)), student
        assert (room.root / "autograded" / student / ASSIGNMENT / "no-loops.ipynb").is_file()


def test_no_submission_brings_a_traceback(room: Room) -> None:
    assert "Traceback" not in room.told("complained") + room.told("said")


def test_a_time_that_is_no_time_is_warned_about(room: Room) -> None:
    assert "warning: odd-without-a-time: `timestamp.txt` holds no time" in room.told("said")


def test_folders_that_are_links_are_named_and_not_followed(room: Room) -> None:
    assert "is a link, and links are not followed" in room.not_graded["odd-linked"]
    assert "is a link, and links are not followed" in room.not_graded["odd-linked-folder"]
    assert not {"odd-linked", "odd-linked-folder"} & set(room.grades)


def test_links_and_pipes_in_a_folder_are_not_followed(room: Room) -> None:
    folder = room.root / "autograded" / "odd-links-and-pipes" / ASSIGNMENT
    assert sorted(path.name for path in folder.iterdir()) == ["data.csv", "no-loops.ipynb"]


def test_nothing_that_a_browser_or_a_kernel_would_run_lies_beside_a_graded_notebook(room: Room) -> None:
    folder = room.root / "autograded" / "odd-pages" / ASSIGNMENT
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == ["data.csv", "no-loops.ipynb"]


def test_nbgraders_own_command_follows_no_links_and_keeps_no_pages(scratch: Scratch, make: Make) -> None:
    other = scratch.submit("ada", make({}))
    eve = scratch.submit("eve", make({}, rest="stub"))
    eve.unlink()
    eve.symlink_to(other)
    (eve.parent / "got.txt").symlink_to(scratch.root / "solutions" / ASSIGNMENT / "checks.py")
    scratch.submit_file("eve", b"{}", "spare.ipynb")
    for name in ("page.html", "data:,x.html", "\x1b[2Jcleared.html", "runpy.py"):
        scratch.submit_file("ada", b"<script>alert(1)</script>", name)
    scratch.submit_file("ada", b"1,2", "data.csv")
    done = scratch.program("nbgrader", "autograde", ASSIGNMENT)
    assert "[2Jcleared" in done.stderr
    assert "\x1b[2J" not in done.stderr
    assert sum(points or 0 for points in scratch.grades()["eve"].values()) == 0
    assert sum(points or 0 for points in scratch.grades()["ada"].values()) == 10
    assert not list(scratch.root.glob("autograded/eve/*/got.txt"))
    kept = sorted(path.name for path in (scratch.root / "autograded" / "ada" / ASSIGNMENT).iterdir())
    assert kept == ["data.csv", "no-loops.ipynb"]
