"""Which files make an assignment, and where they stand: known here alone."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.common.parsing import parse
from autograder.course import settings
from autograder.course.files import IGNORED
from autograder.course.settings import AssignmentEntry, Course
from autograder.exercise.files import CASES

SOURCES, RELEASED = "solutions", "exercises"
CHECKS, RIGHT_ANSWERS = "checks.py", "right_answers.py"
RELEASES, RELEASE_DAYS = "releases.json", "released.txt"


@dataclass(frozen=True, kw_only=True)
class Files:
    """The files of one assignment, whether they are there or not.

    Attributes:
        root: The course's folder.
        assignment: The assignment's name.
        notebook: Its (first) notebook's name.
        ordinary: The names of all its notebooks, where it is one of nbgrader's ordinary assignments.
    """

    root: Path
    assignment: str
    notebook: str
    ordinary: tuple[str, ...] = ()

    @property
    def source(self) -> Path:
        """The folder of all that its author writes."""
        return self.root / SOURCES / self.assignment

    @property
    def script(self) -> Path:
        """The source notebook as a Jupytext script."""
        return self.source / f"{self.notebook}.py"

    @property
    def sources(self) -> tuple[Path, ...]:
        """What its author edits: the script, or an ordinary assignment's notebooks."""
        return tuple(self.source / f"{name}.ipynb" for name in self.ordinary) or (self.script,)

    @property
    def checks(self) -> Path:
        return self.source / CHECKS

    @property
    def cases(self) -> Path:
        """Cases for `checks.py`, where it keeps them in a file."""
        return self.source / CASES

    @property
    def right_answers(self) -> Path:
        return self.source / RIGHT_ANSWERS

    @property
    def releases(self) -> Path:
        """What nbgrader fixed in the releases that there were."""
        return self.source / RELEASES

    @property
    def release_days(self) -> Path:
        """The day of each release."""
        return self.source / RELEASE_DAYS

    @property
    def release(self) -> Path:
        """The folder that students get."""
        return self.root / RELEASED / self.assignment

    @property
    def released_notebook(self) -> Path:
        return self.release / f"{self.notebook}.ipynb"

    @property
    def not_for_students(self) -> tuple[str, ...]:
        """The names of files that no release may hold."""
        return (CHECKS, CASES, RIGHT_ANSWERS, RELEASES, RELEASE_DAYS, self.script.name)


def depended_on(root: Path, assignment: str) -> list[Path]:
    """List the files that an assignment's grades depend on, also where its settings cannot be read."""
    folder = root / SOURCES / assignment
    # Beside checks.py they are built from the script, and change with it.
    notebooks = () if (folder / CHECKS).is_file() else folder.glob("*.ipynb")
    return [
        root / settings.FILE,
        root / "nbgrader_config.py",  # a late policy, say
        *sorted((*folder.glob("*.py"), *notebooks)),
        folder / CASES,
        *sorted((root / SOURCES).glob("*.py")),
        *sorted(
            path for path in (root / RELEASED / assignment).rglob("*") if "__pycache__" not in path.parts
        ),
    ]


def sources_of(root: Path, course: Course, entry: AssignmentEntry) -> Iterator[Path]:
    """List whatever an author writes that this assignment may read, and nothing that is made of it."""
    folder, files = root / SOURCES, files_of(root, entry)
    made = (files.script.with_suffix(".ipynb"), files.releases, files.release_days)
    others = {each.name for each in course.assignments if each != entry}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        theirs = parts[0] in others or path in made or any(part in IGNORED for part in parts)
        if not theirs and path.is_file():
            yield path


def files_of(root: Path, entry: AssignmentEntry) -> Files:
    return Files(root=root, assignment=entry.name, notebook=entry.notebook, ordinary=entry.notebooks)


def checks_of(path: Path) -> list[Path]:
    """List a `checks.py` with those neighbours of its folder that it imports, directly or not."""
    found, waiting = [path], [path]
    while waiting:
        for name in _imported(waiting.pop()):
            neighbour = path.parent.parent / f"{name}.py"
            if neighbour not in found and neighbour.is_file():
                found.append(neighbour)
                waiting.append(neighbour)
    return [found[0], *sorted(found[1:])]


def _imported(path: Path) -> frozenset[str]:
    try:
        return _modules_named(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, UnicodeDecodeError):
        return frozenset()  # whoever runs it says what is wrong


@functools.lru_cache(maxsize=64)  # it is asked often, and files seldom change
def _modules_named(source: str) -> frozenset[str]:
    nodes = list(ast.walk(parse(source)))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return frozenset(names | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)})
