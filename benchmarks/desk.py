"""What a hand-in costs the one thread of `autograder watch`, with so many folders in the exchange already.

`python -m benchmarks.desk 10000 100000`, and with `--burst 1000` how long the last of so many waits who hand in at once. All of it is the real code, but for the sandbox: one submission is graded really,
and every other one gets its notebook and its verdicts; what stands in the answers is everybody's own.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from autograder.collect.exchange import Exchange
from autograder.collect.inbox import Inbox
from autograder.course import settings as courses
from autograder.grading import batch, pending, threads
from autograder.grading.elsewhere.executors import Place
from autograder.grading.reconcile import Reconciled
from autograder.grading.submission import Work
from autograder.grading.threads import Threads
from autograder.nbgrader import desk as desks
from autograder.nbgrader import lab
from autograder.nbgrader.desk import Desk
from autograder.notebooks.submitted import Submission, find
from benchmarks import classroom
from benchmarks.__main__ import REPOSITORY, set_to
from benchmarks.classroom import ASSIGNMENT, NOTEBOOK

HAND_INS = 40
LINKS = 50_000
SIGNATURE = "whoever wrote this"
FIRST = 5  # that warm up what is read once


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a row for each number of folders."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    parser.add_argument("folders", type=int, nargs="+")
    parser.add_argument("--burst", type=int, default=0, metavar="N", help="hand in N at once as well")
    options = parser.parse_args(arguments)
    for folders in options.folders:
        with tempfile.TemporaryDirectory(prefix="autograder-desk-") as scratch:
            print(json.dumps(measure(Path(scratch) / "course", folders, options.burst)), flush=True)


def measure(course: Path, folders: int, burst: int = 0) -> dict[str, float]:
    """Hand in one by one where so many lie already, and give the milliseconds of the desk's thread for each."""
    classroom.build(REPOSITORY, course, 1)
    set_to(course, figures="skip")
    settings = course / courses.FILE
    text = settings.read_text(encoding="utf-8")
    on = f'name = "{ASSIGNMENT}"\non_submission = {{ tries = 5 }}\n'
    settings.write_text(text.replace(f'name = "{ASSIGNMENT}"\n', on), encoding="utf-8")
    loaded = courses.load(course)
    entry = loaded.assignment(ASSIGNMENT)
    [submission] = find(course, ASSIGNMENT, NOTEBOOK)
    with batch.WarmGrader(course, loaded, entry, place=Place(workers=1)) as grader:
        list(grader.grade([submission]))
        example = grader._crew.begin(submission).result()
    assert isinstance(example, Work)
    inbound = lab.prepare_exchange(course, loaded) or course / "exchange" / loaded.id / "inbound"
    assert isinstance(inbound, Path)
    inbound.mkdir(parents=True, exist_ok=True)
    (inbound.parent / "feedback").mkdir(exist_ok=True)
    _fill(course, inbound, submission, folders)
    with _without_sandbox(example), _opened(course) as (desk, said):
        taken: list[tuple[float, float]] = []
        for number in range(HAND_INS):
            _hand_in(inbound, f"new{number:04}", submission.path, number % 60)
            time.sleep(0.25)  # as long as `watch` waits between two looks
            started = time.thread_time(), time.perf_counter()
            while not any(line.startswith(f"{ASSIGNMENT}: new{number:04}: ") for line in said):
                desk.look()
            taken.append((time.thread_time() - started[0], time.perf_counter() - started[1]))
        kept = taken[FIRST:]
        cpu, wall = (sorted(each[place] for each in kept) for place in (0, 1))
        assert "returned" in said[-1], said[-3:]
        together = _burst(desk, said, inbound, submission.path, burst) if burst else {}
        return {
            **together,
            "folders": folders,
            "cpu_ms": round(1000 * sum(cpu) / len(cpu), 1),
            "median_cpu_ms": round(1000 * cpu[len(cpu) // 2], 1),
            "median_wall_ms": round(1000 * wall[len(wall) // 2], 1),
        }


def _burst(desk: Desk, said: list[str], inbound: Path, notebook: Path, number: int) -> dict[str, float]:
    """Hand in for many at once, and give how long the last of them waits."""
    for each in range(number):
        _hand_in(inbound, f"burst{each:05}", notebook, each % 60)
    before, started = len(said), (time.thread_time(), time.perf_counter())
    while sum(": burst" in line for line in said[before:]) < number:
        desk.look()
    cpu, wall = time.thread_time() - started[0], time.perf_counter() - started[1]
    return {
        "burst": number,
        "last_after_s": round(wall, 1),
        "burst_cpu_ms_each": round(1000 * cpu / number, 1),
    }


def _fill(course: Path, inbound: Path, submission: Submission, folders: int) -> None:
    """Have so many students hand in, and be graded, in the past: written directly, or it would take longer than all that is measured."""
    students = [f"old{number:06}" for number in range(folders)]
    names = [_name(student, 0) for student in students]
    notebook = submission.path
    for number, (student, name) in enumerate(zip(students, names, strict=True)):
        if number % LINKS == 0:  # a file has no more names than that
            notebook = course / f"handed-in-{number}.ipynb"
            notebook.write_bytes(submission.path.read_bytes())
        folder = f"{inbound}/{name}"
        os.mkdir(folder)  # noqa: PTH102 - as quick as it can be
        os.link(notebook, f"{folder}/{submission.path.name}")
        with open(f"{folder}/submission_secret.txt", "x") as file:  # noqa: PTH123
            file.write(f"secret of {student}")
        os.chmod(folder, 0o777)  # noqa: PTH101, S103
        for place in ("submitted", "autograded"):
            os.makedirs(f"{course}/{place}/{student}/{ASSIGNMENT}")  # noqa: PTH103
    (course / "tries").mkdir(exist_ok=True)
    (course / "tries" / f"{ASSIGNMENT}.txt").write_text("".join(f"{name}\n" for name in names))
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as gradebook:
        _record_alike(gradebook, submission.student, folders)
        gradebook.commit()


def _record_alike(gradebook: sqlite3.Connection, student: str, number: int) -> None:
    """Have the gradebook hold of so many others what it holds of one student."""
    numbers = (
        "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :number)"
    )
    alike = "printf('%s%06d', substr({0}, 1, 26), n)"  # an id that is like another, and a new one
    # What is another's in each table; all else is as it is.
    other: dict[str, dict[str, str]] = {
        "student": {"id": "printf('old%06d', n)"},
        "submitted_assignment": {"id": alike, "student_id": "printf('old%06d', n)"},
        "submitted_notebook": {"id": alike, "assignment_id": alike},
        "grade": {"id": alike, "notebook_id": alike},
        "comment": {"id": alike, "notebook_id": alike},
    }
    for table, values in other.items():
        columns = [row[1] for row in gradebook.execute(f"PRAGMA table_info({table})")]
        those = ", ".join(values.get(column, "{0}").format(column) for column in columns)
        gradebook.execute(
            f"{numbers} INSERT INTO {table} ({', '.join(columns)}) SELECT {those} FROM {table}, numbers"  # noqa: S608
            + (" WHERE id = :student" if table == "student" else ""),
            {"number": number, "student": student},
        )


def _name(student: str, second: int) -> str:
    return f"{student}+{ASSIGNMENT}+2026-11-22 10:00:{second:02}.000000 UTC+{student}abcdefghij"


def _hand_in(inbound: Path, student: str, notebook: Path, second: int) -> None:
    folder = inbound / _name(student, second)
    folder.mkdir()
    (folder / notebook.name).write_bytes(notebook.read_bytes())
    (folder / "timestamp.txt").write_text("2026-11-22 10:00:00.000000 UTC")
    (folder / "submission_secret.txt").write_text(f"secret of {student}")
    folder.chmod(0o777)


@contextmanager
def _without_sandbox(example: Work) -> Iterator[None]:
    """Grade without running anything: everybody's work is the example's, each answer signed."""
    graded = {
        name: dataclasses.replace(each, text=_signed(each.text)) for name, each in example.graded.items()
    }

    class NoThreads(Threads):
        def __init__(self, *_: Any) -> None:
            self.workers = 2

        def __exit__(self, *_: object) -> None:
            pass

        def get_to_know(self, *_: Any) -> None:
            pass

        def begin(self, submission: Submission) -> Future[Work]:
            future: Future[Work] = Future()
            own = {
                name: dataclasses.replace(each, text=each.text.replace(SIGNATURE, submission.student))
                for name, each in graded.items()
            }
            future.set_result(dataclasses.replace(example, submission=submission, graded=own))
            return future

    with patch.object(threads, "Threads", NoThreads):
        yield


def _signed(text: str) -> str:
    """Have each answer differ from everybody else's, as it does where nobody copies."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = [*cell["source"], f"\n# {SIGNATURE}"]
    return json.dumps(notebook, indent=1)


@contextmanager
def _opened(course: Path) -> Iterator[tuple[Desk, list[str]]]:
    """Open a desk as it is when it has seen to all that lay there before."""
    said: list[str] = []
    stop = threading.Event()
    with (
        patch.object(desks, "waiting", _nothing_waits(pending.waiting)),
        patch.object(desks, "reconcile", lambda *_: Reconciled()),
        patch.object(Desk, "_give_back_all", lambda *_: None),
        patch.object(Exchange, "collect", _not_all(Exchange.collect)),
    ):
        inboxes: dict[Path, Inbox] = {}
        desk = Desk(
            course,
            ASSIGNMENT,
            workers=1,
            say=said.append,
            stop=stop,
            inbox_of=lambda folder: inboxes.setdefault(folder, Inbox(folder)),
        )
        try:
            desk.open()
            yield desk, said
        finally:
            desk.close()
            for inbox in inboxes.values():
                inbox.close()


def _nothing_waits(real: Any) -> Any:
    def waiting(*positional: Any, students: Sequence[str] | None = None, **named: Any) -> Any:
        return real(*positional, students=students or [], **named)

    return waiting


def _not_all(real: Any) -> Any:
    def collect(exchange: Exchange, names: Sequence[str] | None) -> Any:
        return [] if names is None else real(exchange, names)

    return collect


if __name__ == "__main__":
    main()
