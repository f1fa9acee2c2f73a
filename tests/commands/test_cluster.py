"""Graded by a Dask cluster: the same rows and bytes, and whoever dies loses and doubles nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from nbformat import NotebookNode

from autograder.common.errors import AutograderError
from autograder.gradebook.release import Release
from autograder.grading.elsewhere import kit
from autograder.grading.elsewhere.cluster import require_safe
from autograder.grading.elsewhere.worker import meet
from tests.support.classroom import SUMMED, graded_folders, rows
from tests.support.course import ASSIGNMENT, ROOT, Make, Scratch

ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
}


@dataclass
class Cluster:
    """A scheduler on this machine, and its workers."""

    scheduler: subprocess.Popen[bytes]
    address: str
    workers: list[subprocess.Popen[bytes]]
    log: Path

    def join(self) -> None:
        """Start one more worker, which nobody starts again when it dies."""
        command = ["worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        self.workers.append(_started([*command, "--death-timeout", "120"], self.log))


def _started(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / f"{command[0]}.log").open("ab") as log:
        return subprocess.Popen(
            [str(Path(sys.executable).parent / "dask"), *command],
            cwd=folder,
            env={**os.environ, **ENVIRONMENT},
            stdout=log,
            stderr=log,
        )


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    place = folder / "scheduler.json"
    place.unlink(missing_ok=True)
    command = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter"]
    scheduler = _started([*command, "--scheduler-file", str(place)], folder)
    running = Cluster(scheduler, "", [], folder)
    try:
        until = time.monotonic() + 60
        while not place.exists() and time.monotonic() < until:
            time.sleep(0.1)
        running.address = json.loads(place.read_text())["address"]
        for _ in range(workers):
            running.join()
        yield running
    finally:
        for process in (*running.workers, scheduler):
            process.kill()
            process.wait(30)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster"), 2) as running:
        yield running


def hand_in(scratch: Scratch, notebooks: Mapping[str, NotebookNode]) -> None:
    for student, notebook in notebooks.items():
        scratch.submit(student, notebook)


def grading(scratch: Scratch, address: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", ASSIGNMENT, "--cluster", address],
        cwd=scratch.root,
        env={**os.environ, **ENVIRONMENT},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_grades(scratch: Scratch, number: int) -> None:
    until = time.monotonic() + 240
    while time.monotonic() < until:
        if len(list(scratch.root.glob(f"autograded/*/{ASSIGNMENT}/*.ipynb"))) >= number:
            return
        time.sleep(0.05)
    raise AssertionError("nobody is graded")


def test_a_class_gets_the_rows_and_the_bytes_that_it_gets_here(
    scratch: Scratch, two: Cluster, graded_class: Scratch, demo_class: Mapping[str, NotebookNode]
) -> None:
    hand_in(scratch, demo_class)
    done = grading(scratch, two.address)
    out, err = done.communicate(timeout=300)
    assert done.returncode == 0, err
    assert f"graded: {len(demo_class)}, not graded: 0" in out
    assert rows(scratch) == rows(graded_class)
    assert graded_folders(scratch) == graded_folders(graded_class)


def test_what_a_lost_worker_had_is_graded_by_another(scratch: Scratch, make: Make, tmp_path: Path) -> None:
    hand_in(scratch, {f"student{number}": make(SUMMED) for number in range(4)})
    with cluster(tmp_path, 2) as running:
        done = grading(scratch, running.address)
        wait_for_grades(scratch, 1)
        running.workers[0].send_signal(signal.SIGKILL)
        out, err = done.communicate(timeout=300)
    assert "graded: 4, not graded: 0" in out, err
    assert {student: found["mse"] for student, found in scratch.grades().items()} == {
        f"student{number}": 1.0 for number in range(4)
    }


def test_without_its_scheduler_it_says_so_and_goes_on_the_next_time(
    scratch: Scratch, make: Make, tmp_path: Path
) -> None:
    hand_in(scratch, {f"student{number}": make(SUMMED) for number in range(4)})
    with cluster(tmp_path, 1) as running:
        done = grading(scratch, running.address)
        wait_for_grades(scratch, 1)
        running.scheduler.send_signal(signal.SIGKILL)
        _, err = done.communicate(timeout=300)
    assert done.returncode == 1
    assert "the cluster's scheduler is gone; what was recorded before stays" in err
    kept = graded_folders(scratch)
    assert kept
    assert "not graded: 0" in scratch.run("grade", ASSIGNMENT).stdout
    assert {**graded_folders(scratch), **kept} == graded_folders(scratch)  # once each
    assert {found["mse"] for found in scratch.grades().values()} == {1.0}
    assert len(scratch.grades()) == 4


def test_without_a_worker_it_ends_with_what_to_do(
    scratch: Scratch, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.grading.elsewhere.cluster.SECONDS", 2.0)
    scratch.submit("ada", make({}))
    with cluster(tmp_path, 0) as running:
        done = scratch.run("grade", ASSIGNMENT, "--cluster", running.address)
    assert done.returncode == 3
    assert "the cluster has no worker: none came within 2 s" in done.stderr
    assert "dask worker" in done.stderr
    gone = scratch.run("grade", ASSIGNMENT, "--cluster", running.address)
    assert gone.returncode == 3
    assert "no scheduler answers there" in gone.stderr


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
