"""Whether a source notebook's cells can be released and graded: what an author gets wrong, in a line each."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.common.errors import CourseError
from autograder.common.parsing import parse
from autograder.exercise.verdict import Verdict

if TYPE_CHECKING:
    from nbformat import NotebookNode

TEST_PREFIX = "check_"
SCHEMA_VERSION = 3
FLAGS = ("grade", "locked", "solution", "task")
BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
HAS_MARK = re.compile(f"{BEGIN}|{END}")
HIDDEN = "BEGIN HIDDEN TESTS"
NAME = re.compile(r"[A-Za-z0-9_-]+")
HEADER = re.compile(r"# %%.*\bnbgrader=")
NAMED = re.compile(r'"grade_id": *"([^"]*)"')


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell that nbgrader knows, whatever its author wrote about it."""

    name: str
    kind: str
    source: str
    metadata: Mapping[str, Any]

    @property
    def is_graded(self) -> bool:
        return self.metadata.get("grade") is True

    @property
    def is_solution(self) -> bool:
        return self.metadata.get("solution") is True

    @property
    def is_task(self) -> bool:
        return self.metadata.get("task") is True

    @property
    def is_test(self) -> bool:
        """Whether points are given by what runs: people grade what students write into the cell itself."""
        return self.is_graded and not self.is_solution and not self.is_task


def require_gradable(path: Path, notebook: NotebookNode) -> None:
    """Refuse a source notebook that nbgrader would not take, or of which something would silently not be graded.

    Raises:
        CourseError: A line for each cell that is not as it must be, with its file and what to do.
    """
    cells = _known_to_nbgrader(notebook)
    problems = [
        *_unread(path, cells),
        *(problem for number, cell in enumerate(cells, 1) for problem in _of_one(number, cell)),
        *_of_names(path, cells),
        *_outside(notebook),
        *_unimported(notebook, cells),
    ]
    _refuse(path, problems)


def require_releasable(path: Path, notebook: NotebookNode) -> None:
    """Refuse a notebook of an ordinary assignment that nbgrader would not take; its test cells may hold what they like.

    Raises:
        CourseError: As `require_gradable`.
    """
    cells = _known_to_nbgrader(notebook)
    counts = Counter(cell.name for cell in cells if cell.name)
    _refuse(
        path,
        [
            *(problem for number, cell in enumerate(cells, 1) for problem in _of_any(number, cell)),
            *(
                f"cell `{name}`: its `grade_id` stands {count} times; rename all but one"
                for name, count in counts.items()
                if count > 1
            ),
            *_outside(notebook),
        ],
    )


def cell_of(verdict: Verdict) -> str:
    """Give the `grade_id` of the test cell that a verdict stands in."""
    return verdict.exercise if verdict.asserted else TEST_PREFIX + verdict.exercise


def _known_to_nbgrader(notebook: NotebookNode) -> list[Cell]:
    return [
        Cell(
            name=str(cell.metadata["nbgrader"].get("grade_id") or ""),
            kind=cell.cell_type,
            source=cell.source,
            metadata=cell.metadata["nbgrader"],
        )
        for cell in notebook.cells
        if isinstance(cell.metadata.get("nbgrader"), dict)
    ]


def _refuse(path: Path, problems: Sequence[str]) -> None:
    if problems:
        raise CourseError("\n".join(f"{path}: {problem}" for problem in problems))


def _unread(path: Path, cells: Sequence[Cell]) -> Iterator[str]:
    """Name the headings whose metadata Jupytext could not read: it takes them for a title."""
    known = Counter(cell.name for cell in cells)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not HEADER.match(line):
            continue
        found = NAMED.search(line)
        name = found[1] if found else ""
        if known[name]:
            known[name] -= 1
        elif name or not any(cell.name == "" for cell in cells):
            yield f"line {number}: the cell's metadata are no JSON; compare them with those of another cell, comma by comma"


def _of_one(number: int, cell: Cell) -> Iterator[str]:
    yield from _of_any(number, cell)
    if not NAME.fullmatch(cell.name):
        return
    where = f"cell `{cell.name}`"
    if cell.kind == "code" and cell.is_solution and not cell.is_graded and not HAS_MARK.search(cell.source):
        yield (
            f"{where}: no `### {BEGIN}`, so students would get an empty cell; put it above the lines that they "
            f"are to write, and `### {END}` below them"
        )
    if cell.is_test and cell.kind == "code":
        yield from _of_test(where, cell)


def _of_any(number: int, cell: Cell) -> Iterator[str]:
    where = f"cell `{cell.name}`" if cell.name else f"the {_nth(number)} cell of nbgrader's"
    if not NAME.fullmatch(cell.name):
        yield f'{where}: needs a name of letters, digits, `_` and `-`; add `"grade_id": "..."`'
        return
    version = cell.metadata.get("schema_version")
    if version != SCHEMA_VERSION:
        said = "is missing" if version is None else f"is {version!r}"
        yield f'{where}: `schema_version` {said}; write `"schema_version": {SCHEMA_VERSION}`'
    for flag in FLAGS:
        value = cell.metadata.get(flag, False if flag == "task" else None)
        if not isinstance(value, bool):
            said = "is missing" if value is None else f"is {value!r}"
            yield f'{where}: `{flag}` {said}; write `"{flag}": true` or `"{flag}": false`'
    if cell.is_graded or cell.is_task:
        yield from _of_points(where, cell.metadata.get("points"))
    yield from _of_kind(where, cell)
    yield from _of_regions(where, cell)


def _nth(number: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")


def _of_points(where: str, points: object) -> Iterator[str]:
    if points is None:
        yield f'{where}: has no points; add `"points": 1`, or as many as it is worth'
    elif isinstance(points, bool) or not isinstance(points, (int, float)):
        yield f'{where}: `points` is {points!r}; write a number, as in `"points": 1`'
    elif not 0 <= points < math.inf:
        yield f"{where}: `points` is {points!r}; write a number from 0 on"


def _of_kind(where: str, cell: Cell) -> Iterator[str]:
    if cell.is_task and cell.kind != "markdown":
        yield f"{where}: is a task in a code cell; make it a markdown cell (`# %% [markdown] nbgrader=...`)"
    elif not cell.is_task and cell.kind == "markdown" and cell.is_graded != cell.is_solution:
        yield f'{where}: is an answer in words; write both `"grade": true` and `"solution": true`, so that a person can grade it'


def _of_regions(where: str, cell: Cell) -> Iterator[str]:
    """Look at what students are not to see, as nbgrader cuts it out."""
    inside = False
    for line in cell.source.splitlines():
        if BEGIN in line:
            if inside:
                yield f"{where}: a second `### {BEGIN}` before the `### {END}`; put one between them"
                return
            inside = True
        elif END in line:
            if not inside:
                yield f"{where}: `### {END}` without a `### {BEGIN}` above it, so the solution would be released; add it"
                return
            inside = False
    if inside:
        yield f"{where}: `### {BEGIN}` without a `### {END}` below it; add it behind the solution"
    if BEGIN in cell.source and not cell.is_solution:
        yield f'{where}: holds a solution, but is no solution cell; write `"solution": true`'


def _of_test(where: str, cell: Cell) -> Iterator[str]:
    """Refuse what would not run when it is graded: of a test cell nothing does, the function is called instead."""
    function = cell.name.removeprefix(TEST_PREFIX)
    if cell.name.startswith(TEST_PREFIX) and _is_check(cell.source, function):
        return
    if not cell.name.startswith(TEST_PREFIX):
        yield (
            f"{where}: gives points for what runs in the cell itself, as asserts do, which cannot stand beside checks.py: name the cell "
            f"`{TEST_PREFIX}NAME`, write `check(NAME)` in it, and say in checks.py how to probe the function; or keep asserts in an "
            "assignment of their own, with `notebooks = [...]` in course.toml"
        )
    else:
        yield (
            f"{where}: must hold `check({function})` and nothing else, as nothing else in it would count; put cases "
            f"into checks.py"
        )


def _is_check(source: str, function: str) -> bool:
    try:
        body = parse(source).body
    except SyntaxError:
        return False
    return len(body) == 1 and ast.unparse(body[0]) == f"check({function})"


def _of_names(path: Path, cells: Sequence[Cell]) -> Iterator[str]:
    counts = Counter(cell.name for cell in cells if cell.name)
    for name, count in counts.items():
        if count > 1:
            lines = [
                str(number)
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
                if line.startswith("# %%") and (found := NAMED.search(line)) and found[1] == name
            ]
            yield f"cell `{name}`: its `grade_id` stands {count} times, in lines {', '.join(lines)}; rename all but one"
    places = {cell.name: place for place, cell in enumerate(cells)}
    for cell in cells:
        name = cell.name.removeprefix(TEST_PREFIX)
        if not cell.is_test or name == cell.name or counts[cell.name] > 1:
            continue
        if not counts[name] or not cells[places[name]].is_solution:
            yield f"cell `{cell.name}`: there is no solution cell `{name}` for it; add it, or rename this one"
        elif places[name] > places[cell.name]:
            yield f"cell `{cell.name}`: stands above `{name}`, which it checks; move it below"


def _outside(notebook: NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        if isinstance(cell.metadata.get("nbgrader"), dict):
            continue
        for marker in (BEGIN, HIDDEN):
            if marker in cell.source:
                line = next(each for each in cell.source.splitlines() if each.strip())
                yield (
                    f"the cell that begins with `{line.strip()[:60]}`: holds a `### {marker}`, but nbgrader does not know the cell; "
                    "give it a line `# %% nbgrader={...}` like that of another cell"
                )


def _unimported(notebook: NotebookNode, cells: Sequence[Cell]) -> Iterator[str]:
    """Students would meet a NameError at their first check."""
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    if any(cell.is_test for cell in cells) and not any(map(_imports_check, code)):
        yield "no cell imports `check`; write `from autograder import check` into one at the top"


def _imports_check(code: str) -> bool:
    try:
        nodes = ast.walk(parse(code))
    except SyntaxError:
        return False
    return any(
        alias.name in ("check", "*") and alias.asname in (None, "check")
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "autograder"
        for alias in node.names
    )
