"""A real course in a scratch folder, the real command, a real kernel."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

from autograder.cli import main
from autograder.course import bank, source
from autograder.course import settings as course
from autograder.course.settings import AssignmentEntry, Course
from autograder.exercise.verdict import Verdict
from autograder.grading import threads
from autograder.sandbox import oracle
from tests.support import warm

if TYPE_CHECKING:
    pass

NO_BROWSER = "No Chromium is found: `apt install chromium`, then `make test` again"
ROOT = Path(__file__).parents[2]


ASSIGNMENT = "4-no-loops"


ASSIGNMENTS = tuple(entry.name for entry in course.load(ROOT).assignments)


@dataclass(frozen=True)
class Scratch:
    """A course in a scratch folder, released, with nothing submitted yet."""

    root: Path

    def copied(self, root: Path) -> Scratch:
        """Give a copy of it, in a folder of its own."""
        shutil.copytree(self.root, root, dirs_exist_ok=True)
        return Scratch(root)

    @property
    def course(self) -> Course:
        return course.load(self.root)

    @property
    def entry(self) -> AssignmentEntry:
        return self.course.assignment(ASSIGNMENT)

    def run(
        self, *arguments: str, timeout: float = 300, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run `autograder` as an instructor does; a few submissions need no more than one sandbox.

        It runs in this process, with sandboxes and banks that are there already: to make them takes longer than what it does here.
        """
        if arguments[0] == "grade" and "--workers" not in arguments:
            arguments = (*arguments, "--workers", "1")
        if environment is not None:
            return self.program("autograder", *arguments, timeout=timeout, environment=environment)
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.chdir(self.root),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            warnings.catch_warnings(),
            kept_warm(),
        ):
            warnings.simplefilter("default")
            try:
                code = main.main(arguments)
            except SystemExit as end:  # argparse's word on a slip
                code = int(end.code or 0)
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())

    def program(
        self,
        module: str,
        *arguments: str,
        timeout: float = 300,
        environment: Mapping[str, str] | None = None,
        python: str | Path = sys.executable,
    ) -> subprocess.CompletedProcess[str]:
        path = f"{Path(python).parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            [python, "-m", module, *arguments],
            cwd=self.root,
            env={**os.environ, "PATH": path, **(environment or {})},
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def submit(self, student: str, notebook: NotebookNode) -> Path:
        """Hand in a notebook, and give its path."""
        return self.submit_file(student, json.dumps(notebook).encode())

    def submit_file(self, student: str, data: bytes, name: str = "no-loops.ipynb") -> Path:
        """Hand in any file, and give its path."""
        folder = self.root / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        return folder / name

    def grades(self) -> dict[str, dict[str, float | None]]:
        """Read every student's automatic scores from nbgrader's gradebook."""
        from nbgrader.api import Gradebook

        with Gradebook(self.course.gradebook_url(self.root), self.course.id) as gradebook:
            return {
                submission.student.id: {
                    grade.name.removeprefix("check_"): grade.auto_score
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                }
                for submission in gradebook.assignment_submissions(ASSIGNMENT)
            }

    def autograded(self, student: str) -> NotebookNode:
        return nbformat.read(self.root / "autograded" / student / ASSIGNMENT / "no-loops.ipynb", as_version=4)


def state(root: Path) -> dict[str, str]:
    """Tell every file of a course from another state of it."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        + str(path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """Give a folder that the first process of the test run to ask for it has built, and the others wait for."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / f"once-{name}"
    with (base / f"once-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (base / f"once-{name}.done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            build(folder)
            (base / f"once-{name}.done").touch()
    return folder


def fresh_course(folder: Path) -> Path:
    """Copy what an instructor clones, as far as it matters here."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("course.toml", "nbgrader_config.py", "jupytext.toml"):
        shutil.copy(ROOT / name, folder / name)
    ignored = shutil.ignore_patterns("*.ipynb", "__pycache__", ".ipynb_checkpoints")
    shutil.copytree(ROOT / "solutions", folder / "solutions", ignore=ignored)
    return folder


Make = Callable[..., NotebookNode]


@functools.cache
def references(assignment: str = ASSIGNMENT) -> dict[str, str]:
    """The code of the reference solutions, by cell."""
    return source.read(ROOT, course.load(ROOT).assignment(assignment)).code


@contextlib.contextmanager
def kept_warm() -> Iterator[None]:
    """Have whatever grades in this process take sandboxes and banks that are there already, and leave them for the next."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (threads, oracle):
            patch.setattr(module, "Sandbox", warm.sandbox)
        patch.setattr(bank, "load", warm.Banks.load)
        yield


def run_in_kernel(notebook: NotebookNode, folder: Path, *, allow_errors: bool = False) -> None:
    """Run all cells in a real kernel that starts in `folder`; its outputs go into the notebook.

    The kernel is reached through files: another process may take the ports that one has chosen before its kernel does.
    """
    with TemporaryDirectory(prefix="kernel-") as place:
        NotebookClient(
            notebook,
            timeout=300,
            startup_timeout=300,
            allow_errors=allow_errors,
            resources={"metadata": {"path": str(folder)}},
            config=Config({"KernelManager": {"transport": "ipc", "ip": f"{place}/of"}}),
        ).execute()


@functools.cache
def bank_of(assignment: str) -> bank.Bank:
    loaded = course.load(ROOT)
    return warm.Banks.load(ROOT, loaded, loaded.assignment(assignment))


Judged = Callable[..., dict[str, Verdict]]
