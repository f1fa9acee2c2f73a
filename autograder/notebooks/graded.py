"""The format of a graded notebook, written and read here alone: its note, verdicts, signs of cheating, and what ungraded looks like.

nbgrader reads a test cell's `text/plain` as its score. Besides stand, under types of their own, the verdict as JSON and, in the
first test cell, signs for the instructor; the notebook's metadata hold a note of what the grade depends on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from autograder.common.files import read_regular
from autograder.course.cells import cell_of
from autograder.course.files import MAX_BYTES
from autograder.display.verdict_panel import to_html, to_text
from autograder.exercise.verdict import Verdict

if TYPE_CHECKING:  # its import takes longer than all that is read here
    from nbformat import NotebookNode

MIME_TYPE = "application/vnd.autograder.verdict+json"
SIGNS = "application/vnd.autograder.signs+json"  # of cheating, for the instructor
# How the message begins where nothing could be graded, and what instructors read of whoever sent that.
UNREADABLE, SENT_UNREADABLE = "The submission could not be read:", "sent something unreadable"
NOTE = "autograder"
TAIL = 4000
_END = b'\n "metadata": {'


@dataclass(frozen=True, kw_only=True)
class Note:
    """What a graded notebook remembers of its grading, so that it is known later whether to do it again.

    Attributes:
        fingerprint: Of what was handed in.
        rules: What its grade depends on (see `autograder.grading.pending.rules`).
        handed_in: When, as UTC without a zone.
        scores: What each exercise got; None where it is ungraded.
        ungraded: Whether something of it is to be graded again.
    """

    fingerprint: str
    rules: Mapping[str, str]
    handed_in: datetime | None = None
    scores: Mapping[str, float | None] = field(default_factory=dict)
    ungraded: bool = False


def write_note(notebook: NotebookNode, note: Note | None) -> None:
    """Note in a notebook what it is graded by; its scores follow when there are any."""
    from nbformat import NotebookNode

    notebook.metadata[NOTE] = NotebookNode()
    if note is not None:
        moment = note.handed_in
        notebook.metadata[NOTE].update(
            fingerprint=note.fingerprint,
            rules=NotebookNode(note.rules),
            handed_in=moment.isoformat() if moment else None,
        )


def write_scores(notebook: NotebookNode, scores: Mapping[str, float | None]) -> None:
    """Note what a notebook got, by exercise; and where nothing was given, that it is to be graded again."""
    from nbformat import NotebookNode

    note = notebook.metadata.setdefault(NOTE, NotebookNode())
    note.scores = NotebookNode(scores)
    if None in scores.values():
        note.ungraded = True


def write_unreadable(notebook: NotebookNode, reason: str) -> None:
    """Note why a notebook stands for a submission that cannot be read."""
    notebook.metadata[NOTE].unreadable = reason


def unreadable_reason(notebook: NotebookNode) -> str | None:
    """Give the reason that `write_unreadable` noted."""
    reason = notebook.metadata.get(NOTE, {}).get("unreadable")
    return reason if isinstance(reason, str) else None


def read_note(path: Path) -> Note | None:
    """Read what the grader noted in an autograded notebook; None, where there is none, or no whole one."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(size - TAIL, 0))
            tail = file.read()
            # The notebook's own metadata stand at its end: there is no need to read its pictures.
            start = tail.rfind(_END)
            if start >= 0:
                content = json.loads(b"{" + tail[start:])
            else:
                file.seek(0)
                content = json.loads(file.read())
        # Without scores, nbgrader was killed between its two steps.
        return _converted(content["metadata"][NOTE])
    except (OSError, ValueError, KeyError, TypeError, RecursionError, msgspec.ValidationError):
        return None


def shown_in(path: Path) -> bytes:
    """Read of a graded notebook what people see: all but the notebook's own metadata, which say what it was graded by.

    Raises:
        OSError: It cannot be read.
    """
    data = path.read_bytes()
    start = data.rfind(_END)
    return data[:start] if start >= 0 else data


def _converted(content: Any) -> Note:
    known = msgspec.convert(content, Note)
    if "scores" not in content:
        raise KeyError("scores")
    return known


def verdict_output(verdict: Verdict) -> NotebookNode:
    """Make the one output of a test cell.

    Its `text/plain` is the score as nbgrader reads it; an ungraded exercise has no result, but a display.
    """
    from nbformat import from_dict

    data: dict[str, Any] = {"text/html": to_html(verdict), MIME_TYPE: verdict.to_json()}
    if verdict.outcome == "ungraded":
        return from_dict(
            {
                "output_type": "display_data",
                "data": {"text/plain": to_text(verdict), **data},
                "metadata": {},
            }
        )
    shown = {"text/plain": repr(verdict.score), **data}
    return from_dict(
        {"output_type": "execute_result", "data": shown, "metadata": {}, "execution_count": None}
    )


def verdict_in(cell: NotebookNode) -> Verdict | None:
    """Read the verdict that the judge wrote into a test cell, if there is one."""
    for output in cell.get("outputs", []):
        verdict = output.get("data", {}).get(MIME_TYPE)
        if isinstance(verdict, dict):
            try:
                return msgspec.convert(verdict, Verdict)
            except msgspec.ValidationError:  # written by another version
                return None
    return None


def write_signs(notebook: NotebookNode, signs: Sequence[str]) -> None:
    """Write signs into the first test cell of a graded notebook: pages for students leave them out."""
    from nbformat import from_dict

    test = next((cell for cell in notebook.cells if verdict_in(cell) is not None), None)
    if test is not None and signs:
        data = {"text/plain": f"for the instructor: {'; '.join(signs)}", SIGNS: list(signs)}
        test.outputs.append(from_dict({"output_type": "display_data", "data": data, "metadata": {}}))


class Damaged(Exception):
    """A graded notebook cannot be read; the message says why, in a few words."""


class _Data(msgspec.Struct):
    verdict: Verdict | None = msgspec.field(name=MIME_TYPE, default=None)
    signs: list[str] = msgspec.field(name=SIGNS, default_factory=list)


class _Output(msgspec.Struct):
    data: _Data = msgspec.field(default_factory=_Data)


class _Nbgrader(msgspec.Struct):
    grade_id: str = ""
    grade: bool = False


class _Metadata(msgspec.Struct):
    nbgrader: _Nbgrader = msgspec.field(default_factory=_Nbgrader)


class _Cell(msgspec.Struct):
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)
    outputs: list[_Output] = msgspec.field(default_factory=list)


class _Notebook(msgspec.Struct):
    cells: list[_Cell]


# Skips what is not asked for, such as pictures, without building it: a class of 2,000 is read in a second.
_decoder = msgspec.json.Decoder(_Notebook)


def read_verdicts(path: Path) -> dict[str, Verdict]:
    """Read the verdicts in a graded notebook, by exercise, in the notebook's order.

    Raises:
        Damaged: It is missing, or is not what grading writes.
    """
    found = {}
    for cell in _decoded(_bytes(path)).cells:
        for output in cell.outputs:
            verdict = output.data.verdict
            if (
                verdict
                and cell.metadata.nbgrader.grade
                and cell.metadata.nbgrader.grade_id == cell_of(verdict)
            ):
                found[verdict.exercise] = verdict
    return found


def read_signs(path: Path) -> list[str]:
    """Read the signs of cheating in a graded notebook; almost none holds any.

    Raises:
        Damaged: As `read_verdicts`.
    """
    data = _bytes(path)
    if SIGNS.encode() not in data:
        return []
    tests = [cell for cell in _decoded(data).cells if cell.metadata.nbgrader.grade]
    return [sign for cell in tests for output in cell.outputs for sign in output.data.signs]


def _bytes(path: Path) -> bytes:
    data = read_regular(path, 2 * MAX_BYTES)
    if data is None:
        raise Damaged("is missing or no regular file")
    return data


def _decoded(data: bytes) -> _Notebook:
    try:
        return _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Damaged(f"is damaged ({error})") from None
