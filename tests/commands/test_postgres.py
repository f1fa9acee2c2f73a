"""A gradebook on a PostgreSQL server: nobody is kept waiting. That its rows are a file's, `test_cluster.py` tells."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import datetime

import pytest

from autograder.cli.quiet import quiet_libraries
from autograder.common import locks
from autograder.gradebook.config import load_config
from autograder.gradebook.release import opened
from autograder.gradebook.sync import bring_gradebook_up_to_date
from autograder.gradebook.write import Record, Recorder
from autograder.grading.batch import WarmGrader
from autograder.grading.elsewhere.executors import Place
from autograder.notebooks.submitted import find
from tests.support import postgres
from tests.support.classroom import NOTEBOOK
from tests.support.course import ASSIGNMENT, Make, Scratch, kept_warm
from tests.support.postgres import NO_SERVER, Server, use

pytestmark = pytest.mark.skipif(postgres.programs() is None and "CI" not in os.environ, reason=NO_SERVER)


@pytest.fixture(scope="module")
def template(released_course: Scratch, server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Name a database whose gradebook knows the assignment: each test takes a copy, and makes no tables."""
    course = released_course.copied(tmp_path_factory.mktemp("template") / "course")
    use(course, server.database("released"))
    with quiet_libraries():
        bring_gradebook_up_to_date(course.root, course.course, course.entry)
    return "released"


@pytest.fixture
def on_server(scratch: Scratch, server: Server, template: str) -> Scratch:
    """A course whose gradebook is a new database, with a password that has to be quoted."""
    use(scratch, server.database("course", like=template))
    return scratch


def test_no_transaction_stays_open_while_nothing_is_written(
    on_server: Scratch, server: Server, make: Make
) -> None:
    on_server.submit("ada", make({}))
    asked = (
        "SELECT query FROM pg_stat_activity WHERE datname = 'course' AND state LIKE 'idle in transaction%'"
    )
    with (
        kept_warm(),
        WarmGrader(on_server.root, on_server.course, on_server.entry, place=Place(workers=1)) as grader,
    ):
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
    server.execute(statement, database="course")
    on_server.submit("ada", make({}))
    done = on_server.run("grade", ASSIGNMENT)
    assert done.returncode == 1
    error = done.stderr.splitlines()[-2]
    assert "the gradebook cannot be used" in error
    assert "half" not in done.stderr  # nor the password
    assert not (on_server.root / "autograded").exists()


def test_two_graders_that_add_the_same_student_both_end_well(on_server: Scratch) -> None:
    url, course = on_server.course.gradebook_url(on_server.root), on_server.course
    record = Record(
        student="ada", timestamp=datetime(2027, 1, 1), scores={"check_mse": 2.0}, unanswered=frozenset()
    )
    config = load_config(on_server.root)
    with opened(url, course.id, config) as (one, late), opened(url, course.id, config) as (two, _):
        first, second = (Recorder(each, ASSIGNMENT, NOTEBOOK, late) for each in (one, two))
        first._add([record], unknown={"ada"})  # and does not commit yet
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
