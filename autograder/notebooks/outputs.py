"""What a graded notebook shows below its cells: text and pictures, whatever the student's process sent."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from nbformat import NotebookNode, from_dict

from autograder.execution.cell_outputs import KEPT_TYPES
from autograder.notebooks.restore import code_cells, is_test
from autograder.sandbox.protocol.outputs import Display, Output, Stream
from autograder.sandbox.protocol.outputs import Result as Shown
from autograder.sandbox.results import CellResult

LEFT_OUT = "Left out of grading: this cell is as you were given it, and none of your answers depends on it.\n"


def numbers_of(code: Sequence[NotebookNode]) -> list[int]:
    """Give the numbers that the cells bear which are run: tests count as well."""
    return [number for number, cell in enumerate(code, start=1) if not is_test(cell)]


def show(
    notebook: NotebookNode,
    results: Sequence[CellResult],
    left_out: AbstractSet[int],
) -> None:
    """Put below each cell what it showed."""
    numbers = numbers_of([cell for cell in notebook.cells if cell.cell_type == "code"])
    for place, (number, cell, result) in enumerate(zip(numbers, code_cells(notebook), results, strict=True)):
        if place in left_out:
            cell.outputs = [from_dict({"output_type": "stream", "name": "stdout", "text": LEFT_OUT})]
            continue
        cell.outputs = clean(result.outputs, number)
        if result.abandoned:
            note = f"Only the definitions of this cell were run: {result.abandoned}.\n"
            cell.outputs.append(from_dict({"output_type": "stream", "name": "stderr", "text": note}))
        cell.execution_count = number


def clean(outputs: Sequence[Output], number: int) -> list[NotebookNode]:
    """Make nbformat's outputs from what the student's process reported, keeping only text and pictures."""
    return [from_dict(kept) for output in outputs if (kept := _clean_output(output, number)) is not None]


def _clean_output(output: Output, number: int) -> dict[str, Any] | None:
    match output:
        case Stream():
            return {"output_type": "stream", "name": output.name, "text": output.text}
        case Display() | Shown():
            kept = {kind: output.data[kind] for kind in KEPT_TYPES if kind in output.data}
            shown = isinstance(output, Shown)
            kind = "execute_result" if shown else "display_data"
            extra = {"execution_count": number} if shown else {}
            return {"output_type": kind, "data": kept, "metadata": {}, **extra} if kept else None
        case _:
            return {
                "output_type": "error",
                "ename": output.ename,
                "evalue": output.evalue,
                "traceback": output.traceback,
            }
