"""How often each student has handed in: a text file a line each, which an instructor can read and change.

What lies in the exchange belongs to students, who may take it back or give it another date. What was seen once stays
written here, in the order in which it was seen. A line with a `#` before it is known, and does not count. Students choose
the folders' names: one that could be read as something else stands here in percent-encoding, behind a `/`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from autograder.common import locks
from autograder.common.files import file_state, read_regular

DIRECTORY = "tries"
MAX_BYTES = 200_000_000
MAX_TRIES = 1000  # of one student; nobody needs to know of more


def student_of(name: str, assignment: str) -> str:
    """Tell whose a folder of the exchange is; nobody's is empty. A time may hold a `+` as well."""
    return name.rpartition(f"+{assignment}+")[0]


def place(root: Path, assignment: str) -> Path:
    """Give the file of an assignment."""
    return root / DIRECTORY / f"{assignment}.txt"


def read(root: Path, assignment: str) -> Mapping[str, Sequence[str]]:
    """Give each student's tries, the first first, by the names that their folders had in the exchange."""
    return _kept(root, assignment).tries


def known(root: Path, assignment: str) -> Container[str]:
    """Give the names of all folders that were seen in the exchange, whether they count or not."""
    return _kept(root, assignment).lines.keys()


def given_back(root: Path, assignment: str) -> AbstractSet[str]:
    """Give the names of the folders that were seen and do not count."""
    return frozenset(_kept(root, assignment).off)


@dataclass
class _Kept:
    """What a file held when it was read, so that it need not be read again; `state` tells whether it is as it was."""

    state: tuple[int, int, int] | None = None
    lines: dict[str, bool] = field(default_factory=dict)  # whether each counts
    tries: dict[str, list[str]] = field(default_factory=dict)
    off: set[str] = field(default_factory=set)
    numbers: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, student: str) -> None:
        self.lines[name] = True
        self.numbers[student] += 1
        self.tries.setdefault(student, []).append(name)


_files: dict[Path, _Kept] = {}


def _kept(root: Path, assignment: str) -> _Kept:
    path = place(root, assignment)
    state = file_state(path)
    kept = _files.get(path)
    if kept is None or kept.state is None or kept.state != state:
        kept = _files[path] = _parsed(read_regular(path, MAX_BYTES) or b"", assignment)
        # Read only then: where it was changed meanwhile, it is read again.
        kept.state = state
    return kept


def _parsed(data: bytes, assignment: str) -> _Kept:
    kept = _Kept()
    for line in data.decode(errors="replace").split("\n"):
        name = _read(line.removeprefix("#").strip())
        if name.count("+") > 1:
            kept.lines[name] = kept.lines.get(name, True) and not line.startswith("#")
    for name, counts in kept.lines.items():
        student = student_of(name, assignment)
        kept.numbers[student] += 1
        if counts:
            kept.tries.setdefault(student, []).append(name)
        else:
            kept.off.add(name)
    return kept


def _written(name: str) -> str:
    """Write a name so that it is one line, and neither a comment nor another name; no folder's name holds a `/`."""
    plain = name.isprintable() and name == name.strip() and not name.startswith("#")
    return name if plain else "/" + quote(name, safe="+:", errors="surrogateescape")


def _read(line: str) -> str:
    return unquote(line[1:], errors="surrogateescape") if line.startswith("/") else line


def note(root: Path, assignment: str, names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Write down what was not seen before, in the order given; and give all tries as `read` does."""
    path = place(root, assignment)
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as file:
        locks.hold(file)
        kept = _kept(root, assignment)
        size = kept.state[1] if kept.state else 0
        for name in names:
            student = student_of(name, assignment)
            if name not in kept.lines and kept.numbers[student] < MAX_TRIES:
                kept.add(name, student)
                size += file.write(f"{_written(name)}\n".encode())
        file.flush()
        found = os.fstat(file.fileno())
        as_written = found.st_size == size and file_state(path) == (found.st_ino, size, found.st_mtime_ns)
        kept.state = file_state(path) if as_written else None
    return read(root, assignment)
