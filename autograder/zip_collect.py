"""`nbgrader zip_collect` for what Moodle and Canvas let instructors download: who handed in what is told by `lms`."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path
from shutil import copy

from nbgrader.api import Gradebook
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from nbgrader.utils import find_all_notebooks, unzip

from autograder import lms
from autograder.values import printable

DEPTH = 2  # the platform's archive, and a student's own inside it
MAX_BYTES = 1 << 30
MAX_FACTOR = (
    20  # notebooks with pictures shrink to a fifth; only what was made for it shrinks to a thousandth
)


class LmsExtractor(ExtractorPlugin):  # type: ignore[misc]
    """Unpacks a platform's archive; a student's archive that cannot be unpacked is named, and the others go on."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack or copy everything in a folder.

        Args:
            archive_path: The folder of what was downloaded.
            extracted_path: The folder that all of it goes to.
        """
        archives = Path(archive_path)
        if not any(archives.iterdir()):
            self.log.warning("No files found in directory: %s", archives)
        for file in sorted(archives.rglob("*")):
            if not file.is_file() or file.is_symlink():
                continue
            folder = Path(extracted_path) / file.parent.relative_to(archives)
            folder.mkdir(parents=True, exist_ok=True)
            if file.suffix in self.zip_ext:
                self._unpack(file, folder, DEPTH)
            else:
                copy(file, folder)

    def _unpack(self, archive: Path, folder: Path, depth: int) -> None:
        name = archive.name.removesuffix(archive.suffix).removesuffix(".tar")
        try:
            _require_sane(archive)
            unzip(str(archive), str(folder), zip_ext=self.zip_ext, create_own_folder=True)
        except Exception as error:
            self.log.warning(
                "%s: cannot be unpacked (%s); collect what is in it by hand",
                printable(archive.name),
                printable(str(error) or type(error).__name__),
            )
            return
        if depth > 1:
            for inner in sorted((folder / name).rglob("*")):
                if inner.suffix in self.zip_ext and inner.is_file() and not inner.is_symlink():
                    self._unpack(inner, inner.parent, depth - 1)


def _require_sane(archive: Path) -> None:
    """Refuse an archive that would fill the disk.

    Raises:
        ValueError: It is one.
    """
    left = max(MAX_BYTES, MAX_FACTOR * archive.stat().st_size)
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as content:
            left -= sum(each.file_size for each in content.infolist())
    elif tarfile.is_tarfile(archive):
        with tarfile.open(archive) as content:
            for each in content:  # to read on to the next costs what unpacking costs
                if each.islnk() or each.issym():
                    raise ValueError("it holds links, each of which would become a copy")
                left -= each.size
                if left < 0:
                    break
    if left < 0:
        raise ValueError("it would unpack to more than a gigabyte, and far more than its own size")


class LmsCollector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Tells nbgrader whose each extracted notebook is."""

    _sorted: lms.Sorted | None = None

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Give a file's student and notebook; None where it is not to be collected."""
        folder = Path(self.parent._format_collect_path(self.parent.extracted_directory))
        if self._sorted is None:
            self._sorted = self._sort_out(folder)
        handed_in = self._sorted.handed_in.get(Path(submitted_file).relative_to(folder))
        return {"student_id": handed_in.student, "file_id": handed_in.notebook} if handed_in else None

    def _sort_out(self, folder: Path) -> lms.Sorted:
        course = self.parent.coursedir
        release = course.format_path(course.release_directory, ".", course.assignment_id)
        notebooks = [str(Path(name).with_suffix("")) for name in find_all_notebooks(release)]
        paths = [
            path.relative_to(folder)
            for path in folder.rglob("*.ipynb")
            if path.is_file() and not path.is_symlink()
        ]
        if not notebooks:
            self.parent.fail(
                f"No released notebook in {release}: run `autograder generate {course.assignment_id}` first"
            )
        with Gradebook(course.db_url, course.course_id) as gradebook:
            known = [
                lms.Known(
                    id=student.id,
                    name=f"{student.first_name or ''} {student.last_name or ''}".strip(),
                    lms_user_id=student.lms_user_id or "",
                )
                for student in gradebook.students
            ]
        found = lms.sort_out(paths, notebooks, known)
        for warning in found.warnings:
            self.log.warning("%s", printable(warning))
        return found
