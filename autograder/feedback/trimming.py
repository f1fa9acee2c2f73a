"""What of a student's notebook a page has room for: the rest is left out, and the page says so in its place.

A notebook may hold many times what a page can show, and a text can name one picture a thousand times.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from html import escape
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode, from_dict

from autograder.common.text import printable
from autograder.notebooks.graded import verdict_in

# What people draw, paste and print stays far below each of these.
MAX_PICTURES = 16_000_000  # characters of base64 on one page
MAX_TEXT = 50_000  # characters of one output
MAX_TEXTS = 400_000  # characters of all outputs of one page
MAX_COLOURS = 2_000  # changes of colour in all of them: each becomes an element
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
WHY_NOT = "text/plain"
FOR_YOU = "For you alone: every case, each rule, the nearest faults"
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
# Colours take a few numbers; to read thousands takes long.
_CODE, _LONG_CODE = re.compile(r"\x1b\[[\d;]*[a-zA-Z]?"), re.compile(r"\x1b\[[\d;]{40,}[a-zA-Z]?")


class Trim(Preprocessor):  # type: ignore[misc]
    """Trims what nbconvert is given, for the Formgrader's page of a submission, and says there how to have a verdict explained."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        trim(nb)
        if "student" in resources and "assignment_id" in resources:
            _point_to_explanations(nb, resources["student"], resources["assignment_id"])
        return nb, resources


def _point_to_explanations(notebook: NotebookNode, student: str, assignment: str) -> None:
    """Fold away, below each verdict that is not all right, the command that explains it: students' pages are made elsewhere."""
    for cell in notebook.cells:
        verdict = verdict_in(cell) if cell.cell_type == "code" else None
        if verdict is not None and verdict.outcome != "passed" and not verdict.asserted:
            command = shlex.join(["autograder", "explain", student, assignment, verdict.exercise])
            html = f"<details><summary>{FOR_YOU}</summary><pre>{escape(printable(command))}</pre></details>"
            shown = {"output_type": "display_data", "data": {"text/html": html}, "metadata": {}}
            cell.outputs.append(from_dict(shown))


def trim(notebook: NotebookNode) -> None:
    """Leave of a notebook's outputs and attachments what fits on one page, the first first."""
    room = _Room()
    for cell in notebook.cells:
        if cell.get("attachments"):
            cell.attachments = NotebookNode(
                {name: room.attachment(bundle) for name, bundle in cell.attachments.items()}
            )
        for output in cell.get("outputs", []):
            # HTML is the judge's own: of a student's outputs, only text and pictures are kept.
            if "text/html" not in output.get("data", {}):
                room.output(output)


def picture_in(bundle: Mapping[str, Any]) -> tuple[str, str] | None:
    """Give the media type and the base64 of a picture that browsers show; None where there is none."""
    for kind in PICTURES:
        data = bundle.get(kind)
        if isinstance(data, str) and _BASE64.fullmatch(data := "".join(data.split())):
            return kind, data
    return None


class _Room:
    """How much room a page has left."""

    def __init__(self) -> None:
        self._pictures, self._text, self._colours = MAX_PICTURES, MAX_TEXTS, MAX_COLOURS

    def attachment(self, bundle: Mapping[str, Any]) -> dict[str, str]:
        kind, data = self._picture(bundle)
        return {kind: data}

    def output(self, output: NotebookNode) -> None:
        if output.output_type == "stream":
            output.text = self._fitting(output.text)
        elif output.output_type == "error":
            output.traceback = [self._fitting(line) for line in output.traceback]
        elif any(kind.startswith("image/") for kind in output.data):
            kind, data = self._picture(output.data)
            output.data = NotebookNode({kind: data if kind != WHY_NOT else f"(a picture: {data})"})
        elif "text/plain" in output.data:
            output.data["text/plain"] = self._fitting(output.data["text/plain"])

    def _picture(self, bundle: Mapping[str, Any]) -> tuple[str, str]:
        """Give a picture, or the reason why there is none."""
        found = picture_in(bundle)
        if found is None:
            return WHY_NOT, "it is empty, damaged, or of a kind that is not shown here"
        if len(found[1]) > self._pictures:
            return WHY_NOT, (
                f"left out, as it takes {len(found[1]) / 1e6:.1f} MB, and all pictures of a page may take {MAX_PICTURES / 1e6:.0f} MB"
            )
        self._pictures -= len(found[1])
        return found

    def _fitting(self, text: str) -> str:
        most = min(MAX_TEXT, self._text)
        self._text -= min(len(text), most)
        if len(text) > most:
            text = f"{text[:most]}\n… (cut here: {len(text):,} characters)"
        colours = text.count("\x1b")
        if colours > self._colours:
            return _CODE.sub("", text)
        self._colours -= colours
        return _LONG_CODE.sub("", text)
