"""The source of an ordinary assignment: notebooks as nbgrader has them, solved, with their tests."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.common.errors import CourseError, NotFound
from autograder.course import cells
from autograder.course.layout import files_of
from autograder.course.settings import FILE, AssignmentEntry
from autograder.notebooks.restore import is_test

if TYPE_CHECKING:
    from nbformat import NotebookNode


def read_notebooks(root: Path, entry: AssignmentEntry) -> dict[str, NotebookNode]:
    """Read the source notebooks, by name.

    Raises:
        NotFound: One is missing.
        CourseError: One cannot be read, or is none that can be graded here.
    """
    found = {}
    for path in files_of(root, entry).sources:
        if path.stem in found or path.parent != files_of(root, entry).source:
            raise CourseError(
                f"{root / FILE}: `notebooks` of `{entry.name}` is wrong: {path.stem!r} stands twice, or is no file's name; correct it"
            )
        if not path.is_file():
            raise NotFound(
                f"{path}: is missing; put it there, or correct `notebooks` of `{entry.name}` in {FILE}: names without `.ipynb`"
            )
        found[path.stem] = _read(path)
    return found


def require_releasable(root: Path, entry: AssignmentEntry) -> None:
    """Refuse an assignment that nbgrader would not take, or of which something would silently not be graded.

    Raises:
        NotFound, CourseError: A line for each thing that is not as it must be.
    """
    files = files_of(root, entry)
    for path in (files.checks, files.source / f"{entry.name}.py"):
        if path.is_file():
            raise CourseError(
                f"{path}: stands in an ordinary assignment, by `notebooks` in {FILE}; functions that are probed from outside and test "
                "cells with asserts cannot stand in one assignment: make two of them"
            )
    for name, notebook in read_notebooks(root, entry).items():
        cells.require_releasable(files.source / f"{name}.ipynb", notebook)
    others = sorted(path for path in files.source.glob("*.ipynb") if path.stem not in entry.notebooks)
    if others:
        raise CourseError(
            f"{others[0]}: is not among the `notebooks` of `{entry.name}` in {FILE}, which are all that is released and graded; "
            "add it there, or take it out of this folder"
        )


def released_tests(root: Path, entry: AssignmentEntry) -> dict[str, dict[str, str]]:
    """Read the test cells as students got them, without hidden tests, by notebook and `grade_id`; none of what is not released."""
    found: dict[str, dict[str, str]] = {}
    for name in entry.notebooks:
        with contextlib.suppress(CourseError):
            released = _read(files_of(root, entry).release / f"{name}.ipynb")
            tests = [cell for cell in released.cells if is_test(cell)]
            found[name] = {str(cell.metadata.nbgrader.get("grade_id")): str(cell.source) for cell in tests}
    return found


def _read(path: Path) -> NotebookNode:
    import nbformat

    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError, AttributeError, KeyError, nbformat.ValidationError) as error:
        said = str(error).splitlines() or [type(error).__name__]
        raise CourseError(
            f"{path}: is no notebook that can be read ({said[0][:200]}); open and save it in JupyterLab"
        ) from error
    language = notebook.metadata.get("kernelspec", {}).get("language") or "python"
    if language.lower() != "python":
        raise CourseError(f"{path}: its kernel speaks {language}; only Python is run here")
    return notebook
