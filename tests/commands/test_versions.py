"""What is graded here is graded alike, to the same rows, verdicts and words, by another version of Python."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.cli import demo
from autograder.notebooks.graded import MIME_TYPE
from tests.support.course import ASSIGNMENT, ROOT, Make, Scratch, fresh_course
from tests.support.loops import LOOPS


@pytest.fixture(scope="module")
def other_python() -> Path:
    """An environment of another version beside this one, as `.ci/run` makes it."""
    for python in sorted(ROOT.glob(".venv*/bin/python"), reverse=True):
        done = subprocess.run(
            [python, "-c", "import sys; print(sys.version_info[:2])"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode == 0 and done.stdout.strip() != str(sys.version_info[:2]):
            return python
    pytest.skip("there is no other version of Python: make VENV=.venv-3.13 PYTHON=python3.13 venv")


def came_of(scratch: Scratch) -> dict[str, Any]:
    """Give all that is said of a class: its rows and verdicts."""
    rows = scratch.grades()
    verdicts = {
        (student, cell.metadata.nbgrader.grade_id): output.data[MIME_TYPE]
        for student in rows
        for cell in scratch.autograded(student).cells
        for output in cell.get("outputs", [])
        if MIME_TYPE in output.get("data", {})
    }
    return {"rows": rows, "verdicts": verdicts}


def test_the_demo_is_graded_alike_on_two_versions_of_python(
    other_python: Path, demo_course: Scratch, tmp_path: Path
) -> None:
    """The other runs no cell but those that an answer has to do with: experiments and pictures change nothing."""
    source, other = Scratch(fresh_course(tmp_path / "source")), Scratch(tmp_path / "demo")
    shutil.copytree(ROOT / demo.CLASS, source.root / demo.CLASS)
    settings = source.root / "course.toml"
    text = settings.read_text()
    assert 'cells = "all"' in text
    settings.write_text(text.replace('cells = "all"', 'cells = "answers"'))
    done = source.program("autograder", "demo", str(other.root), timeout=400, python=other_python)
    assert done.returncode == 0, done.stderr
    assert came_of(other) == came_of(demo_course)
    said = done.stdout.replace(str(other.root), str(demo_course.root))
    assert said == (demo_course.root / "said.txt").read_text(encoding="utf-8")


def test_loops_are_found_alike_on_two_versions_of_python(
    other_python: Path, scratch: Scratch, make: Make, tmp_path: Path
) -> None:
    for number, code in enumerate(LOOPS.values()):
        scratch.submit(f"loop-{number:02d}", make({"mse": code}))
    other = scratch.copied(tmp_path / "other")
    here = scratch.run("grade", ASSIGNMENT)
    there = other.program("autograder", "grade", ASSIGNMENT, "--workers", "1", python=other_python)
    assert len(came_of(scratch)["verdicts"]) == 4 * len(LOOPS)
    assert came_of(other) == came_of(scratch)
    assert there.stdout == here.stdout, there.stderr
