"""The same class gets the same grades and the same words on every version of Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode

from autograder.notebooks.graded import MIME_TYPE
from tests.support.course import ASSIGNMENT, ROOT, Make, Scratch
from tests.support.loops import LOOPS


def other_python() -> Path:
    """Find an environment of another version beside this one, as `.ci/run` makes it."""
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


def graded_by(python: str | Path, scratch: Scratch) -> dict[str, Any]:
    """Grade a class, and give all that is said of it: rows, verdicts, and what the command prints."""
    done = subprocess.run(
        [python, "-m", "autograder", "grade", ASSIGNMENT, "--workers", "2"],
        cwd=scratch.root,
        env={**os.environ, "PATH": f"{Path(python).parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert "graded:" in done.stdout, done.stderr
    rows = scratch.grades()
    verdicts = {
        (student, cell.metadata.nbgrader.grade_id): output.data[MIME_TYPE]
        for student in rows
        for cell in scratch.autograded(student).cells
        for output in cell.get("outputs", [])
        if MIME_TYPE in output.get("data", {})
    }
    return {"rows": rows, "verdicts": verdicts, "said": done.stdout}


def test_a_class_is_graded_alike_on_two_versions_of_python(
    released_course: Scratch, demo_class: dict[str, NotebookNode], make: Make, tmp_path: Path
) -> None:
    python = other_python()
    classes = []
    for name in ("one", "other"):
        scratch = released_course.copied(tmp_path / name)
        for student, notebook in demo_class.items():
            scratch.submit(student, notebook)
        for number, code in enumerate(LOOPS.values()):
            scratch.submit(f"loop-{number:02d}", make({"mse": code}))
        classes.append(scratch)
    one, other = graded_by(sys.executable, classes[0]), graded_by(python, classes[1])
    assert len(one["verdicts"]) > 4 * len(LOOPS)
    assert one == other
