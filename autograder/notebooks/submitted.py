"""What lies in `submitted/`: folders that students control, so nothing in them is trusted or followed."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.common.files import read_regular
from autograder.common.text import encodable
from autograder.common.timestamps import WRITE, Clock
from autograder.course.files import MAX_BYTES, PROOF, TIMESTAMP, entries_of

DIRECTORY = "submitted"
MAX_CANDIDATES = 20
MAX_ID = 128  # characters of a student's id: what nbgrader's tables have room for


class Unreadable(Exception):
    """The file is no notebook; the message says why, in a few words."""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One student's folder for one assignment."""

    student: str
    folder: Path
    notebook: str

    @property
    def path(self) -> Path:
        return self.folder / f"{self.notebook}.ipynb"


def find(root: Path, assignment: str, notebook: str) -> list[Submission]:
    """List the submissions of an assignment, in the order of the students' ids."""
    return [
        Submission(student=entry.name, folder=Path(entry.path) / assignment, notebook=notebook)
        for entry in _students(root)
        if _oddity(entry, assignment) is None and _kind(Path(entry.path) / assignment) == stat.S_IFDIR
    ]


def odd_folders(root: Path, assignment: str) -> list[tuple[Path, str]]:
    """List the students' folders that cannot be graded at all, each with the reason and what to do."""
    odd = [(Path(entry.path), _oddity(entry, assignment)) for entry in _students(root)]
    return [(path, reason) for path, reason in odd if reason is not None]


def students(root: Path, assignment: str, notebook: str) -> set[str]:
    """Name all who handed in, also those whose folder cannot be graded."""
    odd = {encodable(path.name) for path, _ in odd_folders(root, assignment)}
    return odd | {each.student for each in find(root, assignment, notebook)} | not_collected(root, assignment)


def not_collected(root: Path, assignment: str) -> set[str]:
    """Name those of whom a platform has something that is no notebook, and nothing else."""
    data = read_regular(not_collected_file(root, assignment), MAX_BYTES) or b""
    names = set(data.decode(errors="replace").splitlines())
    return {name for name in names if _kind(root / DIRECTORY / name / assignment) != stat.S_IFDIR}


def not_collected_file(root: Path, assignment: str) -> Path:
    """Give the place where `nbgrader zip_collect` notes them, a line each."""
    return root / "downloaded" / assignment / "not-collected.txt"


def _students(root: Path) -> list[os.DirEntry[str]]:
    return sorted(entries_of(root / DIRECTORY), key=lambda entry: entry.name)


def _oddity(entry: os.DirEntry[str], assignment: str) -> str | None:
    folder = Path(entry.path) / assignment
    if entry.is_symlink():
        return (
            "is a link, and links are not followed; put the folder itself there"
            if os.access(folder, os.F_OK)
            else None
        )
    if not entry.is_dir():
        return None
    if not os.access(entry.path, os.X_OK):
        return "the folder cannot be opened; correct its permissions"
    kind = _kind(folder)
    if kind == stat.S_IFLNK:
        return f"`{assignment}` is a link, and links are not followed; put the folder itself there"
    if kind == stat.S_IFDIR and encodable(entry.name) != entry.name:
        return "the folder's name is not UTF-8 text; rename it"
    if kind == stat.S_IFDIR and len(entry.name) > MAX_ID:
        return f"the folder's name has {len(entry.name)} characters, and a gradebook has room for {MAX_ID}; rename it"
    return None


def _kind(path: Path) -> int:
    try:
        return stat.S_IFMT(path.lstat().st_mode)
    except OSError:
        return 0


def read_notebook(submission: Submission) -> bytes:
    """Read the submitted notebook's bytes.

    Returns:
        At most one more than `MAX_BYTES`; `autograder.notebooks.restore.parse_notebook` refuses so many.

    Raises:
        Unreadable: It is missing or no regular file.
    """
    data = read_regular(submission.path, MAX_BYTES + 1)
    if data is not None:
        return data
    folder = submission.folder
    if _kind(folder) == stat.S_IFDIR and not os.access(folder, os.R_OK | os.X_OK):
        raise Unreadable("the folder cannot be opened: its permissions do not allow it")
    if os.path.lexists(submission.path):
        raise Unreadable(f"`{submission.path.name}` is not a readable file")
    others = [f"`{encodable(path.name)}`" for path in other_files(folder)]
    found = f"found: {', '.join(others[:5])}"
    if not any(".ipynb" in name.lower() for name in others):
        found = "; ".join(["there is no notebook at all", *([found] if others else [])])
    raise Unreadable(f"the notebook `{submission.path.name}` is missing; {found}")


def other_files(folder: Path) -> list[Path]:
    """List what students may have handed in for a notebook: the files of a folder itself, in the order of their names."""
    names = sorted(entry.name for entry in entries_of(folder) if entry.is_file(follow_symlinks=False))
    return [folder / name for name in names if name not in (TIMESTAMP, PROOF)][:MAX_CANDIDATES]


def timestamp(folder: Path, clock: Clock) -> datetime | None:
    """Read when a submission was handed in: UTC without a zone; None where that is not said.

    Raises:
        Unreadable: The file says something that is no time, or leaves a doubt.
    """
    data = read_regular(folder / TIMESTAMP, 1000)
    text = (data or b"").decode("utf-8-sig", errors="replace").strip()
    if not text:
        return None
    try:
        return clock.read(text)
    except ValueError:
        raise Unreadable(
            f"`{TIMESTAMP}` holds no time: {text[:40]!r}; graded as if handed in on time: {WRITE}"
        ) from None


def fingerprint(folder: Path, notebook: str, files: Mapping[str, bytes]) -> str:
    """Tell one state of a submission's folder from another, whatever its files' dates say."""
    digest = hashlib.sha256()
    parts = {f"{notebook}.ipynb": read_regular(folder / f"{notebook}.ipynb", MAX_BYTES + 1) or b""}
    parts[TIMESTAMP] = read_regular(folder / TIMESTAMP, 1000) or b""
    for name, data in sorted({**files, **parts}.items()):
        digest.update(f"{len(name)} {name} {len(data)} ".encode())
        digest.update(data)
    return digest.hexdigest()


def remove_links(folder: Path) -> None:
    """Remove what is neither file nor folder from a submission: nbgrader would copy what a link points to.

    Raises:
        OSError: One of them cannot be removed.
    """
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as found:
            entries = list(found)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            elif not entry.is_file(follow_symlinks=False):
                Path(entry.path).parent.chmod(0o755)
                Path(entry.path).unlink()
