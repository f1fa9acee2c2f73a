"""Before anybody is graded: the solved source notebook, in the very sandbox that students' notebooks run in.

What the sandbox lacks, such as a package that a locked cell imports, would otherwise take everybody's points in silence.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from nbformat import NotebookNode

from autograder.common.errors import AutograderError, CourseError
from autograder.common.files import save
from autograder.course import source
from autograder.course.layout import files_of
from autograder.course.settings import AssignmentEntry, Course
from autograder.exercise.verdict import Verdict
from autograder.grading.notebook import Grader, grade
from autograder.notebooks.restore import is_test
from autograder.ordinary import grade as ordinary
from autograder.ordinary.grade import OrdinaryGrader
from autograder.ordinary.source import read_notebooks
from autograder.sandbox import packages

FILE = ".proved.json"


def require(
    grader: Grader | OrdinaryGrader, root: Path, entry: AssignmentEntry, rules: Mapping[str, str]
) -> None:
    """Refuse as `require_found` does, by what this grader finds."""
    require_found(grader.course, root, entry, rules, lambda: problems(grader, root, entry))


def require_found(
    course: Course,
    root: Path,
    entry: AssignmentEntry,
    rules: Mapping[str, str],
    problems_found: Callable[[], Sequence[str]],
) -> None:
    """Refuse to grade where the solved notebook does not get full points; what is proved once is not run again.

    Args:
        course: Its settings.
        root: The course's folder.
        entry: The assignment.
        rules: What grades depend on (see `autograder.grading.pending.rules`).
        problems_found: Calls `problems`, wherever the class is graded.

    Raises:
        CourseError: It does not.
        SandboxUnavailable: There is no sandbox.
    """
    state = _state(course, rules)
    known = _known(root)
    if known.get(entry.name) == state:
        return
    found = problems_found()
    if found:
        files = files_of(root, entry)
        raise CourseError(
            f"{files.source if entry.is_ordinary else files.script}: nobody could get full points: {'; '.join(found)}\n"
            "hint: correct it there; packages that the sandbox lacks are named in course.toml: `packages = [...]`"
        )
    with contextlib.suppress(AutograderError):  # then it is proved again next time
        save(root / FILE, json.dumps({**known, entry.name: state}, indent=1) + "\n")


def problems(
    grader: Grader | OrdinaryGrader, root: Path, entry: AssignmentEntry, *, every_error: bool = False
) -> list[str]:
    """Grade the solved notebook as a student's, and say in a line each what is not as it must be, by cell and cause.

    Args:
        grader: What is to grade the class.
        root: The course's folder.
        entry: The assignment.
        every_error: Whether to name each cell that ends in an error, and not only what cannot be imported; a cell
            tagged `raises-exception` is meant to.

    Raises:
        NotFound, CourseError: The source cannot be read.
        SandboxUnavailable: There is no sandbox.
    """
    if isinstance(grader, OrdinaryGrader):
        return [
            f"{name}.ipynb: {problem}"
            for name, notebook in read_notebooks(root, entry).items()
            for problem in _problems_in(notebook, ordinary.grade(grader, name, notebook, {}), every_error)
        ]
    solved = source.read_notebook(root, entry)
    return _problems_in(solved, grade(grader, solved, {}).verdicts, every_error)


def _problems_in(solved: NotebookNode, verdicts: Sequence[Verdict], every_error: bool) -> list[str]:
    meant = {
        cell.metadata.get("nbgrader", {}).get("grade_id", cell.get("id", ""))
        for cell in solved.cells
        if "raises-exception" in cell.metadata.get("tags", [])
    }
    found = []
    for cell in solved.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", cell.get("id", ""))
        found += [
            f"the cell `{name}` ends in {each.ename}: {each.evalue}"
            for each in ([] if is_test(cell) else cell.get("outputs", []))  # of those, the verdict tells
            if each.output_type == "error"
            and (each.ename in ("ModuleNotFoundError", "ImportError") or (every_error and name not in meant))
        ]
    for verdict in verdicts:
        if verdict.score < verdict.points:
            found.append(
                f"`{verdict.exercise}` gets {verdict.score:g} of {verdict.points:g}: {verdict.message}"
            )
    return found


def _state(course: Course, rules: Mapping[str, str]) -> str:
    """Tell one state of all that the solved notebook depends on from another, and so of what is installed as well."""
    there = [path.name for path in packages.paths(course.packages)]
    parts = json.dumps([sorted(rules.items()), there, sys.version, course.sandbox])
    return hashlib.sha256(parts.encode()).hexdigest()


def _known(root: Path) -> dict[str, str]:
    try:
        known = json.loads((root / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
