"""A student's feedback page: the points and what they are for, in words; then the notebook.

One file with nothing to load and nothing to run: it reads the same in JupyterLab, which does not run a page's
scripts unless told to, offline, and on paper.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.cells import TEST_PREFIX
from autograder.display.html import prose
from autograder.display.verdict_panel import MARKS
from autograder.display.words import number_of
from autograder.feedback.cells import GradedCell, shown
from autograder.feedback.markup import formatted
from autograder.feedback.sheets import Heading, Sheet
from autograder.feedback.trimming import trim
from autograder.gradebook.read import CellGrade

if TYPE_CHECKING:
    from jinja2 import Template
    from nbformat import NotebookNode

WITHDRAWN = "It counts for nobody."


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the summary: what was graded, and what is to be said about it."""

    name: str
    anchor: str
    standing: str
    mark: str
    points: str
    message: str = ""
    note: str = ""
    comment: str = ""


def render(notebook: NotebookNode, sheet: Sheet, heading: Heading, inputs: str) -> str:
    """Write the page; whatever came from a student is escaped.

    Args:
        notebook: The graded notebook; what a page has no room for is taken out of it.
        sheet: Its grades.
        heading: The titles above.
        inputs: A fingerprint of all that the page is made of, to be noted in it.
    """
    trim(notebook)
    silent = heading.silent_until is not None
    cells = [GradedCell.of(cell) for cell in notebook.cells]
    lines = list(_summary(cells, sheet, silent=silent))
    return _template().render(
        heading=heading,
        sheet=sheet,
        submission=sheet.submission,
        inputs=inputs,
        lines=lines,
        by_anchor={line.anchor: line for line in lines},
        cells=list(shown(cells, sheet.comments, silent=silent)),
        number=number_of,
        prose=prose,
        style=_colours(),
    )


def _summary(cells: Sequence[GradedCell], sheet: Sheet, *, silent: bool) -> Iterator[Line]:
    solutions = {cell.grade_id for cell in cells if cell.nbgrader.get("solution")}
    for cell in cells:
        grade_id, verdict = cell.grade_id, cell.verdict
        name = grade_id if grade_id in sheet.submission.cells else grade_id.removeprefix(TEST_PREFIX)
        grade = sheet.submission.cells.get(name)
        if grade is None or not (cell.nbgrader.get("grade") or cell.nbgrader.get("task")):
            continue
        comment = sheet.comments.get(name if name in solutions else grade_id)
        standing = _standing(grade, sheet.points[name])
        score = "?" if grade.score is None else number_of(grade.score + grade.extra)
        gone = standing == "withdrawn"
        yield Line(
            name=name,
            anchor=grade_id,
            standing=standing,
            mark=MARKS[standing],
            points="no points" if gone else f"{score}/{number_of(sheet.points[name])}",
            message=""
            if silent or gone or verdict is None or verdict.outcome == "passed"
            else verdict.message,
            note=WITHDRAWN if gone else _note(grade),
            comment=formatted(comment.text) if comment and comment.by_hand else "",
        )


def _standing(grade: CellGrade, points: float) -> str:
    if grade.score is None:
        return "ungraded"
    if points == 0 and grade.score + grade.extra == 0:
        return "withdrawn"
    if grade.score + grade.extra >= points:
        return "passed"
    return "partly" if grade.score + grade.extra > 0 else "failed"


def _note(grade: CellGrade) -> str:
    said = []
    if grade.score is None:
        said.append("Not graded yet: a person will look at it.")
    if grade.manual is not None and grade.manual != grade.auto:
        before = "" if grade.auto is None else f"; the automatic check gave {number_of(grade.auto)}"
        said.append(f"Graded by hand{before}.")
    if grade.extra:
        said.append(f"With {number_of(grade.extra)} of extra credit.")
    return " ".join(said)


@functools.cache
def _colours() -> str:
    """Give the style sheet of coloured code, for light and for dark pages."""
    from pygments.formatters import HtmlFormatter

    light, dark = (
        HtmlFormatter(style=style, nobackground=True).get_style_defs("pre.code")
        for style in ("default", "github-dark")  # each legible on its ground; Jupyter's own is the first
    )
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}"


@functools.cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(Path(__file__).with_name("page.html.jinja").read_text(encoding="utf-8"))
