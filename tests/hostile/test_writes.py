"""Faults of the disk, the gradebook and the machine, at every write: nothing is lost, doubled or half written.

Submissions are really graded once; then the command runs again and again in forks of this process, from the graded
submissions to the gradebook and the folders, and meets its fault.
"""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.cli import main
from autograder.cli.quiet import quiet_libraries
from autograder.course import bank as banks
from autograder.grading import batch, submission, threads
from autograder.grading.submission import Work, grade_submission
from tests.support.course import ASSIGNMENT, Make, Scratch, bank_of

ANSWERS: dict[str, dict[str, str]] = {
    "ada": {},
    "ben": {"mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"},
}
POINTS = {"ada": 10.0, "ben": 9.0}


class NoSandbox:
    """Takes the place of a sandbox where nothing is to be run."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def close(self) -> None:
        pass


@dataclass(frozen=True)
class Course:
    """A course with two submissions, and what grading makes of them."""

    scratch: Scratch
    works: dict[str, Work]

    @property
    def root(self) -> Path:
        return self.scratch.root

    def grade(
        self, fault: Callable[[Path], None] = lambda _: None, *, known: bool = False
    ) -> tuple[int, str]:
        """Run `autograder grade` in a fork.

        Args:
            fault: What happens to it.
            known: Whether the gradebook knows of the assignment already, and `checks.py` was read.

        Returns:
            Its exit status, or minus the signal that ended it; and what it said.
        """
        said = self.root.parent / "said.txt"
        pid = os.fork()
        if pid == 0:
            status = 70
            try:
                out = os.open(said, os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
                os.dup2(out, 1)
                os.dup2(out, 2)
                sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
                os.chdir(self.root)
                self._prepare(known=known)
                fault(self.root)
                status = main.main(["grade", ASSIGNMENT, "--workers", "2"])
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        _, ended = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(ended), said.read_text()

    def _prepare(self, *, known: bool) -> None:
        vars(threads)["Sandbox"] = NoSandbox
        vars(submission)["grade_submission"] = self._graded
        if known:
            bank = bank_of(ASSIGNMENT)
            vars(banks)["load"] = lambda *_: bank
            vars(batch)["bring_gradebook_up_to_date"] = lambda *_: None

    def _graded(self, *given: Any) -> Work:
        work = self.works.get(given[-1].student)
        return work if work is not None else grade_submission(*given)

    def points(self) -> dict[str, float]:
        return {
            name: sum(score or 0 for score in found.values()) for name, found in self.scratch.grades().items()
        }

    def published(self) -> dict[str, bytes]:
        folder = self.root / "autograded"
        files = (path for path in folder.rglob("*") if path.is_file() and ".new-" not in str(path))
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def graded(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The class, really graded, with all results."""
    scratch = released_course.copied(tmp_path_factory.mktemp("writes") / "course")
    for student, answers in ANSWERS.items():
        path = scratch.submit(student, make(answers))
        (path.parent / "data.csv").write_text("1,2")
    works: dict[str, Work] = {}

    def remembered(*args: Any) -> Work:
        work = grade_submission(*args)
        works[work.submission.student] = work
        return work

    bank_of(ASSIGNMENT)
    with pytest.MonkeyPatch.context() as patch, quiet_libraries():
        patch.setattr(submission, "grade_submission", remembered)
        patch.chdir(scratch.root)
        assert main.main(["grade", ASSIGNMENT, "--workers", "1"]) == 0
    return Course(scratch, works)


@pytest.fixture
def waiting(released_course: Scratch, graded: Course, tmp_path: Path) -> Course:
    """The same class, handed in and not graded yet."""
    return fresh(released_course, graded, tmp_path / "course")


def fresh(released_course: Scratch, graded: Course, root: Path) -> Course:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(released_course.root, root)
    shutil.copytree(graded.root / "submitted", root / "submitted")
    return Course(Scratch(root), graded.works)


def killed_at(number: int) -> Callable[[Path], None]:
    """End the process without a word at its n-th write: a file opened, made, moved, or a transaction committed."""

    def fault(root: Path) -> None:
        from sqlalchemy import event
        from sqlalchemy.engine import Engine

        left = number

        def write(*_: object) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def watch(what: str, arguments: tuple[Any, ...]) -> None:
            moved = what in ("os.rename", "os.mkdir", "os.chmod", "os.rmdir", "os.remove")
            written = what == "open" and isinstance(arguments[2], int) and arguments[2] & 3
            if (moved or written) and str(arguments[0]).startswith(str(root)):
                write()

        event.listen(Engine, "commit", write)
        sys.addaudithook(watch)

    return fault


def kills(released_course: Scratch, graded: Course, folder: Path) -> Iterator[tuple[int, Course]]:
    """Grade once for each write there is, killed at it; end with the first run that comes through."""
    for number in range(1, 200):
        course = fresh(released_course, graded, folder / "course")
        status, said = course.grade(killed_at(number), known=True)
        if status != -signal.SIGKILL:
            assert status == 0, said
            return
        yield number, course


def test_killed_at_any_write_the_grader_is_finished_by_the_next_run(
    released_course: Scratch, graded: Course, tmp_path: Path
) -> None:
    writes = 0
    for number, course in kills(released_course, graded, tmp_path):
        writes = number
        for name, data in course.published().items():
            assert data == graded.published()[name], f"half written, killed at write {number}: {name}"
        status, said = course.grade(known=True)
        assert status == 0, said
        assert course.points() == POINTS, f"killed at write {number}"
        assert course.published() == graded.published(), f"killed at write {number}"
        assert not list(course.root.glob("autograded/*/.new-*")), f"left behind, killed at write {number}"
    assert writes > 10


def test_a_disk_without_room_is_a_clear_error_and_the_next_run_finishes(waiting: Course) -> None:
    room = (waiting.root / "gradebook.db").stat().st_size // 2

    def full(_: Path) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    status, said = waiting.grade(full, known=True)
    assert status == 1
    assert "gradebook.db: the gradebook cannot be used: " in said
    assert "hint: " in said
    assert "Traceback" not in said
    assert waiting.grade()[0] == 0
    assert waiting.points() == POINTS


def test_a_gradebook_that_cannot_be_opened_is_a_clear_error(waiting: Course) -> None:
    (waiting.root / "gradebook.db").unlink()
    (waiting.root / "gradebook.db").mkdir()
    status, said = waiting.grade()
    assert status == 1
    assert "gradebook.db: the gradebook cannot be used: unable to open database file" in said
    assert "Traceback" not in said


def test_a_gradebook_that_is_locked_is_a_clear_error_and_a_later_run_finishes(waiting: Course) -> None:
    lock = sqlite3.connect(waiting.root / "gradebook.db", isolation_level=None)
    lock.execute("begin exclusive")
    status, said = waiting.grade()
    lock.close()
    assert status == 1
    assert "database is locked" in said
    assert "Traceback" not in said
    assert waiting.grade()[0] == 0
    assert waiting.points() == POINTS


def held_back(_: Path) -> None:
    """Go on without the privileges of root, whom no permissions hold back."""
    nothing = (ctypes.c_uint32 * 6)()
    version_3 = (ctypes.c_uint32 * 2)(0x20080522, 0)
    assert ctypes.CDLL(None).capset(version_3, nothing) == 0


@pytest.mark.parametrize("place", ["gradebook.db", "autograded"])
def test_what_may_only_be_read_is_a_clear_error_and_nothing_is_lost(place: str, waiting: Course) -> None:
    (waiting.root / "autograded").mkdir()
    (waiting.root / place).chmod(0o555)
    status, said = waiting.grade(held_back)
    assert status == 1
    assert place in said
    assert "hint: " in said
    assert "Traceback" not in said
    (waiting.root / place).chmod(0o755)
    assert waiting.grade()[0] == 0
    assert waiting.points() == POINTS


def test_submissions_that_may_not_be_read_are_named_and_stop_nobody(waiting: Course) -> None:
    submitted = waiting.root / "submitted"
    for name in ("closed-file", "closed-folder", "closed-student"):
        shutil.copytree(submitted / "ada", submitted / name)
    for path in (
        submitted / "closed-file" / ASSIGNMENT / "no-loops.ipynb",
        submitted / "closed-folder" / ASSIGNMENT,
        submitted / "closed-student",
    ):
        path.chmod(0)
    status, said = waiting.grade(held_back)
    assert status == 1
    assert "Traceback" not in said
    unreadable = "The submission could not be read: "
    assert f"not graded: closed-file: {unreadable}`no-loops.ipynb` is not a readable file" in said
    assert f"not graded: closed-folder: {unreadable}the folder cannot be opened" in said
    assert "not graded: closed-student: the folder cannot be opened; correct its permissions" in said
    assert {name: waiting.points()[name] for name in POINTS} == POINTS
