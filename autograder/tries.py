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
MAX_BYTES = 200_000_000
MAX_TRIES = 1000  # of one student; nobody needs to know of more


def place(root: Path, assignment: str) -> Path:
    """Give the file of an assignment."""
    return root / DIRECTORY / f"{assignment}.txt"


def student_of(name: str) -> str:
    """Tell whose submission a folder of the exchange is: nbgrader writes `STUDENT+ASSIGNMENT+TIME+SECRET`."""
    return name.rsplit("+", 3)[0]


def read(root: Path, assignment: str) -> dict[str, list[str]]:
    """Give each student's tries, the first first, by the names that their folders had in the exchange."""
    data = read_regular(place(root, assignment), MAX_BYTES) or b""
    tries: dict[str, dict[str, None]] = defaultdict(dict)
    for name in data.decode(errors="replace").splitlines():
        if name.count("+") > 1:
            tries[student_of(name)][name] = None
    return {student: list(names) for student, names in tries.items()}


def note(root: Path, assignment: str, names: Iterable[str]) -> Mapping[str, list[str]]:
    """Write down what was not seen before, in the order given; and give all tries as `read` does."""
    path = place(root, assignment)
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        seen = read(root, assignment)
        for name in names:
            known = seen.setdefault(student_of(name), [])
            if len(known) < MAX_TRIES and name not in known:
                known.append(name)
                file.write(f"{name}\n")
    return read(root, assignment)
