"""Faults of ours and of the machine: nothing is lost, doubled or half written, and a rerun finishes the rest."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from autograder.cli.quiet import quiet_libraries
from autograder.grading import batch
from autograder.grading.elsewhere.executors import Place
from autograder.grading.pending import waiting
from tests.support.course import ASSIGNMENT, Make, Scratch

ANSWERS: tuple[dict[str, str], ...] = (
    {},
    {"mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"},
    {"predict": "def predict(x, slope, bias):\n    return slope * x"},
    {"train": "def train(x, y, learning_rate, epochs):\n    return 0.0, 0.0, []"},
)
POINTS = (10.0, 9.0, 8.5, 7.0)


def hand_in(scratch: Scratch, make: Make, count: int = 8) -> None:
    for number in range(count):
        scratch.submit(f"student-{number}", make(ANSWERS[number % len(ANSWERS)]))


def points(scratch: Scratch) -> dict[str, float]:
    return {name: sum(each or 0 for each in found.values()) for name, found in scratch.grades().items()}


def expected(count: int = 8) -> dict[str, float]:
    return {f"student-{number}": POINTS[number % len(POINTS)] for number in range(count)}


def sandboxes_of(grader: int) -> list[int]:
    """List the sandboxes that a running grader has started: children of its threads."""
    found = []
    for task in Path(f"/proc/{grader}/task").glob("*/children"):
        try:
            found += [int(word) for word in task.read_text().split()]
        except OSError:
            continue
    return found


def start(scratch: Scratch) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", ASSIGNMENT, "--workers", "2"],
        cwd=scratch.root,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_graded(scratch: Scratch, process: subprocess.Popen[str], count: int) -> None:
    while process.poll() is None and len(list((scratch.root / "autograded").glob("*/*/*.ipynb"))) < count:
        time.sleep(0.02)


def test_a_grader_and_then_sandboxes_that_are_killed_cost_nobody_a_point(
    scratch: Scratch, make: Make
) -> None:
    hand_in(scratch, make, 40)
    first = start(scratch)
    wait_until_graded(scratch, first, 4)
    orphans = sandboxes_of(first.pid)
    first.kill()
    first.communicate(timeout=60)
    assert orphans
    deadline = time.monotonic() + 20
    while any(is_running(pid) for pid in orphans):
        assert time.monotonic() < deadline, "a sandbox outlives its grader"
        time.sleep(0.05)
    graded = len(list((scratch.root / "autograded").glob("*/*/*.ipynb")))
    second = start(scratch)
    wait_until_graded(scratch, second, graded + 4)
    killed = sandboxes_of(second.pid)
    for sandbox in killed:
        os.kill(sandbox, signal.SIGKILL)
    _, errors = second.communicate(timeout=300)
    assert killed
    assert second.returncode == 0, errors
    assert points(scratch) == expected(40)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_folder_that_vanishes_while_the_class_is_graded_stops_nobody(scratch: Scratch, make: Make) -> None:
    hand_in(scratch, make, 3)
    found = waiting(scratch.root, scratch.course, scratch.entry, force=False).submissions
    shutil.rmtree(scratch.root / "submitted" / "student-1")
    with quiet_libraries():
        results = list(batch.run(scratch.root, scratch.course, scratch.entry, found, place=Place(workers=1)))
    problems: dict[str, Any] = {result.student: result.problem for result in results}
    assert problems["student-0"] is problems["student-2"] is None
    assert "the notebook `no-loops.ipynb` is missing" in problems["student-1"]


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
