"""The peer: nbgrader's own `autograde`, which starts a kernel for each notebook and runs it there."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.course.layout import RELEASED
from benchmarks.classroom import ASSIGNMENT
from benchmarks.measure import Cost, run

CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.ignore = ["__pycache__", ".ipynb_checkpoints"]
c.Execute.timeout = 60
"""


def build(course: Path, folder: Path, count: int) -> None:
    """Make a stock course of the same release, with the first `count` of the same submissions."""
    shutil.copytree(course / "solutions" / ASSIGNMENT, folder / "solutions" / ASSIGNMENT)
    # What lies beside every notebook, such as the course's pictures.
    shutil.copytree(
        course / RELEASED / ASSIGNMENT,
        folder / "solutions" / ASSIGNMENT,
        ignore=shutil.ignore_patterns("*.ipynb"),
        dirs_exist_ok=True,
    )
    (folder / "nbgrader_config.py").write_text(CONFIG)
    run(["nbgrader", "generate_assignment", ASSIGNMENT, "--force"], folder)
    for student in sorted((course / "submitted").iterdir())[:count]:
        shutil.copytree(student, folder / "submitted" / student.name)


def grade(folder: Path) -> Cost:
    return run(["nbgrader", "autograde", ASSIGNMENT, "--force"], folder)
