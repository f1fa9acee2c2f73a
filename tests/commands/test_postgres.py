"""A gradebook on a PostgreSQL server: the same rows as in a file, and nobody is kept waiting."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime

import pytest
from nbformat import NotebookNode

from autograder.common import locks
from autograder.gradebook.config import load_config
from autograder.gradebook.read import read_grades
from autograder.gradebook.release import opened
from autograder.gradebook.sync import bring_gradebook_up_to_date
from autograder.gradebook.write import Record, Recorder
from autograder.grading.batch import WarmGrader
from autograder.grading.elsewhere.executors import Place
from autograder.notebooks.submitted import find
from tests.support import postgres
from tests.support.classroom import NOTEBOOK, graded_folders, rows
from tests.support.course import ASSIGNMENT, Make, Scratch
from tests.support.postgres import NO_SERVER, Server, use

pytestmark = pytest.mark.skipif(postgres.programs() is None and "CI" not in os.environ, reason=NO_SERVER)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgres.server() as running:
        yield running


@pytest.fixture
def on_server(scratch: Scratch, server: Server) -> Scratch:
    """A course whose gradebook is a new database, with a password that has to be quoted."""
    use(scratch, server.database("course"))
    return scratch


def test_a_class_gets_the_rows_that_it_gets_in_a_file(
    on_server: Scratch, graded_class: Scratch, demo_class: Mapping[str, NotebookNode]
) -> None:
    for student, notebook in demo_class.items():
        on_server.submit(student, notebook)
    assert on_server.run("grade", ASSIGNMENT, "--workers", "2").returncode == 0
    assert rows(on_server) == rows(graded_class)
    assert graded_folders(on_server) == graded_folders(graded_class)
    here, there = (read_grades(each.root, each.course, each.entry) for each in (on_server, graded_class))
    assert here == there
    assert list(here.students) == list(there.students)  # each database has an order of its own
    assert "nothing new" in on_server.run("grade", ASSIGNMENT).stdout


def test_no_transaction_stays_open_while_nothing_is_written(
    on_server: Scratch, server: Server, make: Make
) -> None:
    on_server.submit("ada", make({}))
    asked = (
        "SELECT query FROM pg_stat_activity WHERE datname = 'course' AND state LIKE 'idle in transaction%'"
    )
    with WarmGrader(on_server.root, on_server.course, on_server.entry, place=Place(workers=1)) as grader:
        assert server.execute(asked) == []
        found = find(on_server.root, ASSIGNMENT, NOTEBOOK)
        assert [result.problem for result in grader.grade(found)] == [None]
        assert server.execute(asked) == []


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER ROLE course_owner SET default_transaction_read_only = on",
        "REVOKE INSERT, UPDATE ON grade FROM course_owner",
    ],
)
def test_who_may_not_write_is_told_before_anybody_is_graded(
    on_server: Scratch, server: Server, make: Make, statement: str
) -> None:
    bring_gradebook_up_to_date(on_server.root, on_server.course, on_server.entry)
    server.execute(statement, database="course")
    on_server.submit("ada", make({}))
    done = on_server.run("grade", ASSIGNMENT)
    assert done.returncode == 1
    error = done.stderr.splitlines()[-2]
    assert "the gradebook cannot be used" in error
    assert "half" not in done.stderr  # nor the password
    assert not (on_server.root / "autograded").exists()


def test_two_graders_that_add_the_same_student_both_end_well(on_server: Scratch) -> None:
    bring_gradebook_up_to_date(on_server.root, on_server.course, on_server.entry)
    url, course = on_server.course.gradebook_url(on_server.root), on_server.course
    record = Record(
        student="ada", timestamp=datetime(2027, 1, 1), scores={"check_mse": 2.0}, unanswered=frozenset()
    )
    config = load_config(on_server.root)
    with opened(url, course.id, config) as (one, late), opened(url, course.id, config) as (two, _):
        first, second = (Recorder(each, ASSIGNMENT, NOTEBOOK, late) for each in (one, two))
        first._add_missing(["ada"])  # and does not commit yet
        other = threading.Thread(target=second.record, args=[[record]])
        other.start()
        other.join(1)
        assert other.is_alive()  # the server has it wait
        first._finish()
        other.join(30)
        assert not other.is_alive()
    assert on_server.grades()["ada"]["mse"] == 2.0


def test_two_assignments_are_graded_at_the_same_time_and_one_is_not(on_server: Scratch, make: Make) -> None:
    def taken() -> None:
        raise TimeoutError

    course = on_server.course
    on_server.submit("ada", make({}))
    with locks.alone(on_server.root, course.grading_lock("1-best-fit-line"), taken):
        assert "graded: 1" in on_server.run("grade", ASSIGNMENT).stdout
    with locks.alone(on_server.root, course.grading_lock(ASSIGNMENT), taken):
        command = [sys.executable, "-m", "autograder", "grade", ASSIGNMENT]
        with subprocess.Popen(command, cwd=on_server.root, text=True, stderr=subprocess.PIPE) as second:
            assert second.stderr is not None
            assert "waiting for its end" in second.stderr.readline()
            second.terminate()


def test_an_id_that_is_too_long_is_refused_and_the_others_are_graded(on_server: Scratch, make: Make) -> None:
    on_server.submit("ada", make({}))
    on_server.submit("x" * 140, make({}))
    done = on_server.run("grade", ASSIGNMENT)
    assert "a gradebook has room for 128" in done.stderr
    assert list(on_server.grades()) == ["ada"]


@pytest.mark.parametrize("named", ["psycopg", "psycopg.pq"])
def test_a_driver_that_is_not_there_is_said_in_one_line(
    scratch: Scratch, make: Make, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    use(scratch, "postgresql://ada:secret@localhost/course")
    scratch.submit("ada", make({}))
    for name in [name for name in sys.modules if name.split(".")[0] == "psycopg"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, named, None)
    done = scratch.run("grade", ASSIGNMENT)
    assert done.returncode == 1
    error, hint = done.stderr.splitlines()[-2:]
    assert error.startswith("error: postgresql+psycopg://ada:***@localhost/course: the gradebook needs the ")
    assert "`postgres`" in hint
