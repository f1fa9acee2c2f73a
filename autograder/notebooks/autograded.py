"""nbgrader's `autograded/`: where each graded submission takes its place, whole or not at all."""

from __future__ import annotations

import mimetypes
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from autograder.common.errors import AutograderError
from autograder.common.files import replace_folder
from autograder.course.files import TIMESTAMP

DIRECTORY = "autograded"
_RUN_BY_BROWSERS = ("html", "xml", "script", "pdf")
_RUN_BY_PYTHON = (".py", ".pyc", ".so", ".pyd")


def sweep(root: Path, assignment: str) -> None:
    """Remove what runs that were killed have left half done."""
    for left_behind in (root / DIRECTORY).glob(f"*/{_prefix(assignment)}*"):
        shutil.rmtree(left_behind, ignore_errors=True)


def _prefix(assignment: str) -> str:
    return f".new-{assignment}+"  # no assignment has a `+` in its name


def is_run_by_browsers(name: str) -> bool:
    """Tell whether a browser would run what a file holds.

    The Formgrader serves what lies beside a graded notebook from its own address: a page handed in by a
    student, opened by a link in the student's text, would act as the instructor.
    """
    # As a path: a name that begins like an address, such as `data:`, would be read as one, but is served as a file.
    kind = mimetypes.guess_type(f"./{name}")[0] or ""
    return any(word in kind for word in _RUN_BY_BROWSERS)


def is_run_by_opening(name: str) -> bool:
    """Tell whether a file may be run as the instructor by who only opens what lies beside it.

    JupyterLab starts a kernel in the folder of a notebook that is opened, and Python looks for its own modules there first.
    """
    return name.lower().endswith(_RUN_BY_PYTHON) or is_run_by_browsers(name)


def remove_what_runs(folder: Path) -> None:
    """Remove from a graded submission what is run where it is opened, where nbgrader has copied it."""
    for path in [*folder.rglob("*")]:
        if path.is_file() and is_run_by_opening(path.name):
            path.unlink()


def place(root: Path, assignment: str, student: str) -> Path:
    """Give the folder of one graded submission."""
    return root / DIRECTORY / student / assignment


def publish(
    folder: Path, notebooks: Mapping[str, str], files: Mapping[str, bytes], timestamp: datetime | None
) -> None:
    """Put a graded submission in its place, whole or not at all.

    Args:
        folder: Its place.
        notebooks: The text of each notebook, by its file's name.
        files: What else was handed in, by relative path; what is run where it is opened, and other notebooks, are left out.
        timestamp: When it was handed in, as UTC without a zone, if that is known.

    Raises:
        AutograderError: The folder cannot be written; what stood there before stays.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=_prefix(folder.name), dir=folder.parent))
        try:
            _write(scratch / folder.name, notebooks, files, timestamp)
            replace_folder(folder, scratch)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        raise AutograderError(
            f"{folder}: cannot be written: {error.strerror}; the grades are in the gradebook already\n"
            "hint: make room or correct the permissions, then run the command again"
        ) from error


def _write(
    fresh: Path, notebooks: Mapping[str, str], files: Mapping[str, bytes], timestamp: datetime | None
) -> None:
    fresh.mkdir()
    for path, data in files.items():
        # Another notebook would be taken for one that was graded, and get a page of its own.
        if is_run_by_opening(path) or path.endswith(".ipynb"):
            continue
        (fresh / path).parent.mkdir(parents=True, exist_ok=True)
        (fresh / path).write_bytes(data)
    if timestamp is not None:
        (fresh / TIMESTAMP).write_text(f"{timestamp} UTC")
    for name, notebook in notebooks.items():
        (fresh / name).write_text(notebook, encoding="utf-8")
    for written in fresh.rglob("*"):
        if written.is_file():
            written.chmod(0o444)
