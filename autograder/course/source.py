"""The source notebook of an assignment: text, stubs, references and points, read from its Jupytext script."""

from __future__ import annotations

import ast
import itertools
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.common.errors import CourseError, NotFound
from autograder.common.parsing import parse
from autograder.course.cells import TEST_PREFIX, require_gradable
from autograder.course.layout import files_of
from autograder.course.releases import released_files
from autograder.course.settings import AssignmentEntry, Course

if TYPE_CHECKING:
    from nbformat import NotebookNode

WRITTEN = ".ipynb_checkpoints"  # where Jupyter keeps what it saved before, and nobody looks for notebooks


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a source notebook says.

    Attributes:
        path: The Jupytext script.
        points: What each exercise is worth, in the order of their test cells.
        code: The code that defines the references: the imports, the functions of locked cells, and the
            solution cells, by `grade_id`.
        given: The texts of the code cells that are handed out to be run, not to be written.
    """

    path: Path
    points: dict[str, float]
    code: dict[str, str]
    given: frozenset[str] = frozenset()

    def references(self) -> dict[str, Any]:
        """Run the reference code, which is the instructor's own, and give its namespace.

        Raises:
            CourseError: It does not run.
        """
        namespace: dict[str, Any] = {"__name__": "reference"}
        for name, code in self.code.items():
            try:
                exec(compile(code, f"{self.path}:{name}", "exec"), namespace)  # noqa: S102
            except Exception as error:
                raise CourseError(
                    f"{self.path}: cell `{name}` does not run: {type(error).__name__}: {error}; correct it"
                ) from error
        return namespace


def read_notebook(root: Path, entry: AssignmentEntry) -> NotebookNode:
    """Read the source script as a notebook.

    Raises:
        NotFound: There is no such script.
        CourseError: It cannot be read.
    """
    import jupytext

    path = files_of(root, entry).script
    if not path.is_file():
        scripts = [
            each.name
            for each in sorted(path.parent.glob("*.py"))
            if each.name not in files_of(root, entry).not_for_students
        ]
        if scripts:
            raise NotFound(f"{path}: is missing; {scripts[0]} stands there instead: give it this name")
        others = sorted(each.name for each in path.parent.glob("*.ipynb") if each.stem != path.stem)
        if others:
            names = ", ".join(f'"{Path(name).stem}"' for name in others)
            raise NotFound(
                f"{path}: is missing; {', '.join(others)} stands there instead. Where that is one of nbgrader's ordinary assignments, whose "
                f"test cells hold asserts, add `notebooks = [{names}]` to its table in course.toml"
            )
        raise NotFound(f"{path}: is missing; write the source of `{entry.name}` there")
    try:
        return jupytext.read(path, fmt="py:percent")
    except (ValueError, UnicodeDecodeError, SyntaxError) as error:
        raise CourseError(
            f"{path}: is not a notebook in Jupytext's percent format: {error}; correct it there"
        ) from None


def read(root: Path, entry: AssignmentEntry) -> Source:
    """Read what the source notebook says about its exercises.

    Raises:
        NotFound, CourseError: The script is missing or cannot be read.
    """
    path = files_of(root, entry).script
    notebook = read_notebook(root, entry)
    require_gradable(path, notebook)
    _refuse_other_notebooks(path, notebook)
    points = {}
    imports: list[ast.Import | ast.ImportFrom] = []
    names: set[str] = set()
    code = {}
    handed_out = set()
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        nbgrader = cell.metadata.get("nbgrader", {})
        if not nbgrader.get("solution"):
            handed_out.add(cell.source)
        grade_id = nbgrader.get("grade_id", "")
        if nbgrader.get("grade") and grade_id.startswith(TEST_PREFIX):
            points[grade_id.removeprefix(TEST_PREFIX)] = float(nbgrader.get("points", 0))
        try:
            tree = parse(cell.source)
        except SyntaxError as error:
            raise CourseError(f"{path}: cell `{grade_id}` is not Python: {error.msg}; correct it") from None
        imports += [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
        if nbgrader.get("solution"):
            code[grade_id] = cell.source
        elif nbgrader.get("locked") and not nbgrader.get("grade"):
            # What the notebook hands to students, such as the functions of an earlier assignment.
            given = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
            if not given:
                continue
            code[grade_id] = "\n\n".join(ast.unparse(node) for node in given)
        else:
            continue
        names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return Source(
        path=path,
        points=points,
        code={"imports": _needed(imports, names), **code},
        given=frozenset(handed_out),
    )


def _refuse_other_notebooks(path: Path, notebook: NotebookNode) -> None:
    """Refuse a second notebook with cells of its own to grade: nobody would release or grade it. A copy is left alone."""
    known = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells}
    for other in sorted(path.parent.glob("*.ipynb")):
        try:
            cells = json.loads(other.read_text(encoding="utf-8"))["cells"]
            graded = [cell["metadata"].get("nbgrader", {}) for cell in cells]
            own = [each["grade_id"] for each in graded if each.get("grade") and each["grade_id"] not in known]
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            continue
        if own and other != path.with_suffix(".ipynb"):
            raise CourseError(
                f"{other}: cell `{own[0]}`: is graded, but not part of {path.name}, which is all that is released and graded here; "
                "make it an assignment of its own, or take the notebook out of this folder"
            )


def _needed(imports: list[ast.Import | ast.ImportFrom], names: set[str]) -> str:
    """Keep the imports that the references use: those for the pictures take seconds."""
    return "\n".join(
        ast.unparse(node)
        for node in imports
        if any((alias.asname or alias.name.partition(".")[0]) in names for alias in node.names)
    )


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """What is the same in all notebooks of an assignment; it warms sandboxes up.

    What a notebook imports would otherwise be imported in the time that each student's cell has.

    Attributes:
        cells: The code cells before the first that is the student's.
        files: What was released beside the notebook.
    """

    cells: tuple[str, ...]
    files: Mapping[str, bytes]


def beginning(root: Path, course: Course, entry: AssignmentEntry) -> Beginning:
    """Read what an assignment's notebooks begin with.

    Raises:
        NotFound, CourseError: The assignment is neither released nor has it a source that can be read.
    """
    return Beginning(cells=tuple(_first_cells(root, entry)), files=released_files(root, course, entry))


def _first_cells(root: Path, entry: AssignmentEntry) -> list[str]:
    path = files_of(root, entry).released_notebook
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return _before_the_first_stub(cells)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):  # not released yet
        return [] if entry.is_ordinary else _before_the_first_stub(read_notebook(root, entry).cells)


def _before_the_first_stub(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    found = []
    for cell in cells:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            break
        if cell["cell_type"] == "code":
            found.append("".join(cell["source"]))
    return found


def write_paired_notebook(root: Path, entry: AssignmentEntry) -> None:
    """Write the notebook beside the source script, which JupyterLab and the Formgrader open.

    Where somebody has changed it and not the script, a copy is kept, and told of. In an ordinary assignment, the notebook is the source.
    """
    import nbformat

    if entry.is_ordinary:
        return
    notebook = read_notebook(root, entry)
    tidy_cells(notebook)
    path = files_of(root, entry).script.with_suffix(".ipynb")
    before = path.parent / WRITTEN / path.name  # as it was written last
    data = (nbformat.writes(notebook) + "\n").encode()
    there = path.read_bytes() if path.is_file() else data
    if there != data and _cells_in(there) not in (_cells_in(data), _cells_in(_bytes_of(before))):
        _keep(path)
    for place in (path, before):
        if _bytes_of(place) != data:
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(data)


def _bytes_of(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _cells_in(data: bytes) -> Sequence[tuple[Any, ...]]:
    """Give what a notebook's author writes, and nothing that running or saving it leaves."""
    try:
        cells = json.loads(data)["cells"]
        return [
            (cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("nbgrader")) for cell in cells
        ]
    except (ValueError, LookupError, TypeError, AttributeError):
        return [(data,)] if data else []


def _keep(path: Path) -> None:
    """Move a notebook to where no release takes it from, and say so."""
    folder = path.parent / WRITTEN
    folder.mkdir(exist_ok=True)
    names = (f"{path.stem}-edited{number}.ipynb" for number in itertools.chain([""], itertools.count(2)))
    kept = path.rename(next(folder / name for name in names if not (folder / name).exists()))
    script = path.with_suffix(".py").name
    logging.getLogger("autograder").warning(
        "%s: held what %s does not, and was made anew of that; it is kept as %s",
        path,
        script,
        kept,
    )


def tidy_cells(notebook: NotebookNode) -> None:
    """Give every cell a stable id, and take away all that running it left."""
    for number, cell in enumerate(notebook.cells):
        cell.id = cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell-{number}"
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    notebook.nbformat_minor = 5
    notebook.metadata.pop("language_info", None)
