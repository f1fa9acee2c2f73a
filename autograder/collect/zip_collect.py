"""`nbgrader zip_collect` for what Moodle and Canvas let instructors download: who handed in what is told by `lms`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from os.path import lexists
from pathlib import Path, PurePath
from shutil import copyfile

from nbgrader.api import Gradebook
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from nbgrader.utils import find_all_notebooks

from autograder.collect import filenames
from autograder.collect.unpacking import MAX_BYTES, TO_READ, Allowance, is_hidden, unpack
from autograder.common.files import read_regular, save
from autograder.common.text import printable, shorten
from autograder.course.files import MAX_BYTES as MOST
from autograder.course.files import PROOF, TIMESTAMP
from autograder.notebooks.restore import parse_notebook
from autograder.notebooks.submitted import Unreadable, not_collected_file

DEPTH = 3  # the platform's archive, a student's own inside it, and one in that
# Of an archive in which nobody's name is told apart: notebooks with pictures shrink to a fifth; only what was made for it
# shrinks to a thousandth.
MAX_FACTOR, MAX_TOGETHER = 20, 20_000
FEW = 3
ARCHIVES = (".zip", ".gz", ".tgz", ".tar", ".bz2", ".tbz2")


class LmsExtractor(ExtractorPlugin):  # type: ignore[misc]
    """Unpacks a platform's archive; what cannot be unpacked is named by student, and the others go on."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack or copy everything in a folder.

        Args:
            archive_path: The folder of what was downloaded.
            extracted_path: The folder that all of it goes to.
        """
        archives = Path(archive_path)
        if not any(archives.iterdir()):
            self.log.warning("No files found in directory: %s", archives)
        self._of_sender: defaultdict[str, Allowance] = defaultdict(Allowance)
        for file in sorted(archives.rglob("*")):
            path = file.relative_to(archives)
            if not file.is_file() or file.is_symlink() or is_hidden(path):
                continue
            place = Path(extracted_path) / path
            # What cannot be unpacked is kept as it is: that somebody sent it must not be lost.
            if not (self._is_archive(file) and self._unpack(file, place, path, DEPTH)):
                self._copy(file, place, path)
        self._name_notebooks(Path(extracted_path))

    def _is_archive(self, file: Path) -> bool:
        return file.suffix.lower() in {*self.zip_ext, *ARCHIVES}

    def _copy(self, file: Path, place: Path, path: PurePath) -> None:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            copyfile(file, place)
        except OSError as error:
            self._warn(path, f"cannot be copied ({error.strerror}); collect it by hand")

    def _name_notebooks(self, folder: Path) -> None:
        """Give every notebook its ending: browsers and mail programs add others, and nbgrader asks for this one."""
        for file in sorted(folder.rglob("*")):
            if file.suffix == ".ipynb" or not file.is_file() or file.is_symlink() or not _is_notebook(file):
                continue
            names = filenames.as_notebooks(file.name)
            place = next(place for name in names if not lexists(place := file.with_name(name)))
            words = f"is a notebook, and is taken as `{place.name}`"
            try:
                file.rename(place)
            except OSError as error:
                words = (
                    f"is a notebook, and cannot be given its ending ({error.strerror}); collect it by hand"
                )
            self._warn(file.relative_to(folder), words)

    def _unpack(
        self, archive: Path, place: Path, path: PurePath, depth: int, given: Allowance | None = None
    ) -> bool:
        """Unpack an archive, and those in it; tell whether that could be done.

        Args:
            archive: The file.
            place: The folder of its name is made beside this place.
            path: Where it was found, through the archives around it.
            depth: How many archives may still be unpacked inside one another.
            given: What is left to the student who sent it; None where it may hold what several sent.
        """
        size = archive.stat().st_size
        grown = MAX_FACTOR * size
        together = Allowance(
            bytes=max(MAX_BYTES, grown), entries=MAX_TOGETHER, to_read=max(TO_READ, 4 * grown)
        )

        def allowance_of(place: PurePath) -> Allowance:
            sender = filenames.sent_by(place)
            return given or (self._of_sender[sender] if sender else together)

        folder = place.with_name(place.name.removesuffix(place.suffix).removesuffix(".tar"))
        try:
            unpacked = unpack(archive, folder, lambda inner: allowance_of(path / inner), allowance_of(path))
        except Exception as error:  # whatever it is, it is of one student, or of one file that was downloaded
            self._warn(
                path, f"cannot be unpacked ({error or type(error).__name__}); collect what is in it by hand"
            )
            return False
        self._say_what_is_missing(path, unpacked.left_out)
        for inner in unpacked.files:
            if not self._is_archive(inner):
                continue
            within = path / inner.relative_to(folder)
            if depth > 1:
                self._unpack(inner, inner, within, depth - 1, allowance_of(within))
            else:
                self._warn(within, f"is the {DEPTH + 1}th archive inside one another, and stays packed")
        return True

    def _say_what_is_missing(self, path: PurePath, left_out: Iterable[tuple[PurePath, str]]) -> None:
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for inner, reason in left_out:
            found[filenames.sent_by(path / inner), reason].append(shorten(str(inner), 100))
        for (_, reason), names in found.items():
            more = f" and {len(names) - FEW:,} more" if len(names) > FEW else ""
            self._warn(path, f"left out: {', '.join(names[:FEW])}{more}: {reason}")

    def _warn(self, path: PurePath, words: str) -> None:
        self.log.warning("%s: %s", printable(str(path)), printable(words))


def _is_notebook(file: Path) -> bool:
    try:
        parse_notebook(read_regular(file, MOST + 1) or b"")
    except Unreadable:
        return False
    return True


class LmsCollector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Tells nbgrader whose each extracted notebook is."""

    _sorted: filenames.Sorted | None = None

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Give a file's student and notebook; None where it is not to be collected."""
        folder = Path(self.parent._format_collect_path(self.parent.extracted_directory))
        if self._sorted is None:
            self._sorted = self._sort_out(folder)
        handed_in = self._sorted.handed_in.get(Path(submitted_file).relative_to(folder))
        return {"student_id": handed_in.student, "file_id": handed_in.notebook} if handed_in else None

    def _sort_out(self, folder: Path) -> filenames.Sorted:
        course = self.parent.coursedir
        release = course.format_path(course.release_directory, ".", course.assignment_id)
        released = [str(Path(name).with_suffix("")) for name in find_all_notebooks(release)]
        files = [
            path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
        ]
        paths = [path for path in files if path.suffix == ".ipynb"]
        others = [path for path in files if path.suffix != ".ipynb" and path.name not in (TIMESTAMP, PROOF)]
        if not released:
            self.parent.fail(
                f"No released notebook in {release}: run `autograder generate {course.assignment_id}` first"
            )
        with Gradebook(course.db_url, course.course_id) as gradebook:
            known = [
                filenames.Known(
                    id=student.id,
                    name=f"{student.first_name or ''} {student.last_name or ''}".strip(),
                    lms_user_id=student.lms_user_id or "",
                )
                for student in gradebook.students
            ]
        found = filenames.sort_out(paths, released, known, others)
        for warning in found.warnings:
            self.log.warning("%s", printable(warning))
        save(
            not_collected_file(Path(course.root), course.assignment_id),
            "".join(f"{student}\n" for student in sorted(found.unreadable)),
        )
        return found
