"""How often each student has handed in: a text file a line each, which an instructor can read and change.

What lies in the exchange belongs to students, who may take it back or give it another date. What was seen once stays
written here, in the order in which it was seen. A line with a `#` before it is known, and does not count. Students choose
the folders' names: one that could be read as something else stands here in percent-encoding, behind a `/`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from autograder.common import locks
from autograder.common.files import read_regular

DIRECTORY = "tries"
MAX_BYTES = 200_000_000
MAX_TRIES = 1000  # of one student; nobody needs to know of more


def student_of(name: str, assignment: str) -> str:
    """Tell whose a folder of the exchange is; nobody's is empty. A time may hold a `+` as well."""
    return name.rpartition(f"+{assignment}+")[0]


def place(root: Path, assignment: str) -> Path:
    """Give the file of an assignment."""
    return root / DIRECTORY / f"{assignment}.txt"


def read(root: Path, assignment: str) -> dict[str, list[str]]:
    """Give each student's tries, the first first, by the names that their folders had in the exchange."""
    tries: dict[str, list[str]] = defaultdict(list)
    for name, counts in _lines(root, assignment).items():
        if counts:
            tries[student_of(name, assignment)].append(name)
    return dict(tries)


def known(root: Path, assignment: str) -> set[str]:
    """Give the names of all folders that were seen in the exchange, whether they count or not."""
    return set(_lines(root, assignment))


def given_back(root: Path, assignment: str) -> set[str]:
    """Give the names of the folders that were seen and do not count."""
    return {name for name, counts in _lines(root, assignment).items() if not counts}


def _lines(root: Path, assignment: str) -> dict[str, bool]:
    data = read_regular(place(root, assignment), MAX_BYTES) or b""
    found: dict[str, bool] = {}
    for line in data.decode(errors="replace").split("\n"):
        name = _read(line.removeprefix("#").strip())
        if name.count("+") > 1:
            found[name] = found.get(name, True) and not line.startswith("#")
    return found


def _written(name: str) -> str:
    """Write a name so that it is one line, and neither a comment nor another name; no folder's name holds a `/`."""
    plain = name.isprintable() and name == name.strip() and not name.startswith("#")
    return name if plain else "/" + quote(name, safe="+:", errors="surrogateescape")


def _read(line: str) -> str:
    return unquote(line[1:], errors="surrogateescape") if line.startswith("/") else line


def note(root: Path, assignment: str, names: Iterable[str]) -> Mapping[str, list[str]]:
    """Write down what was not seen before, in the order given; and give all tries as `read` does."""
    path = place(root, assignment)
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        locks.hold(file)
        seen = known(root, assignment)
        counts = Counter(student_of(name, assignment) for name in seen)
        for name in names:
            if name not in seen and counts[student_of(name, assignment)] < MAX_TRIES:
                seen.add(name)
                counts[student_of(name, assignment)] += 1
                file.write(f"{_written(name)}\n")
    return read(root, assignment)
