"""The cells of a student's feedback page, as its template writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from autograder.common.text import shorten
from autograder.exercise.verdict import Verdict
from autograder.feedback.markup import coloured, formatted, is_long
from autograder.feedback.trimming import PICTURES
from autograder.gradebook.read import Comment
from autograder.notebooks.graded import SIGNS, verdict_in

MAX_WORDS = 500  # to stand for a picture
# What nbgrader takes out of a release, from its first line to its last.
_NOT_RELEASED = re.compile(
    r"^[^\n]*BEGIN (HIDDEN TESTS|MARK SCHEME)\b.*?(?:^[^\n]*END \1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL
)
LATER = "### more is shown after the due date"


@dataclass(frozen=True, kw_only=True)
class GradedCell:
    """A cell of the graded notebook, what nbgrader says of it, and its verdict."""

    node: NotebookNode
    nbgrader: Mapping[str, Any]
    grade_id: str
    verdict: Verdict | None

    @classmethod
    def of(cls, node: NotebookNode) -> GradedCell:
        found = node.metadata.get("nbgrader", {})
        nbgrader = found if isinstance(found, Mapping) else {}
        return cls(
            node=node,
            nbgrader=nbgrader,
            grade_id=str(nbgrader.get("grade_id", "")),
            verdict=verdict_in(node),
        )


@dataclass(frozen=True, kw_only=True)
class ShownOutput:
    """One output as the template writes it: `html` is safe as it stands, all else is not."""

    kind: str
    html: str = ""
    url: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownCell:
    """A cell as the template writes it: `html` and `comment` are safe as they stand, all else is not."""

    kind: str
    source: str
    html: str
    anchor: str
    comment: str
    verdict: bool
    outputs: Sequence[ShownOutput]


def shown(
    cells: Sequence[GradedCell], comments: Mapping[str, Comment], *, silent: bool
) -> Iterator[ShownCell]:
    """Prepare every cell; where only points are shown, no test cell has outputs."""
    plain = is_long([cell.node for cell in cells])
    for cell in cells:
        node = cell.node
        kind, source = node.cell_type, _as_released(cell) if silent else str(node.source)
        comment = comments.get(cell.grade_id)
        trusted = not silent and cell.verdict is not None
        html, outputs = "", []
        if kind == "code":
            html = "" if plain else coloured(source)
            if not silent or cell.verdict is None:
                outputs = list(_outputs(node, trusted=trusted))
        elif kind == "markdown" and not plain:
            html = formatted(source, node.get("attachments"))
        yield ShownCell(
            kind=kind,
            source=source,
            html=html,
            anchor=cell.grade_id,
            comment=formatted(comment.text) if comment else "",
            verdict=trusted,
            outputs=outputs,
        )


def _as_released(cell: GradedCell) -> str:
    """Give a cell's text without what students are not to see before the due date."""
    ours = cell.nbgrader.get("locked") or cell.nbgrader.get("task")
    return _NOT_RELEASED.sub(LATER, str(cell.node.source)) if ours else str(cell.node.source)


def _words(text: str) -> str:
    """Say what a picture shows, where whoever drew it does: an object's own name says nothing."""
    return shorten(text, MAX_WORDS) if text and not text.startswith("<") else "A figure that this cell drew"


def _outputs(cell: NotebookNode, *, trusted: bool) -> Iterator[ShownOutput]:
    """Prepare outputs. The judge's HTML is trusted: it stands in the tests' cells, alone."""
    from nbconvert.filters import ansi2html

    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if SIGNS in data:
            continue
        picture = next((kind for kind in PICTURES if kind in data), None)
        if trusted and "text/html" in data:
            yield ShownOutput(kind="html", html=str(data["text/html"]))
        elif picture:
            url = f"data:{picture};base64,{''.join(str(data[picture]).split())}"
            yield ShownOutput(kind="picture", url=url, words=_words(str(data.get("text/plain", ""))))
        elif "text/plain" in data:
            yield ShownOutput(kind="text", html=ansi2html(str(data["text/plain"])))
        elif output.output_type == "stream":
            yield ShownOutput(kind=str(output.name), html=ansi2html(str(output.text)))
        elif output.output_type == "error":
            yield ShownOutput(kind="error", html=ansi2html("\n".join(output.traceback)))
