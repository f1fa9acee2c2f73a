"""From handing in to feedback in the student's folder, with nbgrader's own steps and a warm `autograder watch`."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.cli.quiet import quiet_libraries
from autograder.course import settings as courses
from autograder.gradebook.config import load_config
from autograder.nbgrader import lab
from benchmarks.classroom import ASSIGNMENT, NOTEBOOK

ROUNDS = 7
PATIENCE = 120.0
POLL_SECONDS = 0.05


def seconds(course: Path) -> list[float]:
    """Time a student who hands in again and again; the first time is left out.

    Args:
        course: A course with submissions, of which one is handed in.
    """
    _grade_on_submission(course)
    start = lab.prepare(course, courses.load(course), "student")
    lab.prepare_exchange(course, courses.load(course))
    settings = _settings(start.home / ".jupyter")
    settings.Exchange.assignment_dir = str(start.home)
    with quiet_libraries():
        _step(load_config(course), "ReleaseAssignment")
        with _watching(course), contextlib.chdir(start.home):
            _step(settings, "FetchAssignment")
            answered = next((course / "submitted").iterdir()) / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
            shutil.copy(answered, start.home / ASSIGNMENT)
            return [_once(start.home, settings) for _ in range(ROUNDS)][1:]


def _once(home: Path, settings: Any) -> float:
    pages = home / ASSIGNMENT / "feedback"
    before = len(list(pages.glob("*/*.html")))
    started = time.perf_counter()
    _step(settings, "Submit")
    while len(list(pages.glob("*/*.html"))) == before:
        if time.perf_counter() - started > PATIENCE:
            sys.exit(f"error: no feedback after {PATIENCE:.0f} s")
        time.sleep(POLL_SECONDS)
        _step(settings, "FetchFeedback")
    return time.perf_counter() - started


def _grade_on_submission(course: Path) -> None:
    path = course / courses.FILE
    text = path.read_text(encoding="utf-8")
    name = f'name = "{ASSIGNMENT}"\n'
    path.write_text(text.replace(name, f"{name}on_submission = {{}}\n"), encoding="utf-8")


@contextlib.contextmanager
def _watching(course: Path) -> Iterator[None]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", "watch"],
        cwd=course,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if re.search(" watching ", line):
                break
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)


def _settings(folder: Path) -> Any:
    from traitlets.config.loader import PyFileConfigLoader

    return PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()


def _step(settings: Any, name: str) -> None:
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.exchange import ExchangeFactory

    folder = CourseDirectory(config=settings)
    folder.assignment_id = ASSIGNMENT
    step = getattr(ExchangeFactory(config=settings), name)
    step(coursedir=folder, authenticator=Authenticator(config=settings), config=settings).start()
