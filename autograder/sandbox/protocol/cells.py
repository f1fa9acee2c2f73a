"""The cells of a notebook as they are run, and what each is called."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Cell(msgspec.Struct):
    """One code cell to run.

    Attributes:
        name: What its code is called in tracebacks.
        source: Its text.
        definitions_only: Run only its imports and definitions: the whole of it never came back.
    """

    name: str
    source: str
    definitions_only: bool = False


def cell_name(number: int) -> str:
    """Give the file name that a cell's code bears in tracebacks."""
    return f"<cell {number}>"


def whole_cells(sources: Sequence[str]) -> list[Cell]:
    """Give a notebook's cells as they are run, each as a whole."""
    return [Cell(name=cell_name(number), source=source) for number, source in enumerate(sources)]


def cell_number(name: str) -> int | None:
    """Read a cell's number from its file name."""
    digits = name.removeprefix("<cell ").removesuffix(">")
    return int(digits) if name.startswith("<cell ") and digits.isdecimal() and len(digits) < 6 else None
