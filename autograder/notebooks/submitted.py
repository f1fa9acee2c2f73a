"""What lies in `submitted/`: folders that students control, so nothing in them is trusted or followed."""

from __future__ import annotations

import hashlib
import itertools
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from autograder.common.files import read_regular
from autograder.common.text import encodable
from autograder.common.timestamps import WRITE, Clock
from autograder.course.files import MAX_BYTES, PROOF, TIMESTAMP, entries_of, extra_files, walk
from autograder.sandbox.limits import Limits

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


def find(
    root: Path, assignment: str, notebook: str, students: Iterable[str] | None = None
) -> list[Submission]:
    """List the submissions of an assignment, in the order of the students' ids: these students', or everybody's."""
    return [
        Submission(student=entry.name, folder=Path(entry) / assignment, notebook=notebook)
        for entry in (_students(root) if students is None else _these(root, students))
        if _oddity(entry, assignment) is None and _kind(Path(entry) / assignment) == stat.S_IFDIR
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


def _these(root: Path, students: Iterable[str]) -> list[Path]:
    """Give these students' folders alone, without listing those of everybody."""
    single = (
        name for name in students if name not in ("", ".", "..") and "/" not in name and "\0" not in name
    )
    return [root / DIRECTORY / name for name in sorted({*single})]


def _oddity(entry: os.DirEntry[str] | Path, assignment: str) -> str | None:
    folder = Path(entry) / assignment
    if entry.is_symlink():
        return (
            "is a link, and links are not followed; put the folder itself there"
            if os.access(folder, os.F_OK)
            else None
        )
    if not entry.is_dir():
        return None
    if not os.access(entry, os.X_OK):
        return "the folder cannot be opened; correct its permissions"
    kind = _kind(folder)
    if kind == stat.S_IFLNK:
        return f"`{assignment}` is a link, and links are not followed; put the folder itself there"
    if kind == stat.S_IFDIR and encodable(entry.name) != entry.name:
        return "the folder's name is not UTF-8 text; rename it"
    if kind == stat.S_IFDIR and ("*" in entry.name or len(entry.name.splitlines()) > 1):
        return "the folder's name holds a `*` or an end of a line, with which nbgrader finds nobody's folder; rename it"
    if kind == stat.S_IFDIR and len(entry.name) > MAX_ID:
        return f"the folder's name has {len(entry.name)} characters, and a gradebook has room for {MAX_ID}; rename it"
    return None


def _kind(path: Path) -> int:
    try:
        return stat.S_IFMT(path.lstat().st_mode)
    except OSError:
        return 0


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """What a student's folder held when it was read: what is told apart from other states is what is graded.

    Attributes:
        submission: Whose it is, and where.
        notebook: The notebook's bytes, at most one more than `MAX_BYTES`; None where it cannot be read.
        why_not: The reason, if it cannot.
        stand_ins: What may be meant where the notebook is missing: other files, by name.
        files: What else is there, by relative path.
        stamp: What says when it was handed in.
    """

    submission: Submission
    notebook: bytes | None
    why_not: str
    stand_ins: Mapping[str, bytes]
    files: Mapping[str, bytes]
    stamp: bytes

    @cached_property
    def fingerprint(self) -> str:
        """Tell one state of a submission's folder from another, whatever its files' dates say."""
        digest = hashlib.sha256()
        parts = {self.submission.path.name: self.notebook or b"", TIMESTAMP: self.stamp}
        for name, data in sorted({**self.stand_ins, **self.files, **parts}.items()):
            digest.update(f"{len(name)} {name} {len(data)} ".encode())
            digest.update(data)
        return digest.hexdigest()

    def moment(self, clock: Clock) -> datetime | None:
        """Tell when it was handed in: UTC without a zone; None where that is not said.

        Raises:
            Unreadable: What says so is no time, or leaves a doubt.
        """
        return _moment(self.stamp, clock)


def load(submission: Submission, limits: Limits) -> HandedIn:
    """Read a submission's folder, once."""
    notebook = read_regular(submission.path, MAX_BYTES + 1)
    missing = notebook is None and not os.path.lexists(submission.path)
    return HandedIn(
        submission=submission,
        notebook=notebook,
        why_not="" if notebook is not None else _why_not(submission),
        stand_ins=_stand_ins(submission.folder) if missing else {},
        files=extra_files(submission.folder, submission.notebook, limits),
        stamp=_stamp(submission.folder),
    )


def timestamp(folder: Path, clock: Clock) -> datetime | None:
    """Read of a folder alone when it was handed in, as `HandedIn.moment` does.

    Raises:
        Unreadable: As there.
    """
    return _moment(_stamp(folder), clock)


def _stamp(folder: Path) -> bytes:
    return read_regular(folder / TIMESTAMP, 1000) or b""


def _moment(stamp: bytes, clock: Clock) -> datetime | None:
    text = stamp.decode("utf-8-sig", errors="replace").strip()
    if not text:
        return None
    try:
        return clock.read(text)
    except ValueError:
        raise Unreadable(
            f"`{TIMESTAMP}` holds no time: {text[:40]!r}; graded as if handed in on time: {WRITE}"
        ) from None


def _why_not(submission: Submission) -> str:
    folder = submission.folder
    if _kind(folder) == stat.S_IFDIR and not os.access(folder, os.R_OK | os.X_OK):
        return "the folder cannot be opened: its permissions do not allow it"
    if os.path.lexists(submission.path):
        return f"`{submission.path.name}` is not a readable file"
    others = [f"`{encodable(str(path.relative_to(folder)))}`" for path in _other_files(folder)]
    found = f"found: {', '.join(others[:5])}"
    if not any(".ipynb" in name.lower() for name in others):
        found = "; ".join(["there is no notebook at all", *([found] if others else [])])
    return f"the notebook `{submission.path.name}` is missing; {found}"


def _stand_ins(folder: Path) -> dict[str, bytes]:
    """Read what may be a notebook under another name, as much as two notebooks may hold."""
    found: dict[str, bytes] = {}
    for path in _other_files(folder):
        data = read_regular(path, MAX_BYTES + 1)
        if data is not None and sum(map(len, found.values())) + len(data) <= 2 * MAX_BYTES:
            found[str(path.relative_to(folder))] = data
    return found


def _other_files(folder: Path) -> list[Path]:
    """List what students may have handed in for a notebook: the files of a folder itself, in the order of their names; then notebooks in folders in it."""
    names = sorted(entry.name for entry in entries_of(folder) if entry.is_file(follow_symlinks=False))
    files = [folder / name for name in names if name not in (TIMESTAMP, PROOF)]
    deeper = (path for path in walk(folder) if path.parent != folder and path.suffix.lower() == ".ipynb")
    return [*files[:MAX_CANDIDATES], *itertools.islice(deeper, MAX_CANDIDATES)]


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
