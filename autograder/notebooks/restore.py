"""Submitted notebooks: reading whatever was handed in, and restoring what the release fixed."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sized
from typing import Any

import msgspec
import nbformat
import numpy as np
from nbformat import NotebookNode

from autograder.common.text import encodable, shorten
from autograder.course.files import MAX_BYTES
from autograder.gradebook.release import Release, ReleasedCell
from autograder.notebooks.graded import Note, write_note, write_unreadable
from autograder.notebooks.submitted import Unreadable

MAX_CELLS = 1000
MAX_SOURCE = 2_000_000
# What its JSON may hold in all: each object takes many times its bytes in memory, and is made before it can be counted.
MAX_OBJECTS, MAX_VALUES = 500_000, 5_000_000


def parse_notebook(data: bytes) -> NotebookNode:
    """Read a notebook of any nbformat version as version 4.

    Raises:
        Unreadable: It is none.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(
            f"the file is too large: {MAX_BYTES / 1e6:.0f} MB is the most that is read; save it without its outputs"
        )
    if not data.strip():
        raise Unreadable("the file is empty")
    if _holds_too_much(data) and _holds_too_much(_without_text(data)):
        raise Unreadable("the file holds far more than a notebook does; save it without its outputs")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("the file is not UTF-8 text") from None
    except RecursionError:
        raise Unreadable("the file's JSON is nested too deeply") from None
    except ValueError as error:
        raise Unreadable(f"the file is not JSON ({error})") from None
    if not isinstance(content, dict) or not isinstance(content.get("nbformat"), int):
        raise Unreadable("the file is JSON, but not a notebook")
    if content["nbformat"] > nbformat.current_nbformat:
        raise Unreadable(
            f"the notebook is of nbformat {shorten(str(content['nbformat']), 20)}, newer than this grader can read"
        )
    try:
        # Version 4 is tidied here, cell by cell; nbformat itself would refuse or warn about what can be mended.
        old = content["nbformat"] < 4
        if old:  # its cells are examined one by one: many would take a minute before they could be counted
            _require_few([cell for sheet in content["worksheets"] for cell in sheet["cells"]])
        notebook = nbformat.reads(json.dumps(content), as_version=4) if old else nbformat.from_dict(content)
        return _tidy(notebook)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"the notebook is damaged ({type(error).__name__})") from None


def _holds_too_much(data: bytes) -> bool:
    return data.count(b"{") + data.count(b"[") > MAX_OBJECTS or data.count(b",") > MAX_VALUES


def _without_text(data: bytes) -> bytes:
    """Give JSON without what stands inside its strings, where any character may stand."""
    characters = np.frombuffer(data.replace(b"\\\\", b"").replace(b'\\"', b""), np.uint8)
    inside = np.cumsum(characters == ord('"'), dtype=np.uint8) % 2
    return bytes(characters[inside == 0])


def is_of(notebook: NotebookNode, release: Release) -> bool:
    """Tell whether a notebook, as `parse_notebook` gives it, began as this release."""
    released = {cell.grade_id for cell in release.cells}
    return any(_grade_id(cell) in released for cell in notebook.cells)


def _require_few(cells: Sized) -> None:
    if len(cells) > MAX_CELLS:
        raise Unreadable(f"the notebook has {len(cells)} cells; {MAX_CELLS} is the most that is run")


def _tidy(notebook: NotebookNode) -> NotebookNode:
    """Bring every cell into the form that nbformat 4.5 asks for, and drop what it does not know."""
    _require_few(notebook.cells)
    cells = []
    taken: set[str] = set()
    for i, cell in enumerate(notebook.cells):
        source = cell.get("source", "")
        if isinstance(source, list):
            source = "".join(str(line) for line in source)
        if not isinstance(source, str):
            raise TypeError("a cell's source is not text")
        metadata = cell.get("metadata")
        nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        own = cell.get("id")
        good = isinstance(own, str) and re.fullmatch(r"[A-Za-z0-9_-]{1,50}", own)
        kind = cell.get("cell_type")
        tidy = _cell(
            kind if kind in ("code", "raw") else "markdown",
            encodable(source.replace("\r\n", "\n").replace("\r", "\n")),
            _free(own if good else f"cell-{i}", taken),
        )
        if isinstance(nbgrader, dict):
            tidy.metadata["nbgrader"] = NotebookNode(nbgrader)
        if tidy.cell_type != "code" and (attachments := _attachments(cell.get("attachments"))):
            tidy.attachments = attachments
        cells.append(tidy)
    size = sum(len(cell.source) for cell in cells)
    if size > MAX_SOURCE:
        raise Unreadable(
            f"its cells hold {size / 1e6:.1f} million characters; {MAX_SOURCE / 1e6:.0f} million is the most that is run"
        )
    return _notebook(cells)


def _cell(kind: str, source: str, name: str, metadata: dict[str, Any] | None = None) -> NotebookNode:
    """Make a cell. nbformat's own makers validate each against the schema, which takes most of their time."""
    cell = NotebookNode(cell_type=kind, id=name, metadata=NotebookNode(metadata or {}), source=source)
    if kind == "code":
        cell.update(execution_count=None, outputs=[])
    return cell


def _notebook(cells: list[NotebookNode]) -> NotebookNode:
    return NotebookNode(cells=cells, metadata=NotebookNode(), nbformat=4, nbformat_minor=5)


def _attachments(value: object) -> NotebookNode:
    """Keep pictures pasted into a text cell, by name and MIME type; what is none of them is left out."""
    kept = NotebookNode()
    for name, bundle in value.items() if isinstance(value, dict) else ():
        if isinstance(bundle, dict):
            texts = {kind: data for kind, data in bundle.items() if isinstance(data, str)}
            kept[encodable(name)] = {encodable(kind): encodable(texts[kind]) for kind in texts}
    return kept


def restore(notebook: NotebookNode, release: Release, note: Note | None = None) -> NotebookNode:
    """Give back to a submission what the release fixed, whatever the student did to it.

    Locked cells get their text, every released cell its type, points and flags; of a cell that stands twice
    the last is kept and the others become ordinary; missing tests and locked cells are added, and a locked cell
    stands before the cells that follow it in the release. Outputs go.

    Args:
        notebook: The submission, as `parse_notebook` gives it; it is changed.
        release: What was released.
        note: What the notebook is to remember of its grading (see `autograder.notebooks.graded`).
    """
    released = {cell.grade_id: cell for cell in release.cells}
    last: dict[str, int] = {}
    for i, cell in enumerate(notebook.cells):
        grade_id = _grade_id(cell)
        if grade_id in released:
            last[grade_id] = i
    cells = []
    for i, cell in enumerate(notebook.cells):
        grade_id = _grade_id(cell)
        if last.get(grade_id) == i:
            cells.append(_restored(released[grade_id], cell))
        else:
            cell.metadata.pop("nbgrader", None)
            cells.append(cell)
    notebook.cells = _in_order(_with_missing(cells, release), release)
    write_note(notebook, note)
    notebook.metadata["kernelspec"] = NotebookNode(release.kernelspec)
    return notebook


def placeholder(release: Release, reason: str, note: Note | None = None) -> NotebookNode:
    """Make a notebook that stands for a submission which cannot be read, so that it can be graded by hand."""
    notebook = restore(_notebook([]), release, note)
    text = f"**This submission was not graded:** {reason}."
    notebook.cells.insert(0, _cell("markdown", text, "not-graded"))
    write_unreadable(notebook, reason)
    return notebook


def notebook_text(notebook: NotebookNode) -> str:
    """Write a notebook as nbformat does, which validates it once more and takes ten times as long."""
    data = {**notebook, "cells": [_in_lines(cell) for cell in notebook.cells]}
    text = msgspec.json.encode(data, order="sorted")
    return msgspec.json.format(text, indent=1).decode() + "\n"


def _in_lines(cell: NotebookNode) -> dict[str, Any]:
    written = {**cell, "source": cell.source.splitlines(keepends=True)}
    if cell.cell_type == "code":
        written["outputs"] = [_output_in_lines(output) for output in cell.outputs]
    return written


def _output_in_lines(output: NotebookNode) -> dict[str, Any]:
    written = dict(output)
    if "text" in output:
        written["text"] = output["text"].splitlines(keepends=True)
    if "data" in output:
        written["data"] = {
            kind: value.splitlines(keepends=True)
            if isinstance(value, str) and kind.startswith("text/")
            else value
            for kind, value in output["data"].items()
        }
    return written


def _grade_id(cell: NotebookNode) -> str:
    nbgrader = cell.metadata.get("nbgrader")
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return grade_id if isinstance(grade_id, str) else ""


def _restored(released: ReleasedCell, cell: NotebookNode) -> NotebookNode:
    restored = _make(released, released.source if released.locked else cell.source, cell.id)
    if "attachments" in cell and restored.cell_type != "code":
        restored.attachments = cell.attachments
    return restored


def _make(released: ReleasedCell, source: str, name: str) -> NotebookNode:
    metadata: dict[str, Any] = {"nbgrader": NotebookNode(released.metadata())}
    if released.locked:
        metadata |= {"deletable": False, "editable": False}
    return _cell(released.cell_type, source, name, metadata)


def _with_missing(cells: list[NotebookNode], release: Release) -> list[NotebookNode]:
    """Add released cells that are gone, each behind the one before it; a stub that is gone stays gone."""
    present = {_grade_id(cell) for cell in cells}
    taken = {cell.id for cell in cells}
    previous = ""
    for released in release.cells:
        if released.grade_id not in present and (released.locked or released.grade or released.task):
            place = next((i + 1 for i, cell in enumerate(cells) if _grade_id(cell) == previous), 0)
            name = _free(re.sub(r"[^A-Za-z0-9_-]", "-", released.grade_id)[:40] or "cell", taken)
            cells.insert(place, _make(released, released.source, name))
            previous = released.grade_id
        elif released.grade_id in present:
            previous = released.grade_id
    return cells


def _in_order(cells: list[NotebookNode], release: Release) -> list[NotebookNode]:
    """Move a locked cell up where it has come to stand behind cells that were released after it and may need it."""
    later = {cell.grade_id for cell in release.cells}
    for released in release.cells:
        later.discard(released.grade_id)
        if not released.locked or released.grade:
            continue
        place = next(i for i, cell in enumerate(cells) if _grade_id(cell) == released.grade_id)
        first = next((i for i, cell in enumerate(cells) if _grade_id(cell) in later), place)
        if first < place:
            cells.insert(first, cells.pop(place))
    return cells


def _free(name: str, taken: set[str]) -> str:
    numbered = (f"{name}-{i}" for i in itertools.count(2))
    free = next(candidate for candidate in itertools.chain([name], numbered) if candidate not in taken)
    taken.add(free)
    return free


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Give the cells that are run: test cells never are."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and not is_test(cell)]


def is_test(cell: NotebookNode) -> bool:
    nbgrader = cell.metadata.get("nbgrader", {})
    return bool(cell.cell_type == "code" and nbgrader.get("grade") and not nbgrader.get("solution"))
