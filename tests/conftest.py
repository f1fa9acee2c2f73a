"""Shared by all tests: a real course in a scratch folder, the real command, a real sandbox."""

from __future__ import annotations

import contextlib
import fcntl
import functools
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
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
import warm
from hypothesis import settings
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

from autograder import bank, batch, cli, course, demo, grading, oracle, proof, release, source
from autograder.course import AssignmentEntry, Course
from autograder.grading import Grader, grade, open_grader
from autograder.oracle import Oracle
from autograder.quiet import quiet_libraries
from autograder.sandbox.host import Sandbox
from autograder.verdict import Verdict
from autograder.waiting import rules

if TYPE_CHECKING:
    from room import Room

ROOT = Path(__file__).parents[1]
ASSIGNMENT = "4-no-loops"
ASSIGNMENTS = tuple(entry.name for entry in course.load(ROOT).assignments)

# The same examples on every run in CI, so that a red run is about the change; new ones everywhere else.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "search")


@dataclass(frozen=True)
class Scratch:
    """A course in a scratch folder, released, with nothing submitted yet."""

    root: Path

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

        It runs in this process, with sandboxes that are warm: starting takes longer than what it does here.
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
            pytest.MonkeyPatch.context() as patch,
        ):
            warnings.simplefilter("default")
            for module in (batch, grading, oracle):
                patch.setattr(module, "Sandbox", warm.sandbox)
            try:
                code = cli.main(arguments)
            except SystemExit as end:  # argparse's word on a slip
                code = int(end.code or 0)
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())

    def program(
        self,
        module: str,
        *arguments: str,
        timeout: float = 300,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
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


@pytest.fixture(scope="session")
def released_course(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """The repository's course, copied and released once; not to be changed by a test."""

    def build(root: Path) -> None:
        for name in demo.COPIED:
            path = ROOT / name
            if path.is_dir():
                shutil.copytree(path, root / name, ignore=shutil.ignore_patterns("*.ipynb", "__pycache__"))
            else:
                shutil.copy(path, root / name)
        settings_file = root / course.FILE
        text = settings_file.read_text()
        assert 'figures = "draw"' in text
        settings_file.write_text(
            text.replace('figures = "draw"', 'figures = "skip"')
        )  # most tests look at none
        with quiet_libraries():
            loaded = course.load(root)
            entry = loaded.assignment(ASSIGNMENT)
            release.generate(root, loaded, entry)
            with contextlib.closing(
                open_grader(root, loaded, entry, bank.load(root, loaded, entry))
            ) as grader:
                proof.require(grader, root, entry, rules(root, loaded, entry))  # once, and not in every test

    return Scratch(once(tmp_path_factory, "released", build))


@pytest.fixture
def scratch(released_course: Scratch, tmp_path: Path) -> Scratch:
    """A released course of the test's own."""
    shutil.copytree(released_course.root, tmp_path / "course")
    return Scratch(tmp_path / "course")


Make = Callable[..., NotebookNode]


@functools.cache
def references(assignment: str = ASSIGNMENT) -> dict[str, str]:
    """The code of the reference solutions, by cell."""
    return source.read(ROOT, course.load(ROOT).assignment(assignment)).code


@pytest.fixture(scope="session")
def solved() -> dict[str, str]:
    return references()


@pytest.fixture(scope="session")
def make() -> Make:
    """Make a student's notebook: `answers` by function, the rest solved or left as stubs.

    With `small`, only the cells that grading needs are kept: no pictures, no experiments.
    """

    def build(
        answers: Mapping[str, str] | None = None,
        *,
        rest: str = "solved",
        small: bool = True,
        assignment: str = ASSIGNMENT,
    ) -> NotebookNode:
        entry = course.load(ROOT).assignment(assignment)
        notebook = nbformat.read(ROOT / "exercises" / assignment / f"{entry.notebook}.ipynb", as_version=4)
        blocks = "".join(f"# %% {name}\n{code}\n" for name, code in (answers or {}).items())
        demo.fill_in(notebook, f"# rest: {rest}\n{blocks}", references(assignment))
        if small:
            notebook.cells = [
                cell
                for cell in notebook.cells
                if (cell.metadata.get("nbgrader") and cell.metadata.nbgrader.grade_id != "data")
                or cell.id == "added"
            ]
        return notebook

    return build


@pytest.fixture(scope="session")
def room(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Room:
    """The hostile class of `tests/hostile`, graded by the real command."""
    from room import graded

    return graded(released_course, make, tmp_path_factory)


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
    return bank.load(ROOT, loaded, loaded.assignment(assignment))


@pytest.fixture(scope="session")
def grader_of() -> Iterator[Callable[[str], Grader]]:
    """Give a warm grader for an assignment; one real sandbox is shared by the tests of one process."""
    loaded = course.load(ROOT)
    with contextlib.ExitStack() as stack:
        cells = release.first_cells(ROOT, loaded.assignment(ASSIGNMENT))
        sandbox = stack.enter_context(Sandbox(loaded.sandbox, loaded.limits, cells=cells))

        @functools.cache
        def make_grader(assignment: str) -> Grader:
            questions = bank_of(assignment)
            oracle = stack.enter_context(Oracle(loaded, questions))
            return Grader(course=loaded, bank=questions, sandbox=sandbox, oracle=oracle)

        yield make_grader


Judged = Callable[..., dict[str, Verdict]]


@pytest.fixture(scope="session")
def judged(grader_of: Callable[[str], Grader], make: Make) -> Judged:
    """Grade answers in the sandbox and give the verdicts by function."""

    def run(
        answers: Mapping[str, str], *, assignment: str = ASSIGNMENT, **settings: Any
    ) -> dict[str, Verdict]:
        graded = grade(grader_of(assignment), make(answers, assignment=assignment, **settings), {})
        return {verdict.exercise: verdict for verdict in graded.verdicts}

    return run
