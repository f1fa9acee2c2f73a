"""A Dask scheduler and its workers on this machine, spoken to over TLS, with the options that docs/instructor/large.md names."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from autograder.grading.elsewhere.executors import PRELOADED
from tests.support.dask_process import serve

START_SECONDS = 120  # on a busy machine


@dataclass
class Cluster:
    """A scheduler, and its workers, which nobody starts again when they die."""

    folder: Path
    settings: dict[str, str]  # of whoever speaks to it
    scheduler: BaseProcess
    address: str = ""
    workers: list[BaseProcess] = field(default_factory=list)

    def need(self, number: int) -> str:
        """Have at least so many workers, or none, and give the address."""
        for each in self.workers[: 0 if number else None]:
            self.kill(each)
        self.workers = [each for each in self.workers if each.is_alive()]
        while len(self.workers) < number:
            options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "120"]
            self.workers.append(_started(self.folder, "worker", self.address, *options))
        return self.address

    def kill(self, process: BaseProcess) -> None:
        process.kill()  # with SIGKILL
        process.join(30)


def _started(folder: Path, kind: str, *arguments: str) -> BaseProcess:
    certificates = [f"--tls-{name}={folder / f'{name}.pem'}" for name in ("ca-file", "cert", "key")]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        [*PRELOADED, "distributed.cli.dask_scheduler", "distributed.cli.dask_worker"]
    )
    process = context.Process(target=serve, args=[kind, [*arguments, *certificates], folder], daemon=True)
    process.start()
    return process


def _certify(folder: Path) -> dict[str, str]:
    """Write a certificate of the tests' own, which is its own authority, and give a client's settings."""
    from distributed.security import Security

    made = Security.temporary()
    files = {"ca-file": made.tls_ca_file, "cert": made.tls_client_cert, "key": made.tls_client_key}
    for name, text in files.items():
        (folder / f"{name}.pem").write_text(text)
    return {
        "distributed.comm.tls.ca-file": str(folder / "ca-file.pem"),
        "distributed.comm.tls.client.cert": str(folder / "cert.pem"),
        "distributed.comm.tls.client.key": str(folder / "key.pem"),
    }


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """Have a scheduler while the block runs, and whoever joins it."""
    settings = _certify(folder)
    place = folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--protocol", "tls", "--no-dashboard", "--no-jupyter"]
    found = Cluster(folder, settings, _started(folder, "scheduler", *options, "--scheduler-file", str(place)))
    try:
        until = time.monotonic() + START_SECONDS
        while not place.exists() and time.monotonic() < until:
            time.sleep(0.1)
        found.address = json.loads(place.read_text())["address"]
        yield found
    finally:
        for process in (*found.workers, found.scheduler):
            found.kill(process)
