"""Shared by all tests: a released course, notebooks of students, a real sandbox."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from hypothesis import settings
from nbformat import NotebookNode

from autograder.author.generate import generate
from autograder.cli import demo
from autograder.cli.quiet import quiet_libraries
from autograder.course import settings as course
from autograder.course.right_answers import blocks
from autograder.course.source import beginning
from autograder.exercise.verdict import Verdict
from autograder.grading import solved_notebook
from autograder.grading.notebook import Grader, grade, open_grader
from autograder.grading.pending import rules
from autograder.grading.threads import open_sandbox
from autograder.sandbox.host import Sandbox

if TYPE_CHECKING:
    from tests.support.attacks.room import Room
from tests.support import postgres
from tests.support.course import (
    ASSIGNMENT,
    NO_BROWSER,
    ROOT,
    Judged,
    Make,
    Scratch,
    bank_of,
    fresh_course,
    kept_warm,
    once,
    references,
)
from tests.support.postgres import NO_SERVER, Server
from tests.support.tiny import build as build_tiny
from tests.support.warm import Banks

# The same examples on every run in CI, so that a red run is about the change; new ones everywhere else.
settings.register_profile("ci", derandomize=True, deadline=None)


settings.register_profile("search", deadline=None)


settings.load_profile("ci" if os.environ.get("CI") else "search")


@pytest.fixture(scope="session", autouse=True)
def asked_once() -> Iterator[None]:
    """Let nbgrader ask for the version of its tables once: it starts a program for it with every new gradebook."""
    from nbgrader import api

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "get_alembic_version", functools.cache(api.get_alembic_version))
        yield


@pytest.fixture(scope="session")
def released_course(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """The repository's course, copied and released once; not to be changed by a test."""

    def build(root: Path) -> None:
        fresh_course(root)
        settings_file = root / course.FILE
        text = settings_file.read_text()
        assert 'figures = "draw"' in text
        settings_file.write_text(
            text.replace('figures = "draw"', 'figures = "skip"')
        )  # most tests look at none
        with quiet_libraries(), kept_warm():
            loaded = course.load(root)
            entry = loaded.assignment(ASSIGNMENT)
            generate(root, loaded, entry)
            with contextlib.closing(
                open_grader(
                    loaded,
                    Banks.load(root, loaded, entry),
                    open_sandbox(loaded, beginning(root, loaded, entry)),
                )
            ) as grader:
                solved_notebook.require(
                    grader, root, entry, rules(root, loaded, entry)
                )  # once, and not in every test

    return Scratch(once(tmp_path_factory, "released", build))


@pytest.fixture
def scratch(released_course: Scratch, tmp_path: Path) -> Scratch:
    """A released course of the test's own."""
    return released_course.copied(tmp_path / "course")


@pytest.fixture(scope="session")
def released_tiny(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    course = build_tiny(tmp_path_factory.mktemp("tiny"))
    assert course.run("generate").returncode == 0
    return course


@pytest.fixture
def tiny(released_tiny: Scratch, tmp_path: Path) -> Scratch:
    """The course of one function that docs/author.md describes, released, to be changed by a test."""
    return released_tiny.copied(tmp_path / "tiny")


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
def demo_class(make: Make) -> dict[str, NotebookNode]:
    """The notebooks of the demo's class, by student, without what grading does not need; who loops for ever sleeps meanwhile."""
    found = {}
    endless = "while epoch < epochs:\n"
    for path in sorted((ROOT / demo.CLASS / ASSIGNMENT).glob("*.py")):
        text = path.read_text()
        if path.stem == "jonas":
            assert endless in text
            text = text.replace(endless, f"{endless}        __import__('time').sleep(0.1)\n")
        head, answers = blocks(text)
        rest = "solved" if "# rest: solved" in head else "stubs"
        found[path.stem] = make(dict(answers), rest=rest)
    return found


@pytest.fixture(scope="session")
def graded_class(
    released_course: Scratch, demo_class: Mapping[str, NotebookNode], tmp_path_factory: pytest.TempPathFactory
) -> Scratch:
    """The demo's class, graded by threads and in a file, as other ways to grade must grade it; not to be changed by a test."""

    def build(root: Path) -> None:
        shutil.copytree(released_course.root, root, dirs_exist_ok=True)
        for student, notebook in demo_class.items():
            Scratch(root).submit(student, notebook)
        # By one: a second would start two sandboxes more, and two share a class in `tests/commands/test_elsewhere.py`.
        assert Scratch(root).run("grade", ASSIGNMENT, "--workers", "1").returncode == 0

    return Scratch(once(tmp_path_factory, "graded", build))


@pytest.fixture(scope="session")
def demo_course(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """The course of `autograder demo`, and in `said.txt` what that printed; not to be changed by a test."""

    def build(root: Path) -> None:
        done = Scratch(ROOT).program("autograder", "demo", str(root), timeout=400)
        assert done.returncode == 0, done.stderr
        (root / "said.txt").write_text(done.stdout, encoding="utf-8")

    return Scratch(once(tmp_path_factory, "demo", build))


@pytest.fixture(scope="session")
def server() -> Iterator[Server | None]:
    """A PostgreSQL server of the tests' own; None where there are no programs for one, but not in CI."""
    if postgres.programs() is None and "CI" not in os.environ:
        yield None
        return
    with postgres.server() as running:
        yield running


@pytest.fixture(scope="session")
def room(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Room:
    """The hostile class of `tests/hostile`, graded by the real command."""
    from tests.support.attacks.room import graded

    return graded(released_course, make, tmp_path_factory)


@pytest.fixture(scope="session")
def grader_of() -> Iterator[Callable[[str], Grader]]:
    """Give a warm grader for an assignment; one real sandbox is shared by the tests of one process."""
    loaded = course.load(ROOT)
    with contextlib.ExitStack() as stack:
        begin = beginning(ROOT, loaded, loaded.assignment(ASSIGNMENT))
        sandbox = stack.enter_context(
            Sandbox(loaded.sandbox, loaded.limits, cells=begin.cells, files=begin.files)
        )

        @functools.cache
        def make_grader(assignment: str) -> Grader:
            questions = bank_of(assignment)
            return stack.enter_context(contextlib.closing(open_grader(loaded, questions, sandbox)))

        yield make_grader


@pytest.fixture(scope="session")
def judged(grader_of: Callable[[str], Grader], make: Make) -> Judged:
    """Grade answers in the sandbox and give the verdicts by function."""

    def run(
        answers: Mapping[str, str], *, assignment: str = ASSIGNMENT, **settings: Any
    ) -> dict[str, Verdict]:
        graded = grade(grader_of(assignment), make(answers, assignment=assignment, **settings), {})
        return {verdict.exercise: verdict for verdict in graded.verdicts}

    return run


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Say in one line at the end what was not tested for want of a program, and how to get it."""
    yield
    all_skipped = [str(each.longrepr) for each in terminalreporter.stats.get("skipped", [])]
    for where, reason in (("in a browser", NO_BROWSER), ("on a PostgreSQL server", NO_SERVER)):
        if number := sum(reason in each for each in all_skipped):
            terminalreporter.write_line(f"Not tested: {number} tests {where}. {reason}.")
