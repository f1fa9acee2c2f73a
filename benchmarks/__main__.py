"""`make bench`: measure grading against stock nbgrader and against the bare bound, and write down what came out.

Every claim is a ratio of two measurements of the same run, on the same machine, of the same notebooks.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import classroom, page, returned, stock, student
from benchmarks.measure import Cost, run

REPOSITORY = Path(__file__).parents[1]
# What is run of a notebook, each with the settings of course.toml for it.
WAYS = {"draw": ("draw", "all"), "skip": ("skip", "all"), "answers": ("skip", "answers")}
FEW = 500  # more are measured with two workers only, as one takes too long


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and write `docs/benchmarks.md` and its picture."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--students", type=int, default=200, help="the class that is compared (default: 200)")
    parser.add_argument(
        "--stock", type=int, default=6, help="how many of them stock nbgrader grades (default: 6)"
    )
    parser.add_argument(
        "--growth", type=int, nargs="*", default=[20, 200], metavar="N", help="classes to see it grow"
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a small class, in two minutes, and without what a person waits for",
    )
    parser.add_argument("--output", type=Path, default=REPOSITORY / "docs", help="where the page goes")
    options = parser.parse_args(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="autograder-bench-") as scratch:
        if options.quick:
            found = measure(Path(scratch), students=24, by_stock=2, growth=())
        else:
            found = measure(Path(scratch), options.students, options.stock, options.growth)
            found |= waited_for(Path(scratch) / "course")
    kept = options.output / "benchmarks.json"
    found["before"] = page.in_short(json.loads(kept.read_text(encoding="utf-8"))) if kept.exists() else {}
    kept.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    page.write(options.output)
    print((options.output / "benchmarks.md").read_text(encoding="utf-8"))


def measure(scratch: Path, students: int, by_stock: int, growth: Sequence[int]) -> dict[str, Any]:
    """Give all measurements as plain numbers: seconds, megabytes, counts."""
    course = scratch / "course"
    say(f"a class of {students}")
    classroom.build(REPOSITORY, course, students)
    found: dict[str, Any] = {
        "machine": machine(),
        "date": datetime.now(UTC).date().isoformat(),
        "students": students,
    }
    say(f"stock nbgrader, {by_stock} of them")
    stock.build(course, scratch / "stock", by_stock)
    cost = stock.grade(scratch / "stock")
    idle = run(["nbgrader", "autograde", "--help"], scratch / "stock")
    found["stock"] = {
        "wall": (cost.wall - idle.wall) / by_stock,
        "cpu": (cost.cpu - idle.cpu) / by_stock,
        "start": idle.wall,
    }
    for way, (figures, cells) in WAYS.items():
        set_to(course, figures=figures, cells=cells)
        say(f"ours, figures = {figures!r}, cells = {cells!r}")
        cost = grade(course, "--force")
        bare = json.loads(module("benchmarks.bare", str(course), str(min(students, 40)), figures))
        each = cpu_each(course, students)
        found[way] = {
            "wall": cost.wall / students,
            "cpu": each,
            "bare": bare,
            "stages": json.loads(module("benchmarks.stages", str(course))),
            "times_stock": found["stock"]["wall"] / (cost.wall / students),
            "times_bare": each / bare,
        }
    found["nothing_new"] = grade(course).wall
    shutil.copytree(course / "submitted" / "student00000", course / "submitted" / "newcomer")
    found["one_cold"] = grade(course).wall
    found["growth"] = [
        grown(scratch / f"growth-{n}-{w}", n, w) for n in growth for w in ((1, 2, 4) if n <= FEW else (2,))
    ]
    return found


def waited_for(course: Path) -> dict[str, Any]:
    """Give the seconds that a student waits."""
    say("from handing in to feedback")
    set_to(course, figures="draw", cells="all")
    found: dict[str, Any] = {"returned": returned.seconds(course)}
    say("the student's side")
    first, later = student.check_seconds(course / "exercises")
    found["student"] = {
        "first_check": first,
        "check": later,
        "import": student.import_seconds(),
        "help": student.best_seconds("-m", "autograder", "--help"),
    }
    return found


def cpu_each(course: Path, students: int) -> float:
    """Give the CPU seconds of one submission, without those of starting up: the difference of two sizes of class.

    With one worker: two that share a core's threads take more CPU time for the same work.
    """
    say("CPU of one submission")
    # The first ones find little at hand.
    few, many = max(students // 20, 4), min(max(students // 4, 16), students)
    aside = course / "set-aside"
    aside.mkdir()
    costs = {}
    for count in (many, few):
        for folder in sorted((course / "submitted").iterdir())[count:]:
            folder.rename(aside / folder.name)
        costs[count] = grade(course, "--force", "--workers", "1").cpu
    for folder in aside.iterdir():
        folder.rename(course / "submitted" / folder.name)
    aside.rmdir()
    return (costs[many] - costs[few]) / (many - few)


def grown(folder: Path, students: int, workers: int) -> dict[str, Any]:
    """Measure one class with a number of workers, figures skipped, all cells run."""
    say(f"a class of {students}, workers: {workers}")
    classroom.build(REPOSITORY, folder, students)
    set_to(folder, figures="skip", cells="all")
    cost = grade(folder, "--workers", str(workers), look=True)
    size = (folder / "gradebook.db").stat().st_size / 1e6
    shutil.rmtree(folder)
    return {
        "students": students,
        "workers": workers,
        "wall": cost.wall,
        "gradebook": size,
        **asdict(cost.memory),
    }


def grade(course: Path, *options: str, look: bool = False) -> Cost:
    return run(["autograder", "grade", classroom.ASSIGNMENT, *options], course, look=look)


def set_to(course: Path, **settings: str) -> None:
    """Set what is run of a notebook; the next grading takes everybody again."""
    path = course / "course.toml"
    text = path.read_text(encoding="utf-8")
    for name, value in settings.items():
        text = re.sub(rf"^{name} = .*$", f'{name} = "{value}"', text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


def module(name: str, *arguments: str) -> str:
    """Run a module of this package in a process of its own, and give what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", name, *arguments], cwd=REPOSITORY, check=True, capture_output=True, text=True
    )
    return done.stdout.strip().splitlines()[-1]


def machine() -> dict[str, Any]:
    """Describe the machine that measures."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return {
        "cpu": model[1].strip() if model else platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
    }


def say(what: str) -> None:
    print(f"measuring: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
