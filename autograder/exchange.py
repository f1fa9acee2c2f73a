"""The exchange: the folder through which assignments, submissions and feedback are handed over.

nbgrader's own classes, hardened: what lies in the exchange belongs to students, who can put there whatever they like.
Nothing in it is followed, and nothing in one submission stops another. The buttons of the Formgrader, nbgrader's
commands and `autograder watch` all work with them.
"""

from __future__ import annotations

import contextlib
import filecmp
import glob
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from logging import Logger
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash, parse_utc

from autograder import course as courses
from autograder import release, tries
from autograder.course import AssignmentEntry
from autograder.errors import AutograderError
from autograder.submissions import TIMESTAMP, read_regular
from autograder.values import printable

PROOF = "submission_secret.txt"  # from which nbgrader makes the address of the page that only its owner knows
MAX_FILES = 1000
HALF_MINUTE = 30.0  # by then it is as complete as it will be
NEVER = datetime(1, 1, 1)  # noqa: DTZ001 - nbgrader's times are UTC without a zone
NOBODYS: dict[str, Any] = {"username": "", "filename": "", "timestamp": NEVER}
# No pattern that nbgrader would expand, no folder above, nothing hidden.
STUDENT = re.compile(r"(?![.-])[^*?\[\]/\\\x00-\x1f\x7f]{1,200}")


class Collect(ExchangeCollect):  # type: ignore[misc]
    """Collects submissions; one that is not as nbgrader left it is named, and passed over."""

    def _path_to_record(self, path: str) -> dict[str, Any]:
        try:
            record: dict[str, Any] = super()._path_to_record(path)
            if not STUDENT.fullmatch(record["username"]) or not stat.S_ISDIR(Path(path).lstat().st_mode):
                reason = "its name is no student's, or it is no folder"
            elif not is_complete(Path(path)):
                reason = "it is still being handed in; collect again"
            else:
                return record
        except Exception as error:
            reason = str(error)
        self.log.warning("Not collected: %s: %s", printable(path), printable(reason))
        return NOBODYS

    def _sort_by_timestamp(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        newest_first: list[dict[str, Any]] = super()._sort_by_timestamp(records)
        if self.allowed is None or not newest_first[0]["username"]:
            return newest_first
        counting = self.seen.get(newest_first[0]["username"], [])[: self.allowed]
        return [record for record in newest_first if record["filename"] in counting] or [NOBODYS]

    src_records: list[dict[str, Any]]
    collected: list[str]

    def init_src(self) -> None:
        root, entry = _entry_of(self.coursedir)
        self.allowed = entry.on_submission.tries if entry.on_submission else None
        self.seen: Mapping[str, Sequence[str]] = {}
        self.collected = []
        if self.allowed is not None:
            folder = Path(self.root) / self.coursedir.course_id / "inbound"
            self.seen = tries.note(root, entry.name, inbound(folder, entry.name))
        super().init_src()
        self.src_records = [record for record in self.src_records if record["username"]]

    def copy_files(self) -> None:
        records = self.src_records
        if not records:
            super().copy_files()
        for record in records:
            self.src_records = [record]
            try:
                super().copy_files()
            except (Exception, SystemExit) as error:
                self.log.warning(
                    "Not collected: %s: %s", printable(record["filename"]), printable(str(error))
                )
        self.src_records = records

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
            folder = Path(scratch) / "submission"
            copy_plain(Path(src), folder, 1000 * self.coursedir.max_dir_size)
            record = self._path_to_record(src)
            _mend_timestamp(folder, record["timestamp"])
            # Whole or not at all: half a submission would look like one that is there.
            half = Path(dest).with_name(f".half-{Path(dest).name}")
            shutil.rmtree(half, ignore_errors=True)
            super().do_copy(str(folder), str(half), log)
            half.rename(dest)
            self.collected.append(record["username"])


class ReleaseFeedback(ExchangeReleaseFeedback):  # type: ignore[misc]
    """Releases feedback; a page that nobody could fetch is named, and passed over, and so is one that lies there already."""

    def copy_files(self) -> None:
        without = []
        pages = glob.glob(f"{self.src_path}/*.html")  # noqa: PTH207 - an absolute pattern
        for folder in sorted({Path(page).parent for page in pages}):
            if not all(_is_text(folder / name) for name in (TIMESTAMP, PROOF)):
                without.append(folder.parent.name)
                self.log.warning(
                    "Not released: %s did not hand in through the exchange; give out %s by other means",
                    *(printable(folder.parent.name), printable(str(folder))),
                )
            elif all(self._is_released(page) for page in folder.glob("*.html")):
                without.append(folder.parent.name)
        excluded = self.coursedir.student_id_exclude
        self.coursedir.student_id_exclude = ",".join(filter(None, (excluded, *without)))
        try:
            super().copy_files()
        finally:
            self.coursedir.student_id_exclude = excluded

    def _is_released(self, page: Path) -> bool:
        secret = (page.parent / PROOF).read_text()
        there = Path(self.dest_path) / f"{notebook_hash(secret=secret, notebook_id=page.stem)}.html"
        return there.is_file() and filecmp.cmp(page, there, shallow=False)


def collect(root: Path, entry: AssignmentEntry, student: str | None, log: Logger) -> list[str]:
    """Bring what is new in the exchange to `submitted/`, as nbgrader's `collect --update` does.

    Args:
        root: The course's folder.
        entry: The assignment.
        student: Whose; None for everybody's.
        log: Where nbgrader says what it does.

    Returns:
        The students of whom something new was collected.

    Raises:
        AutograderError: The exchange cannot be used.
    """
    step = _step(Collect, root, entry, student, log)
    step.update = True
    _run(step)
    return list(step.collected)


def release_feedback(root: Path, entry: AssignmentEntry, student: str | None, log: Logger) -> None:
    """Put feedback pages where students fetch them; the arguments and the error are those of `collect`."""
    _run(_step(ReleaseFeedback, root, entry, student, log))


def _step(kind: Any, root: Path, entry: AssignmentEntry, student: str | None, log: Logger) -> Any:
    config = release.load_config(root)
    folder = CourseDirectory(config=config)
    folder.assignment_id = entry.name
    folder.student_id = student or "*"
    return kind(coursedir=folder, config=config, log=log)


def _run(step: Any) -> None:
    try:
        step.start()
    except ExchangeError as error:
        raise AutograderError(
            f"{step.root}: {error}\nhint: release an assignment first, and see that the folder can be written"
        ) from error


def _entry_of(folder: CourseDirectory) -> tuple[Path, AssignmentEntry]:
    root = courses.find_root(Path(folder.root))
    return root, courses.load(root).assignment(folder.assignment_id)


def inbound(folder: Path, assignment: str) -> list[str]:
    """List what was handed in for an assignment, by the names of the folders, in the order of their times."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return []
    mine = [
        name
        for name in names
        if len(parts := name.rsplit("+", 3)) == 4 and parts[1] == assignment and name.isprintable()
    ]
    return sorted(mine, key=lambda name: (name.rsplit("+", 3)[2], name))


def is_complete(folder: Path) -> bool:
    """Tell whether a submission is handed in as a whole: nbgrader copies file by file, and writes its proof last."""
    if _is_text(folder / PROOF):
        return True
    with contextlib.suppress(OSError):
        return time.time() - folder.lstat().st_mtime > HALF_MINUTE
    return False


def copy_plain(source: Path, target: Path, limit: int) -> None:
    """Copy a folder's files, and nothing else: links, pipes and devices stay behind, whoever exchanges them meanwhile.

    Args:
        source: The folder.
        target: Where to; it does not exist yet.
        limit: How many bytes are copied at most; files past them are left out.
    """
    copied = 0
    for base, _, names, here in os.fwalk(source, follow_symlinks=False):
        place = target / os.path.relpath(base, source)
        place.mkdir(parents=True, exist_ok=True)
        for name in names:
            data = _read(name, here, limit)
            if data is None or len(data) > limit or copied >= MAX_FILES:
                continue
            limit -= len(data)
            copied += 1
            (place / name).write_bytes(data)


def _read(name: str, folder: int, limit: int) -> bytes | None:
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read(limit + 1) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None


def _mend_timestamp(folder: Path, moment: datetime) -> None:
    """Where a submission does not say when it was handed in, note what the exchange says."""
    try:
        parse_utc((read_regular(folder / TIMESTAMP, 1000) or b"").decode().strip())
    except (ValueError, OverflowError):
        (folder / TIMESTAMP).write_text(f"{moment} UTC")


def _is_text(path: Path) -> bool:
    try:
        return bool((read_regular(path, 10_000) or b"").decode().strip())
    except UnicodeDecodeError:
        return False
