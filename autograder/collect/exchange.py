"""The exchange: the folder through which assignments, submissions and feedback are handed over.

nbgrader's own classes, hardened: what lies in the exchange belongs to students, who can put there whatever they like.
Nothing in it is followed, and nothing in one submission stops another. The buttons of the Formgrader, nbgrader's
commands and `autograder watch` all work with them.
"""

from __future__ import annotations

import contextlib
import filecmp
import functools
import glob
import pwd
import re
import shutil
import stat
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from logging import Logger
from os.path import lexists
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash
from sqlalchemy.exc import SQLAlchemyError

from autograder.collect import inbound
from autograder.common.errors import AutograderError
from autograder.common.text import printable
from autograder.common.timestamps import Clock
from autograder.course import settings as courses
from autograder.course.files import PROOF, TIMESTAMP
from autograder.course.settings import AssignmentEntry
from autograder.gradebook.config import clock_of, load_config
from autograder.gradebook.release import unusable
from autograder.notebooks import attempts

NEVER = datetime(1, 1, 1)  # noqa: DTZ001 - nbgrader's times are UTC without a zone
NOBODYS: dict[str, Any] = {"username": "", "filename": "", "timestamp": NEVER}
# No pattern or list that nbgrader would expand, no folder above, nothing hidden, no blank around it; and no longer
# than nbgrader's gradebook has room for.
STUDENT = re.compile(r"(?![.\s-])[^*?,\[\]/\\\x00-\x1f\x7f]{1,128}(?<!\s)")


class Collect(ExchangeCollect):  # type: ignore[misc]
    """Collects submissions; one that is not as nbgrader left it is named, and passed over."""

    def _path_to_record(self, path: str) -> dict[str, Any]:
        record, oddity = self._look_at(path)
        if oddity:
            self.log.warning("Not collected: %s: %s", printable(path), printable(oddity))
        return NOBODYS if oddity else record

    def _look_at(self, path: str) -> tuple[dict[str, Any], str]:
        """Read a folder's name, and say why it cannot be collected, if it cannot."""
        try:
            record = self._read_name(Path(path).name)
            found = Path(path).lstat()
        except (ValueError, OSError) as error:
            return NOBODYS, str(error)
        if not STUDENT.fullmatch(record["username"]) or not record["filename"].isprintable():
            return record, "its name is none that nbgrader gives"
        if not stat.S_ISDIR(found.st_mode):
            return record, "it is no folder"
        if self.check_owner and (owner := _account(found.st_uid)) != record["username"]:
            return record, (
                f"it belongs to the account {owner}; where students have no accounts of their own, say so with "
                "`c.ExchangeCollect.check_owner = False` at the end of nbgrader_config.py"
            )
        if not inbound.is_complete(Path(path)):
            return record, "it is still being handed in; collect again"
        return record, ""

    def _read_name(self, name: str) -> dict[str, Any]:
        """Read who handed in and when, in whatever form and zone this exchange has its times."""
        student, _, rest = name.rpartition(f"+{self.coursedir.assignment_id}+")
        for text in (
            rest,
            rest.rpartition("+")[0],
        ):  # an offset has a `+` of its own, and an old folder no secret
            with contextlib.suppress(ValueError):
                return {"username": student, "filename": name, "timestamp": self._clock.read(text)}
        raise ValueError(
            f"its name holds no time: {rest[:60]!r}; `Exchange.timestamp_format` and `Exchange.timezone` in nbgrader_config.py say how students' nbgrader writes it"
        )

    @functools.cached_property
    def _clock(self) -> Clock:
        return clock_of(self.config)

    def _sort_by_timestamp(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        newest_first: list[dict[str, Any]] = super()._sort_by_timestamp(records)
        if self.allowed is None or not newest_first[0]["username"]:
            return newest_first
        counting = self.seen.get(newest_first[0]["username"], [])[: self.allowed]
        return [record for record in newest_first if record["filename"] in counting] or [NOBODYS]

    src_records: list[dict[str, Any]]
    failed: list[str]
    names: Sequence[str] | None = None  # the folders to look at, where it is known which

    def init_src(self) -> None:
        root, entry = _entry_of(self.coursedir)
        self.allowed = entry.tries
        self.seen: Mapping[str, Sequence[str]] = {}
        self.failed = []
        folder = Path(self.root) / self.coursedir.course_id / "inbound"
        names = self.names if self.names is None else [each for each in self.names if lexists(folder / each)]
        if self.allowed is not None:
            known = attempts.known(root, entry.name)
            new = [
                name
                for name in (inbound.names_of(folder, entry.name) if names is None else names)
                if name not in known
            ]
            looked = [self._look_at(str(folder / name)) for name in new]
            sound = sorted(
                (record["timestamp"], record["filename"]) for record, oddity in looked if not oddity
            )
            self.seen = attempts.note(root, entry.name, [name for _, name in sound])
        if names is None or self.before_duedate:
            super().init_src()
        else:
            self._take(folder, names)
        self.src_records = [record for record in self.src_records if record["username"]]

    def _take(self, folder: Path, names: Sequence[str]) -> None:
        """Take each student's newest of these folders, as nbgrader does of all that it finds."""
        self.course_path, self.inbound_path = str(folder.parent), str(folder)
        records: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for name in names:
            record = self._path_to_record(str(folder / name))
            records[record["username"]].append(record)
        self.src_records = [self._sort_by_timestamp(found)[0] for found in records.values()]

    def copy_files(self) -> None:
        records = self.src_records
        if not records and self.names is None:
            super().copy_files()
        for record in records:
            self.src_records = [record]
            try:
                if self._is_wanted(record):
                    self._prepare(record)
                super().copy_files()
            except (Exception, SystemExit) as error:
                self.failed.append(record["filename"])
                self.log.warning(
                    "Not collected: %s: %s", printable(record["filename"]), printable(str(error))
                )
        self.src_records = records

    def _is_wanted(self, record: dict[str, Any]) -> bool:
        """Tell whether nbgrader is going to copy a submission."""
        place = self._place(record)
        if not place.is_dir():
            return True
        there = self.coursedir.get_existing_timestamp(str(place))
        newer = self.update and (there is None or record["timestamp"] > there)
        return bool(newer or (self.before_duedate and there != record["timestamp"]))

    def _place(self, record: dict[str, Any]) -> Path:
        pattern = self.coursedir.submitted_directory
        return Path(self.coursedir.format_path(pattern, record["username"], self.coursedir.assignment_id))

    def _prepare(self, record: dict[str, Any]) -> None:
        """Copy a submission beside its place, before nbgrader removes what is there."""
        prepared = _beside(self._place(record))
        shutil.rmtree(prepared, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
            folder = Path(scratch) / "submission"
            source = Path(self.inbound_path) / record["filename"]
            limit = 1000 * self.coursedir.max_dir_size
            for words in inbound.copy_plain(source, folder, limit, own=self.check_owner):
                self.log.warning("%s: left out: %s", printable(record["filename"]), printable(words))
            # The folder's name was there first: a file in it can be rewritten until it is collected.
            (folder / TIMESTAMP).write_text(f"{record['timestamp']} UTC")
            super().do_copy(str(folder), str(prepared))

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:  # noqa: ARG002
        _beside(Path(dest)).rename(dest)


class ReleaseFeedback(ExchangeReleaseFeedback):  # type: ignore[misc]
    """Releases feedback; a page that nobody could fetch is named, and passed over, and so is one that lies there already."""

    returned: list[str]
    src_path: str

    def copy_files(self) -> None:
        new = []
        self.returned = []
        pages = glob.glob(f"{self.src_path}/*.html")  # noqa: PTH207 - an absolute pattern
        for folder in sorted({Path(page).parent for page in pages}):
            student = folder.parent.name
            if not all(inbound.is_text(folder / name) for name in (TIMESTAMP, PROOF)):
                self.log.warning(
                    "Not released: %s did not hand in through the exchange; give out %s by other means",
                    *(printable(student), printable(str(folder))),
                )
                continue
            self.returned.append(student)
            if not all(self._is_released(page) for page in folder.glob("*.html")):
                new.append(folder)
        everybodys = self.src_path
        try:
            # One after the other: nbgrader's list of whom to leave out knows no name with a comma.
            for folder in new:
                self.src_path = glob.escape(str(folder))
                super().copy_files()
        finally:
            self.src_path = everybodys

    def _is_released(self, page: Path) -> bool:
        secret = (page.parent / PROOF).read_text()
        there = Path(self.dest_path) / f"{notebook_hash(secret=secret, notebook_id=page.stem)}.html"
        return there.is_file() and filecmp.cmp(page, there, shallow=False)


class Exchange:
    """The exchange of one assignment, with nbgrader's configuration read once.

    Args:
        root: The course's folder.
        entry: The assignment.
        log: Where nbgrader says what it does.

    Raises:
        CourseError: The configuration cannot be read.
    """

    def __init__(self, root: Path, entry: AssignmentEntry, log: Logger) -> None:
        config = load_config(root)
        self._folder = CourseDirectory(config=config)
        self._folder.assignment_id = entry.name
        self._collect = Collect(coursedir=self._folder, config=config, log=log)
        self._collect.update = True
        self._release = ReleaseFeedback(coursedir=self._folder, config=config, log=log)

    def collect(self, names: Sequence[str] | None) -> list[str]:
        """Bring what is new in the exchange to `submitted/`, as nbgrader's `collect --update` does.

        Args:
            names: The folders of the exchange to look at; None for all.

        Returns:
            The folders in the exchange that should have been collected, and could not be.

        Raises:
            AutograderError: The exchange cannot be used.
        """
        self._folder.student_id = "*"
        self._collect.names = names
        _run(self._collect)
        return list(self._collect.failed)

    def release_feedback(self, student: str | None) -> list[str]:
        """Put a student's feedback page, or with None everybody's, where students fetch it, and name those who can.

        Raises:
            AutograderError: The exchange cannot be used.
        """
        self._folder.student_id = student or "*"
        _run(self._release)
        return list(self._release.returned)


def _run(step: Any) -> None:
    try:
        step.start()
    except ExchangeError as error:
        raise AutograderError(
            f"{step.root}: {error}\nhint: release an assignment first, and see that the folder can be written"
        ) from error
    except SQLAlchemyError as error:
        raise unusable(step.coursedir.db_url, error) from error


def _entry_of(folder: CourseDirectory) -> tuple[Path, AssignmentEntry]:
    root = courses.find_root(Path(folder.root))
    return root, courses.load(root).assignment(folder.assignment_id)


def _account(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _beside(place: Path) -> Path:
    return place.with_name(f".half-{place.name}")
