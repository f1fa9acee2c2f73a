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
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from nbformat import NotebookNode

from autograder.cli.quiet import quiet_libraries
from autograder.common.timestamps import Clock
from autograder.course import source
from autograder.exercise.verdict import Verdict
from autograder.gradebook.config import load_config
from autograder.gradebook.release import Release, opened, release_of
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
from autograder.grading.pending import rules, waiting
from autograder.grading.submission import GradedParcel, take
from autograder.notebooks.submitted import find
from tests.support import killing
from tests.support.classroom import NOTEBOOK, SUMMED, graded_folders, rows
from tests.support.course import ASSIGNMENT, ROOT, Make, Scratch
from tests.support.tiny import SIXTH, change, scores
from tests.support.tiny import hand_in as hand_in_tiny

ONE, TWO = (Place(kind="processes", workers=number) for number in (1, 2))


def grade(scratch: Scratch, place: Place, assignment: str = ASSIGNMENT) -> Iterator[Result]:
    entry = scratch.course.assignment(assignment)
    found = find(scratch.root, assignment, entry.notebook)
    with quiet_libraries():
        yield from batch.run(scratch.root, scratch.course, entry, found, place=place)


def hand_in(scratch: Scratch, notebooks: Mapping[str, NotebookNode]) -> None:
    for student, notebook in notebooks.items():
        scratch.submit(student, notebook)


def test_a_class_gets_the_rows_and_the_bytes_that_it_gets_in_this_process(
    scratch: Scratch, graded_class: Scratch, demo_class: Mapping[str, NotebookNode]
) -> None:
    hand_in(scratch, demo_class)
    results = list(grade(scratch, TWO))
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


@pytest.mark.parametrize("released", [True, False])
def test_notebooks_begin_there_with_what_they_begin_with_here(
    scratch: Scratch, tmp_path: Path, released: bool
) -> None:
    course, entry = scratch.course, scratch.entry
    if not released:
        shutil.rmtree(scratch.root / "exercises")
    release = Release(notebook=entry.notebook, kernelspec={}, cells=())
    kit = unpack_kit(pack_kit(scratch.root, course, entry, release, {}))
    kit.unpack(tmp_path / "there")
    here = source.beginning(scratch.root, course, entry)
    assert source.beginning(tmp_path / "there", kit.course, kit.entry) == here
    assert "figures/__init__.py" in here.files


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


RIGHT = "def mae(y, y_pred):\n    return float(np.mean(np.abs(y - y_pred)))"
# It takes its time, so that somebody is still being graded when somebody dies; and none of the processor's.
SLOW = "import time\n" + RIGHT.replace("\n", "\n    time.sleep(0.02)\n")


def test_what_kills_its_process_waits_for_a_human_and_the_others_are_graded(
    tiny: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.grading.elsewhere.worker.grade", killing.grade)
    hand_in_tiny(tiny, "ada", RIGHT)
    hand_in_tiny(tiny, "eve", f"# {killing.MARK.decode()}\n{RIGHT}")
    hand_in_tiny(tiny, "zoe", RIGHT)
    results = list(grade(tiny, TWO, SIXTH))
    assert Counter(result.student for result in results) == Counter(["ada", "eve", "zoe"])
    problems = {result.student: result.problem for result in results if result.problem}
    assert list(problems) == ["eve"]
    assert crew.LOST in problems["eve"]
    assert scores(tiny) == {"ada": 2.0, "eve": None, "zoe": 2.0}


def test_a_mistake_of_the_authors_is_told_as_by_this_process(tiny: Scratch) -> None:
    hand_in_tiny(tiny, "ada", RIGHT)
    change(tiny, "checks.py", 'form="vectorized"', 'form="vectorised"')
    here = tiny.run("grade", SIXTH, "--workers", "1")
    there = tiny.run("grade", SIXTH, "--workers", "8")
    assert here.returncode == there.returncode == 2
    assert f"{tiny.root}/solutions/{SIXTH}/checks.py" in here.stderr
    assert there.stderr == here.stderr


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
    entry = course.assignment(sys.argv[1])
    found = waiting(root, course, entry, force=False).submissions
    for result in batch.run(root, course, entry, found, place=Place(kind="processes", workers=1)):
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
        [sys.executable, "program.py", SIXTH],
        cwd=scratch.root,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_who_kills_the_whole_or_a_worker_loses_and_doubles_nothing(tiny: Scratch) -> None:
    students = [f"student{number}" for number in range(6)]
    for student in students:
        hand_in_tiny(tiny, student, SLOW)
    first = started(tiny)
    assert first.stdout is not None
    graded = [first.stdout.readline().strip()]
    processes = descendants(first.pid)
    first.kill()  # the coordinator: all that it started ends with it
    first.wait(60)
    until = time.monotonic() + 60
    while any(is_running(pid) for pid in processes) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [pid for pid in processes if is_running(pid)]
    with first.stdout:
        graded += [line.strip() for line in first.stdout]
    course = tiny.course
    entry = course.assignment(SIXTH)
    left = waiting(tiny.root, course, entry, force=False).submissions
    assert left
    with quiet_libraries():
        rest = batch.run(tiny.root, course, entry, left, place=ONE)
        graded.append(next(rest).student)
        os.kill(max(pid for pid in descendants(os.getpid()) if is_worker(pid)), signal.SIGKILL)
        graded += [result.student for result in rest]
    # What was recorded when the first was killed may not have been said, and what was not is graded again.
    assert len(graded) in (5, 6, 7)
    assert {*graded} <= {*students}
    assert scores(tiny) == dict.fromkeys(students, 2.0)
    shutil.rmtree(tiny.root / "feedback", ignore_errors=True)
    assert "nothing new" in tiny.run("grade", SIXTH).stdout


def is_running(pid: int) -> bool:
    """Tell whether a process has not ended; whether anybody has noticed its end is another's business."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def is_worker(pid: int) -> bool:
    """Tell whether a process is one that the server of forks has forked."""
    try:
        parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        line = Path(f"/proc/{parent}/cmdline").read_bytes()
        return b"forkserver" in line and b"forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
