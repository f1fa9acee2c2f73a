"""Faults of ours and of the machine: nothing is lost, doubled or half written, and a rerun finishes the rest."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import ASSIGNMENT, Make, Scratch

from autograder import batch
from autograder.quiet import quiet_libraries
from autograder.waiting import waiting

ANSWERS: tuple[dict[str, str], ...] = (
    {},
    {"mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"},
    {"predict": "def predict(x, slope, bias):\n    return slope * x"},
    {"train": "def train(x, y, learning_rate, epochs):\n    return 0.0, 0.0, []"},
)
POINTS = (10.0, 9.0, 8.0, 7.0)

# Runs `autograder grade`, and ends the process without a word at the n-th write to the course's folder.
KILLED_AT_A_WRITE = """
import os, runpy, sys
left, root = int(sys.argv[1]), os.getcwd()

def write(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), 9)

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(root) and arguments[2] & 3:
        write()
    elif event in ("os.rename", "os.mkdir", "os.chmod") and str(arguments[0]).startswith(root):
        write()

from sqlalchemy import event
from sqlalchemy.engine import Engine
event.listen(Engine, "commit", write)
sys.addaudithook(watch)
sys.argv = ["autograder", "grade", sys.argv[2], "--workers", "2"]
runpy.run_module("autograder", run_name="__main__")
"""


def hand_in(scratch: Scratch, make: Make, count: int = 8) -> None:
    for number in range(count):
        scratch.submit(f"student-{number}", make(ANSWERS[number % len(ANSWERS)]))


def points(scratch: Scratch) -> dict[str, float]:
    return {name: sum(each or 0 for each in found.values()) for name, found in scratch.grades().items()}


def expected(count: int = 8) -> dict[str, float]:
    return {f"student-{number}": POINTS[number % len(POINTS)] for number in range(count)}


def notebooks(scratch: Scratch) -> dict[str, bytes]:
    folder = scratch.root / "autograded"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_grader_that_is_killed_at_any_write_is_finished_by_the_next_run(
    scratch: Scratch, make: Make, tmp_path: Path
) -> None:
    hand_in(scratch, make)
    whole = Scratch(tmp_path / "whole")
    shutil.copytree(scratch.root, whole.root)
    assert whole.run("grade", ASSIGNMENT).returncode == 0
    killed = 0
    for write in (2, 12, 25):
        done = subprocess.run(
            [sys.executable, "-c", KILLED_AT_A_WRITE, str(write), ASSIGNMENT],
            cwd=scratch.root,
            env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            timeout=200,
            check=False,
        )
        killed += done.returncode == -signal.SIGKILL
    assert killed >= 2
    assert scratch.run("grade", ASSIGNMENT).returncode == 0
    assert points(scratch) == expected()
    assert notebooks(scratch) == notebooks(whole)


def sandboxes_of(grader: int) -> list[int]:
    """List the sandboxes that a running grader has started: children of its threads."""
    found = []
    for task in Path(f"/proc/{grader}/task").glob("*/children"):
        try:
            found += [int(word) for word in task.read_text().split()]
        except OSError:
            continue
    return found


def test_a_sandbox_that_is_killed_from_outside_costs_nobody_a_point(scratch: Scratch, make: Make) -> None:
    hand_in(scratch, make, 24)
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", ASSIGNMENT, "--workers", "2"],
        cwd=scratch.root,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    killed = threading.Event()

    def kill_one_in_the_middle() -> None:
        autograded = scratch.root / "autograded"
        while process.poll() is None and len(list(autograded.glob("*/*/*.ipynb"))) < 8:
            time.sleep(0.02)
        for sandbox in sandboxes_of(process.pid):
            os.kill(sandbox, signal.SIGKILL)
            killed.set()

    thread = threading.Thread(target=kill_one_in_the_middle)
    thread.start()
    _, errors = process.communicate(timeout=300)
    thread.join()
    assert killed.is_set()
    assert process.returncode == 0, errors
    assert points(scratch) == expected(24)


def test_a_disk_without_room_is_a_clear_error_and_the_next_run_finishes(scratch: Scratch, make: Make) -> None:
    hand_in(scratch, make)
    blocks = (scratch.root / "gradebook.db").stat().st_size // 1024
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f {blocks // 2}; exec {sys.executable} -m autograder grade {ASSIGNMENT}"],
        cwd=scratch.root,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode != 0
    assert "error: " in done.stderr
    assert "Traceback" not in done.stderr
    assert scratch.run("grade", ASSIGNMENT).returncode == 0
    assert points(scratch) == expected()


def test_a_gradebook_that_cannot_be_opened_is_a_clear_error(scratch: Scratch, make: Make) -> None:
    hand_in(scratch, make, 1)
    (scratch.root / "gradebook.db").unlink()
    (scratch.root / "gradebook.db").mkdir()
    done = scratch.run("grade", ASSIGNMENT)
    assert done.returncode == 1
    assert "gradebook.db: the gradebook cannot be used: unable to open database file" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_vanishes_while_the_class_is_graded_stops_nobody(scratch: Scratch, make: Make) -> None:
    hand_in(scratch, make, 3)
    found = waiting(scratch.root, scratch.course, scratch.entry, force=False).submissions
    shutil.rmtree(scratch.root / "submitted" / "student-1")
    with quiet_libraries():
        results = list(batch.run(scratch.root, scratch.course, scratch.entry, found, workers=1))
    problems: dict[str, Any] = {result.student: result.problem for result in results}
    assert problems["student-0"] is problems["student-2"] is None
    assert "the notebook `no-loops.ipynb` is missing" in problems["student-1"]


def odd_submissions(scratch: Scratch, make: Make) -> dict[str, str]:
    """Hand in one odd thing a student; give what has to be said of each, or nothing where it is graded all the same."""
    whole = json.dumps(make({})).encode()
    said = {}

    def odd(student: str, data: bytes, words: str, name: str = "no-loops.ipynb") -> Path:
        said[student] = words
        return scratch.submit_file(student, data, name)

    odd("not-json", b"{'cells': []}", "is not JSON")
    odd("truncated", whole[:-500], "is not JSON")
    odd("empty", b"", "the file is empty")
    odd("a-list", b"[]", "not a notebook")
    odd(
        "from-the-future",
        whole.replace(b'"nbformat": 4', b'"nbformat": 9'),
        "nbformat 9, newer than this grader can read",
    )
    odd("nested", b"[" * 200_000, "nested too deeply")
    odd("utf-16", whole.decode().encode("utf-16"), "not UTF-8")
    odd("renamed", whole, "is missing; found: `no-loops (1).ipynb`", "no-loops (1).ipynb")
    odd("no-notebook", b"1,2", "there is no notebook at all", "data.csv")
    odd("too-large", b" " * 51_000_000, "50 MB is the most that is read")
    odd("a-folder", b"", "is not a readable file").unlink()
    (scratch.root / "submitted" / "a-folder" / ASSIGNMENT / "no-loops.ipynb").mkdir()
    os.mkfifo(odd("a-pipe", b"", "is not a readable file").parent / "pipe")
    pipe = scratch.root / "submitted" / "a-pipe" / ASSIGNMENT / "no-loops.ipynb"
    pipe.unlink()
    os.mkfifo(pipe)
    link = odd("a-link", b"", "is not a readable file")
    link.unlink()
    link.symlink_to(scratch.root / "course.toml")
    odd("with-a-bom", b"\xef\xbb\xbf" + whole, "")
    odd("with-another-notebook", whole, "")
    odd("with-another-notebook", whole, "", "notes.ipynb")
    odd("of-another-kernel", whole.replace(b'"python3"', b'"ir"'), "")
    for student, when in (
        ("without-a-time", "yesterday at noon"),
        ("ahead-of-time", "2090-01-01 00:00:00 UTC"),
    ):
        (odd(student, whole, "").parent / "timestamp.txt").write_text(when)
    return said


def test_odd_submissions_are_named_and_the_rest_of_the_class_is_graded(scratch: Scratch, make: Make) -> None:
    said = odd_submissions(scratch, make)
    scratch.submit("zoe", make({}))
    done = scratch.run("grade", ASSIGNMENT)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    lines = dict(
        line.removeprefix("not graded: ").split(": ", 1)
        for line in done.stdout.splitlines()
        if line.startswith("not graded: ")
    )
    assert {student for student, words in said.items() if words} == set(lines)
    assert [student for student, words in said.items() if words not in lines.get(student, "")] == []
    assert "warning: without-a-time: `timestamp.txt` holds no time" in done.stdout
    grades = points(scratch)
    assert {student: grades[student] for student, words in said.items() if not words} == {
        student: 10 for student, words in said.items() if not words
    }
    assert grades["zoe"] == 10


def test_grades_given_by_hand_extra_credit_comments_and_late_penalties_survive_a_new_grading(
    scratch: Scratch, make: Make
) -> None:
    from nbgrader.api import Gradebook

    settings = scratch.root / "nbgrader_config.py"
    (scratch.root / "penalty.py").write_text(
        "from nbgrader.plugins import BasePlugin\n\nclass Tenth(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n        return score / 10\n"
    )
    settings.write_text(
        "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent))\n"
        + settings.read_text()
        + '\nget_config().AssignLatePenalties.plugin_class = "penalty.Tenth"\n'
    )
    path = scratch.submit("ada", make({}))
    (path.parent / "timestamp.txt").write_text("2027-02-20 10:00:00 UTC")
    assert scratch.run("grade", ASSIGNMENT).returncode == 0
    url, course = scratch.course.gradebook_url(scratch.root), scratch.course.id
    with Gradebook(url, course) as gradebook:
        grade = gradebook.find_grade("check_mse", "no-loops", ASSIGNMENT, "ada")
        grade.manual_score, grade.extra_credit = 1.5, 0.5
        gradebook.find_comment("mse", "no-loops", ASSIGNMENT, "ada").manual_comment = "well argued"
        gradebook.db.commit()
    assert scratch.run("grade", ASSIGNMENT, "--force").returncode == 0
    with Gradebook(url, course) as gradebook:
        grade = gradebook.find_grade("check_mse", "no-loops", ASSIGNMENT, "ada")
        comment = gradebook.find_comment("mse", "no-loops", ASSIGNMENT, "ada")
        submission = gradebook.find_submission(ASSIGNMENT, "ada")
        assert (grade.auto_score, grade.manual_score, grade.extra_credit) == (2, 1.5, 0.5)
        assert comment.manual_comment == "well argued"
        assert submission.score == 10
        assert submission.late_submission_penalty == pytest.approx(1.0)
