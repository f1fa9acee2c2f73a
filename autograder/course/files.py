"""What lies in a folder beside a notebook: regular files, bounded, no link followed."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

from autograder.common.files import read_regular
from autograder.common.text import encodable
from autograder.sandbox.limits import Limits

MAX_BYTES = 50_000_000
TIMESTAMP = "timestamp.txt"
PROOF = "submission_secret.txt"  # from which nbgrader makes the address of the page that only its owner knows
MAX_FILES = 200
MAX_ENTRIES = 20_000
MAX_DEPTH = 12
MAX_NAME = 200
IGNORED = (".ipynb_checkpoints", "__pycache__", "feedback")


def extra_files(folder: Path, notebook: str, limits: Limits) -> dict[str, bytes]:
    """Read what lies in a submission's folder besides the notebook: regular files, no links, half of what the sandbox can hold."""
    left = (limits.file_mb << 20) // 2
    files: dict[str, bytes] = {}
    # The one without which feedback cannot be returned goes first, however many others there are.
    # Other notebooks, which the first may run, go last.
    found = sorted(walk(folder), key=lambda path: path.suffix == ".ipynb")
    for path in itertools.chain([folder / PROOF], found):
        if len(files) >= MAX_FILES:
            break
        name = str(path.relative_to(folder))
        parts = Path(name).parts
        if name in files or name == f"{notebook}.ipynb" or TIMESTAMP in parts:
            continue
        if any(
            part.endswith(".ipynb") for part in parts[:-1]
        ):  # nbgrader would take such a folder for a notebook
            continue
        if len(os.fsencode(name)) > MAX_NAME or encodable(name) != name:
            continue
        data = read_regular(path, left)
        if data is not None and len(data) < left:
            left -= len(data)
            files[name] = data
    return files


def walk(folder: Path) -> Iterator[Path]:
    """List files, those of a folder before those of the folders in it; folders may be deep and full without end."""
    seen = 0
    waiting = [(folder, 0)]
    while waiting:
        base, depth = waiting.pop()
        entries = sorted(entries_of(base), key=lambda entry: entry.name)
        deeper = []
        for entry in entries:
            seen += 1
            if seen > MAX_ENTRIES:
                return
            if entry.is_dir(follow_symlinks=False):
                if depth < MAX_DEPTH and entry.name not in IGNORED:
                    deeper.append((Path(entry.path), depth + 1))
            else:
                yield Path(entry.path)
        waiting += reversed(deeper)


def entries_of(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []
