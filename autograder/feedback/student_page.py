"""A student's feedback page: the points and what they are for, in words; then the notebook.

One file with nothing to load and nothing to run: it reads the same in JupyterLab, which does not run a page's
scripts unless told to, offline, and on paper.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.common.text import shorten
from autograder.course.cells import TEST_PREFIX
from autograder.display.html import prose
from autograder.display.verdict_panel import MARKS
from autograder.display.words import duration, number_of
from autograder.feedback.markup import coloured, formatted, is_long
from autograder.feedback.trimming import PICTURES, trim
from autograder.gradebook.read import CellGrade, Comment, GradedSubmission
from autograder.notebooks.graded import SIGNS, verdict_in

if TYPE_CHECKING:
    from jinja2 import Template
    from nbformat import NotebookNode

TEMPLATE = Path(__file__).parent / "page.html.jinja"
WITHDRAWN = "It counts for nobody."
MAX_WORDS = 500  # to stand for a picture
# What nbgrader takes out of a release, from its first line to its last.
_NOT_RELEASED = re.compile(
    r"^[^\n]*BEGIN (HIDDEN TESTS|MARK SCHEME)\b.*?(?:^[^\n]*END \1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL
)
LATER = "### more is shown after the due date"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What the gradebook says of one student's work.

    Attributes:
        submission: The grades.
        points: What each graded cell is worth, by its name.
        comments: What is said about answers, by their cells.
        notebook: Which of several notebooks this is about; empty where there is one.
        tries: How many of the student's submissions count so far, and how many may; None where all do.
    """

    submission: GradedSubmission
    points: Mapping[str, float]
    comments: Mapping[str, Comment] = field(default_factory=dict)
    notebook: str = ""
    tries: tuple[int, int] | None = None

    @property
    def total(self) -> float:
        return max(0.0, self.submission.raw_score - self.submission.penalty)

    @property
    def full(self) -> float:
        return math.fsum(self.points.values())

    @property
    def result(self) -> tuple[str, str]:
        """The points in words, what counts most first; what waits for a human is no zero."""
        waiting = len(self.submission.waiting)
        if waiting and waiting == len(self.submission.cells):
            return "Not graded yet", ""
        return number_of(self.total), f"of {number_of(self.full)} points{' so far' if waiting else ''}"

    @property
    def late(self) -> str:
        """How long after the due date it came, in words; empty where it came in time."""
        seconds = self.submission.seconds_late
        return f"{duration(seconds)} late" if seconds > 0 else ""

    @property
    def share(self) -> float:
        """How much of the points there are, between 0 and 1."""
        return min(1.0, self.total / self.full) if self.full > 0 else 0.0


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


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What stands above the summary.

    Attributes:
        course: The course's title.
        assignment: The assignment's title.
        silent_until: Until when only points are shown; None where all is.
    """

    course: str
    assignment: str
    silent_until: datetime | None = None


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
    lines = list(_summary(notebook, sheet, silent=silent))
    return _template().render(
        heading=heading,
        sheet=sheet,
        submission=sheet.submission,
        inputs=inputs,
        lines=lines,
        by_anchor={line.anchor: line for line in lines},
        cells=list(_cells(notebook, sheet.comments, silent=silent)),
        number=number_of,
        prose=prose,
        style=_colours(),
    )


def _summary(notebook: NotebookNode, sheet: Sheet, *, silent: bool) -> Iterator[Line]:
    solutions = {_grade_id(cell) for cell in notebook.cells if _nbgrader(cell).get("solution")}
    for cell in notebook.cells:
        grade_id = _grade_id(cell)
        name = grade_id if grade_id in sheet.submission.cells else grade_id.removeprefix(TEST_PREFIX)
        grade = sheet.submission.cells.get(name)
        if grade is None or not (_nbgrader(cell).get("grade") or _nbgrader(cell).get("task")):
            continue
        verdict = verdict_in(cell)
        comment = sheet.comments.get(name if name in solutions else grade_id)
        standing = _standing(grade, sheet.points[name])
        score = "?" if grade.score is None else number_of(grade.score + grade.extra)
        gone = standing == "withdrawn"
        yield Line(
            name=name,
            anchor=grade_id,
            standing=standing,
            mark=MARKS[standing],
            points=standing if gone else f"{score}/{number_of(sheet.points[name])}",
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


def _cells(
    notebook: NotebookNode, comments: Mapping[str, Comment], *, silent: bool
) -> Iterator[dict[str, Any]]:
    """Prepare every cell for the template: `html` is safe as it stands, all else is not."""
    plain = is_long(notebook.cells)
    for cell in notebook.cells:
        source = _as_released(cell) if silent else str(cell.source)
        comment = comments.get(_grade_id(cell))
        shown: dict[str, Any] = {
            "kind": cell.cell_type,
            "source": source,
            "html": "",
            "anchor": _grade_id(cell),
            "comment": formatted(comment.text) if comment else "",
            "verdict": not silent and verdict_in(cell) is not None,
            "outputs": [],
        }
        if cell.cell_type == "code":
            shown["html"] = "" if plain else coloured(source)
            if not silent or verdict_in(cell) is None:
                shown["outputs"] = list(_outputs(cell, trusted=shown["verdict"]))
        elif cell.cell_type == "markdown" and not plain:
            shown["html"] = formatted(source, cell.get("attachments"))
        yield shown


def _as_released(cell: NotebookNode) -> str:
    """Give a cell's text without what students are not to see before the due date."""
    ours = _nbgrader(cell).get("locked") or _nbgrader(cell).get("task")
    return _NOT_RELEASED.sub(LATER, str(cell.source)) if ours else str(cell.source)


def _words(text: str) -> str:
    """Say what a picture shows, where whoever drew it does: an object's own name says nothing."""
    return shorten(text, MAX_WORDS) if text and not text.startswith("<") else "A figure that this cell drew"


def _outputs(cell: NotebookNode, *, trusted: bool) -> Iterator[dict[str, str]]:
    """Prepare outputs. The judge's HTML is trusted: it stands in the tests' cells, alone."""
    from nbconvert.filters import ansi2html

    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if SIGNS in data:
            continue
        picture = next((kind for kind in PICTURES if kind in data), None)
        if trusted and "text/html" in data:
            yield {"kind": "html", "html": str(data["text/html"])}
        elif picture:
            url = f"data:{picture};base64,{''.join(str(data[picture]).split())}"
            yield {"kind": "picture", "url": url, "words": _words(str(data.get("text/plain", "")))}
        elif "text/plain" in data:
            yield {"kind": "text", "html": ansi2html(str(data["text/plain"]))}
        elif output.output_type == "stream":
            yield {"kind": str(output.name), "html": ansi2html(str(output.text))}
        elif output.output_type == "error":
            yield {"kind": "error", "html": ansi2html("\n".join(output.traceback))}


def _nbgrader(cell: NotebookNode) -> Mapping[str, Any]:
    found = cell.metadata.get("nbgrader", {})
    return found if isinstance(found, Mapping) else {}


def _grade_id(cell: NotebookNode) -> str:
    return str(_nbgrader(cell).get("grade_id", ""))


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
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
