"""Reading and restoring what was handed in: whatever a file holds, it is a notebook in the end, or a reason."""

from __future__ import annotations

import copy
import json
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from autograder.course.files import MAX_BYTES
from autograder.gradebook.release import Release, ReleasedCell, release_of
from autograder.notebooks import tampering
from autograder.notebooks.restore import parse_notebook, restore
from autograder.notebooks.submitted import Unreadable
from tests.support.course import ASSIGNMENT, ROOT, Scratch

RELEASED = (ROOT / "exercises" / ASSIGNMENT / "no-loops.ipynb").read_bytes()


@pytest.fixture(scope="session")
def release(released_course: Scratch) -> Release:
    course = released_course.course
    with Gradebook(course.gradebook_url(released_course.root), course.id) as gradebook:
        return release_of(gradebook, ASSIGNMENT, "no-loops")


def with_cells(change: Any) -> bytes:
    content = json.loads(RELEASED)
    change(content["cells"])
    return json.dumps(content).encode()


def ids(notebook: NotebookNode) -> list[str]:
    found = (cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells)
    return [grade_id for grade_id in found if grade_id]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b"{", "not JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[1, 2]", "not a notebook"),
        (b'{"nbformat": 99, "cells": []}', "newer than this grader can read"),
        (b'{"nbformat": 4, "cells": 3}', "damaged"),
        (b'{"worksheets": [{"cells": [' + b"1," * 1000 + b'1]}], "nbformat": 3}', "1001 cells"),
        (
            b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "source": 3}]}',
            "damaged",
        ),
        (b"[" * 100_000, "nested too deeply"),
        (b" " * (MAX_BYTES + 1), "MB is the most"),
    ],
    ids=lambda value: value[:12] if isinstance(value, bytes) else None,
)
def test_what_is_no_notebook_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        parse_notebook(data)


def test_a_notebook_may_print_much_of_what_json_is_made_of() -> None:
    def change(cells: list[dict[str, Any]]) -> None:
        printed = ['{"loss": [1, 2], "\\\\": []}\n' * 30] * 10_000
        cells[-1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": printed}]

    assert len(parse_notebook(with_cells(change)).cells) == len(json.loads(RELEASED)["cells"])


@pytest.mark.parametrize("many", [b"[" * 3 + b"[]," * 600_000, b'{"a":' * 600_000, b'["\\"[",' * 600_000])
def test_a_file_that_holds_far_more_than_a_notebook_is_refused(many: bytes) -> None:
    with pytest.raises(Unreadable, match="far more than a notebook"):
        parse_notebook(b'{"nbformat": 4, "cells": ' + many)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_end_as_pythons_do_whatever_the_students_editor_wrote(end: str) -> None:
    def change(cells: list[dict[str, Any]]) -> None:
        cells[-1]["source"] = end.join(["a = 1", "b = 2"])

    assert parse_notebook(with_cells(change)).cells[-1].source == "a = 1\nb = 2"


def test_a_byte_order_mark_does_no_harm() -> None:
    assert len(parse_notebook(b"\xef\xbb\xbf" + RELEASED).cells) == len(json.loads(RELEASED)["cells"])


def test_a_notebook_of_version_3_is_read() -> None:
    old = nbformat.writes(nbformat.convert(nbformat.reads(RELEASED.decode(), as_version=4), 3), version=3)
    assert any("def predict" in cell.source for cell in parse_notebook(old.encode()).cells)


def test_a_restored_submission_has_every_test_cell_once(release: Release) -> None:
    for change in (
        lambda cells: cells.clear(),
        lambda cells: cells.reverse(),
        lambda cells: cells.extend(copy.deepcopy(cells)),
    ):
        restored = restore(parse_notebook(with_cells(change)), release)
        tests = [grade_id for grade_id in ids(restored) if grade_id.startswith("check_")]
        assert sorted(tests) == ["check_gradients", "check_mse", "check_predict", "check_train"]


def test_a_locked_cell_gets_its_text_back(release: Release) -> None:
    def change(cells: list[dict[str, Any]]) -> None:
        for cell in cells:
            cell["source"] = "x = 1"

    restored = restore(parse_notebook(with_cells(change)), release)
    sources = {
        cell.metadata.nbgrader.grade_id: cell.source for cell in restored.cells if "nbgrader" in cell.metadata
    }
    assert sources["check_mse"] == "check(mse)"
    assert sources["setup"].startswith("import time")
    assert sources["mse"] == "x = 1"


def test_a_picture_pasted_into_an_answer_stays_and_damage_beside_it_goes() -> None:
    answer = ReleasedCell(
        grade_id="why", cell_type="markdown", source="", checksum=None, locked=False, grade=True, solution=True, task=False, points=1
    )  # fmt: skip
    cell = new_markdown_cell("![](attachment:a.png)", metadata={"nbgrader": {"grade_id": "why"}})
    good = {"a.png": {"image/png": "AAAA"}}
    cell.attachments = {**good, "b.png": "AAAA"}
    handed_in = {**new_notebook(), "cells": [cell]}
    notebook = parse_notebook(json.dumps(handed_in).encode())
    restored = restore(notebook, Release(notebook="n", kernelspec={}, cells=(answer,)))
    assert [each.attachments for each in restored.cells] == [good]


def test_of_a_repeated_answer_the_last_is_the_answer(release: Release) -> None:
    def change(cells: list[dict[str, Any]]) -> None:
        answer = next(cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == "mse")
        cells.append({**copy.deepcopy(answer), "source": "last", "id": "last"})

    restored = restore(parse_notebook(with_cells(change)), release)
    assert [
        cell.source for cell in restored.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "mse"
    ] == ["last"]


def test_a_checksum_that_is_no_text_keeps_nobody_from_looking(release: Release) -> None:
    notebook = parse_notebook((ROOT / "exercises" / ASSIGNMENT / "no-loops.ipynb").read_bytes())
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(points=99, checksum={"of": ["another", "kind"]})
    assert "`points` of the cell `check_predict` was changed" in tampering.in_notebook(notebook, release)


def test_outputs_of_the_students_own_making_are_gone(release: Release) -> None:
    def change(cells: list[dict[str, Any]]) -> None:
        for cell in cells:
            if cell["cell_type"] == "code":
                cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "10.0"}]

    restored = restore(parse_notebook(with_cells(change)), release)
    assert [cell for cell in restored.cells if cell.get("outputs")] == []


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["nbgrader", "grade_id", "grade", "tags"]), inner)
    ),
    max_leaves=6,
)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 25),
            st.sampled_from(["metadata", "source", "cell_type", "id", "outputs", "nbgrader", None]),
            JUNK,
        ),
        max_size=6,
    )
)
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_into_a_notebook_it_is_restored_or_refused(
    release: Release, changes: list[tuple[int, str | None, Any]]
) -> None:
    def change(cells: list[Any]) -> None:
        for place, key, junk in changes:
            cell = cells[place % len(cells)]
            if key is None:
                cells[place % len(cells)] = junk
            elif key == "nbgrader" and isinstance(cell, dict) and isinstance(cell.get("metadata"), dict):
                cell["metadata"]["nbgrader"] = junk
            elif isinstance(cell, dict):
                cell[key] = junk

    try:
        restored = restore(parse_notebook(with_cells(change)), release)
    except Unreadable:
        return
    nbformat.validate(restored)
    assert {f"check_{name}" for name in ("predict", "mse", "gradients", "train")} <= set(ids(restored))
