"""A class list as CSV, from a learning management system or nbgrader: reading it, and finding whose row is whose."""

from __future__ import annotations

import codecs
import contextlib
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.common.errors import AutograderError
from autograder.gradebook.read import Student

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")  # in no text of a spreadsheet
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
# Where an address may stand, and where a system's own number.
ADDRESSES = ("Email address", "SIS Login ID", "Username")
NUMBERS = ("ID", "SIS User ID", "ID number")
MAX_BYTES = 50_000_000


@dataclass(frozen=True, kw_only=True)
class Roster:
    """A class list.

    Attributes:
        path: The file.
        header: The names of its columns.
        rows: A row a student, as long as the header.
        points: Canvas's row of points, if there is one.
        note: What an instructor should know of how it was read.
    """

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    points: tuple[str, ...] | None
    note: str = ""

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
    """Read a class list as spreadsheets write it: with commas, semicolons or tabs, as UTF-8, UTF-16, or in the code of Western Windows.

    Raises:
        AutograderError: It is no CSV file with a header.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(MAX_BYTES)
    text, note = _decoded(path, data)
    first, _, rest = text.partition("\n")
    if told := re.fullmatch(r'"?sep=(.)"?\s*', first):  # a line for Excel alone
        text = rest
    delimiter = told[1] if told else max(",;\t", key=first.count)
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
    return Roster(path=path, header=header, rows=tuple(rows), points=points, note=note)


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    """Read bytes as text, and say so where that is a guess."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-16"), ""
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode("utf-8-sig"), ""
    with contextlib.suppress(UnicodeDecodeError):
        if not _CONTROL.search(data):
            guess = f"{path}: is not UTF-8 text, and was read as Windows-1252: look at the names, or save it as “CSV UTF-8”"
            return data.decode("cp1252"), guess
    raise AutograderError(f"{path}: is not UTF-8 text; save it as “CSV UTF-8”")


@dataclass(frozen=True, kw_only=True)
class Matched:
    """Whose row is whose.

    Attributes:
        column: Where the ids were found; empty where none was.
        rows: The numbers of the rows of each student who has one; several where a student stands in several sections.
        otherwise: Who was found by the address or the number that the gradebook has.
    """

    column: str
    rows: Mapping[str, Sequence[int]]
    otherwise: tuple[str, ...] = ()


def match(roster: Roster, students: Iterable[Student], column: str | None) -> Matched:
    """Find each student's row: by the id itself, in capitals or not, or by what stands before the @ of an address.

    Whoever is not found so is looked for by the address and the system's number (`lms_user_id`) in the gradebook.

    Args:
        roster: The class list.
        students: Whom to look for.
        column: Where to look; where None, in the known column that holds most of them.

    Raises:
        AutograderError: No column holds any, or two rows are of one student, or two students of one row.
    """
    everybody = list(students)
    wanted = [student.id for student in everybody]
    if column is not None:
        if not roster.has(column):
            raise AutograderError(
                f"{roster.path}: has no column `{column}`\nhint: it has: {', '.join(roster.header[:12])}"
            )
        return Matched(column=column, rows=_only_rows(roster, _rows_by(roster, wanted, column), column))
    known = [name for name in KEYS if roster.has(name)]
    found = {name: _rows_by(roster, wanted, name) for name in known}
    # Only the column that is taken has to tell everybody apart.
    best = max(
        known, key=lambda name: (_told_apart(roster, found[name], name), len(found[name])), default=None
    )
    rows = _only_rows(roster, found[best], best) if best else {}
    taken = {row for its in rows.values() for row in its}
    others = {
        student.id: its
        for student in everybody
        if student.id not in rows and (its := _rows_of(roster, student)) and not taken & {*its}
    }
    # Two who claim the same row are not told apart by it.
    claims = Counter(row for its in others.values() for row in its)
    others = {student: its for student, its in others.items() if all(claims[row] == 1 for row in its)}
    if wanted and not (rows or others):
        looked = f" (looked in: {', '.join(known)})" if known else ""
        raise AutograderError(
            f"{roster.path}: no column holds the course's student ids{looked}\n"
            "hint: name the one that does with `--id-column NAME`"
        )
    return Matched(column=best if best and rows else "", rows={**rows, **others}, otherwise=tuple(others))


def _rows_of(roster: Roster, student: Student) -> list[int]:
    """Find the rows that have a student's address or number; none where they are not of one person."""
    found = [
        number
        for number in range(len(roster.rows))
        if ("@" in student.email and student.email.casefold() in _folded(roster, number, ADDRESSES))
        or (student.lms_id and student.lms_id.casefold() in _folded(roster, number, NUMBERS))
    ]
    return found if len({_person(roster, number) for number in found}) == 1 else []


def _folded(roster: Roster, row: int, columns: Iterable[str]) -> set[str]:
    return {roster.cell(row, name).casefold() for name in columns}


def _person(roster: Roster, row: int, column: str = "") -> tuple[str, ...]:
    """Give all that says who a row is of, and what stands in a column besides: a student in two sections has a row in each."""
    return tuple(roster.cell(row, name) for name in (*KEYS, *([column] if column else [])))


def _told_apart(roster: Roster, found: Mapping[str, Sequence[int]], column: str) -> int:
    return sum(len({_person(roster, row, column) for row in rows}) == 1 for rows in found.values())


def _rows_by(roster: Roster, students: Sequence[str], column: str) -> dict[str, list[int]]:
    exact: dict[str, list[int]] = defaultdict(list)
    folded: dict[str, list[int]] = defaultdict(list)
    local: dict[str, list[int]] = defaultdict(list)
    anonymous: dict[str, list[int]] = defaultdict(list)
    for number in range(len(roster.rows)):
        value = roster.cell(number, column)
        exact[value].append(number)
        folded[value.casefold()].append(number)
        if "@" in value:
            local[value.casefold().partition("@")[0]].append(number)
        if column.casefold() == "identifier" and _bare(value):
            anonymous[_bare(value)].append(number)
    found = {}
    for student in students:
        for rows in (
            exact.get(student),
            folded.get(student.casefold()),
            local.get(student.casefold()),
            anonymous.get(_bare(student) or "nobody"),
        ):
            if rows:
                found[student] = rows
                break
    return found


def _bare(name: str) -> str:
    """Give Moodle's name for somebody who is graded anonymously: `Participant 101`, in files `Participant_101`; else nothing."""
    bare = "".join(char for char in name.casefold() if char.isalnum())
    return bare if bare[-1:].isdigit() and not bare.isdigit() else ""


def _only_rows(roster: Roster, found: Mapping[str, Sequence[int]], column: str) -> dict[str, Sequence[int]]:
    owners: dict[int, str] = {}
    for student, (row, *others) in found.items():
        other = next(
            (each for each in others if _person(roster, each, column) != _person(roster, row, column)), None
        )
        if other is not None:
            raise AutograderError(
                f"{roster.path}: students number {row + 1} and {other + 1} are both `{student}`\n"
                "hint: take one out, or name another column with `--id-column NAME`"
            )
        if row in owners:
            raise AutograderError(
                f"{roster.path}: student number {row + 1} is both `{owners[row]}` and `{student}`\n"
                "hint: name another column with `--id-column NAME`"
            )
        owners |= dict.fromkeys((row, *others), student)
    return {student: found[student] for student in dict.fromkeys(owners.values())}
