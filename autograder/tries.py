"""How often each student has handed in: a text file a line each, which an instructor can read and change.

What lies in the exchange belongs to students, who may take it back or give it another date. What was seen once stays
written here, in the order in which it was seen.
"""

from __future__ import annotations

import fcntl
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.submissions import read_regular

DIRECTORY = "tries"
MAX_BYTES = 20_000_000


def place(root: Path, assignment: str) -> Path:
    """Give the file of an assignment."""
    return root / DIRECTORY / f"{assignment}.txt"


def student_of(name: str) -> str:
    """Tell whose submission a folder of the exchange is: nbgrader writes `STUDENT+ASSIGNMENT+TIME+SECRET`."""
    return name.rsplit("+", 3)[0]


def read(root: Path, assignment: str) -> dict[str, list[str]]:
    """Give each student's tries, the first first, by the names that their folders had in the exchange."""
    data = read_regular(place(root, assignment), MAX_BYTES) or b""
    tries: dict[str, list[str]] = defaultdict(list)
    for name in data.decode(errors="replace").splitlines():
        student = student_of(name)
        if name.count("+") >= 3 and name not in tries[student]:
            tries[student].append(name)
    return {student: names for student, names in tries.items() if names}


def note(root: Path, assignment: str, names: Iterable[str]) -> Mapping[str, list[str]]:
    """Write down what was not seen before, in the order given; and give all tries as `read` does."""
    path = place(root, assignment)
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        seen = read(root, assignment)
        new = [name for name in names if name not in seen.get(student_of(name), ())]
        file.writelines(f"{name}\n" for name in new)
    return read(root, assignment)
