"""nbgrader's `autograded/`: where each graded submission takes its place in one step, and is read with suspicion."""

from __future__ import annotations

import json
import mimetypes
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from nbformat import NotebookNode, from_dict

from autograder.common.errors import AutograderError
from autograder.common.files import read_regular, replace_folder
from autograder.course.files import MAX_BYTES, TIMESTAMP
from autograder.course.source import TEST_PREFIX
from autograder.display.verdict import to_html, to_text
from autograder.exercise.verdict import MIME_TYPE, SIGNS, Verdict, VerdictOutcome

if TYPE_CHECKING:
    from nbformat import NotebookNode

DIRECTORY = "autograded"
_RUN_BY_BROWSERS = ("html", "xml", "script", "pdf")


def sweep(root: Path, assignment: str) -> None:
    """Remove what runs that were killed have left half done."""
    for left_behind in (root / DIRECTORY).glob(f"*/{_prefix(assignment)}*"):
        shutil.rmtree(left_behind, ignore_errors=True)


def _prefix(assignment: str) -> str:
    return f".new-{assignment}-"


def is_run_by_browsers(name: str) -> bool:
    """Tell whether a browser would run what a file holds.

    The Formgrader serves what lies beside a graded notebook from its own address: a page handed in by a
    student, opened by a link in the student's text, would act as the instructor.
    """
    # As a path: a name that begins like an address, such as `data:`, would be read as one, but is served as a file.
    kind = mimetypes.guess_type(f"./{name}")[0] or ""
    return any(word in kind for word in _RUN_BY_BROWSERS)


def remove_pages(folder: Path) -> None:
    """Remove from a graded submission what a browser would run, where nbgrader has copied it."""
    for path in [*folder.rglob("*")]:
        if path.is_file() and is_run_by_browsers(path.name):
            path.unlink()


class Damaged(Exception):
    """A graded notebook cannot be read; the message says why, in a few words."""


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """What a graded notebook notes of one verdict; its cases stay where they are."""

    exercise: str
    outcome: VerdictOutcome
    mistake: str | None = None
    message: str = ""


class _Data(msgspec.Struct):
    verdict: Noted | None = msgspec.field(name=MIME_TYPE, default=None)
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


def read_verdicts(path: Path) -> dict[str, Noted]:
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
                and cell.metadata.nbgrader.grade_id == TEST_PREFIX + verdict.exercise
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


def place(root: Path, assignment: str, student: str) -> Path:
    """Give the folder of one graded submission."""
    return root / DIRECTORY / student / assignment


def publish(
    folder: Path, name: str, notebook: str, files: Mapping[str, bytes], timestamp: datetime | None
) -> None:
    """Put a graded submission in its place, whole or not at all.

    Args:
        folder: Its place.
        name: The notebook's file name.
        notebook: The notebook's text.
        files: What else was handed in, by relative path; what a browser would run, and other notebooks, are left out.
        timestamp: When it was handed in, as UTC without a zone, if that is known.

    Raises:
        AutograderError: The folder cannot be written; what stood there before stays.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=_prefix(folder.name), dir=folder.parent))
        try:
            _write(scratch / folder.name, name, notebook, files, timestamp)
            replace_folder(folder, scratch)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        raise AutograderError(
            f"{folder}: cannot be written: {error.strerror}; the grades are in the gradebook already\n"
            "hint: make room or correct the permissions, then run the command again"
        ) from error


def _write(
    fresh: Path, name: str, notebook: str, files: Mapping[str, bytes], timestamp: datetime | None
) -> None:
    fresh.mkdir()
    for path, data in files.items():
        # Another notebook would be taken for one that was graded, and get a page of its own.
        if is_run_by_browsers(path) or path.endswith(".ipynb"):
            continue
        (fresh / path).parent.mkdir(parents=True, exist_ok=True)
        (fresh / path).write_bytes(data)
    if timestamp is not None:
        (fresh / TIMESTAMP).write_text(f"{timestamp} UTC")
    (fresh / name).write_text(notebook, encoding="utf-8")
    for written in fresh.rglob("*"):
        if written.is_file():
            written.chmod(0o444)


def verdict_in(cell: NotebookNode) -> dict[str, Any] | None:
    """Read the verdict that the judge wrote into a test cell, if there is one."""
    for output in cell.get("outputs", []):
        verdict = output.get("data", {}).get(MIME_TYPE)
        if isinstance(verdict, dict):
            return dict(verdict)
    return None


def unreadable_reason(notebook: NotebookNode) -> str | None:
    """Give the reason that `placeholder` noted."""
    reason = notebook.metadata.get(NOTE, {}).get("unreadable")
    return reason if isinstance(reason, str) else None


def note_scores(notebook: NotebookNode, scores: Mapping[str, float | None]) -> None:
    """Note in an autograded notebook what it got, by exercise; and where nothing was given, that it is to be graded again."""
    note = notebook.metadata.setdefault(NOTE, NotebookNode())
    note.scores = NotebookNode(scores)
    if None in scores.values():
        note.ungraded = True


def verdict_output(verdict: Verdict) -> NotebookNode:
    """Make the one output of a test cell.

    Its `text/plain` is the score as nbgrader reads it; an ungraded exercise has no result, but a display.
    """
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


NOTE = "autograder"
TAIL = 4000
_END = b'\n "metadata": {'


def noted(path: Path) -> dict[str, Any]:
    """Read what the grader noted in an autograded notebook; nothing, where there is none."""
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
        note = content["metadata"][NOTE]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    # Without scores, nbgrader was killed between its two steps.
    whole = isinstance(note, dict) and all(isinstance(note.get(key), dict) for key in ("rules", "scores"))
    return note if whole else {}
