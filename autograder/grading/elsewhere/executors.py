"""Where parcels are graded: processes of this machine, or a cluster's. What differs between them is an `Executor` and a number."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from typing import Literal

# From so many sandboxes on, threads of one process would wait for each other more than they work.
PAYS_FROM = 8
PRELOADED = ["autograder.grading.elsewhere.worker", "nbgrader.utils"]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a class is graded.

    Attributes:
        kind: Threads of this process, other processes of this machine, or a cluster's workers.
        workers: How many sandboxes work side by side here; how many a cluster has, it says itself.
        cluster: The address of a cluster's scheduler.
        brief: Whether a sandbox here grades one submission, and no more.
    """

    kind: Literal["threads", "processes", "cluster"] = "threads"
    workers: int = 1
    cluster: str = ""
    brief: bool = False

    @classmethod
    def of(cls, workers: int, cluster: str = "", *, brief: bool = False) -> Place:
        """Choose the cluster, where there is one, or what pays for so many sandboxes here."""
        if cluster:
            return cls(kind="cluster", workers=workers, cluster=cluster)
        kind: Literal["threads", "processes"] = "processes" if workers >= PAYS_FROM else "threads"
        return cls(kind=kind, workers=workers, brief=brief)


@dataclass(frozen=True)
class Crew:
    """An executor, how many parcels it grades at a time, whether there is still somebody; and how to ask all of a cluster."""

    executor: Executor
    workers: Callable[[], int]
    is_there: Callable[[], bool] = lambda: True
    ask_all: Callable[[Callable[[bytes], bytes], bytes], Sequence[Future[bytes]]] = lambda *_: ()


@contextlib.contextmanager
def processes(number: int) -> Iterator[Crew]:
    """Start processes that end with this one, however it ends."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    executor = ProcessPoolExecutor(number, mp_context=context, initializer=_prepare)
    try:
        yield Crew(executor, lambda: number)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def opened(place: Place) -> Iterator[Crew]:
    """Open the crew of a place that is not this process.

    Raises:
        SandboxUnavailable: Nobody there can grade.
    """
    if place.kind == "processes":
        with processes(place.workers) as crew:
            yield crew
    else:
        from autograder.grading.elsewhere.cluster import dask

        with dask(place.cluster) as cluster:
            yield Crew(cluster.executor, cluster.workers, cluster.is_there, cluster.ask_all)


def _prepare() -> None:
    """End with the process that wants the work, however that one ends, and leave to it what an interrupt means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=[multiprocessing.parent_process()], daemon=True).start()


def _end_with(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)
