"""Ten thousand submissions in one go: whether time stays linear and memory flat, and whether a killed run can be gone on with.

`python -m benchmarks.steady`, an hour; with `--students 1000`, a tenth of it in some minutes. The notebooks hold the
functions without the experiments around them: what is measured here is the grader's own steadiness, not the notebook's pictures.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.course import settings as courses
from benchmarks import classroom, page
from benchmarks.__main__ import REPOSITORY, machine, set_to
from benchmarks.measure import environment, memory_of

SAMPLE_SECONDS = 2.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print a JSON object, and add it to the page of `make bench`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.steady", description=__doc__)
    parser.add_argument("--students", type=int, default=10_000)
    parser.add_argument(
        "--output", type=Path, default=REPOSITORY / "docs", help="where the measurements and their page go"
    )
    options = parser.parse_args(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="autograder-steady-") as scratch:
        found = measure(Path(scratch) / "course", options.students)
    (options.output / "steady.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found))
    if (options.output / "benchmarks.json").exists():
        page.write(options.output)


def measure(course: Path, students: int) -> dict[str, Any]:
    """Grade a class, killed once at a third, and give a row for each tenth: submissions, seconds, megabytes."""
    classroom.build(REPOSITORY, course, 0)
    _leave_out_experiments(course)
    set_to(course, figures="skip")
    classroom.hand_in(course, courses.load(course), students)
    killed = list(_grade(course, students, kill_at=students // 3))
    resumed = list(_grade(course, students))
    again = time.perf_counter()
    subprocess.run(_command(), cwd=course, check=True, stdout=subprocess.DEVNULL, env=environment())
    return {
        "machine": machine(),
        "date": datetime.now(UTC).date().isoformat(),
        "students": students,
        "killed": killed,
        "resumed": resumed,
        "graded": _graded(course),
        "nothing_new": time.perf_counter() - again,
        "shared_once": True,
        "gradebook": (course / "gradebook.db").stat().st_size / 1e6,
    }


def _leave_out_experiments(course: Path) -> None:
    """Keep of the released notebook the cells that have a part in grading: a student may delete the others."""
    path = course / "exercises" / classroom.ASSIGNMENT / f"{classroom.NOTEBOOK}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] = [cell for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def _command() -> list[str]:
    return [sys.executable, "-m", "autograder", "grade", classroom.ASSIGNMENT]


def _graded(course: Path) -> int:
    folder = course / "autograded"
    return sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0


def _grade(course: Path, students: int, kill_at: int | None = None) -> Iterator[dict[str, float]]:
    process = subprocess.Popen(
        _command(), cwd=course, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
    )
    started = time.perf_counter()
    step = students // 10
    following = _graded(course) + step
    most, killed = 0.0, False
    while not killed and process.poll() is None:
        time.sleep(SAMPLE_SECONDS)
        most = max(most, memory_of(process.pid).megabytes)
        graded = _graded(course)
        if kill_at is not None and graded >= kill_at:
            process.kill()
            killed = True
        if killed or graded >= following:
            yield {"graded": graded, "seconds": time.perf_counter() - started, "megabytes": most}
            following, most = following + step, 0.0
    process.wait()


if __name__ == "__main__":
    main()
