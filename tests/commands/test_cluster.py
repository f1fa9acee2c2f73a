"""Graded by a Dask cluster: the same rows and bytes, and whoever dies loses and doubles nothing."""

from __future__ import annotations

import contextlib
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping

import msgspec
import pytest
from nbformat import NotebookNode

from autograder.common.errors import AutograderError
from autograder.gradebook.read import read_grades
from autograder.gradebook.release import Release
from autograder.grading.elsewhere import kit
from autograder.grading.elsewhere.cluster import require_safe
from autograder.grading.elsewhere.worker import meet
from tests.support import cluster as clusters
from tests.support import postgres
from tests.support.classroom import SUMMED, graded_folders, rows
from tests.support.cluster import Cluster
from tests.support.course import ASSIGNMENT, Make, Scratch
from tests.support.postgres import Server
from tests.support.watched import Watched, prepare

# Dask and nbgrader leave files open, for the garbage collector to close.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Cluster]]:
    """Give the cluster that all tests of this file share; a new one, where one of them has killed its scheduler."""
    import dask

    with contextlib.ExitStack() as stack:
        found: list[Cluster] = []

        def start() -> Cluster:
            if not found or not found[-1].scheduler.is_alive():
                found.append(stack.enter_context(clusters.running(tmp_path_factory.mktemp("cluster"))))
                stack.enter_context(dask.config.set(found[-1].settings))
            return found[-1]

        yield start


@pytest.fixture
def cluster(started: Callable[[], Cluster]) -> Cluster:
    return started()


@pytest.fixture
def course(scratch: Scratch) -> Watched:
    """A course that is the same to the workers in every test: they make its grader once."""
    return prepare(scratch)


def hand_in(scratch: Scratch, notebooks: Mapping[str, NotebookNode]) -> None:
    for student, notebook in notebooks.items():
        scratch.submit(student, notebook)


@contextlib.contextmanager
def after_the_first_grade(scratch: Scratch, do: Callable[[], None]) -> Iterator[None]:
    """Do something as soon as anybody is graded."""
    over = threading.Event()

    def wait() -> None:
        while not over.wait(0.02):
            if any(scratch.root.glob(f"autograded/*/{ASSIGNMENT}/*.ipynb")):
                do()
                return

    thread = threading.Thread(target=wait)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_without_a_worker_or_a_scheduler_it_ends_with_what_to_do(
    course: Watched, cluster: Cluster, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.grading.elsewhere.cluster.SECONDS", 2.0)
    course.scratch.submit("ada", make({}))
    done = course.scratch.run("grade", ASSIGNMENT, "--cluster", cluster.need(0))
    assert done.returncode == 3
    assert "the cluster has no worker: none came within 2 s" in done.stderr
    assert "dask worker" in done.stderr
    gone = course.scratch.run("grade", ASSIGNMENT, "--cluster", "tls://127.0.0.1:1")
    assert gone.returncode == 3
    assert "no scheduler answers there" in gone.stderr


def test_a_class_gets_the_rows_and_the_bytes_that_it_gets_here(
    course: Watched,
    cluster: Cluster,
    graded_class: Scratch,
    demo_class: Mapping[str, NotebookNode],
    server: Server | None,
) -> None:
    """Over TLS, and into a PostgreSQL server where there is one."""
    if server is not None:
        postgres.use(course.scratch, server.database("cluster"))
    hand_in(course.scratch, demo_class)
    done = course.scratch.run("grade", ASSIGNMENT, "--cluster", cluster.need(2))
    assert done.returncode == 0, done.stderr
    assert f"graded: {len(demo_class)}, not graded: 0" in done.stdout
    assert rows(course.scratch) == rows(graded_class)
    assert graded_folders(course.scratch) == graded_folders(graded_class)
    here, there = (read_grades(each.root, each.course, each.entry) for each in (course.scratch, graded_class))
    assert here == there
    assert list(here.students) == list(there.students)  # each database has an order of its own
    assert "nothing new" in course.scratch.run("grade", ASSIGNMENT).stdout


def test_what_is_handed_in_while_it_watches_is_graded_there_and_given_back(
    course: Watched, cluster: Cluster, make: Make
) -> None:
    course.cluster = cluster.need(2)
    with course.watching():
        course.hand_in("ada", make(SUMMED), "10:00:00")
        course.wait_for("ada: 9 of 10 points, returned")
    assert course.points("ada") == 9
    assert "Your numbers grow with the number of points" in course.page("ada")


def test_what_a_lost_worker_had_is_graded_by_another(course: Watched, cluster: Cluster, make: Make) -> None:
    students = [f"student{number}" for number in range(4)]
    hand_in(course.scratch, {student: make(SUMMED) for student in students})
    address = cluster.need(2)
    with after_the_first_grade(course.scratch, lambda: cluster.kill(cluster.workers[0])):
        done = course.scratch.run("grade", ASSIGNMENT, "--cluster", address)
    assert "graded: 4, not graded: 0" in done.stdout, done.stderr
    assert {student: found["mse"] for student, found in course.scratch.grades().items()} == dict.fromkeys(
        students, 1.0
    )


def test_without_its_scheduler_it_says_so_and_goes_on_the_next_time(
    course: Watched, cluster: Cluster, make: Make
) -> None:
    scratch = course.scratch
    hand_in(scratch, {f"student{number}": make(SUMMED) for number in range(4)})
    address = cluster.need(1)
    with after_the_first_grade(scratch, lambda: cluster.kill(cluster.scheduler)):
        done = scratch.run("grade", ASSIGNMENT, "--cluster", address)
    assert done.returncode == 1
    assert "the cluster's scheduler is gone; what was recorded before stays" in done.stderr
    kept = graded_folders(scratch)
    assert kept
    assert "not graded: 0" in scratch.run("grade", ASSIGNMENT).stdout
    assert {**graded_folders(scratch), **kept} == graded_folders(scratch)  # once each
    assert {found["mse"] for found in scratch.grades().values()} == {1.0}
    assert len(scratch.grades()) == 4


@pytest.mark.parametrize(
    "address",
    ["tcp://cluster.example.org:8786", "tcp://10.0.0.7:8786", "cluster.example.org:8786", "tls://host"],
)
def test_beyond_this_machine_an_address_is_one_with_tls(address: str) -> None:
    with pytest.raises(AutograderError, match="tls://"):
        require_safe(address)


@pytest.mark.parametrize(
    "address",
    ["tls://cluster.example.org:8786", "tcp://127.0.0.1:8786", "tcp://localhost:1", "tcp://[::1]:1"],
)
def test_an_address_with_tls_or_on_this_machine_is_taken(address: str) -> None:
    require_safe(address)


def test_a_worker_with_another_version_is_an_error_that_names_both(scratch: Scratch) -> None:
    versions = {**kit.versions(), "numpy": "0.1"}
    found = kit.Kit(
        course=scratch.course,
        assignment=ASSIGNMENT,
        files={},
        release=Release(notebook="no-loops", kernelspec={}, cells=()),
        rules={},
        versions=versions,
    )
    reply = kit.unpack_reply(meet(zlib.compress(msgspec.msgpack.encode(found))))
    assert reply.refused is not None
    assert f"numpy {kit.versions()['numpy']} instead of 0.1" in reply.refused
    assert "hint: " in reply.refused
