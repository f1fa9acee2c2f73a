"""Where the time of one worker goes: wall seconds a submission, by stage.

Run as `python -m benchmarks.stages COURSE`; prints JSON.
"""

from __future__ import annotations

import functools
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.cli.quiet import quiet_libraries
from autograder.course import settings as courses
from autograder.gradebook import write
from autograder.grading import batch, notebook, own_merit, submission
from autograder.grading.elsewhere.executors import Place
from autograder.grading.pending import waiting
from autograder.notebooks import autograded
from autograder.sandbox import host, session
from benchmarks.classroom import ASSIGNMENT

STAGES: tuple[tuple[str, Any, str], ...] = (
    ("notebook: read and restore", submission, "load"),
    ("notebook: read and restore", submission, "parse_notebook"),
    ("notebook: read and restore", submission, "restore"),
    ("fork, and empty the sandbox", host.Sandbox, "open"),
    ("cells and figures", session.Session, "run"),
    ("calls of the functions", session.Session, "call"),
    ("judging", own_merit, "judge"),
    ("judging", own_merit, "look_at_facts"),
    ("verdicts as HTML", notebook, "verdict_output"),
    ("notebook: write", submission, "notebook_text"),
    ("gradebook", write.Recorder, "record"),
    ("autograded/: publish", autograded, "publish"),
)

ENOUGH = 42


def main(root: Path) -> dict[str, float]:
    """Grade a course's submissions with every stage timed."""
    seconds: Counter[str] = Counter()
    own = threading.local()

    def timed(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapper(*args: Any, **keywords: Any) -> Any:
            inside = own.__dict__.setdefault("stack", [])
            inside.append(0.0)
            started = time.perf_counter()
            try:
                return function(*args, **keywords)
            finally:
                took = time.perf_counter() - started
                seconds[stage] += took - inside.pop()  # without the stages inside of it
                if inside:
                    inside[-1] += took

        return wrapper

    for stage, place, name in STAGES:
        setattr(place, name, timed(stage, getattr(place, name)))
    course = courses.load(root)
    entry = course.assignment(ASSIGNMENT)
    with quiet_libraries():
        submissions = waiting(root, course, entry, force=True).submissions[:ENOUGH]
        with batch.WarmGrader(root, course, entry, place=Place(workers=1)) as grader:
            list(grader.grade(submissions[:2]))
            seconds.clear()
            started = time.perf_counter()
            count = sum(1 for _ in grader.grade(submissions[2:]))
            whole = time.perf_counter() - started
    found = {stage: took / count for stage, took in seconds.items()}
    return {**found, "all": whole / count}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
