"""Threads, processes and a Dask cluster of this machine, in one run: how fast each grades, and what it costs the process that records.

`python -m benchmarks.executors --students 60`. What a submission costs that process is what bounds a class, however many cores there are.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from autograder.cli.quiet import quiet_libraries
from autograder.course import settings as courses
from autograder.grading.batch import WarmGrader
from autograder.grading.elsewhere.executors import Place
from autograder.notebooks.submitted import find
from benchmarks import classroom
from benchmarks.__main__ import REPOSITORY, set_to
from benchmarks.classroom import ASSIGNMENT, NOTEBOOK


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a row for each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.executors", description=__doc__)
    parser.add_argument("--students", type=int, default=60)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="autograder-executors-") as scratch, quiet_libraries():
        course = Path(scratch) / "course"
        classroom.build(REPOSITORY, course, options.students)
        set_to(course, figures="skip")
        for kind in ("threads", "processes", "cluster"):
            with _place(kind, options.workers) as place:
                print(json.dumps({"executor": kind, **measure(course, place)}), flush=True)


def measure(course: Path, place: Place) -> dict[str, float]:
    """Grade everybody anew; the start is not counted."""
    shutil.rmtree(course / "autograded", ignore_errors=True)
    loaded = courses.load(course)
    found = find(course, ASSIGNMENT, NOTEBOOK)
    with WarmGrader(course, loaded, loaded.assignment(ASSIGNMENT), place=place) as grader:
        list(grader.grade(found[:4]))  # until all are warm
        wall, cpu = time.perf_counter(), time.process_time()
        graded = sum(result.problem is None for result in grader.grade(found[4:]))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "graded": graded,
        "per_second": round(graded / wall, 2),
        "recorder_cpu_ms": round(1000 * cpu / graded, 1),
    }


@contextmanager
def _place(kind: str, workers: int) -> Iterator[Place]:
    if kind == "threads":
        yield Place(kind="threads", workers=workers)
    elif kind == "processes":
        yield Place(kind="processes", workers=workers)
    else:
        from distributed import LocalCluster

        with LocalCluster(
            n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster:
            yield Place(kind="cluster", cluster=cluster.scheduler_address)


if __name__ == "__main__":
    main()
