"""Graded by other processes: the same rows and bytes as in this one, and nothing that dies loses or doubles anything."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from nbformat import NotebookNode

from autograder.cli.quiet import quiet_libraries
from autograder.common.timestamps import Clock
from autograder.exercise.verdict import Verdict
from autograder.gradebook.config import load_config
from autograder.gradebook.release import opened, release_of
from autograder.grading import batch
from autograder.grading.batch import Result
from autograder.grading.elsewhere import crew
from autograder.grading.elsewhere.executors import Place
from autograder.grading.elsewhere.kit import (
    Reply,
    pack_kit,
    pack_parcel,
    pack_reply,
    unpack_kit,
    unpack_parcel,
    unpack_reply,
)
from autograder.grading.pending import rules
from autograder.grading.submission import GradedParcel, take
from autograder.notebooks.submitted import find
from tests.support import killing
from tests.support.classroom import NOTEBOOK, SUMMED, graded_folders, rows
from tests.support.course import ASSIGNMENT, ROOT, Make, Scratch

TWO = Place(kind="processes", workers=2)


def grade(scratch: Scratch, place: Place) -> list[Result]:
    found = find(scratch.root, ASSIGNMENT, NOTEBOOK)
    with quiet_libraries():
        return list(batch.run(scratch.root, scratch.course, scratch.entry, found, place=place))


def hand_in(scratch: Scratch, notebooks: Mapping[str, NotebookNode]) -> None:
    for student, notebook in notebooks.items():
        scratch.submit(student, notebook)


def test_a_class_gets_the_rows_and_the_bytes_that_it_gets_in_this_process(
    scratch: Scratch, graded_class: Scratch, demo_class: Mapping[str, NotebookNode]
) -> None:
    hand_in(scratch, demo_class)
    results = grade(scratch, TWO)
    assert Counter(result.student for result in results) == Counter([*demo_class])
    assert rows(scratch) == rows(graded_class)
    assert graded_folders(scratch) == graded_folders(graded_class)


def test_a_kit_is_what_it_was_and_holds_no_address_of_a_gradebook(scratch: Scratch) -> None:
    entry = scratch.entry
    course = scratch.course
    with opened(course.gradebook_url(scratch.root), course.id, load_config(scratch.root)) as (gradebook, _):
        release = release_of(gradebook, entry.name, entry.notebook)
    settings = scratch.root / "course.toml"
    settings.write_text(
        settings.read_text()
        .replace("sqlite:///gradebook.db", "postgresql://ada:geheim@db.example.org/grades")
        .replace('exchange = "exchange"', 'exchange = "/srv/elsewhere"')
    )
    now = rules(scratch.root, scratch.course, entry)
    data = pack_kit(scratch.root, scratch.course, entry, release, now)
    plain = zlib.decompress(data)
    assert not any(word in plain for word in (b"geheim", b"db.example.org", b"/srv/elsewhere"))
    kit = unpack_kit(data)
    assert (kit.release, kit.rules, kit.entry) == (release, now, entry)
    assert f"solutions/{ASSIGNMENT}/checks.py" in kit.files
    assert not any("right_answers" in name for name in kit.files)
    assert len(data) < 200_000  # it goes with each parcel


def test_a_parcel_is_what_was_handed_in_and_names_nobody(scratch: Scratch, make: Make) -> None:
    path = scratch.submit("ada-lovelace", make(SUMMED))
    (path.parent / "timestamp.txt").write_text("2027-01-29 23:30:00 UTC")
    (path.parent / "data.csv").write_bytes(b"1,2\xff")
    [submission] = find(scratch.root, ASSIGNMENT, NOTEBOOK)
    parcel = take(submission, scratch.course.limits, Clock())
    data = pack_parcel(parcel)
    assert unpack_parcel(data) == parcel
    assert b"lovelace" not in zlib.decompress(data)


def test_a_reply_is_what_was_sent() -> None:
    verdict = Verdict(
        exercise="mse", outcome="failed", score=1.0, points=2.0, facts=(("form", False, "loops"),)
    )
    graded = GradedParcel(
        text="{}", unanswered=frozenset({"mse"}), verdicts=(verdict,), problem=None, warning="look"
    )
    assert unpack_reply(pack_reply(Reply(graded=graded))).graded == graded


def test_what_kills_its_process_waits_for_a_human_and_the_others_are_graded(
    scratch: Scratch, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.grading.elsewhere.worker.grade", killing.grade)
    deadly = make({"mse": f"def mse(y, y_pred):\n    # {killing.MARK.decode()}\n    return 1.0"})
    hand_in(scratch, {"ada": make(SUMMED), "eve": deadly, "zoe": make({})})
    results = grade(scratch, TWO)
    assert Counter(result.student for result in results) == Counter(["ada", "eve", "zoe"])
    problems = {result.student: result.problem for result in results if result.problem}
    assert list(problems) == ["eve"]
    assert crew.LOST in problems["eve"]
    grades = scratch.grades()
    assert grades["eve"] == dict.fromkeys(("predict", "mse", "gradients", "train"))
    assert grades["ada"] == {"predict": 2.0, "mse": 1.0, "gradients": 3.0, "train": 3.0}
    assert sum(score or 0 for score in grades["zoe"].values()) == 10


PROGRAM = """
import sys
from pathlib import Path
from autograder.course import settings
from autograder.grading import batch
from autograder.grading.elsewhere.executors import Place
from autograder.grading.pending import waiting

if __name__ == "__main__":
    root = Path.cwd()
    course = settings.load(root)
    entry = course.assignment("4-no-loops")
    found = waiting(root, course, entry, force=False).submissions
    for result in batch.run(root, course, entry, found, place=Place(kind="processes", workers=2)):
        print(result.student, flush=True)
"""


def descendants(pid: int) -> set[int]:
    found: set[int] = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            child = int(path.parent.name)
            found |= {child} | descendants(child)
    return found


def started(scratch: Scratch) -> subprocess.Popen[str]:
    (scratch.root / "program.py").write_text(PROGRAM)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.Popen(
        [sys.executable, "program.py"],
        cwd=scratch.root,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_who_kills_a_worker_or_the_whole_loses_and_doubles_nothing(scratch: Scratch, make: Make) -> None:
    hand_in(scratch, {f"student{number}": make(SUMMED) for number in range(6)})
    first = started(scratch)
    assert first.stdout is not None
    graded = [first.stdout.readline().strip()]
    processes = descendants(first.pid)
    first.kill()  # the coordinator: all that it started ends with it
    first.wait(60)
    until = time.monotonic() + 60
    while any(Path(f"/proc/{pid}").exists() for pid in processes) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [pid for pid in processes if Path(f"/proc/{pid}").exists()]
    with first.stdout:
        graded += [line.strip() for line in first.stdout]
    second = started(scratch)
    assert second.stdout is not None
    graded.append(second.stdout.readline().strip())
    workers = [pid for pid in descendants(second.pid) if is_worker(pid)]
    os.kill(max(workers), signal.SIGKILL)
    with second.stdout:
        graded += [line.strip() for line in second.stdout]
    assert second.wait(120) == 0
    # What was recorded when the first was killed may not have been said, and what was not is graded again.
    assert len(graded) in (5, 6, 7)
    assert set(graded) <= {f"student{number}" for number in range(6)}
    assert {student: found["mse"] for student, found in scratch.grades().items()} == {
        f"student{number}": 1.0 for number in range(6)
    }
    shutil.rmtree(scratch.root / "feedback", ignore_errors=True)
    assert "nothing new" in scratch.run("grade", ASSIGNMENT).stdout


def is_worker(pid: int) -> bool:
    """Tell whether a process is one that the server of forks has forked."""
    try:
        parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        line = Path(f"/proc/{parent}/cmdline").read_bytes()
        return b"forkserver" in line and b"forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
