"""A class list as CSV, from a learning management system or nbgrader: reading it, and finding whose row is whose."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.common.errors import AutograderError

POINTS_POSSIBLE = "Points Possible"
# Where student ids may stand, the likeliest first.
KEYS = (
    "SIS Login ID",
    "SIS User ID",
    "Integration ID",
    "Username",
    "ID number",
    "Email address",
    "ID",
    "Identifier",
)
MAX_BYTES = 50_000_000


@dataclass(frozen=True, kw_only=True)
class Roster:
    """A class list.

    Attributes:
        path: The file.
        header: The names of its columns.
        rows: A row a student, as long as the header.
        points: Canvas's row of points, if there is one.
    """

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    points: tuple[str, ...] | None

    def column(self, name: str) -> int | None:
        """Find a column by its name, in capitals or not."""
        names = [each.casefold() for each in self.header]
        return names.index(name.casefold()) if name.casefold() in names else None

    def has(self, *names: str) -> bool:
        return all(self.column(name) is not None for name in names)

    def cell(self, row: int, name: str) -> str:
        column = self.column(name)
        return "" if column is None else self.rows[row][column].strip()


def read(path: Path) -> Roster:
    """Read a class list, with commas, semicolons or tabs.

    Raises:
        AutograderError: It is no CSV file with a header.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(MAX_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise AutograderError(f"{path}: is not UTF-8 text; save it as “CSV UTF-8”") from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        table = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    except csv.Error as error:
        raise AutograderError(f"{path}: is no CSV file: {error}; export it again") from None
    table = [row for row in table if any(cell.strip() for cell in row)]
    if not table:
        raise AutograderError(f"{path}: is empty; export it again")
    header = tuple(cell.strip() for cell in table[0])
    rows, points = [], None
    for row in table[1:]:
        padded = (*row, *[""] * (len(header) - len(row)))[: len(header)]
        if padded[0].strip() == POINTS_POSSIBLE:
            points = padded
        elif not all(not cell.strip() or cell.strip().startswith("Manual Posting") for cell in padded):
            rows.append(padded)
    return Roster(path=path, header=header, rows=tuple(rows), points=points)


def match(roster: Roster, students: Iterable[str], column: str | None) -> tuple[str, dict[str, int]]:
    """Find each student's row: by the id itself, in capitals or not, or by what stands before the @ of an address.

    Args:
        roster: The class list.
        students: The ids to look for.
        column: Where to look; where None, in the known column that holds most of them.

    Returns:
        The column's name, and the number of the row of each student who has one.

    Raises:
        AutograderError: No column holds any, or two rows are of one student, or two students of one row.
    """
    wanted = list(students)
    if column is not None:
        if not roster.has(column):
            raise AutograderError(
                f"{roster.path}: has no column `{column}`\nhint: it has: {', '.join(roster.header[:12])}"
            )
        return column, _only_rows(roster, _rows_by(roster, wanted, column))
    known = [name for name in KEYS if roster.has(name)]
    found = {name: _rows_by(roster, wanted, name) for name in known}
    # Only the column that is taken has to tell everybody apart.
    best = max(known, key=lambda name: (_told_apart(found[name]), len(found[name])), default=None)
    if best is None or (wanted and not found[best]):
        looked = f" (looked in: {', '.join(known)})" if known else ""
        raise AutograderError(
            f"{roster.path}: no column holds the course's student ids{looked}\n"
            "hint: name the one that does with `--id-column NAME`"
        )
    return best, _only_rows(roster, found[best])


def _told_apart(found: Mapping[str, Sequence[int]]) -> int:
    return sum(len(rows) == 1 for rows in found.values())


def _rows_by(roster: Roster, students: Sequence[str], column: str) -> dict[str, list[int]]:
    exact: dict[str, list[int]] = defaultdict(list)
    folded: dict[str, list[int]] = defaultdict(list)
    local: dict[str, list[int]] = defaultdict(list)
    for number in range(len(roster.rows)):
        value = roster.cell(number, column)
        exact[value].append(number)
        folded[value.casefold()].append(number)
        if "@" in value:
            local[value.casefold().partition("@")[0]].append(number)
    found = {}
    for student in students:
        for rows in (exact.get(student), folded.get(student.casefold()), local.get(student.casefold())):
            if rows:
                found[student] = rows
                break
    return found


def _only_rows(roster: Roster, found: Mapping[str, Sequence[int]]) -> dict[str, int]:
    owners: dict[int, str] = {}
    for student, (row, *others) in found.items():
        if others:
            raise AutograderError(
                f"{roster.path}: students number {row + 1} and {others[0] + 1} are both `{student}`\n"
                "hint: take one out, or name another column with `--id-column NAME`"
            )
        if row in owners:
            raise AutograderError(
                f"{roster.path}: student number {row + 1} is both `{owners[row]}` and `{student}`\n"
                "hint: name another column with `--id-column NAME`"
            )
        owners[row] = student
    return {student: row for row, student in owners.items()}
