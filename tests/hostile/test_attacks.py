"""Every attack is handed in by a student of its own, the class is graded by the real command, and no grade is changed."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

import pytest

from tests.support.attacks.attacks import ATTACKS, INHERITED, Attack
from tests.support.attacks.room import (
    HONEST,
    HONEST_STUDENTS,
    SECRET,
    Room,
    hand_in_honest,
    name_of,
    name_of_honest,
    shorten_limits,
)
from tests.support.course import ASSIGNMENT, Make, Scratch


@pytest.mark.parametrize("each", ATTACKS, ids=lambda each: each.name)
def test_an_attack_changes_no_grade(each: Attack, room: Room) -> None:
    """What a busy machine had no time for is not graded yet, and that is said."""
    name = name_of(each)
    was_busy = "the machine was too busy" in room.not_graded.get(name, "")
    assert [
        (found, right)
        for found, right in zip(room.points(name), each.expected, strict=True)
        if found != right and not (was_busy and found is None)
    ] == []


def shown_by(room: Room, attack: Attack) -> list[str]:
    cells = room.scratch.autograded(name_of(attack)).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return [output.get("text", "") + "".join(output.get("traceback", [])) for output in outputs]


def test_no_attack_shows_what_it_was_to_find_out(room: Room) -> None:
    """Those that look for something print `LEAK`, or raise what they have found."""
    shown = {each.name: shown_by(room, each) for each in ATTACKS}
    found = {
        name: text
        for name, texts in shown.items()
        for text in texts
        if "LEAK" in text or "AssertionError: (" in text
    }
    assert found == {}
    assert max(sum(map(len, texts)) for texts in shown.values()) < 5_000_000


def test_the_honest_students_are_graded_as_in_a_class_of_their_own(
    room: Room, released_course: Scratch, make: Make, tmp_path: Path
) -> None:
    """Twenty students give five answers: each is held against its twin in a class of five."""
    alone = released_course.copied(tmp_path / "course")
    shorten_limits(alone.root)
    hand_in_honest(alone, make, len(HONEST))
    assert alone.run("grade", ASSIGNMENT).returncode == 0
    expected = alone.grades()
    for number in range(HONEST_STUDENTS):
        student, twin = name_of_honest(number), name_of_honest(number % len(HONEST))
        assert room.grades[student] == expected[twin]
        name = f"{ASSIGNMENT}/no-loops.ipynb"
        graded = (room.root / "autograded" / student / name).read_bytes()
        assert graded == (alone.root / "autograded" / twin / name).read_bytes()


def test_a_run_after_the_attacks_grades_again_only_what_was_not_graded(room: Room) -> None:
    """What had no grade because the machine was too busy may have one now."""
    waiting = {student: reason for student, reason in room.not_graded.items() if student in room.grades}
    busy = [student for student, reason in waiting.items() if "through no fault of its own" in reason]
    counted = re.match(r"graded: (\d+), not graded: (\d+), unchanged: (\d+)", room.told("again"))
    assert counted is not None
    graded, still, unchanged = map(int, counted.groups())
    assert graded <= len(busy)
    assert (graded + still, unchanged) == (len(waiting), len(room.grades) - len(waiting))
    assert "Traceback" not in room.told("again")


@pytest.mark.parametrize(
    ("attack", "words"),
    [
        ("writes_a_hundred_points_into_the_tests", "`points` of the cell `check_predict` was changed"),
        ("writes_grade_false_into_the_tests", "`grade` of the cell `check_predict` was changed"),
        ("repeats_the_tests_with_a_score_of_its_own", "the test cell `check_predict` stands 2 times"),
        ("loops_in_a_thread_that_nobody_traces", "`mse` switched off the counting of its steps"),
        ("lets_a_process_of_an_earlier_call_loop", "`mse` switched off the counting of its steps"),
        ("sets_its_own_count_back_through_frames", "its code uses `_getframe`"),
        ("loops_inside_a_profiler", "its code uses `setprofile`"),
        ("loops_inside_an_audit_hook", "`mse` switched off the counting of its steps"),
        ("starts_a_process_without_a_word", "`_posixsubprocess`, `fork_exec`"),
        ("changes_a_class_of_the_worker", "its code uses `__subclasses__`"),
        ("patches_the_messages_of_the_worker", "its code uses `autograder.sandbox`"),
        (
            "counts_anew_where_it_says_that_it_needs_its_own_thread",
            "`mse` switched off the counting of its steps",
        ),
        ("hides_what_it_uses_behind_signs_that_separate_lines", "its code uses `ctypes`"),
        ("hides_what_it_uses_in_a_comment_that_ends_for_ipython_alone", "its code uses `ctypes`"),
        ("forges_enormous_values", "sent a result that no honest function sends"),
        *((each, "its code tried to change") for each in INHERITED),
        ("changes_the_warm_parent_in_a_function_and_hides_it", "its code tried to change"),
    ],
)
def test_what_was_clearly_tried_is_told_to_the_instructor(attack: str, words: str, room: Room) -> None:
    lines = [
        line for line in room.told("said").splitlines() if line.startswith("warning: ") and attack in line
    ]
    assert words in "".join(lines), lines


@pytest.mark.parametrize(
    ("attack", "words"),
    [
        ("never_ends_and_ignores_every_signal", "still running after 1 s"),
        ("exits_in_a_function", "ended the Python process (exit status 0)"),
        ("follows_a_null_pointer", "ended the Python process (signal SIGSEGV)"),
        ("takes_memory_in_processes_of_a_function", "took more memory than one submission may have"),
        ("shares_memory_between_its_processes", "PermissionError"),
        ("shares_memory_through_a_device", "OSError"),
        ("eats_memory_in_a_function", "MemoryError"),
        ("returns_a_list_of_lists_of_lists", "(too large to show)"),
        ("waits_for_somebody_to_type", "EOFError"),
    ],
)
def test_what_a_function_did_is_named_in_its_feedback(attack: str, words: str, room: Room) -> None:
    each = next(each for each in ATTACKS if each.name == attack)
    text = (room.root / "autograded" / name_of(each) / ASSIGNMENT / "no-loops.ipynb").read_text()
    assert words in text


@pytest.mark.parametrize(
    ("attack", "words"),
    [
        (
            "never_ends_in_a_cell_of_its_own",
            "Only the definitions of this cell were run: it was still running",
        ),
        ("exits_in_a_cell", "Only the definitions of this cell were run: it ended the Python process"),
        ("takes_memory_in_many_processes", "it took more memory than one submission may have"),
        ("fills_sockets_in_many_processes", "it took more memory than one submission may have"),
        ("shows_more_text_than_a_page_can_hold", "left out: this notebook showed more than fits"),
        ("prints_fifty_megabytes_in_one_line", "cut: this cell showed more than fits"),
    ],
)
def test_what_a_cell_did_is_named_beside_it(attack: str, words: str, room: Room) -> None:
    test_what_a_function_did_is_named_in_its_feedback(attack, words, room)


def test_nobody_honest_is_suspected(room: Room) -> None:
    named = [
        line for line in room.told("said").splitlines() if line.startswith(("warning: ", "not graded: "))
    ]
    assert not [line for line in named if "-honest" in line or "changes_only_itself" in line]


def test_the_instructors_environment_and_home_stay_with_the_instructor(room: Room) -> None:
    for path in room.root.glob("autograded/**/*.ipynb"):
        assert f"{SECRET}=" not in path.read_text()
        assert str(room.root / "home") not in path.read_text()


def test_the_start_says_which_bubblewrap_it_uses(room: Room) -> None:
    assert re.search(r"^sandbox: bubblewrap \d+\.\d+\.\d+, .*bwrap$", room.told("complained"), re.MULTILINE)


def test_nothing_is_left_behind(room: Room) -> None:
    """Processes of a finished run would still stand in its folder, which is theirs alone."""
    left = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str(room.root) in str((process / "cwd").readlink()):
                left.append(process.name)
    assert left == []
    assert str(room.root) not in Path("/proc/mounts").read_text()
    assert not list(room.root.glob("autograded/*/.new-*"))
    assert not [path for path in room.root.rglob("*") if path.name.startswith(("autograder-", "core"))]


def test_handing_in_with_an_old_date_is_noticed(scratch: Scratch, make: Make) -> None:
    scratch.submit("eve", make({}))
    scratch.run("grade", ASSIGNMENT)
    os.utime(scratch.submit("eve", make({}, rest="stub")), (1, 1))
    assert "graded: 1" in scratch.run("grade", ASSIGNMENT).stdout
    assert scratch.grades()["eve"]["mse"] == 0
